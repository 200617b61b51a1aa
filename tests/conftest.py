"""The fixtures of all tests: Kent, Sheffield, Dover, an editor of the staff, the day it is.

Kent signed by 3 December 2012; Sheffield has no signature on record; Dover is a district of Kent.
"""

import datetime as dt
import gc
import itertools
import os
import tempfile
import time
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from campaign.outbox.models import MailMayRun
from campaign.pages import loading
from campaign.rate_limits import look_ups
from campaign.staff import roles
from councils.models import Council, Edition
from councils.models.version import RecordVersion
from councils.page_cache import page_store
from councils.record import record_version, snapshot, version
from councils.register.load import load
from tests import cast
from tests.rich import TODAY, enrich


def pytest_configure(config):
    """Set what is the same for all tests, however this machine is set up.

    Not when this file is imported: ``./dev demo`` does so, and serves a site of its own.
    """
    # Of sites that tests start in processes of their own: a worker heeds what it says was sent.
    ledgers = tempfile.TemporaryDirectory()
    config.add_cleanup(ledgers.cleanup)
    os.environ["LEDGER"] = f"{ledgers.name}/ledger"
    # Collected files that stand there would be read anew for each test client: a third of the run.
    settings.STATIC_ROOT = settings.BASE_DIR / "var" / "not-collected"
    settings.SMTP_URL, settings.SMTP, settings.LETTERS_LIVE = "", None, False
    settings.PAGE_CACHE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick


def pytest_collection_finish():
    """Leave out of the search for garbage what was imported, and search for it less often."""
    gc.freeze()
    gc.set_threshold(50_000, 20)


def pytest_xdist_auto_num_workers(config):
    """Return the number of processes for ``-n auto``: None for one a core, or 0 for this process.

    A run of the whole suite takes all cores. A part of it, or a run that is watched (-s), starts
    quicker in one process.
    """
    options = config.option
    watched = options.capture == "no" or options.trace
    return None if is_whole(config) and not watched else 0


def is_whole(config) -> bool:
    """Whether a run is of the whole suite, and not of a part of it that somebody named."""
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword


def pytest_collection_modifyitems(config, items):
    """Leave out of a whole run on PostgreSQL what never asks a database.

    It was tested on SQLite and would say the same. What only that run of the gate has stays: the
    faults, and what is skipped on SQLite.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") and is_whole(config):
        left_out = [item for item in items if not needs_postgresql(item)]
        items[:] = [item for item in items if needs_postgresql(item)]
        config.hook.pytest_deselected(items=left_out)


def needs_postgresql(item) -> bool:
    """Whether a test uses the database, or runs nowhere in the gate but on PostgreSQL."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "fault", "skipif"))
    return marked or not {"db", "transactional_db", "live_server"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory
):
    """Keep SQLite in a file for browser tests, as a site does.

    In memory, all threads of the live server would share one connection, and now and then one
    thread would get the rows that another had queried.
    """
    database = settings.DATABASES["default"]
    browser = any(test.get_closest_marker("browser") for test in request.session.items)
    if browser and database["ENGINE"].endswith("sqlite3"):
        file = tmp_path_factory.mktemp("database") / "site.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(file)
        # The test database need not survive a power cut.
        pragmas = database["OPTIONS"]["init_command"].replace("=NORMAL", "=OFF")
        database["OPTIONS"]["init_command"] = pragmas


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the data that ships, once: every test then starts from the real register."""
    with django_db_blocker.unblock():
        load_what_ships()
        loaded["version"] = RecordVersion.objects.get().number


loaded: dict[str, int | None] = {"version": None}
"""The version of the record as the session loaded it; None once a test has committed."""


def load_what_ships():
    MailMayRun.allow()
    load(check=False)  # test_load checks every row once
    loading.load()


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory):
    """Return an iterator of ledgers, one for each test. A file is made only when used."""
    root = tmp_path_factory.mktemp("ledgers")
    return (root / f"{number}.ledger" for number in itertools.count())


@pytest.fixture(autouse=True)
def files_of_its_own(settings, ledgers):
    settings.LEDGER = next(ledgers)
    settings.MAIL_DIR = settings.LEDGER.with_suffix(".mail")


@pytest.fixture(autouse=True)
def nothing_remembered(request, monkeypatch):
    """Empty the caches: versions of the record repeat between tests, but mean other records.

    Only the version that the session loaded may stay: a change makes a higher one, which is rolled
    back after the test. A version read is trusted for the whole test, however slow the machine is:
    what another process would write is seen after ``record_version.forget()``.
    """
    monkeypatch.setattr(version, "TRUSTED_FOR", 600.0)
    if commits(request):  # the register is then loaded again: the same versions, other keys
        loaded["version"] = None
    forget_everything(but=loaded["version"])
    yield
    forget_everything(but=loaded["version"])


def commits(request):
    """Whether a test commits to the database instead of being rolled back."""
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"} & set(request.fixturenames)
    return bool(names or (marker and marker.kwargs.get("transaction")))


def forget_everything(but=None):
    """Empty every cache in memory, except for the record of the version ``but``."""
    record_version.forget()
    page_store.clear()
    for key in list(snapshot.kept):
        if key[0][0] != but:
            del snapshot.kept[key]
    look_ups.counted.clear()


@pytest.fixture
def open_connection(db):
    """Keep the test's connection open where the WSGI application is called as a server calls it.

    After a request Django closes a connection that is inside a transaction, as that of a test is.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def kent(db):
    return Council.objects.get(code="KEN")


