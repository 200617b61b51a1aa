"""Kept pages have the same bytes and headers as fresh ones, and are never out of date."""

import datetime as dt
import gzip
import time

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from councils import page_cache
from councils.models import Council, CouncilName
from councils.page_cache import (
    PUBLIC,
    ask_again_after_writing,
    cache_by_record_version,
    page_store,
)
from councils.record import record_version, version
from tests.conftest import forget_everything
from tests.seen import words

PAGES = ["/", "/councils/", "/councils/kent/", "/councils/?at=2013-09-19", "/data/councils.json"]
PAGES_OF_TODAY = ["/", "/councils/", "/councils/kent/", "/councils/sheffield/", "/councils/dover/"]
SHEFFIELD = "/councils/sheffield/"
AFTER = "Sheffield Moon Council"


@pytest.fixture
def a_second_later(monkeypatch):
    """Return a function that lets the time pass for which a process trusts the version."""
    monkeypatch.setattr(version, "TRUSTED_FOR", 0.02)
    return lambda: time.sleep(0.03)


def kept_addresses():
    return [address for _, address in page_store._pages]


# Kept


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_kept_and_then_answered_without_queries(
    client, db, django_assert_num_queries, address
):
    first = client.get(address)
    assert kept_addresses() == [address]
    with django_assert_num_queries(0):
        second = client.get(address)
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    "of_another_day", ["/councils/kent/?at=2013-09-19", "/councils/?at=2013-09-19"]
)
@pytest.mark.parametrize("address", PAGES_OF_TODAY)
def test_a_page_of_today_says_nothing_of_the_day_that_somebody_asked_for_before(
    client, db, address, of_another_day
):
    before = client.get(address).content
    forget_everything()
    client.get(of_another_day)
    after = client.get(address).content
    assert after == before
    assert b'name="at" value="2013-09-19"' not in after


@pytest.mark.parametrize(
    "address",
    [
        "/councils/?q=my+name+is+Anna",
        "/councils/?q=zz&region=london",
        "/councils/?at=my+birthday",
        "/councils/?region=my+street",
        "/councils/kent/?from=my+street",
        "/councils/atlantis/",
        "/data/councils.csv?at=never",
        "/health/",
        "/find/",
    ],
)
def test_what_repeats_a_visitors_words_or_changes_by_itself_is_kept_nowhere(client, db, address):
    page = client.get(address)
    assert not kept_addresses()
    assert page.status_code != 200 or "public" not in page.headers.get("Cache-Control", "")


def test_an_address_with_unknown_parameters_is_answered_but_not_kept(client, db):
    assert client.get("/?fbclid=whatever").status_code == 200
    assert client.get("/councils/kent/?from=" + "x" * 5000).status_code == 200
    assert len(page_store) == 0
    client.get("/councils/kent/?from=dover")
    assert len(page_store) == 1


def test_a_page_that_sets_a_cookie_is_not_kept(db):
    @cache_by_record_version()
    def for_you_alone(request):
        response = HttpResponse("for you alone")
        response.set_cookie("you", "alone")
        return response

    assert for_you_alone(RequestFactory().get("/")).content == b"for you alone"
    assert not kept_addresses()


# Changes: each makes a page say something new


def save():
    council = Council.objects.get(code="SHF")
    council.name, council.short_name = AFTER, "Sheffield Moon"
    council.save()


def bulk_update():
    Council.objects.filter(code="SHF").update(name=AFTER)


def plain_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE councils_council SET name = %s WHERE code = 'SHF'", [AFTER])


def bulk_create():
    council = Council.objects.get(code="SHF")
    CouncilName.objects.bulk_create(
        [CouncilName(council=council, name=AFTER, kind="official", ends_on="2099-01-01")]
    )


def plain_sql_delete():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM councils_signature")


CHANGES = [
    (save, SHEFFIELD, AFTER),
    (save, "/councils/", "Sheffield Moon"),
    (bulk_update, SHEFFIELD, AFTER),
    (plain_sql, SHEFFIELD, AFTER),
    (plain_sql, "/data/councils.json", AFTER),
    (bulk_create, SHEFFIELD, AFTER),
    (plain_sql_delete, "/", "0 of 153 councils"),
    (plain_sql_delete, "/councils/kent/", "No signature found"),
]


