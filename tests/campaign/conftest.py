"""What the fault tests of several rooms share."""

import os
import shutil

import psycopg
import pytest

from tests.campaign.full_disk import FullDisk
from tests.campaign.served import Site

LOAD = "from councils.register.load import load\nload(check=False)  # test_load checks every row"


@pytest.fixture(scope="session")
def loaded_database(tmp_path_factory):
    """A database with all tables and the register, of which each test copies its own.

    To migrate and load one anew takes ten seconds and more, and a copy a part of one.
    """
    if is_postgresql():
        name = f"loaded_{os.getpid()}"
        url = beside(name)
        ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('loaded')}/site.sqlite3"
    site = Site(url)
    site.manage("migrate", "-v0")
    site.manage("shell", "--no-imports", "-v0", "-c", LOAD)
    yield url
    if is_postgresql():
        ask(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(tmp_path, loaded_database):
    """A database of its own with the register: a file, or one beside that of DATABASE_URL."""
    if not is_postgresql():
        copy = tmp_path / "site.sqlite3"
        shutil.copy(loaded_database.removeprefix("sqlite:///"), copy)
        yield f"sqlite:///{copy}"
        return
    name = f"faults_{os.getpid()}"
    loaded = loaded_database.rpartition("/")[2]
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    ask(drop, f"CREATE DATABASE {name} TEMPLATE {loaded}")
    yield beside(name)
    ask(drop)


def is_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def beside(name: str) -> str:
    """Return the address of another database of the server that DATABASE_URL names."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def ask(*statements: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def site(database):
    """The site with its register, as production serves it."""
    site = Site(database)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def disk(monkeypatch):
    """The disk of the ledger, which a test can fill and empty."""
    return FullDisk(monkeypatch)
