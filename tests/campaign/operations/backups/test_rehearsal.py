"""A backup is made, life goes on and letters arrive, and the backup is restored: rehearsed.

With a real database and a real mail server. Whenever a restore is killed: no letter goes twice, and
nobody comes back. Run by .ci/run on PostgreSQL.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import psycopg
import pytest

from campaign.operations.backups.restore import STEPS
from tests.campaign.outbox.server import MailServer, Post

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="backups are of PostgreSQL",
    ),
]
ROOT = Path(__file__).parents[4]
WRITERS = ("Anna", "Bea", "Carl", "Eve")
STATES = (
    "SELECT key, state FROM outbox_outgoingmessage ORDER BY key",
    "SELECT id, state, email FROM letters_letter ORDER BY id",
    "SELECT email FROM supporters_alert ORDER BY id",
    "SELECT paused FROM outbox_mailsettings",
    "SELECT count(*) FROM django_session",
)
"""What a restore changes, and a restore that is killed does not."""

CAST = """
import datetime as dt
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from campaign.letters.models import Letter
from campaign.letters.recipient import choose_recipient
from campaign.outbox.models import MailSettings
from campaign.pages.models import Organisation
from campaign.privacy.subject_access import Person
from campaign.staff import roles
from campaign.staff.accounts import record_shut_out
from campaign.supporters import alerts, suppression
from campaign.supporters.models import Alert
from councils.models import Contact, Council
from councils.record import record_on
from tests.cast import sign

kent, sheffield = Council.objects.get(code="KEN"), Council.objects.get(code="SHF")

def confirm(name):
    letter = Letter.objects.get(name=name)
    to = choose_recipient(list(Contact.objects.filter(council=kent)), record_on().by_id[kent.pk])
    assert letter.confirm(to)

def letter_of(name):
    return Letter.objects.get(email=f"{name.lower()}@home.example")
"""
BEFORE = """
Organisation.objects.update_or_create(pk=1, defaults={"name": "Us", "email": "us@runaways.example"})
MailSettings(live=True, per_council_an_hour=0).save()
Contact.objects.create(council=kent, email="lead@kent.example", source="its site",
    checked_on=dt.date(2026, 11, 20), check_again_on=dt.date(2099, 1, 1))
for name in ("Anna", "Bea", "Carl", "Eve"):
    letter = Letter.objects.create(council=kent, status_at_drafting="signed", subject="A letter",
        text=f"This is the letter of {name}.", name=name, postal_address="Dover",
        email=f"{name.lower()}@home.example")
    letter.request_confirmation()
for name in ("Anna", "Carl", "Eve"):
    confirm(name)
for name in ("dan", "fay"):
    alerts.request_alert(record_on().by_id[sheffield.pk], f"{name}@home.example")