@pytest.mark.promise(1)
@pytest.mark.parametrize(("change", "address", "says"), CHANGES)
def test_a_change_made_anywhere_shows_within_a_second(
    client, db, a_second_later, change, address, says
):
    assert says not in words(client.get(address))
    change()
    a_second_later()
    assert says in words(client.get(address))


def test_a_change_shows_at_the_next_click_in_the_process_that_made_it(client, db, rf):
    assert AFTER not in words(client.get(SHEFFIELD))
    save()
    ask_again_after_writing(rf.post("/a-form/"))
    assert AFTER in words(client.get(SHEFFIELD))


@pytest.mark.promise(1)
def test_a_page_rendered_during_a_change_is_not_kept(db):
    @cache_by_record_version()
    def changes_meanwhile(request):
        save()
        return HttpResponse("half old, half new")

    assert changes_meanwhile(RequestFactory().get("/")).content == b"half old, half new"
    assert not kept_addresses()


# While the database is away


@pytest.fixture
def away(monkeypatch):
    """Return a function that makes the database unavailable."""

    def fail():
        raise OperationalError("the server closed the connection unexpectedly")

    def goes():
        monkeypatch.setattr(version, "fresh_value", fail)
        record_version.forget()

    return goes


def test_kept_pages_outlive_the_database_and_midnight_for_a_day(client, db, away, monkeypatch):
    page = client.get("/councils/kent/").content
    away()
    night = timezone.now() + dt.timedelta(hours=20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    assert client.get("/councils/kent/").content == page
    monkeypatch.setattr(version, "STALE_AT_MOST", 0.0)
    record_version.forget()
    client.raise_request_exception = False
    assert client.get("/councils/kent/").status_code == 503


# The same for everybody


@pytest.mark.parametrize("address", PAGES)
def test_a_kept_answer_has_the_headers_of_every_other_page(client, db, address):
    client.get(address)
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == PUBLIC
    assert headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("turn", ["first", "kept"])
@pytest.mark.parametrize(
    ("accepts", "coding"), [("gzip", "gzip"), ("gzip, br, zstd", "gzip"), ("br", None), ("", None)]
)
def test_a_page_comes_in_a_coding_that_the_browser_accepts(client, db, accepts, coding, turn):
    plain = client.get("/councils/").content
    if turn == "first":
        page_store.clear()
    response = client.get("/councils/", headers={"Accept-Encoding": accepts})
    assert response.headers.get("Content-Encoding") == coding
    assert response.headers["Content-Length"] == str(len(response.content))
    assert (gzip.decompress(response.content) if coding else response.content) == plain


def test_a_page_for_one_visitor_has_another_length_each_time_it_is_compressed(client, db):
    """Nobody learns a token from how long the compressed page is (BREACH)."""
    ask = {"Accept-Encoding": "gzip"}
    answers = [client.get("/councils/kent/write/", headers=ask, follow=True) for _ in range(20)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1


# Unchanged


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("address", ["/", "/data/councils.csv", "/share/kent.png"])
def test_a_visitor_who_has_the_page_gets_304_and_no_body(client, db, coding, address):
    etag = client.get(address, headers={"Accept-Encoding": coding}).headers["ETag"]
    for held in (etag, f'"other", {etag}', "*"):
        asked = {"Accept-Encoding": coding, "If-None-Match": held}
        response = client.get(address, headers=asked)
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == etag
        assert response.headers["Cache-Control"] == PUBLIC


# Bounded


def test_the_bytes_of_kept_pages_are_limited_and_the_oldest_go_first(client, db, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_BYTES", 60_000)
    for year in range(2013, 2026):
        client.get(f"/councils/?at={year}-09-19")
        held = sum(len(page.compressed) for page in page_store._pages.values())
        assert 0 < held <= 60_000
    assert kept_addresses()[-1] == "/councils/?at=2025-09-19"
    assert "/councils/?at=2013-09-19" not in kept_addresses()


def test_a_page_over_https_always_has_the_hsts_header(db, settings):
    settings.SECURE_HSTS_SECONDS = 60
    client = Client()
    for _ in range(2):  # rendered, and kept
        headers = client.get("/", secure=True).headers
        assert headers["Strict-Transport-Security"] == "max-age=60"
    assert "Strict-Transport-Security" not in client.get("/").headers
