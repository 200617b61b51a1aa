"""Letters through a real Postfix: to a mailbox, an unknown user and a full one, and a notice.

Postfix has a folder and a configuration of its own; that of the machine is left alone.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from campaign.inbox.parsed_mail import MailKind

pytestmark = pytest.mark.fault

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
        "letter", recipient, recipient, mail, council="SHF")
"""
ROWS = """
import json
from campaign.outbox.models import OutgoingMessage
print("ROWS" + json.dumps([
    [message.recipient, message.state, message.bounced_at is not None, message.address_is_gone,
     [[mail.kind, mail.status, mail.diagnostic] for mail in message.incoming_messages.all()]]
    for message in OutgoingMessage.objects.all()
]))
"""


def skip_without_postfix():
    if not shutil.which("postfix", path="/usr/sbin:/usr/local/sbin"):
        pytest.skip("Postfix is not installed.")
    if os.geteuid() != 0:
        pytest.skip("A mail server is started as root.")
    here = [*Path(sys.executable).resolve().parents, *ROOT.parents, ROOT]
    if not all(folder.stat().st_mode & 0o005 == 0o005 for folder in here):
        pytest.skip("The mail server's user cannot read the code here.")


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
        """Return by recipient: the state, whether it bounced for good, what came in."""
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


MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
myhostname = mail.runaways.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps = $default_database_type:{folder}/aliases
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
# The council's mailboxes, which this server learns of only when it delivers.
virtual_mailbox_domains = council.example
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
virtual_mailbox_limit = {quota}
message_size_limit = {quota}
smtpd_reject_unlisted_recipient = no
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
local unix - n n - - local
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
"""


@pytest.fixture
def site(database):
    skip_without_postfix()
    site = Site(database)
    configure(site)
    postfix = ["postfix", "-c", str(site.folder)]
    subprocess.run([*postfix, "start"], check=True, capture_output=True)
    try:
        site.wait_for_port()
        yield site
    finally:
        subprocess.run([*postfix, "stop"], check=True, capture_output=True)
        shutil.rmtree(site.folder)


def configure(site):
    """Write Postfix's files: what docs/email.md says, and what the test needs."""
    daemons, kind = (
        subprocess.run(
            ["postconf", "-dh", name], check=True, capture_output=True, text=True
        ).stdout.strip()
        for name in ("daemon_directory", "default_database_type")
    )
    nobody = site.boxes.stat()
    main = MAIN.format(
        folder=site.folder, daemons=daemons, quota=QUOTA,
        uid=nobody.st_uid, gid=nobody.st_gid,
    )  # fmt: skip
    page = (ROOT / "docs/email.md").read_text()
    documented = page.partition("\n**Postfix**")[2].split("```")[1]
    lines = re.findall(r"'(\w+ = .*?)'", documented)
    assert "default_privs = runaways" in lines
    main += "\n".join(lines).replace("default_privs = runaways", "default_privs = nobody") + "\n"
    aliases = documented.split("'END'\n")[1].split("END\n")[0]
    assert SCRIPT in aliases
    for name, text in {
        "main.cf": main,
        "master.cf": MASTER.format(port=site.port),
        "aliases": aliases.replace(SCRIPT, str(site.script)),
        "mailboxes": f"{LEADER} leader\n{FULL} full\n",
        "boxes/full": "From a@b.example Thu Nov 26 12:00:00 2026\n" + "x" * QUOTA,
    }.items():
        (site.folder / name).write_text(text)
    site.give_to_nobody(site.boxes)
    postalias = ["postalias", "-c", site.folder, f"{kind}:{site.folder}/aliases"]
    subprocess.run(postalias, check=True)
    for name in ("queue", "data"):
        (site.folder / name).mkdir()
    shutil.chown(site.folder / "data", "postfix")


def test_letters_arrive_or_come_back_as_what_they_are(site):
    site.send(LEADER, UNKNOWN, FULL)
    rows = site.wait_until(lambda rows: all(came_in for *_, came_in in rows.values()))

    assert (site.boxes / "leader").read_text().count("Subject: Please sign") == 1
    state, *bounce, came_in = rows[LEADER]
    assert (state, *bounce) == ("accepted", False, False)
    assert [(kind, status) for kind, status, _ in came_in] == [(MailKind.RECEIPT, "2.0.0")]

    state, *bounce, (unknown,) = rows[UNKNOWN]
    assert (state, *bounce) == ("accepted", True, True)
    assert unknown[:2] == [MailKind.BOUNCE, "5.1.1"]
    assert "unknown user" in unknown[2]

    state, *bounce, (full,) = rows[FULL]
    assert (state, *bounce) == ("accepted", True, False)
    assert full[:2] == [MailKind.BOUNCE, "5.2.2"]
