"""A site and a real mail server beside it, for test_postfix.py and test_exim.py.

The server has a folder, a configuration and a port of its own on 127.0.0.1, takes what the site
sends, and hands what comes back to ``receive_mail`` by the recipe in docs/email.md.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LEADER, UNKNOWN, FULL = "leader@council.example", "gone@council.example", "full@council.example"
SCRIPT = "/srv/runaways/current/docs/deploy/receive-mail"
QUOTA = 100_000
"""Bytes that a mailbox may hold."""
PATIENCE = 60
"""Seconds until everything has come back, on the slowest machine."""

QUEUE = """
import json
from django.core.mail import EmailMessage
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.pages.models import Organisation
Organisation(name="A test", email="us@runaways.example", postal_address="1 Test Street").save()
MailSettings(live=True).save()
for recipient in json.loads({recipients!r}):
    mail = EmailMessage("Please sign", "Dear councillor, please sign.", None, [recipient])
    OutgoingMessage.objects.queue(
        "letter", recipient, recipient, mail, council="SHF", safe_to_resend=False)
"""
ROWS = """
import json
from campaign.outbox.models import OutgoingMessage
print("ROWS" + json.dumps([
    [message.recipient, message.state, message.bounce_kind,
     [[mail.kind, mail.status, mail.diagnostic] for mail in message.incoming_messages.all()]]
    for message in OutgoingMessage.objects.all()
]))
"""


def require(program: str | None, needed: str) -> str:
    """Skip a test where its mail server cannot be started; return the server's path."""
    if not program:
        pytest.skip(f"{needed} is not installed.")
    if os.geteuid() != 0:
        pytest.skip("A mail server is started as root.")
    here = [*Path(sys.executable).resolve().parents, *ROOT.parents, ROOT]
    if not all(folder.stat().st_mode & 0o005 == 0o005 for folder in here):
        pytest.skip("The mail server's user cannot read the code here.")
    return program


def recipe(server: str) -> list[str]:
    """Return the blocks of code in docs/email.md on receiving with a mail server."""
    page = (ROOT / "docs/email.md").read_text()
    return page.partition(f"\n**{server}**")[2].partition("\n**")[0].split("```")[1::2]


class Site:
    """A site with a database, a folder and a mail server of its own."""

    def __init__(self, database: str):
        self.folder = Path(tempfile.mkdtemp(prefix="mail-server-"))
        self.folder.chmod(0o755)
        self.boxes = self.folder / "boxes"
        self.boxes.mkdir()
        if database.startswith("sqlite"):
            (self.folder / "site").mkdir()
            database = f"sqlite:///{self.folder}/site/site.sqlite3"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.variables = {
            "DEBUG": "on", "DATABASE_URL": database, "BOUNCE_DOMAIN": "bounces.runaways.example",
            "DEFAULT_FROM_EMAIL": "letters@runaways.example",
            "LETTERS_LIVE": "on", "SMTP_URL": f"smtp://127.0.0.1:{self.port}",
        }  # fmt: skip
        self.manage("migrate", "-v0")
        self.manage("deliver", "--new-database")
        self.script = self.write_script()
        self.give_to_nobody(self.boxes, self.folder / "site")

    def manage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, timeout=180,
            env=os.environ | self.variables, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def write_script(self) -> Path:
        """Write the script of docs/deploy/ with this site's places in it."""
        environment = self.folder / "environment"
        environment.write_text("".join(f"{k}='{v}'\n" for k, v in self.variables.items()))
        text = (ROOT / "docs/deploy/receive-mail").read_text()
        for place, ours in (
            ("/etc/runaways/environment", str(environment)),
            ("/srv/runaways/current", str(ROOT)),
            (".venv/bin/python", sys.executable),
        ):
            assert place in text
            text = text.replace(place, ours)
        script = self.folder / "receive-mail"
        script.write_text(text)
        script.chmod(0o755)
        return script

    def give_to_nobody(self, *folders: Path) -> None:
        """Let the user as whom the command runs write to the mailboxes and an SQLite file."""
        for folder in folders:
            if folder.exists():
                for path in [folder, *(folder.iterdir() if folder.is_dir() else ())]:
                    shutil.chown(path, "nobody", "nogroup")

    def send(self, *recipients: str) -> None:
        """Queue a letter for each recipient, and deliver them all."""
        self.manage("shell", "--no-imports", "-c", QUEUE.format(recipients=json.dumps(recipients)))
        self.manage("deliver")

    def rows(self) -> dict[str, list]:
        """Return by recipient: the state, the kind of bounce, what came in."""
        said = self.manage("shell", "--no-imports", "-v0", "-c", ROWS)
        return {recipient: rest for recipient, *rest in json.loads(said.split("ROWS")[1])}

    def wait_until(self, happened) -> dict[str, list]:
        """Return the rows once something has happened to them."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            rows = self.rows()
            if happened(rows):
                return rows
            time.sleep(1)
        raise TimeoutError(f"This is all that came in: {rows}\n{self.log()}")

    def log(self) -> str:
        return "\n".join(path.read_text() for path in self.folder.glob("log*"))

    def wait_for_port(self) -> None:
        for _ in range(PATIENCE * 10):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"The mail server did not start.\n{self.log()}")
