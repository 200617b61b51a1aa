"""How soon a change of the record shows in other processes, and through nginx, in real seconds.

Run by hand: ``pytest -n 0 -s -m long tests/campaign/operations/test_changes_everywhere.py``, with
DATABASE_URL for PostgreSQL. It takes some minutes.
"""

import shutil
import sqlite3
import subprocess
import time
import urllib.request

import psycopg
import pytest

from tests.campaign.served import Site
from tests.campaign.shipped_nginx import ANY_CERTIFICATE, configure

pytestmark = pytest.mark.long
SIGNED = b"It is on record as having signed"
KENT = "/councils/kent/"
BOUND = 2.0
"""Seconds within which every process shows what another one changed."""
RENAME = "UPDATE councils_council SET short_name = '{}' WHERE code = 'KEN'"
RETRACT = """
from councils.models import Signature
for signature in Signature.objects.filter(council__code="KEN"):
    signature.retract(reason="A test: it was recorded for another council.")
"""


@pytest.fixture
def machines(database, tmp_path):
    """Two websites of two processes each, on one database."""
    sites = [Site(database), Site(database)]
    for site in sites:
        site.environment["STATIC_ROOT"] = str(tmp_path / "static")
    sites[0].manage("migrate", "-v0")
    sites[0].manage("load_register", "-v0")
    for site in sites:  # without DEBUG, so that pages are stored
        site.environment |= {
            "DEBUG": "off",
            "SECRET_KEY": "0123456789-abcdefghij-KLMNOPQRST-uvwxyz-no",
            "ALLOWED_HOSTS": "127.0.0.1,runaways.example",
        }
    sites[0].manage("collectstatic", "--noinput", "-v0")
    for site in sites:
        site.start()
    yield sites
    for site in sites:
        site.stop()


def change(database, statement):
    """Run one statement as another process would; the database notes that the record changed."""
    if database.startswith("postgres"):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(statement)
        return
    connection = sqlite3.connect(database.removeprefix("sqlite:///"), timeout=20)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_change_shows_in_every_process_of_two_machines_within_two_seconds(machines, database):
    for turn in range(5):
        name = f"Garden {turn}"
        for _ in range(20):  # so that each of the processes has the page
            assert all(name.encode() not in site.get(KENT)[2] for site in machines)
        change(database, RENAME.format(name))
        done = time.monotonic()
        answers = []  # of each, when it was asked for, and whether it was still the old page
        while time.monotonic() < done + 2 * BOUND:
            for site in machines:
                asked = time.monotonic()
                answers.append((asked - done, name.encode() not in site.get(KENT)[2]))
        old = [asked for asked, is_old in answers if is_old]
        print(f"{len(answers)} answers; the last old one was asked for {max(old, default=0):.2f} s")
        assert max(old, default=0) < BOUND


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_ninety_seconds_after_a_signature_is_taken_back_the_first_request_shows_it(
    machines, tmp_path
):
    folder = tmp_path / "nginx"
    folder.mkdir()
    whole, port = configure(folder, machines[0].port, machines[1].port)
    nginx = subprocess.Popen(["nginx", "-c", str(whole), "-p", str(folder)])

    def ask():
        request = urllib.request.Request(
            f"https://127.0.0.1:{port}{KENT}", headers={"Host": "runaways.example"}
        )
        with urllib.request.urlopen(request, context=ANY_CERTIFICATE, timeout=20) as answer:
            return answer.headers["X-Cache"], SIGNED in answer.read()

    try:
        time.sleep(1)
        ask()
        assert ask() == ("HIT", True)
        machines[0].manage("shell", "--no-imports", "-v0", "-c", RETRACT)
        assert ask() == ("HIT", True)
        time.sleep(90)
        how, is_signed = ask()
        print(f"after 90 seconds: {how}")
        assert not is_signed
    finally:
        nginx.terminate()
        nginx.wait(timeout=20)
