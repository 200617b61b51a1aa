"""Some days of the site as it runs for real: gunicorn, the worker and the nights, under one clock
that is moved for all of them at once (libfaketime, where it is installed)."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.campaign.outbox.server import MailServer, Post
from tests.campaign.served import Site
from tests.campaign.year.mailboxes import CODE, LETTER, Mail

FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
OPENED = """
import datetime as dt
from campaign.outbox.models import MailMayRun, MailSettings
from campaign.pages.models import Organisation
from councils.models import Contact, Council
Organisation.objects.update_or_create(
    pk=1, defaults={"name": "The Campaign", "email": "us@runaways.example"})
MailSettings(live=True).save()
MailMayRun.allow()
Contact.objects.create(council=Council.objects.get(code="KEN"), email="lead@kent.example",
    source="its site", checked_on=dt.date(2026, 11, 20), check_again_on=dt.date(2099, 1, 1))
print("DONE[]")
"""
TODAY = """
import json
from councils.dates import today
from campaign.letters.models import Letter
print("ROWS" + json.dumps([str(today()), list(Letter.objects.values_list("state", flat=True))]))
"""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FAKETIME, reason="apt-get install faketime"),
]


class MovedSite(Site):
    """The site whose processes all read one clock, which a file moves."""

    def __init__(self, database, folder, mail_server):
        super().__init__(database)
        self.clock = folder / "clock"
        self.move("2026-11-24 12:00:00")
        self.environment |= {
            "LD_PRELOAD": str(FAKETIME[-1]),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "SMTP_URL": mail_server.url,
            "LETTERS_LIVE": "on",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "LEDGER": str(folder / "ledger"),
            "TZ": "UTC",
        }

    def move(self, to):
        """Let it be a time now, for every process; it goes on from there."""
        self.clock.write_text(f"@{to}\n")
        time.sleep(1.5)  # each process reads it once a second

    def night(self, day):
        self.move(f"{day} 03:00:00")
        self.manage("nightly", "-v0")

    def start(self):
        super().start()
        self.worker = subprocess.Popen(
            [sys.executable, "manage.py", "deliver", "--watch"],
            cwd=self.root, env=self.environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def stop(self):
        self.worker.terminate()
        self.worker.wait(timeout=60)
        super().stop()


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def site(database, tmp_path, post):
    server = MailServer(post)
    server.start()
    site = MovedSite(database, tmp_path, server)
    site.ask(OPENED, "DONE")
    site.start()
    yield site
    site.stop()
    server.stop()


def mails_to(post, address, number):
    """Return the emails to an address, once there are so many."""
    for _ in range(120):
        found = []
        for message_id, (sender, recipients) in list(post.envelopes.items()):
            if address in recipients:
                found.append(Mail(address, None, sender, post.mails[message_id]))
        if len(found) >= number:
            return found
        time.sleep(0.5)
    raise TimeoutError(f"{address} got {[mail.subject for mail in found]}")


def begins_a_letter(site, name, email):
    """Write to Kent on the letter's own page; return the address of the draft."""
    _, headers, _ = site.get("/councils/kent/write/")
    draft = headers["Location"]
    _, _, page = site.get(draft)
    held = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.decode()))
    held |= {"name": name, "email": email, "postal_address": "High Street"}
    status, leads = site.post(f"{draft}send/", **held)
    assert (status, leads) == (303, f"{draft}check/")
    return draft


@pytest.mark.promise(18)
def test_four_days_of_real_processes_under_a_moved_clock(site, post):
    draft = begins_a_letter(site, "Anna Smith", "anna@gmail.com")
    begins_a_letter(site, "Ben Jones", "ben@gmail.com")
    begins_a_letter(site, "Carol Lee", "carol@gmail.com")
    (mail,) = mails_to(post, "anna@gmail.com", 1)
    code = CODE.search(mail.subject)[1].replace(" ", "")
    assert site.post(f"{draft}code/", code=code)[0] == 303
    (letter,) = mails_to(post, "lead@kent.example", 1)
    assert "Anna Smith" in letter.parsed["From"]

    site.night("2026-11-25")
    site.night("2026-11-26")
    _, reminder = mails_to(post, "ben@gmail.com", 2)
    assert "is still waiting" in reminder.subject
    assert "Both work until the end of 1 December 2026" in reminder.words
    confirm = f"/letters/{LETTER.search(reminder.text)[1]}/confirm/"
    _, _, page = site.get(confirm)
    assert "You can send it until 1 December 2026" in " ".join(page.decode().split())
    assert site.post(confirm, confirmations_sent="1")[0] == 303
    assert len(mails_to(post, "lead@kent.example", 2)) == 2

    site.night("2026-12-02")  # Carol never confirmed hers
    today, states = site.ask(TODAY, "ROWS")
    assert today == "2026-12-02"
    assert sorted(states) == ["accepted", "accepted"]
    assert len(mails_to(post, "carol@gmail.com", 2)) == 2
    status, _, health = site.get("/health/")
    assert b'"worker"' in health and status in (200, 503)
    assert len(mails_to(post, "anna@gmail.com", 2)) == 2
