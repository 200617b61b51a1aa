"""Two people take words out of the same texts at once, while a restore takes them out again."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.ledger import ledger
from campaign.operations.management.commands import after_restore
from campaign.taken_out import taking
from campaign.taken_out.places import Why
from councils.models import Change

ROOT = Path(__file__).parents[3]
LINES = 12
MAKE = f"""
from django.contrib.auth.models import User
from django.utils import timezone
from councils.models import Change
User.objects.create(username="ed@example.org")
for number in range({LINES}):
    what = "Leeds: “Ann Ames, {{0}}.” and “Ben Boyd, {{0}}.”, on 4 November 2026.".format(number)
    Change.objects.create(at=timezone.now(), what=what, kind="corrected", why="It said so.")
"""
TAKE = """
import time
from django.contrib.auth.models import User
from campaign.taken_out import taking
from campaign.taken_out.places import Why
note = taking.record_in_the_ledger
def slowly(*args):
    note(*args)
    time.sleep(0.05)
taking.record_in_the_ledger = slowly
ed = User.objects.get()
for number in range({lines}):
    words = "{name}, %d." % number
    taking.take_out(taking.where_they_stand(words), words, Why.IDENTITY, ed)
"""
AGAIN = """
import datetime as dt
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from campaign.ledger import ledger
from campaign.operations.management.commands import after_restore
for _ in range(8):
    lines = ledger.read([settings.LEDGER] if settings.LEDGER.exists() else [])
    hashes = ledger.hashes_since(lines, timezone.now()).get("redacted", {})
    with transaction.atomic():
        for apply in after_restore.LEDGER_KINDS[ledger.Noted.REDACTED]:
            apply(hashes)
"""
SHOW = "from councils.models import Change; print([*Change.objects.values_list('what', flat=True)])"


@pytest.fixture
def line(sheffield):
    return Change.objects.create(
        council=sheffield,
        kind="corrected",
        why="It said so.",
        what="Leeds: “Ann Ames was heard.” and “Ben Boyd was heard.”, in 2026.",
    )


@pytest.mark.promise(35)
def test_words_do_not_come_back_with_those_that_a_colleague_takes_out_of_the_same_text(
    line, editor
):
    hers = taking.where_they_stand("Ben Boyd")
    taking.take_out(taking.where_they_stand("Ann Ames"), "Ann Ames", Why.IDENTITY, editor)
    taking.take_out(hers, "Ben Boyd", Why.IDENTITY, editor)
    line.refresh_from_db()
    assert "Ann" not in line.what and "Ben" not in line.what
    assert line.what.startswith("Leeds: ") and line.what.endswith(", in 2026.")


@pytest.mark.promise(35)
def test_a_restore_takes_out_what_was_taken_second_of_a_text_kept_after_the_first(
    line, editor, today_is, settings
):
    today_is("2026-11-24")
    taking.take_out(taking.where_they_stand("Ann Ames"), "Ann Ames", Why.IDENTITY, editor)
    line.refresh_from_db()
    kept = line.what
    today_is("2026-11-26")
    taking.take_out(taking.where_they_stand("Ben Boyd"), "Ben Boyd", Why.IDENTITY, editor)
    Change.objects.filter(pk=line.pk).update(what=kept)  # the backup of the day before

    today_is("2026-11-27")
    kept_at = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
    hashes = ledger.hashes_since(ledger.read([settings.LEDGER]), kept_at)
    for _ in range(2):  # as the runbook says, once more with the other machine's ledger
        for apply in after_restore.LEDGER_KINDS[ledger.Noted.REDACTED]:
            apply(hashes["redacted"])
    line.refresh_from_db()
    assert "Ben" not in line.what
    assert line.what.count("Words taken out by us on 26 November 2026") == 1


@pytest.mark.fault
@pytest.mark.promise(35)
def test_two_people_and_a_restore_at_once_leave_no_name_and_wait_for_each_other(database, tmp_path):
    environment = os.environ | {
        "DEBUG": "on",
        "DATABASE_URL": database,
        "LEDGER": str(tmp_path / "ledger"),
    }

    def start(*command):
        return subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def ask(code):
        return start("shell", "--no-imports", "-v0", "-c", code)

    def end(process):
        said, wrong = process.communicate(timeout=300)
        assert process.returncode == 0, wrong[-3000:]
        return said

    end(ask(MAKE))
    names = ("Ann Ames", "Ben Boyd")
    at_work = [ask(TAKE.format(lines=LINES, name=name)) for name in names]
    at_work.append(ask(AGAIN))
    for process in at_work:
        end(process)
    left = end(ask(SHOW))
    assert "Words taken out by us" in left
    assert not any(name in left for name in names)
