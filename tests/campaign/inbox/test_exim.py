"""Letters through a real Exim: to a mailbox, an unknown user and a full one, and a notice.

Exim has a folder and a configuration of its own. Debian has either Postfix or Exim, so the program
may lie anywhere: unpack its package with ``dpkg -x`` and name it in ``EXIM``. It needs its library
``libidn12`` and a user ``Debian-exim``, which does nothing here.

    EXIM=…/usr/sbin/exim4 ./dev test -m long tests/campaign/inbox/test_exim.py
"""

import os
import shutil
import subprocess

import pytest

from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox import mail_server
from tests.campaign.inbox.mail_server import FULL, LEADER, UNKNOWN, Site

pytestmark = pytest.mark.long

CONFIGURATION = """
exim_path = {exim}
primary_hostname = mail.runaways.example
exim_user = nobody
exim_group = nogroup
deliver_drop_privilege
spool_directory = {folder}/spool
log_file_path = {folder}/log-%slog
pid_file_path = {folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
keep_environment =
dsn_advertise_hosts = *
acl_smtp_rcpt = everyone
begin acl
everyone:
  accept
{documented}
mailbox:
  driver = appendfile
  file = {folder}/boxes/$local_part_data
  user = nobody
  quota = {quota}
"""
COUNCIL = """
council:
  driver = accept
  domains = council.example
  local_parts = leader : full
  transport = mailbox

begin transports
"""


@pytest.fixture
def site(database):
    named = os.environ.get("EXIM") or shutil.which("exim4") or shutil.which("exim")
    exim = mail_server.require(named, "Exim")
    site = Site(database)
    configure(site, exim)
    daemon = subprocess.Popen([exim, "-C", site.folder / "exim.conf", "-bdf", "-q1m"])
    try:
        site.wait_for_port()
        yield site
    finally:
        daemon.terminate()
        daemon.wait(timeout=30)
        shutil.rmtree(site.folder)


def configure(site, exim):
    """Write Exim's configuration: what docs/deploy/ says, and what the test needs."""
    documented = (mail_server.ROOT / "docs/deploy/exim-router.conf").read_text()
    for place, ours in (
        (mail_server.SCRIPT, str(site.script)),
        ("user = runaways", "user = nobody"),
        ("group = runaways", "group = nogroup"),
        ("begin transports\n", COUNCIL),
    ):
        assert place in documented
        documented = documented.replace(place, ours)
    text = CONFIGURATION.format(
        exim=exim, folder=site.folder, port=site.port, quota=mail_server.QUOTA,
        documented=documented,
    )  # fmt: skip
    (site.folder / "exim.conf").write_text(text)
    (site.boxes / "full").write_text("x" * mail_server.QUOTA)
    (site.folder / "spool").mkdir()
    for name in ("log-mainlog", "log-rejectlog", "log-paniclog", "pid"):
        (site.folder / name).touch()
        site.give_to_nobody(site.folder / name)
    site.give_to_nobody(site.boxes, site.folder / "spool")


def test_letters_arrive_or_come_back_as_what_they_are(site):
    site.send(LEADER, UNKNOWN, FULL)
    rows = site.wait_until(lambda rows: all(came_in for *_, came_in in rows.values()))

    assert (site.boxes / "leader").read_text().count("Subject: Please sign") == 1
    state, bounce, came_in = rows[LEADER]
    assert (state, bounce) == ("accepted", "")
    assert MailKind.DELIVERED in [kind for kind, *_ in came_in]

    state, bounce, (unknown,) = rows[UNKNOWN]
    assert (state, bounce) == ("accepted", "bad_address")
    assert "Unrouteable address" in unknown[2]

    state, bounce, (full,) = rows[FULL]
    assert (state, bounce) == ("deferred", "")  # it is tried again
    assert "mailbox is full" in full[2]
