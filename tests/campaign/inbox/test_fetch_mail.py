"""What came to a mailbox, fetched from a real IMAP server: Dovecot, in a folder of its own."""

import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from campaign.inbox.models import IncomingMessage
from campaign.management.commands import fetch_mail
from campaign.settings import server_at
from tests.campaign.inbox.mails import mail

CONFIGURATION = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
auth_allow_cleartext = yes
auth_mechanisms = plain
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
mail_driver = maildir
mail_path = {folder}/mail
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb static {{
  password = secret
}}
"""
PATIENCE = 30


@pytest.fixture(scope="module")
def dovecot():
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    if not Path(program).exists() or os.geteuid() != 0:
        assert "GATE" not in os.environ, "the gate installs Dovecot, and runs as root"
        pytest.skip("Dovecot is not installed here, or cannot be started.")
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    shutil.chown(folder / "mail", "nobody", "nogroup")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    server = subprocess.Popen([program, "-F", "-c", str(folder / "conf")])
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            imaplib.IMAP4("127.0.0.1", port).logout()
            break
        except OSError:
            time.sleep(0.1)
    else:
        raise TimeoutError((folder / "log").read_text())
    yield f"imap://site:secret@127.0.0.1:{port}"
    server.terminate()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture
def mailbox(dovecot, settings):
    """The mailbox, empty, as whoever sends to it sees it."""
    settings.IMAP = server_at(dovecot)
    box = fetch_mail.opened(settings.IMAP)
    box.login(settings.IMAP["username"], settings.IMAP["password"])
    box.select("INBOX")
    box.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
    box.expunge()
    yield box
    box.logout()


def left_in(mailbox) -> int:
    mailbox.noop()
    return len(mailbox.uid("SEARCH", "ALL")[1][0].split())


def test_what_came_to_a_mailbox_is_taken_in_and_deleted_there(mailbox, sent, capsys):
    for email in (mail("postfix_user_unknown"), b"From: x@y.example\r\n\r\nHello\r\n"):
        mailbox.append("INBOX", None, None, email)
    call_command("fetch_mail")
    sent.refresh_from_db()
    assert sent.address_is_gone
    assert "came in: 2" in capsys.readouterr().out
    assert left_in(mailbox) == 0
    call_command("fetch_mail")
    assert IncomingMessage.objects.count() == 1


def test_an_email_stays_in_the_mailbox_while_the_database_is_away(mailbox, sent, monkeypatch):
    def away(data):
        raise OperationalError("the database is away")

    mailbox.append("INBOX", None, None, mail("postfix_user_unknown"))
    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(fetch_mail, "process", away)
        call_command("fetch_mail")
    assert left_in(mailbox) == 1
    call_command("fetch_mail")
    assert IncomingMessage.objects.count() == 1


def test_of_a_large_email_only_its_beginning_and_its_end_are_fetched(mailbox, sent, monkeypatch):
    came = []
    monkeypatch.setattr(fetch_mail, "process", lambda data: came.append(data) or "")
    monkeypatch.setattr(fetch_mail, "MAX_BYTES", 100_000)
    monkeypatch.setattr(fetch_mail, "END_BYTES", 10_000)
    mailbox.append("INBOX", None, None, mail("answer") + b"line\r\n" * 100_000 + b"I ran away")
    call_command("fetch_mail")
    assert len(came[0]) == 110_000
    assert came[0].startswith(b"Return-Path: <leadmember@sheffield.example>")
    assert b"I ran away" in came[0][-20:]
    assert left_in(mailbox) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [({"password": "wrong"}, "FAILED"), ({"mailbox": "None"}, "None"), ({"port": 1}, "refused")],
)
def test_a_mailbox_that_cannot_be_read_is_reported(mailbox, settings, change, said):
    settings.IMAP |= change
    with pytest.raises(CommandError, match=said):
        call_command("fetch_mail")