Alert.objects.update(confirmed_at=timezone.now())
roles.give(User.objects.create(username="bob@example.org"), "editor")
SessionStore().save()
"""
SINCE = """
sign(sheffield)  # before the record is read
confirm("Bea")
assert letter_of("Carl").cancel()
suppression.delete_alerts(suppression.address_hash("fay@home.example"))
assert alerts.send_due() == {"told that it signed": 1}
bob = User.objects.filter(username="bob@example.org")
record_shut_out(bob)
bob.update(is_active=False)
"""
ERASE_EVE = 'Person("eve@home.example").erase("editor", "asked")'
AGAIN = """
sign(sheffield)
MailSettings.current().pause(False)
"""
SEEN = """
import json
print("SEEN" + json.dumps({
    "held of Eve": Person("eve@home.example").held(),
    "alerts": list(Alert.objects.values_list("email", flat=True)),
    "letters": dict(Letter.objects.exclude(name="").values_list("name", "state")),
    "Bea's link": Letter.objects.by_token(BEAS_TOKEN) is not None,
    "Bob": User.objects.get(username="bob@example.org").is_active,
    "paused": MailSettings.current().paused,
}))
"""


class Site:
    """A site with a database, a mail server and a ledger of its own."""

    def __init__(self, where: Path, database: str):
        self.where, self.database = where, database
        self.ledger, self.post = where / "ledger", Post()
        self.server = MailServer(self.post)
        self.server.start()
        self.environment = os.environ | {
            "DEBUG": "on",
            "DATABASE_URL": database,
            "SMTP_URL": self.server.url,
            "LETTERS_LIVE": "on",
            "LEDGER": str(self.ledger),
        }

    def run(self, *arguments, **environment) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT,
            env=self.environment | environment, check=False, capture_output=True, text=True,
            timeout=180,
        )  # fmt: skip

    def manage(self, *arguments) -> str:
        result = self.run(*arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout + result.stderr

    def act(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-v0", "-c", CAST + code)

    def ask(self, query: str) -> list:
        """Ask the database, without the site's own code."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query).fetchall()

    def states(self) -> list:
        return [self.ask(query) for query in STATES]

    def wait_until_alone(self) -> None:
        """Wait until the server has noticed that whoever was connected is killed."""
        others = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        while self.ask(others) != [(0,)]:
            time.sleep(0.05)

    def arrived(self) -> dict[str, int]:
        """Count the copies of each writer's letter that the council got, and of Dan's alert."""
        copies = dict.fromkeys((*WRITERS, "Dan"), 0)
        for message_id, content in self.post.mails.items():
            to = self.post.envelopes[message_id][1]
            if to == ["lead@kent.example"]:
                (name,) = [name for name in WRITERS if f"letter of {name}.".encode() in content]
                copies[name] += self.post.accepted[message_id]
            elif to == ["dan@home.example"]:
                copies["Dan"] += self.post.accepted[message_id]
        return copies


@pytest.fixture
def site(tmp_path, database):
    site = Site(tmp_path, database)
    site.manage("migrate", "-v0")
    site.manage("load_register", "-v0")
    yield site
    site.server.stop()


@pytest.mark.promise(17)
def test_no_letter_goes_twice_and_nobody_is_back_wherever_a_restore_is_killed(site):
    site.act(BEFORE)
    ((bea_token,),) = site.ask("SELECT token FROM letters_letter WHERE name = 'Bea'")
    backup, key = site.where / "site.backup", site.where / "key"
    public = site.manage("backup", "--new-key", key).split("'")[1]
    site.environment["BACKUP_KEY"] = public
    site.manage("backup", backup)
    site.act(SINCE)
    site.manage("deliver")
    site.act(ERASE_EVE)
    went = {"Anna": 1, "Bea": 1, "Carl": 0, "Eve": 1, "Dan": 1}
    assert site.arrived() == went
    before, accepted = site.states(), site.post.accepted.copy()

    restore = ["restore", backup, "--key", key]
    killing = {"DJANGO_SETTINGS_MODULE": "tests.campaign.operations.backups.killing"}
    for step in STEPS:
        killed = site.run(*restore, "--ledger", site.ledger, KILL_BEFORE=step, **killing)
        assert killed.returncode == -signal.SIGKILL, (step, killed.stderr)
        assert site.states() == before, step
    for delay in ("0", "0.002", "0.01", "0.03"):  # while it takes the place of what was there
        killed = site.run(*restore, "--ledger", site.ledger, KILL_AFTER=delay, **killing)
        assert killed.returncode in (0, -signal.SIGKILL), killed.stderr
        site.wait_until_alone()
        states = site.states()
        waiting = [state for _, state in states[0] if state in ("queued", "sending", "deferred")]
        assert states == before or not waiting, delay
        assert not any("eve@" in email for _, _, email in states[1]), delay
    site.manage("deliver")
    assert site.post.accepted == accepted

    output = site.manage(*restore)
    assert "No ledger was given: people who were erased since" in output
    assert f"That of this machine is {site.ledger}." in output
    site.manage("deliver")
    assert site.post.accepted == accepted

    jobs = "SELECT name FROM operations_completedjob WHERE name <> 'backup'"
    assert site.ask(jobs) == [("bare_restore",)]

    output = site.manage(*restore, "--ledger", site.ledger, site.ledger)
    assert site.ask(jobs) == [("restore",)]
    assert "No ledger" not in output
    seen = site.act(f"BEAS_TOKEN = {bea_token!r}" + SEEN).partition("SEEN")[2]
    assert json.loads(seen) == {
        "held of Eve": {},
        "alerts": [],
        "letters": {"Anna": "unsure", "Bea": "draft", "Carl": "cancelled"},
        "Bea's link": False,
        "Bob": False,
        "paused": True,
    }
    assert site.ask("SELECT count(*) FROM django_session") == [(0,)]
    site.act(AGAIN)
    site.manage("nightly")
    site.manage("deliver")
    assert site.post.accepted == accepted
    assert site.arrived() == went


