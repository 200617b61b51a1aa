"""What the fault tests of several rooms share, and a database that is put back."""

import io
import os
import shutil

import psycopg
import pytest
from django.core.management import call_command
from django.db import transaction

from campaign.outbox.mime import readable
from campaign.outbox.models import MailMayRun, MailSettings
from campaign.outbox.server import Folder
from campaign.safeguarding.watch import watch_calls
from tests.campaign.full_disk import FullDisk
from tests.campaign.served import Site
from tests.conftest import forget_everything

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


class OldState(Exception):
    """Ends the transaction in which time went on: the database is as it was before."""


@pytest.fixture
def post(monkeypatch):
    """Return what was handed over, in its order: to whom, and what it said."""
    handed_over = []
    to = []
    take_envelope = Folder.envelope
    take_content = Folder.content

    def envelope(server, message):
        to.append(message.recipient)
        return take_envelope(server, message)

    def content(server, content):
        handed_over.append((to[-1], "\n".join(readable(content))))
        return take_content(server, content)

    monkeypatch.setattr(Folder, "envelope", envelope)
    monkeypatch.setattr(Folder, "content", content)
    return handed_over


@pytest.fixture
def put_back(settings, post):
    """Return a function that lets time go on, puts the database back, and does what docs say."""
    MailMayRun.allow()

    def restore(meanwhile, *, ledger=None):
        with pytest.raises(OldState), transaction.atomic():
            meanwhile()
            raise OldState
        forget_everything()
        settings.LEDGER.touch()
        said = io.StringIO()
        call_command("after_restore", ledger=[ledger or settings.LEDGER], stdout=said, stderr=said)
        MailSettings.current().pause(False)
        watch_calls()
        call_command("deliver", verbosity=0)
        return said.getvalue()

    return restore
