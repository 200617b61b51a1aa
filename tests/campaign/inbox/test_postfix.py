"""Letters through a real Postfix: to a mailbox, an unknown user and a full one, and a notice.

Postfix has a folder and a configuration of its own; that of the machine is left alone.
"""

import re
import shutil
import subprocess

import pytest

from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox import mail_server
from tests.campaign.inbox.mail_server import FULL, LEADER, UNKNOWN, Site

pytestmark = pytest.mark.fault

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
    mail_server.require(shutil.which("postfix", path="/usr/sbin:/usr/local/sbin"), "Postfix")
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
        folder=site.folder, daemons=daemons, quota=mail_server.QUOTA,
        uid=nobody.st_uid, gid=nobody.st_gid,
    )  # fmt: skip
    (documented,) = mail_server.recipe("Postfix")
    lines = re.findall(r"'(\w+ = .*?)'", documented)
    assert "default_privs = runaways" in lines
    main += "\n".join(lines).replace("default_privs = runaways", "default_privs = nobody") + "\n"
    aliases = documented.split("'END'\n")[1].split("END\n")[0]
    assert mail_server.SCRIPT in aliases
    for name, text in {
        "main.cf": main,
        "master.cf": MASTER.format(port=site.port),
        "aliases": aliases.replace(mail_server.SCRIPT, str(site.script)),
        "mailboxes": f"{LEADER} leader\n{FULL} full\n",
        "boxes/full": "From a@b.example Thu Nov 26 12:00:00 2026\n" + "x" * mail_server.QUOTA,
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
    state, bounce, came_in = rows[LEADER]
    assert (state, bounce) == ("accepted", "")
    assert [(kind, status) for kind, status, _ in came_in] == [(MailKind.DELIVERED, "2.0.0")]

    state, bounce, (unknown,) = rows[UNKNOWN]
    assert (state, bounce) == ("accepted", "bad_address")
    assert unknown[:2] == [MailKind.BAD_ADDRESS, "5.1.1"]
    assert "unknown user" in unknown[2]

    state, bounce, (full,) = rows[FULL]
    assert (state, bounce) == ("deferred", "")  # it is tried again
    assert full[:2] == [MailKind.REFUSED, "5.2.2"]
