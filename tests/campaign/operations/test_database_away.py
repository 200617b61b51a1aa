"""PostgreSQL goes away under a site that is being read, and comes back."""

import os
import time
from contextlib import contextmanager

import psycopg
import pytest

from tests.campaign.served import Site

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="a real site runs on PostgreSQL",
    ),
]

KENT = "/councils/kent/"


@pytest.fixture
def site(database, tmp_path):
    """The site as it is without DEBUG: pages are stored, and faults have a page of their own."""
    site = Site(database)
    site.environment |= {
        "DEBUG": "off",
        "MUST_BE_OPENED": "off",
        "SECRET_KEY": "0123456789-abcdefghij-KLMNOPQRST-uvwxyz-no",
        "STATIC_ROOT": str(tmp_path),
    }
    site.manage("collectstatic", "--noinput", "-v0")
    site.start()
    yield site
    site.stop()


@contextmanager
def shut(database):
    """Shut the site's database to everybody."""
    name = database.rpartition("/")[2]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS False")
        ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(ends, [name])
        try:
            yield
        finally:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS True")


def until(is_so, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.promise(34)
def test_stored_pages_go_on_others_say_503_and_all_comes_back(site, database):
    pages = {site.get(KENT)[2] for _ in site.each_process_alone()}
    assert len(pages) == 1
    with shut(database):
        time.sleep(1.5)
        answers = [site.get(KENT) for _ in range(20)]
        assert {status for status, _, _ in answers} == {200}
        assert {body for _, _, body in answers} == pages
        status, headers, body = site.get("/councils/dover/")
        assert (status, headers["Retry-After"]) == (503, "60")
        assert b"116 000" in body
        assert site.get("/health/live/")[0] == 200
    for path in ("/councils/dover/", "/councils/", "/councils/sheffield/"):
        # Each process notices for itself that the database is back.
        assert until(lambda path=path: {site.get(path)[0] for _ in range(10)} == {200})
    with psycopg.connect(database, autocommit=True) as other_process:
        other_process.execute(
            "UPDATE councils_council SET short_name = 'Garden' WHERE code = 'KEN'"
        )
    # Every process soon shows what another one changed; it takes two seconds where nothing is busy.
    assert until(lambda: all(b"Garden" in site.get(KENT)[2] for _ in range(20)))
