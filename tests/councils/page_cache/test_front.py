"""Stored pages are answered in front of Django as Django would, with or without the database."""

import datetime as dt
from concurrent.futures import Future

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from campaign.wsgi import django_application
from councils.models import Council
from councils.page_cache import front
from councils.page_cache.front import answer_stored_pages
from councils.page_cache.store import page_store
from councils.record import record_version, version
from councils.record.version import TRUSTED_FOR

PAGES = ["/", "/councils/", "/councils/kent/", "/councils/?at=2013-09-19", "/embed/kent.svg",
         "/share/kent.png", "/data/councils.json"]  # fmt: skip


class SameThread:
    """Asks at once: what a test wrote is in a transaction that no other thread sees."""

    def __init__(self, *args, **kwargs):
        pass

    def submit(self, ask):
        future = Future()
        try:
            future.set_result(ask())
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def site(open_connection, monkeypatch):
    """Return a function that asks the site; what Django itself was asked is in ``site.passed``."""
    monkeypatch.setattr(front, "ThreadPoolExecutor", SameThread)
    monkeypatch.setattr(front, "read_version", record_version.renew)
    passed = []

    def django(environ, start_response):
        passed.append(environ["PATH_INFO"])
        return django_application(environ, start_response)

    application = answer_stored_pages(django)

    def ask(address, method="get", /, app=application, **claims):
        environ = getattr(RequestFactory(), method)(address, headers={"Host": "testserver"}).environ
        said = []
        body = b"".join(app(environ | claims, lambda *answer: said.append(answer)))
        ((status, headers),) = said
        return status, dict(headers), body

    ask.passed, ask.django = passed, django_application
    return ask


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("coding", ["", "br", "gzip"])
def test_both_ways_give_the_same_status_headers_and_body(site, address, coding):
    asked = {"HTTP_ACCEPT_ENCODING": coding}
    site(address)
    site.passed.clear()
    for method in ("get", "head"):
        here, there = (site(address, method, app=app, **asked) if app else site(
            address, method, **asked) for app in (None, site.django))  # fmt: skip
        assert here == there
        unchanged = asked | {"HTTP_IF_NONE_MATCH": here[1]["ETag"]}
        here, there = (site(address, method, **unchanged),
                       site(address, method, app=site.django, **unchanged))  # fmt: skip
        assert here == there
        assert here[0] == "304 Not Modified"
    assert site.passed == []


@pytest.mark.parametrize(
    "claims",
    [
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_RANGE": "bytes=0-10"},
        {"SCRIPT_NAME": "/evil"},
        {"PATH_INFO": "/councils/\xc3\xa4/"},
        {"PATH_INFO": "/Councils/"},
        {"REQUEST_METHOD": "POST"},
    ],
    ids=str,
)
def test_an_unusual_request_goes_to_django(site, claims):
    site("/councils/")
    site.passed.clear()
    site("/councils/", **claims)
    assert len(site.passed) == 1


def test_a_request_that_must_be_sent_to_https_goes_to_django(site, settings):
    site("/")
    site.passed.clear()
    settings.SECURE_SSL_REDIRECT = True
    site("/")
    assert site.passed == ["/"]


def test_a_change_of_this_process_is_on_the_next_page(site):
    assert b"Renamed" not in site("/councils/")[2]
    Council.objects.filter(code="SHF").update(name="Renamed City Council")
    record_version.forget()
    assert b"Renamed" in site("/councils/")[2]


def test_a_change_of_another_process_shows_after_half_a_second(site, monkeypatch):
    monkeypatch.setattr(version, "TRUSTED_FOR", TRUSTED_FOR)
    assert b"Renamed" not in site("/councils/")[2]
    Council.objects.filter(code="SHF").update(name="Renamed City Council")
    half_a_second_on = version.time.monotonic() + 0.5
    monkeypatch.setattr(version.time, "monotonic", lambda: half_a_second_on)
    assert b"Renamed" in site("/councils/")[2]


@pytest.fixture
def away(monkeypatch):
    """Return a function that makes the database unavailable, for some seconds already."""

    def goes(silent=0.0):
        def fail():
            raise OperationalError("the server closed the connection unexpectedly")

        monkeypatch.setattr(version, "fresh_value", fail)
        record_version._until = 0.0
        record_version.read_at -= silent

    return goes


def test_stored_pages_outlive_the_database_and_say_since_when(site, away):
    _, _, page = site("/councils/kent/")
    site.passed.clear()
    away()
    status, headers, body = site("/councils/kent/")
    assert (status, body, site.passed) == ("200 OK", page, [])
    assert "X-Record-Checked" not in headers
    away(silent=3600.0)
    assert site("/councils/kent/")[1]["X-Record-Checked"].endswith("GMT")


def test_stored_pages_outlive_midnight_and_a_failed_post(site, away, today_is, monkeypatch):
    today_is("2026-11-24", "23:59")
    page = site("/")[2]
    away(silent=60.0)
    night = dt.datetime(2026, 11, 25, 2, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    record_version.forget()
    assert site("/")[2] == page


def test_stored_pages_are_not_served_after_a_day(site, away):
    site("/")
    away(silent=24 * 3600.0)
    site.passed.clear()
    assert front.VersionReader().value() is None


@pytest.mark.parametrize("has_written", [False, True])
def test_an_unavailable_database_keeps_one_visitor_waiting_and_not_the_next(
    site, away, monkeypatch, has_written
):
    site("/")
    away()
    if has_written:
        record_version.forget()
    site("/")
    monkeypatch.setattr(version, "fresh_value", lambda: pytest.fail("asked again"))
    assert site("/")[0] == "200 OK"


def test_a_page_that_is_not_stored_is_rendered_by_django(site):
    page_store.clear()
    assert site("/")[0] == "200 OK"
    assert site.passed == ["/"]
