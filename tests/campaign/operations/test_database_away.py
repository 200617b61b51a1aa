"""PostgreSQL goes away or is full under a site that is being read, and comes back."""

import os
import time
from contextlib import contextmanager
from html import unescape
from urllib.parse import urlencode

import psycopg
import pytest

from tests.campaign.own_postgresql import PROGRAMS, PostgreSQL, why_no_disk
from tests.campaign.served import Site

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        not (os.environ.get("DATABASE_URL", "").startswith("postgres") and PROGRAMS),
        reason="needs PostgreSQL, and a run that is about it",
    ),
]

KENT = "/councils/kent/"
WRITE = "/councils/sheffield/write/"
OWN = "My brother ran away last year. Nobody asked him why."


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of its own; its databases are on a small disk where one can be mounted."""
    server = PostgreSQL(disk=0 if why_no_disk() else 64)
    where = "TABLESPACE small" if server.disk_size else ""
    with psycopg.connect(server.url, autocommit=True) as connection:
        if where:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{server.disk}'")
        connection.execute(f"CREATE DATABASE runaways {where}")
    server.site_url = f"{server.url.rpartition('/')[0]}/runaways"
    yield server
    server.stop()


@pytest.fixture(scope="module")
def site(server, tmp_path_factory):
    """The site as it is without DEBUG: pages are stored, and faults have a page of their own."""
    site = Site(server.site_url)
    site.environment |= {
        "DEBUG": "off",
        "MUST_BE_OPENED": "off",
        "SECRET_KEY": "0123456789-abcdefghij-KLMNOPQRST-uvwxyz-no",
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
    }
    site.manage("collectstatic", "--noinput", "-v0")
    site.manage("migrate", "-v0")
    site.manage("load_register", "-v0")
    site.start()
    yield site
    site.stop()


@contextmanager
def shut(server):
    """Shut the site's database to everybody else."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("ALTER DATABASE runaways ALLOW_CONNECTIONS False")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'runaways'"
        )
        try:
            yield
        finally:
            connection.execute("ALTER DATABASE runaways ALLOW_CONNECTIONS True")


def until(is_so, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def keep(site):
    """Have each of two processes keep a page; return it."""
    for _ in range(20):
        status, _, page = site.get(KENT)
        assert status == 200
    return page


def write(site):
    """Write a letter's first screen; return the answer's status, headers and text."""
    sent = urlencode({"topics": "talk", "own_line": OWN}).encode()
    status, headers, body = site.ask_for(WRITE, sent)
    return status, headers, unescape(body.decode())


def is_given_back(answer):
    status, headers, text = answer
    return (status, headers.get("Retry-After")) == (503, "60") and "116 000" in text and OWN in text


def comes_back(site):
    """Whether each of two processes notices for itself that the database is back."""
    return all(
        until(lambda page=page: {site.get(page)[0] for _ in range(10)} == {200})
        for page in ("/councils/dover/", "/councils/", WRITE)
    )


@pytest.mark.promise(34)
def test_stored_pages_go_on_others_say_503_and_all_comes_back(site, server):
    page = keep(site)
    with shut(server):
        time.sleep(1.5)
        answers = [site.get(KENT) for _ in range(20)]
        assert {status for status, _, _ in answers} == {200}
        assert {body for _, _, body in answers} == {page}
        status, headers, body = site.get("/councils/dover/")
        assert (status, headers["Retry-After"]) == (503, "60")
        assert b"116 000" in body
        assert site.get("/health/live/")[0] == 200
    assert comes_back(site)
    with psycopg.connect(server.site_url, autocommit=True) as other_process:
        other_process.execute(
            "UPDATE councils_council SET short_name = 'Garden' WHERE code = 'KEN'"
        )
    # Every process soon shows what another one changed; it takes two seconds where nothing is busy.
    assert until(lambda: all(b"Garden" in site.get(KENT)[2] for _ in range(20)))


@pytest.mark.skipif(bool(why_no_disk()), reason=why_no_disk())
def test_a_full_database_gives_back_what_was_typed_and_keeps_nothing_of_it(site, server):
    def drafts():
        with psycopg.connect(server.site_url) as connection:
            return connection.execute("SELECT count(*) FROM letters_letter").fetchone()

    before = drafts()
    server.fill_disk()
    answers = [write(site) for _ in range(40)]
    assert is_given_back(answers[-1])
    kept = sum(status == 303 for status, _, _ in answers)  # in what room the table still had
    assert drafts() == (before[0] + kept,)
    assert site.get("/councils/dover/")[0] == 200
    server.make_room()
    assert until(lambda: write(site)[0] == 303)
