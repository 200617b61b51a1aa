"""The cast: the shipped register, and a few councils, people and postcodes that tests name.

Kent signed by 3 December 2012; Sheffield has no signature on record; Dover is a district of Kent.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.text import slugify

from campaign.pages import loading
from campaign.pages.templatetags import organisation_tags
from campaign.staff import roles
from councils.models import (
    Council,
    Edition,
    Event,
    EventKind,
    Kind,
    Progress,
    Region,
    Signature,
    SourceKind,
)
from councils.page_cache.store import page_store
from councils.postcodes.build import build
from councils.postcodes.sources import PostcodeRow, Source
from councils.postcodes.store import activate, forget_index
from councils.record import record_version, snapshot, version
from councils.register.load import load
from councils.register.read import read
from tests.rich import TODAY, enrich


def pytest_xdist_auto_num_workers(config):
    """A whole run takes all cores. A part of it, or one that is watched (-s), is quicker to start
    in one process: 0. None leaves it to xdist to count the cores.
    """
    asked = config.option
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not asked.keyword
    watched = asked.capture == "no" or asked.trace
    return None if whole and not watched else 0


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory
):
    """Beside a browser, keep SQLite in a file, as a site does.

    In memory all threads of the live server would share one connection, and now and then one
    would be given the rows that another asked for.
    """
    database = settings.DATABASES["default"]
    browser = any(test.get_closest_marker("browser") for test in request.session.items)
    if browser and database["ENGINE"].endswith("sqlite3"):
        file = tmp_path_factory.mktemp("database") / "site.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(file)
        # It need not survive a power cut.
        pragmas = database["OPTIONS"]["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        database["OPTIONS"]["init_command"] = pragmas


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load what ships, once: every test then starts from the real register."""
    with django_db_blocker.unblock():
        load_what_ships()


def load_what_ships():
    load(read())
    loading.load()


@pytest.fixture
def unhurried(monkeypatch):
    """However slow the machine, a page is rendered before the version is read again."""
    monkeypatch.setattr(version, "TRUSTED_FOR", 600.0)


@pytest.fixture(autouse=True)
def no_mail_leaves(settings, tmp_path):
    """Whatever this machine is set up for, mail goes to files of the test's own."""
    settings.SMTP_URL, settings.SMTP, settings.LETTERS_LIVE = "", None, False
    settings.MAIL_DIR = tmp_path / "mail"


@pytest.fixture(autouse=True)
def nothing_remembered(settings, tmp_path):
    """Versions of the record repeat between tests, so nothing kept under one may outlive it."""
    settings.PAGE_CACHE = True
    settings.MAIL_DIR = tmp_path / "mail"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    forget_everything()
    yield
    forget_everything()


def forget_everything():
    record_version.forget()
    page_store.clear()
    snapshot.forget()
    organisation_tags.forget()
    forget_index()


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
    """Return a function that makes a council: a unitary one of the South West unless told."""

    def create_council(name, starts=None, ends=None, **facts):
        return Council.objects.create(
            **{
                "code": f"ZZ-{Council.objects.count()}",
                "slug": slugify(name),
                "name": f"{name} Council",
                "short_name": name,
                "kind": Kind.UNITARY,
                "region": Region.SOUTH_WEST,
                "starts_on": starts and dt.date.fromisoformat(starts),
                "ends_on": ends and dt.date.fromisoformat(ends),
                **facts,
            }
        )

    return create_council


@pytest.fixture
def fifty_more(make_council):
    """Return a function that makes fifty more councils, each of which has signed."""

    def make_fifty(sign):
        for number in range(50):
            sign(make_council(f"Nova {number}"), "2020-02-01")

    return make_fifty


@pytest.fixture
def sign(edition):
    """Return a function that records a signature, as staff would, with evidence."""

    def record_signature(council, on="2026-11-20", precision="day", **facts):
        day = dt.date.fromisoformat(on) if on else None
        return Signature.objects.create(
            **{
                "council": council,
                "edition": edition,
                "date": day,
                "date_precision": precision,
                "source": "Minutes of the council, item 7",
                "source_kind": SourceKind.MINUTES,
                "checked_on": day or dt.date(2026, 11, 20),
                **facts,
            }
        )

    return record_signature


