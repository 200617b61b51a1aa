"""The demonstration: full, in a database of its own, and marked on every page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from councils.record import snapshot
from tests.seen import words

ROOT = Path(__file__).parent.parent
MARK = "Demonstration: nothing here is real"


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.PAGE_CACHE = False
    snapshot.kept.clear()  # with it goes the top of every page, made once for each record
    yield
    snapshot.kept.clear()


@pytest.mark.parametrize(
    "address", ["/", "/councils/", "/councils/kent/", "/need-help/", "/embed/map/", "/nowhere/"]
)
def test_every_page_of_the_demonstration_is_marked(client, db, demo, address):
    assert MARK in words(client.get(address))


def test_the_admin_of_the_demonstration_is_marked_too(staff, demo):
    assert MARK in words(staff.get("/admin/"))
    assert MARK in words(staff.get("/admin/councils/council/"))


def test_no_page_of_another_site_is_marked(client, db):
    assert MARK not in words(client.get("/"))


COUNTED = """
import os
from django.contrib.auth.models import User
from campaign.inbox.models import IncomingMessage
from campaign.letters.models import Letter
from campaign.tasks.models import Task
from councils.models import Signature
print("COUNTED", *(model.objects.count() for model in (IncomingMessage, Letter, Task, Signature)))
accounts = User.objects.filter(username__in=["demo@example.org", "colleague@example.org"])
print([account.check_password(os.environ["PASSWORD"]) for account in accounts])
"""


def run(folder, *command, **variables):
    environment = {name: value for name, value in os.environ.items() if name != "DEMO"}
    environment |= {"DEBUG": "on", "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3"}
    environment |= {"DJANGO_SETTINGS_MODULE": "campaign.settings", **variables}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.large
def test_the_demonstration_has_a_full_desk_and_inbox_and_a_second_start_adds_nothing(tmp_path):
    counts = []
    for _ in range(2):
        made = run(tmp_path, "-m", "tests.demo", DEMO="on")
        assert made.returncode == 0, made.stderr
        told = re.search("Sign in as demo@example.org with the password (.+)", made.stdout)
        shell = run(tmp_path, "manage.py", "shell", "--no-imports", "-c", COUNTED, PASSWORD=told[1])
        counted, signs_in = shell.stdout.splitlines()[-2:]
        assert signs_in == "[True, True]"
        counts.append([int(number) for number in counted.split()[1:]])
    assert counts[0] == counts[1]
    assert min(counts[0]) > 0


def test_the_demonstration_never_fills_the_database_of_a_real_site(tmp_path):
    refused = run(tmp_path, "-m", "tests.demo")
    assert refused.returncode != 0
    assert "needs DEMO=on" in refused.stderr
