"""An update while people use the site: nobody meets a closed door, and nobody waits for long."""

import signal
import threading
import time
from pathlib import Path

import pytest

from tests.campaign.served import Site

pytestmark = pytest.mark.fault


@pytest.fixture
def site(tmp_path):
    site = Site(f"sqlite:///{tmp_path}/site.sqlite3")
    site.manage("migrate", "-v0")
    site.manage("load_register", "-v0")
    site.start()
    yield site
    site.stop()


def workers_of(site):
    pid = site.server.pid
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def test_a_reload_under_load_answers_everybody(site):
    old, answers, stop = workers_of(site), [], threading.Event()

    def visit(number):
        while not stop.is_set():
            try:
                if number % 2:
                    answers.append(site.post("/find/", q="kent")[0])
                else:
                    answers.append(site.get("/councils/kent/")[0])
            except OSError as error:
                answers.append(repr(error))

    visitors = [threading.Thread(target=visit, args=[number]) for number in range(4)]
    for visitor in visitors:
        visitor.start()
    site.server.send_signal(signal.SIGHUP)
    end = time.monotonic() + 60
    while (workers_of(site) & old or not workers_of(site)) and time.monotonic() < end:
        time.sleep(0.1)
    before = len(answers)
    while len(answers) < before + 20 and time.monotonic() < end:  # the new ones answer too
        time.sleep(0.1)
    stop.set()
    for visitor in visitors:
        visitor.join()
    assert not workers_of(site) & old
    assert len(answers) > 20
    assert set(answers) <= {200, 303}