@pytest.fixture
def add_event(db):
    """Return a function that records an event with evidence."""

    def record_event(council, kind, on="2026-11-20", **facts):
        day = dt.date.fromisoformat(on)
        words = {"council_words": "We no longer wish to be listed."}
        return Event.objects.create(
            **{
                "council": council,
                "kind": kind,
                "date": day,
                "text": f"{council.short_name}: {EventKind(kind).label}.",
                "source": "A letter to the campaign",
                "source_kind": SourceKind.COUNCIL,
                "checked_on": day,
                **(words if kind == EventKind.WITHDRAWN else {}),
                **facts,
            }
        )

    return record_event


@pytest.fixture
def add_progress(db):
    """Return a function that records what a council did since it signed, with evidence."""

    def record_progress(council, commitment, evidence_level="evidenced", on="2026-11-20", **facts):
        day = dt.date.fromisoformat(on)
        return Progress.objects.create(
            **{
                "council": council,
                "commitment": commitment,
                "evidence_level": evidence_level,
                "date": day,
                "text": f"{council.short_name}: {commitment}, {evidence_level}.",
                "source": "Minutes of the council, item 9",
                "source_kind": SourceKind.MINUTES,
                "checked_on": day,
                **facts,
            }
        )

    return record_progress


@pytest.fixture
def today_is(monkeypatch):
    """Return a function that stops the clock at noon in London on a day, or at a given time."""

    def stop(day: str, time: str = "12:00"):
        now = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo("Europe/London"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: now.astimezone(dt.UTC))
        forget_everything()

    return stop


@pytest.fixture
def rich(make_council, sign, add_event, add_progress, today_is):
    """The record with everything that can be in one, on a day of its own: tests/rich.py."""
    today_is(TODAY)
    return enrich(make_council, sign, add_event, add_progress)


POSTCODES = [
    # Dover and Sheffield town halls; a pair across the border of Sheffield and Derbyshire.
    ("CT16 1AA", "E07000108", 631000, 141500, None, True),
    ("S1 2HH", "E08000039", 435300, 387200, None, True),
    ("S17 3AA", "E08000039", 431000, 380000, None, True),
    ("S18 4AA", "E07000038", 431100, 379900, None, True),
    ("GU21 6JD", "E07000217", 500500, 158700, None, True),
    ("RH2 8EF", "E07000211", 525300, 149000, None, True),
    ("CF10 4UW", "W06000015", 319200, 174500, None, True),
    ("EH1 1YJ", "S12000036", 325900, 673600, None, True),
    ("BT1 5GS", "N09000003", 146000, 530000, None, True),
    ("JE2 4WD", "L99999999", None, None, None, True),
    ("IM1 1AA", "M99999999", None, None, None, True),
    ("ME4 4ZZ", "E06000035", 575800, 168000, "2013-09", False),
    ("CT16 1AB", "E07000108", 631050, 141550, None, None),
    ("LA9 7DW", "E06000064", 351500, 492500, None, True),
]
"""Real postcodes where the real answer matters, and a few in the real pattern."""


def with_neighbours(postcode, district, easting, northing, ended, in_use):
    """A postcode and four more of its district, 300 m apart: those on a border are nearer."""
    code = postcode.replace(" ", "")
    yield PostcodeRow(code, district, easting, northing, ended, in_use)
    if easting and in_use:
        for step, letter in enumerate("ABDE", start=1):
            yield PostcodeRow(
                f"{code[:-2]}X{letter}", district, easting, northing + 300 * step, None, True
            )


@pytest.fixture
def postcodes(db):
    """Put a small index of postcodes in use."""
    source = Source(
        edition="ONSPD November 2025",
        expected=5 * len(POSTCODES),
        knows_endings=True,
        rows=lambda: iter([row for postcode in POSTCODES for row in with_neighbours(*postcode)]),
    )
    activate(build(source), Council.objects.known_gss(), allow_smaller=True)
    forget_index()


@pytest.fixture
def editor(db):
    """Ed, who keeps the record."""
    user = User(username="ed@example.org", email="ed@example.org")
    user.set_password("a long enough password")
    roles.give(user, "editor")
    return user


@pytest.fixture
def staff(client, editor):
    """Ed's browser, signed in."""
    client.force_login(editor)
    return client
