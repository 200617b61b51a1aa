"""The command as a mail server calls it: a mail on standard input, an exit code for an answer."""

import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError

from campaign.inbox.mime import MAX_BYTES
from campaign.inbox.models import IncomingMessage
from tests.campaign.inbox.mails import mail

ROOT = Path(__file__).parents[3]


@pytest.fixture
def hand_over(monkeypatch):
    """Return a function that calls the command with a mail and returns its exit code."""

    def call(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        try:
            call_command("receive_mail")
        except SystemExit as ended:
            return ended.code
        return 0

    return call


def test_email_is_taken_in(hand_over, sent):
    assert hand_over(mail("postfix_user_unknown")) == 0
    sent.refresh_from_db()
    assert sent.address_is_gone


@pytest.mark.parametrize("name", ["ORIGINAL_RECIPIENT", "RECIPIENT"])
def test_envelope_recipient_can_be_a_variable_of_the_mail_server(
    hand_over, sent, told, monkeypatch, name
):
    monkeypatch.setenv(name, f"bounces+{sent.token}@bounces.runaways.example")
    hand_over(b"From: pat@sheffield.example\n\nDear Anna, we will sign.\n")
    assert len(told) == 1


def test_fault_of_the_database_asks_the_mail_server_to_try_again(
    hand_over, sent, monkeypatch, caplog
):
    quoted = "connection lost while storing anna.smith@supporter.example"

    def fail(*args, **kwargs):
        raise OperationalError(quoted)

    monkeypatch.setattr(IncomingMessage.objects, "get_or_create", fail)
    with caplog.at_level(logging.DEBUG, logger="campaign"):
        assert hand_over(mail("answer")) == 75
    sent.refresh_from_db()
    assert sent.bounced_at is None
    assert "OperationalError" in caplog.text
    assert "anna.smith" not in caplog.text


def test_log_says_what_happened_and_quotes_nothing(hand_over, sent, caplog):
    with caplog.at_level(logging.DEBUG):
        for name in ("answer", "postfix_user_unknown", "reply_to_a_confirmation"):
            hand_over(mail(name))
    assert f"person for {sent.key}" in caplog.text
    for trace in ("anna", "Anna", "sheffield.example", "Dear", sent.token):
        assert trace not in caplog.text


@pytest.fixture
def script(tmp_path):
    """The script that docs/deploy/ gives to mail servers, for a site in a folder of its own.

    Python is a program there that prints what it is given and whether it got the variables.
    """
    (tmp_path / ".venv/bin").mkdir(parents=True)
    program = tmp_path / ".venv/bin/python"
    program.write_text('#!/bin/sh\necho "$@" "$SITE_URL"; cat; exit "${ENDS:-0}"\n')
    program.chmod(0o755)
    (tmp_path / "environment").write_text("SITE_URL=https://runaways.example\n")
    text = (ROOT / "docs/deploy/receive-mail").read_text()
    assert text.startswith("#!/bin/sh\n")
    for place, ours in (
        ("/etc/runaways/environment", tmp_path / "environment"),
        ("/srv/runaways/current", tmp_path),
    ):
        assert place in text
        text = text.replace(place, str(ours))
    (tmp_path / "receive-mail").write_text(text)

    def call(**environment):
        return subprocess.run(
            ["sh", tmp_path / "receive-mail"],
            input=b"a mail",
            capture_output=True,
            env={"PATH": os.environ["PATH"], **environment},
        )

    return call


def test_script_for_mail_servers_hands_the_email_over_with_the_variables(script):
    ended = script()
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout == b"manage.py receive_mail https://runaways.example\na mail"


@pytest.mark.parametrize("code", ["1", "2", "75", "127"])
def test_script_asks_to_try_again_whatever_goes_wrong(script, code):
    assert script(ENDS=code).returncode == 75


@pytest.mark.large
def test_mail_server_gets_75_while_there_is_no_database(tmp_path):
    for url in ("postgres://site@127.0.0.1:1/none", f"sqlite:///{tmp_path}/none/at/all.sqlite3"):
        ended = run(mail("postfix_user_unknown"), DATABASE_URL=url)
        assert ended.returncode == 75, ended.stderr


@pytest.mark.large
def test_email_too_large_gives_the_mail_server_no_broken_pipe(tmp_path):
    data = b"From: a@b.example\n\n" + b"x" * (MAX_BYTES + 3_000_000)
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(
        migrate, cwd=ROOT, env={**os.environ, "DEBUG": "on", "DATABASE_URL": url}, check=True
    )
    ended = run(data, DATABASE_URL=url)
    assert ended.returncode == 0, ended.stderr


def run(data, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "receive_mail"],
        cwd=ROOT,
        input=data,
        capture_output=True,
        env={
            **os.environ,
            "DEBUG": "on",
            "BOUNCE_DOMAIN": "bounces.runaways.example",
            **environment,
        },
        timeout=60,
    )
