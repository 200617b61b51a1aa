"""Who is told of what: everybody who must be is registered, and whoever is missing is named."""

import subprocess
import sys
from pathlib import Path

import pytest

from campaign.checks import check_wiring
from campaign.inbox import registry as inbox
from campaign.ledger import Kind
from campaign.operations import after_restore
from campaign.outbox import registry as outbox
from campaign.outbox.models import OutgoingMessage
from campaign.pages import models as pages
from campaign.purposes import NEEDS_INCOMING, NEEDS_OUTCOME
from councils.models import contact

ROOT = Path(__file__).parent.parent.parent


def words_of(errors) -> str:
    return "\n".join(error.msg for error in errors)


def test_every_registry_that_must_be_filled_is_filled():
    assert check_wiring() == []


@pytest.mark.parametrize("purpose", sorted(NEEDS_OUTCOME))
def test_a_purpose_without_an_outcome_handler_fails_the_check(monkeypatch, purpose):
    monkeypatch.delitem(outbox.outcome_handlers, purpose)
    (error,) = check_wiring()
    assert error.msg == f"Nobody is told what became of emails with the purpose {str(purpose)!r}."
    assert error.hint == "Register it in campaign/wiring.py."


@pytest.mark.parametrize("purpose", sorted(NEEDS_INCOMING))
def test_a_purpose_without_an_incoming_handler_fails_the_check(monkeypatch, purpose):
    monkeypatch.delitem(inbox.incoming_handlers, purpose)
    assert f"with the purpose {str(purpose)!r}" in words_of(check_wiring())


def test_a_kind_of_line_in_the_ledger_that_nobody_applies_fails_the_check(monkeypatch):
    monkeypatch.delitem(after_restore.ledger_kinds, Kind.ERASED)
    message = "Nobody applies lines of the ledger of the kind 'erased' after a restore."
    assert words_of(check_wiring()) == message


@pytest.mark.parametrize(
    ("room", "registry", "name"),
    [
        (outbox, "live_requirements", "condition for letters to go to councils"),
        (inbox, "stranger_handlers", "answer to people who write to our sender address"),
        (pages, "on_organisation_change", "listener for who runs the site"),
        (contact, "on_contact_change", "listener for contacts of councils"),
        (after_restore, "settled_by", "room that settles what was open after a restore"),
    ],
)
def test_an_empty_registry_fails_the_check(monkeypatch, room, registry, name):
    monkeypatch.setattr(room, registry, type(getattr(room, registry))())
    assert words_of(check_wiring()) == f"There is no {name}."


def test_a_handler_of_a_purpose_that_nobody_declared_fails_the_check(monkeypatch):
    monkeypatch.setitem(outbox.outcome_handlers, "leter", print)
    assert words_of(check_wiring()) == "'leter' is not a purpose of an email."


def test_a_purpose_added_to_those_that_need_an_outcome_fails_the_start_until_it_is_wired(tmp_path):
    started = start(
        tmp_path,
        "from campaign import purposes, checks\n"
        "checks.NEEDS_OUTCOME = checks.NEEDS_OUTCOME | {purposes.Purpose.REPLY}\n",
    )
    assert started.returncode != 0
    assert "Nobody is told what became of emails with the purpose 'reply'." in started.stderr


def test_a_misspelt_function_fails_the_start(tmp_path):
    started = start(tmp_path, "import campaign.letters.delivery as room\ndel room.record\n")
    assert started.returncode != 0
    assert "record" in started.stderr


def start(folder: Path, sabotage: str) -> subprocess.CompletedProcess:
    """Run ``manage.py check`` with an app that does something before the wiring is connected."""
    (folder / "saboteur.py").write_text(
        "from django.apps import AppConfig\n\n\n"
        "class Saboteur(AppConfig):\n"
        '    name = "saboteur"\n'
        f'    path = "{folder}"\n\n'
        "    def ready(self):\n" + "".join(f"        {line}\n" for line in sabotage.splitlines())
    )
    (folder / "sabotaged.py").write_text(
        "from campaign.settings import *\n\n"
        'INSTALLED_APPS = [*INSTALLED_APPS[:-1], "saboteur.Saboteur", INSTALLED_APPS[-1]]\n'
    )
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={
            "DEBUG": "on",
            "PATH": "",
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "sabotaged",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_email_with_a_purpose_that_nobody_declared_is_not_queued(db):
    with pytest.raises(ValueError, match="'leter' is not a valid Purpose"):
        OutgoingMessage.objects.queue("leter", "leter:1", "us@runaways.example", None)
