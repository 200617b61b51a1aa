"""manage.py purge: what it forgets, that it counts, and that it may run at any time."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.privacy import personal_data
from campaign.privacy.personal_data import purge_all
from campaign.tasks.models import Task
from tests.campaign.privacy.life import found_in_files, found_in_tables, live

LATER = dt.timedelta(days=184)


def run(*args) -> str:
    out = StringIO()
    call_command("purge", *args, stdout=out)
    return out.getvalue()


def test_purge_says_what_it_deleted(sheffield):
    old = timezone.now() - LATER
    Task.objects.create(council=sheffield, kind="wrong", text="x", created_at=old)
    Task.objects.create(council=sheffield, kind="wrong", text="y")
    output = run()
    assert output.startswith("Forgotten:")
    assert "      1  messages from visitors" in output
    assert Task.objects.get().text == "y"
    assert "      0  messages from visitors" in run()


def test_a_dry_run_says_the_same_and_changes_nothing(client, desk, mail_dir):
    live(client, desk)
    now = timezone.now() + LATER
    tables, files = found_in_tables(), found_in_files(mail_dir)
    rehearsed = purge_all(now, dry_run=True)
    assert found_in_tables() == tables
    assert found_in_files(mail_dir) == files
    assert sum(rehearsed.values()) > 10
    assert purge_all(now) == rehearsed
    assert "It would forget:" in run("--dry-run")


def test_a_purge_that_fails_does_not_stop_the_others(sheffield, monkeypatch):
    def fail(now):
        raise ZeroDivisionError

    def with_a_fault(*, of_staff):
        yield "faulty", fail
        yield from purges(of_staff=of_staff)

    purges = personal_data.purges
    Task.objects.create(
        council=sheffield, kind="wrong", text="x", created_at=timezone.now() - LATER
    )
    monkeypatch.setattr(personal_data, "purges", with_a_fault)
    with pytest.raises(ZeroDivisionError):
        purge_all()
    assert not Task.objects.exists()


def test_a_purge_a_week_late_deletes_the_same(client, desk, mail_dir):
    live(client, desk)
    late = timezone.now() + LATER + dt.timedelta(days=7)
    assert sum(purge_all(late).values()) > 10
    assert found_in_tables() == {}


def test_expired_staff_sessions_are_deleted(client, editor, db):
    client.force_login(editor)
    assert purge_all()["sessions of staff"] == 0
    assert purge_all(timezone.now() + dt.timedelta(days=1))["sessions of staff"] == 1
