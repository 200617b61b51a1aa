"""Each part of the site is killed in the middle of a letter.

The parts are two websites, two workers, nginx and PostgreSQL.

Run by hand, as root: ``pytest -n 0 -m long tests/campaign/operations/test_any_part_killed.py``. It
starts a PostgreSQL and a mail server of its own, and takes a few minutes.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.campaign.outbox.server import MailServer, Post
from tests.campaign.own_postgresql import PROGRAMS, PostgreSQL, eventually
from tests.campaign.served import ROOT, Site
from tests.campaign.shipped_nginx import ANY_CERTIFICATE, configure

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        os.geteuid() != 0 or not PROGRAMS or shutil.which("nginx") is None,
        reason="needs root, PostgreSQL and nginx",
    ),
]
WAITING = """
import datetime as dt, json
from campaign.letters.models import Letter
from campaign.outbox.models import MailSettings
from campaign.pages.models import Organisation
from councils.models import Contact, Council
Organisation(name="A test", email="us@runaways.example", postal_address="1 Test Street").save()
MailSettings(live=True, per_council_an_hour=0).save()
kent = Council.objects.get(code="KEN")
Contact.objects.create(council=kent, email="lead@kent.example", source="its site",
    checked_on=dt.date(2026, 11, 20), check_again_on=dt.date(2099, 1, 1))
tokens = []
for number in range(6):
    letter = Letter.objects.create(council=kent, status_at_drafting="signed", subject="A letter",
        text="Letter %d" % number, name="Anna", postal_address="Dover",
        email="anna%d@example.org" % number)
    letter.request_confirmation()
    tokens.append(letter.token)
print("MADE" + json.dumps(tokens))
"""
STATES = """
import json
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
print("ROWS" + json.dumps({message.message_id: [message.state, Letter.objects.get(
    pk=message.key.partition(":")[2]).state]
    for message in OutgoingMessage.objects.filter(purpose="letter")}))
"""


def kill(process):
    """End a process and its children in the middle of whatever they do, if it runs."""
    if process.poll() is not None:
        return
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in (process.pid, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    process.wait(timeout=60)


class Nginx:
    """nginx with the shipped file and two websites behind it."""

    def __init__(self, folder, ports):
        self.file, self.port = configure(folder, *ports)
        self.start()

    def start(self):
        self.process = subprocess.Popen(["nginx", "-c", self.file, "-p", self.file.parent])

    def kill(self):
        kill(self.process)

    def post(self, path, data):
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}{path}", data)
        with urllib.request.urlopen(request, context=ANY_CERTIFICATE, timeout=60) as answer:
            return answer.status == 200


class Worker:
    def __init__(self, environment):
        self.environment = environment
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "deliver", "--watch"], cwd=ROOT, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self):
        kill(self.process)


@pytest.fixture
def post():
    """The council's mail server, which takes a moment over each email."""
    post = Post()
    post.takes = 0.3
    server = MailServer(post)
    server.start()
    post.url = server.url
    yield post
    server.stop()


@pytest.fixture
def parts(tmp_path, post):
    """All parts, by name; each can be killed and started again."""
    database = PostgreSQL()
    sites = [Site(database.url), Site(database.url)]
    for site in sites:
        site.environment |= {
            "SMTP_URL": post.url, "LETTERS_LIVE": "on", "SMTP_TIMEOUT": "5",
            "MAIL_TEMPO": "300", "DEFAULT_FROM_EMAIL": "letters@runaways.example",
        }  # fmt: skip
    sites[0].manage("migrate", "-v0")
    sites[0].manage("load_register", "-v0")
    sites[0].manage("deliver", "--new-database")
    for site in sites:
        site.start()
    nginx = Nginx(tmp_path, [site.port for site in sites])
    workers = [Worker(site.environment) for site in sites]
    yield {
        "a website": sites[0], "the other": sites[1], "a worker": workers[0],
        "the other worker": workers[1], "nginx": nginx, "PostgreSQL": database,
    }  # fmt: skip
    for part in (*workers, nginx):
        part.kill()
    for site in sites:
        site.stop()
    database.stop()


def confirming(nginx, token):
    """Return a function that confirms a letter, as its writer does."""
    data = b"step=confirm&confirmations_sent=1"
    return lambda: nginx.post(f"/letters/{token}/confirm/", data)


def press(confirm):
    """Press the button once, and let go of whatever comes of it."""

    def once():
        with suppress(OSError, HTTPException):
            confirm()

    pressing = threading.Thread(target=once)
    pressing.start()
    time.sleep(0.1)
    return pressing


def each_went_once(parts, post, tokens):
    """Wait until nothing is open; whether each letter went once, and its state says so."""

    def settled():
        for worker in (parts["a worker"], parts["the other worker"]):
            if worker.process.poll() is not None:  # as systemd does: Restart=always
                worker.start()
        rows = parts["a website"].ask(STATES, "ROWS")
        is_open = {state for state, _ in rows.values()} & {"queued", "sending", "deferred"}
        return rows if len(rows) == len(tokens) and not is_open else None

    rows = eventually(settled)
    taken = Counter({message_id: post.accepted[message_id] for message_id in rows})
    print(rows, taken)
    return max(taken.values()) == 1 and all(
        state == letter and (state == "unsure" or (state, taken[message_id]) == ("accepted", 1))
        for message_id, (state, letter) in rows.items()
    )


def test_whatever_is_killed_no_letter_is_lost_or_doubled_and_each_state_is_true(parts, post):
    tokens = parts["a website"].ask(WAITING, "MADE")
    for (name, part), token in zip(parts.items(), tokens, strict=True):
        confirm = confirming(parts["nginx"], token)
        pressing = press(confirm)
        part.kill()
        pressing.join()
        part.start()
        eventually(confirm)
        print(f"{name}: killed and back", flush=True)
    assert each_went_once(parts, post, tokens)