@pytest.fixture
def sheffield(db):
    return Council.objects.get(code="SHF")


@pytest.fixture
def dover(db):
    return Council.objects.get(slug="dover")


@pytest.fixture
def edition(db):
    return Edition.objects.get(published_on="2012-07-09")


@pytest.fixture
def make_council(db):
    """Return a function that makes a council: by default a unitary authority in the South West."""
    return cast.make_council


@pytest.fixture
def sign(edition):
    """Return a function that records a signature, as staff would, with evidence."""
    return cast.sign


@pytest.fixture
def add_event(db):
    """Return a function that records an event with evidence."""
    return cast.add_event


@pytest.fixture
def add_progress(db):
    """Return a function that records what a council has done since it signed, with evidence."""
    return cast.add_progress


@pytest.fixture
def today_is(monkeypatch):
    """Return a function that stops the clock in London on a day, at noon or at a given time."""

    def stop(day: str, time: str = "12:00"):
        now = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo("Europe/London"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: now.astimezone(dt.UTC))
        monkeypatch.setattr("campaign.rate_limits.WINDOWS_BEGAN", 0.0)
        forget_everything(but=loaded["version"])

    return stop


@pytest.fixture
def rich(make_council, sign, add_event, add_progress, today_is):
    """Build the rich record of tests/rich.py on its own day; return its councils by slug."""
    today_is(TODAY)
    return enrich(make_council, sign, add_event, add_progress)


@pytest.fixture(autouse=True)
def whole_windows(monkeypatch):
    """Let each test begin a window of every limit, so that none ends while a test counts."""
    monkeypatch.setattr("campaign.rate_limits.WINDOWS_BEGAN", int(time.time()))


@pytest.fixture
def limit(settings):
    """Return a function that changes how often something may be asked for, counted by one thing."""

    def change(kind, by, most, within=dt.timedelta(hours=1)):
        others = [each for each in settings.LIMITS[kind] if each[0] != by]
        settings.LIMITS = settings.LIMITS | {kind: [*others, (by, most, within)]}

    return change


@pytest.fixture(autouse=True)
def an_opened_site(settings):
    """The site is open and a password is enough, but for tests that ask for more."""
    settings.SECOND_FACTOR = settings.MUST_BE_OPENED = False


@pytest.fixture
def editor(db):
    """Ed, who keeps the record and looks after people."""
    user = User(username="ed@example.org", email="ed@example.org")
    user.set_password("a long enough password")
    roles.give(user, "editor", "supporter care")
    return user


@pytest.fixture
def staff(client, editor):
    """Ed's browser, signed in."""
    client.force_login(editor)
    return client