def test_a_backup_made_while_others_write_is_of_one_moment(site):
    """Two rows always come together: no backup has one without the other."""
    stop = threading.Event()

    def write():
        row = "INSERT INTO django_session VALUES ('{}-{}', '', '2099-01-01')"
        for number in range(100_000):
            if stop.is_set():
                return
            with psycopg.connect(site.database, autocommit=True) as connection:
                connection.execute("BEGIN")
                for letter in "ab":
                    connection.execute(row.format(letter, number))
                connection.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    totals = []
    try:
        for number in range(3):
            path = site.where / f"{number}.backup"
            site.manage("backup", path)
            with zipfile.ZipFile(path) as archive:
                totals.append(json.loads(archive.read("manifest.json"))["totals"]["django_session"])
    finally:
        stop.set()
        writer.join()
    assert totals == sorted(set(totals)), "it did not serve meanwhile"
    assert [total % 2 for total in totals] == [0, 0, 0]
    site.manage("restore", path)


def test_a_refused_restore_says_why_in_one_sentence_and_changes_nothing(site):
    backup, other = site.where / "site.backup", site.where / "other"
    site.manage("backup", backup)
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    before = site.states()
    other.write_text("Dear Anna")
    manifest["totals"]["councils_council"] += 1
    rewrite(backup, site.where / "short.backup", manifest)
    for arguments, sentence in (
        ([other], f"{other} is not a backup of this site."),
        ([backup, "--ledger", other], f"{other} is not a ledger."),
        ([backup, "--ledger", site.where / "none"], "none cannot be read: No such file"),
        ([site.where / "short.backup"], "The backup does not hold what it should: "),
    ):
        result = site.run("restore", *arguments)
        assert result.returncode == 1
        assert sentence in result.stderr
        assert result.stderr.endswith("Nothing was changed.\n")
        assert "Traceback" not in result.stderr
    refused = site.run("restore", backup, SECRET_KEY="another")
    assert "This backup was made with another SECRET_KEY" in refused.stderr
    assert site.states() == before
    lost = site.run("restore", backup, "--other-secret-key", SECRET_KEY="another")
    assert lost.returncode == 0, lost.stderr
    assert "people never to write to names nobody" in lost.stderr


def test_a_backup_of_an_older_release_is_brought_up_to_date(site):
    site.manage("migrate", "councils", "0001", "-v0")
    site.manage("backup", site.where / "old.backup")
    site.manage("restore", site.where / "old.backup")
    site.manage("migrate", "--check")


def rewrite(backup: Path, path: Path, manifest: dict) -> None:
    """Write a backup with another manifest."""
    header = backup.read_bytes().partition(b"\n")[0]
    with zipfile.ZipFile(backup) as archive, path.open("wb") as file:
        file.write(header + b"\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as other:
            other.writestr("database", archive.read("database"))
            other.writestr("manifest.json", json.dumps(manifest))
