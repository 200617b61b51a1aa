"""What the fault tests of several rooms share."""

import os

import psycopg
import pytest

from tests.campaign.full_disk import FullDisk
from tests.campaign.served import Site


@pytest.fixture
def database(tmp_path):
    """An empty database of its own: a file, or one beside that of DATABASE_URL."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    url = os.environ["DATABASE_URL"]
    name = f"faults_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{url.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def site(database):
    """The site with its register, as production serves it."""
    site = Site(database)
    site.manage("migrate", "-v0")
    site.manage("load_register", "-v0")
    site.start()
    yield site
    site.stop()


@pytest.fixture
def disk(monkeypatch):
    """The disk of the ledger, which a test can fill and empty."""
    return FullDisk(monkeypatch)
