"""A backup is made, life goes on and letters arrive, and the backup is restored: rehearsed.

With a real PostgreSQL, restic and mail server, step by step: no letter goes twice, and nobody comes
back. Root's own commands for it are in test_restoring.py. Run by .ci/run on PostgreSQL.
"""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.campaign.outbox.server import MailServer, Post

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="backups are of PostgreSQL",
    ),
]
ROOT = Path(__file__).parents[3]
WRITERS = ("Anna", "Bea", "Carl", "Eve")
CAST = """
import datetime as dt
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from campaign.letters.models import Letter
from campaign.letters.recipient import choose_recipient
from campaign.outbox.models import MailSettings
from campaign.pages.models import Organisation
from campaign.privacy.personal_data import Person
from campaign.staff import roles
from campaign.staff.accounts import record_shut_out
from campaign.supporters import suppression, wishes
from campaign.supporters.models import Wish
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
MailSettings(live=True).save()
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
    wishes.request(record_on().by_id[sheffield.pk], f"{name}@home.example")
Wish.objects.update(confirmed_at=timezone.now())
roles.give(User.objects.create(username="bob@example.org"), "editor")
SessionStore().save()
"""
SINCE = """
sign(sheffield)  # before the record is read
confirm("Bea")
assert letter_of("Carl").cancel()
Wish.objects.for_email("fay@home.example").stop()
assert wishes.night() == {"told that it signed": 1}
bob = User.objects.filter(username="bob@example.org")
record_shut_out(bob)
bob.update(is_active=False)
"""
ERASE_EVE = 'Person("eve@home.example").erase()'
AGAIN = """
sign(sheffield)
MailSettings.current().pause(False)
"""
SEEN = """
import json
print("SEEN" + json.dumps({
    "held of Eve": Person("eve@home.example").held(),
    "alerts": list(Wish.objects.values_list("email", flat=True)),
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
            "RESTIC_REPOSITORY": str(where / "repository"),
            "RESTIC_PASSWORD": "between us",
            "RESTIC_CACHE_DIR": str(where / "cache"),
        }
        self.restic("init")

    def restic(self, *arguments: str) -> str:
        done = subprocess.run(
            ["restic", *arguments], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def snapshots(self) -> list[dict]:
        return json.loads(self.restic("snapshots", "--json"))

    def restore(self) -> None:
        """Bring the newest backup back into an empty database, and no more."""
        self.restic("restore", "latest", "--target", str(self.where / "restored"))
        admin, _, name = self.database.rpartition("/")
        with psycopg.connect(f"{admin}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        dump = self.where / "restored" / "database.dump"
        subprocess.run(
            ["pg_restore", "--no-owner", "--exit-on-error", "--dbname", self.database, dump],
            check=True,
        )

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

    def do(self, statement: str) -> None:
        with psycopg.connect(self.database) as connection:
            connection.execute(statement)

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
    site.manage("deliver", "--new-database")
    yield site
    site.server.stop()


@pytest.mark.promise(17)
def test_no_letter_goes_twice_and_nobody_is_back_after_a_restore(site):
    site.act(BEFORE)
    ((bea_token,),) = site.ask("SELECT token FROM letters_letter WHERE name = 'Bea'")
    assert "The backup is made." in site.manage("backup")
    site.act(SINCE)
    site.manage("deliver")
    site.act(ERASE_EVE)
    went = {"Anna": 1, "Bea": 1, "Carl": 0, "Eve": 1, "Dan": 1}
    assert site.arrived() == went
    accepted = site.post.accepted.copy()

    site.restore()
    refused = site.run("after_restore", "--ledger", site.ledger, SECRET_KEY="another")
    assert refused.returncode == 1
    assert "This state was made with another SECRET_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr
    other = site.where / "other"
    other.write_text("Dear Anna")
    refused = site.run("after_restore", "--ledger", other)
    assert refused.stderr == f"CommandError: {other} is not a ledger. Nothing was settled.\n"

    output = site.manage("after_restore")
    assert "No ledger was given: people who were erased since" in output
    assert f"That of this machine is {site.ledger}." in output
    site.manage("deliver")
    assert site.post.accepted == accepted
    jobs = "SELECT name FROM operations_completedjob WHERE name LIKE '%restore'"
    assert site.ask(jobs) == [("bare_restore",)]

    output = site.manage("after_restore", "--ledger", site.ledger, site.ledger)
    assert site.ask(jobs) == [("restore",)]
    assert "No ledger" not in output
    seen = site.act(f"BEAS_TOKEN = {bea_token!r}" + SEEN).partition("SEEN")[2]
    assert json.loads(seen) == {
        "held of Eve": {},
        "alerts": [],
        "letters": {"Anna": "unsure", "Carl": "cancelled"},
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


def test_a_backup_holds_the_ledger_and_the_settings_and_old_ones_are_forgotten(site):
    settings = site.where / "environment"
    settings.write_text("SECRET_KEY='kept'\n")
    site.environment["BACKUP_FILES"] = str(settings)
    site.ledger.write_text("")
    for days in (40, 20):
        when = f"{dt.datetime.now() - dt.timedelta(days=days):%Y-%m-%d %H:%M:%S}"
        site.restic("backup", "--quiet", "--tag", "runaways", "--time", when, str(settings))
    assert len(site.snapshots()) == 2
    for wrong, words in (
        ({"RESTIC_PASSWORD": "forgotten"}, "restic failed: "),
        ({"PATH": "/nowhere"}, "pg_dump is not installed"),
        ({"DATABASE_URL": f"{site.database}_gone"}, ""),
        ({"BACKUP_FILES": f"{settings},{site.where}/lost"}, "lost cannot be kept: No such file"),
        ({"BACKUP_FILES": f"{settings},{site.where}"}, "cannot be kept: Is a directory"),
        ({"BACKUP_FILES": f"{settings},{settings}"}, "two files that are called environment"),
    ):
        failed = site.run("backup", **wrong)
        assert failed.returncode == 1
        assert words in failed.stderr
    recorded = "SELECT count(*) FROM operations_completedjob WHERE name = 'backup'"
    assert (len(site.snapshots()), site.ask(recorded)) == (2, [(0,)])
    site.ledger.unlink()
    site.do("UPDATE mail_may_run SET sent = 1")
    assert f"{site.ledger} cannot be kept: No such file" in site.run("backup").stderr
    site.do("UPDATE mail_may_run SET sent = 0")
    site.manage("backup")  # a new site has none yet
    site.ledger.write_text("")
    site.manage("backup")
    assert (len(site.snapshots()), site.ask(recorded)) == (3, [(1,)])  # 40 days ago is forgotten
    site.restic("restore", "latest", "--target", str(site.where / "restored"))
    restored = {path.name for path in (site.where / "restored").iterdir()}
    assert restored == {"database.dump", "environment", "ledger"}
    assert b"SECRET_KEY" not in b"".join(
        path.read_bytes() for path in (site.where / "repository").rglob("*") if path.is_file()
    )
