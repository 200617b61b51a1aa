"""Stored pages have the same bytes and headers as fresh ones, and are never out of date."""

import datetime as dt
import gzip
import time

import brotli
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.http import http_date

from councils.models import Council, CouncilName, RecordVersion, Signature
from councils.open_data import geojson
from councils.page_cache import store
from councils.page_cache.decorator import PUBLIC, cache_by_record_version
from councils.page_cache.middleware import PageCacheMiddleware
from councils.page_cache.store import page_store
from councils.record import record_version, snapshot, version
from councils.record.version import TRUSTED_FOR
from tests.seen import words

PAGES = ["/", "/councils/", "/councils/kent/", "/councils/?at=2013-09-19", "/data/councils.json"]
CODINGS = ["", "br", "gzip", "gzip, deflate, br, zstd", "identity"]


@pytest.fixture
def in_this_process():
    """Return a function that makes a change within a POST to this process."""

    def run(change):
        def view(request):
            change()
            return HttpResponse("done")

        PageCacheMiddleware(view)(RequestFactory().post("/"))

    return run


@pytest.fixture
def a_second_later(monkeypatch):
    """Return a function that lets the time pass for which a process trusts the version."""
    monkeypatch.setattr(version, "TRUSTED_FOR", 0.02)
    return lambda: time.sleep(0.03)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Date the version back, as if the data had been loaded long ago."""
    monkeypatch.setattr(store, "SETTLED_AFTER", 0)


@pytest.fixture
def clock(monkeypatch):
    """Return a function that moves the process's clock by a number of seconds."""

    class Clock:
        began = int(time.time()) + 100

        def __call__(self, seconds):
            monkeypatch.setattr(store, "SETTLED_AFTER", 2)
            monkeypatch.setattr(store.time, "time", lambda: self.began + seconds)

    return Clock()


@pytest.fixture
def change_at(clock, in_this_process):
    """Return a function that changes the record at a given time, as another process may."""

    def change(seconds, name):
        def write():
            Council.objects.filter(code="SHF").update(name=name)
            moment = dt.datetime.fromtimestamp(clock.began + seconds, dt.UTC)
            RecordVersion.objects.update(changed_at=moment)

        clock(seconds)
        in_this_process(write)

    return change


def kept_addresses():
    return [f"{key.path}?{key.query}".removesuffix("?") for key in page_store._pages]


# Kept


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_stored_and_then_answered_without_queries(
    client, db, django_assert_num_queries, address
):
    first = client.get(address)
    assert kept_addresses() == [address]
    with django_assert_num_queries(0):
        second = client.get(address)
    assert second.content == first.content


def test_a_process_reads_the_version_once_a_second(
    client, db, a_second_later, django_assert_num_queries
):
    assert TRUSTED_FOR <= 1
    client.get("/")
    a_second_later()
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.parametrize(
    "address",
    [
        "/councils/?q=my+name+is+Anna",
        "/councils/?q=zz&region=london",
        "/councils/?at=my+birthday",
        "/councils/?region=my+street",
        "/councils/atlantis/",
        "/data/councils.csv?at=never",
        "/health/",
        "/find/",
    ],
)
def test_pages_with_a_visitors_words_or_changing_by_themselves_are_not_stored(client, db, address):
    client.get(address)
    assert not kept_addresses()


@pytest.mark.parametrize("asked", ["q=kent", "q=ken&status=signed", "q=kent&status=not_signed"])
def test_a_search_that_finds_a_council_by_name_is_stored(client, db, asked):
    client.get(f"/councils/?{asked}")
    assert kept_addresses() == [f"/councils/?{asked}"]


def test_nothing_is_stored_if_the_cache_is_switched_off(client, db, settings):
    settings.PAGE_CACHE = False
    client.get("/")
    assert not kept_addresses()


def test_the_answer_to_head_is_not_stored(client, db):
    assert client.head("/").content == b""
    assert not kept_addresses()


def test_a_page_with_a_cookie_is_not_stored(db):
    @cache_by_record_version
    def view(request):
        response = HttpResponse("for you alone")
        response.set_cookie("you", "alone")
        return response

    PageCacheMiddleware(view)(RequestFactory().get("/"))
    assert not kept_addresses()


@pytest.mark.parametrize("address", PAGES)
def test_no_answer_sets_a_cookie_whether_rendered_or_stored(client, db, address):
    for _ in range(2):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_signed_in_staff_see_and_store_the_same_page(staff):
    seen_by_staff = staff.get("/")
    seen_by_all = Client().get("/")
    assert seen_by_staff.content == seen_by_all.content
    assert not seen_by_all.cookies


# Changes: each makes a page say something new

AFTER = "Sheffield Moon Council"


def save():
    council = Council.objects.get(code="SHF")
    council.name = AFTER
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


def delete():
    CouncilName.objects.create(
        council=Council.objects.get(code="SHF"), name="Other", kind="official", ends_on="2099-01-01"
    )
    Council.objects.filter(code="SHF").update(name=AFTER)
    record_version.forget()
    assert "Other" in words(Client().get("/councils/sheffield/"))
    CouncilName.objects.filter(name="Other").delete()


def plain_sql_delete():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM councils_signature")


CHANGES = [
    (save, "/councils/sheffield/", AFTER),
    (save, "/councils/", AFTER),
    (bulk_update, "/councils/sheffield/", AFTER),
    (plain_sql, "/councils/sheffield/", AFTER),
    (plain_sql, "/data/councils.json", AFTER),
    (bulk_create, "/councils/sheffield/", AFTER),
    (delete, "/councils/sheffield/", AFTER),
    (plain_sql_delete, "/", "0 of 153 councils"),
    (plain_sql_delete, "/councils/kent/", "We have found no record that it has signed"),
]


@pytest.mark.parametrize(("change", "address", "says"), CHANGES)
def test_a_change_shows_at_the_next_click_in_the_process_that_made_it(
    client, db, in_this_process, change, address, says
):
    assert says not in words(client.get(address))
    in_this_process(change)
    assert says in words(client.get(address))


@pytest.mark.parametrize(("change", "address", "says"), CHANGES)
def test_a_change_made_elsewhere_shows_within_a_second(
    client, db, a_second_later, change, address, says
):
    assert says not in words(client.get(address))
    change()
    a_second_later()
    assert says in words(client.get(address))


@pytest.mark.parametrize("change", [save, bulk_update, plain_sql, bulk_create, plain_sql_delete])
def test_every_kind_of_change_raises_the_version(db, change):
    before = version.fresh_value()
    change()
    assert version.fresh_value() > before


def test_reading_does_not_raise_the_version(client, db):
    before = version.fresh_value()
    client.get("/")
    client.post("/find/", {"q": "kent"})
    assert version.fresh_value() == before


def test_a_search_does_not_cause_a_read_of_the_version(client, db, django_assert_num_queries):
    client.get("/")
    client.post("/find/", {"q": "kent"})
    with django_assert_num_queries(0):
        client.get("/")


def test_the_day_changes_at_midnight_in_london(client, db, monkeypatch, a_second_later):
    def clock_at(utc):
        now = timezone.datetime.fromisoformat(utc)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    clock_at("2027-03-31T22:59:59+00:00")
    assert "32 of 153 councils" in words(client.get("/"))
    clock_at("2027-03-31T23:00:00+00:00")
    a_second_later()
    assert "32 of 154 councils" in words(client.get("/"))


def test_a_page_rendered_during_a_change_is_not_stored(client, db):
    @cache_by_record_version
    def view(request):
        save()
        return HttpResponse("half old, half new")

    PageCacheMiddleware(view)(RequestFactory().get("/"))
    assert not kept_addresses()


def test_a_version_read_before_our_own_change_is_not_trusted_after_it(db, in_this_process):
    before = record_version.renew()
    in_this_process(save)
    assert record_version.value() > before


# The same answer, first and kept


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("address", PAGES)
def test_a_stored_answer_has_exactly_the_headers_of_the_first(client, db, address, coding):
    first = client.get(address, headers={"Accept-Encoding": coding})
    second = client.get(address, headers={"Accept-Encoding": coding})
    assert dict(second.headers) == dict(first.headers)
    assert second.status_code == first.status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_stored_answer_has_every_header_of_an_uncached_page(client, db, settings, address):
    client.get(address)
    answer = client.get(address)
    settings.PAGE_CACHE = False
    without = client.get(address)
    changed = {"Content-Length"}
    assert {item for item in without.headers.items() if item[0] not in changed} <= set(
        answer.headers.items()
    )
    assert answer.content == without.content


def test_a_stored_answer_has_the_security_headers(client, db):
    client.get("/")
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == PUBLIC


def test_a_wrong_host_is_refused(client, db):
    client.get("/")
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "a b"}).status_code == 400


def test_a_stored_page_over_http_redirects_to_https(db, settings):
    Client().get("/councils/")
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    client.get("/councils/", secure=True)
    response = client.get("/councils/")
    assert response.status_code == 301
    assert response.headers["Location"] == "https://testserver/councils/"


def test_a_page_over_https_always_has_the_hsts_header(db, settings):
    settings.SECURE_HSTS_SECONDS = 60
    client = Client()
    first, second = client.get("/", secure=True), client.get("/", secure=True)
    assert first.headers["Strict-Transport-Security"] == "max-age=60"
    assert second.headers["Strict-Transport-Security"] == "max-age=60"
    assert "Strict-Transport-Security" not in client.get("/").headers


# Compressed


@pytest.mark.parametrize("turn", ["first", "kept"])
@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip;q=0.2", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0, gzip;q=0.0", None),
        ("identity", None),
        ("deflate", None),
        ("", None),
    ],
)
def test_a_page_comes_in_a_coding_that_the_client_accepts(client, db, accepts, coding, turn):
    plain = client.get("/councils/").content
    if turn == "first":
        page_store.clear()
    response = client.get("/councils/", headers={"Accept-Encoding": accepts})
    assert response.headers.get("Content-Encoding") == coding
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response.headers["Vary"]
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(response.content) == plain


def test_a_page_that_is_not_stored_is_not_compressed_if_that_is_forbidden(client, db):
    response = client.get("/councils/?q=north", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("coding", CODINGS)
def test_head_has_the_headers_of_get_and_no_body(client, db, coding):
    got = client.get("/", headers={"Accept-Encoding": coding})
    asked = client.head("/", headers={"Accept-Encoding": coding})
    assert asked.content == b""
    assert dict(asked.headers) == dict(got.headers)


# Unchanged


@pytest.mark.parametrize("coding", CODINGS)
def test_a_visitor_who_has_the_page_gets_304_and_no_body(client, db, coding):
    etag = client.get("/", headers={"Accept-Encoding": coding}).headers["ETag"]
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = client.get("/", headers={"Accept-Encoding": coding, "If-None-Match": held})
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["ETag"] == etag
        assert response.headers["Cache-Control"] == PUBLIC


def test_each_content_coding_has_its_own_etag(client, db):
    tags = {client.get("/", headers={"Accept-Encoding": c}).headers["ETag"] for c in CODINGS}
    assert len(tags) == 3


@pytest.mark.parametrize("held", ['"other"', "", "nonsense", '"', "W/"])
def test_a_visitor_who_has_another_page_gets_this_one(client, db, held):
    assert client.get("/", headers={"If-None-Match": held}).status_code == 200


def test_an_etag_takes_precedence_over_a_time(client, db):
    client.get("/")
    headers = {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get("/", headers=headers).status_code == 200


def test_a_visitor_who_has_the_page_by_its_time_gets_304(client, db):
    modified = client.get("/").headers["Last-Modified"]
    assert client.get("/", headers={"If-Modified-Since": modified}).status_code == 304
    for since in ("Sat, 01 Jan 2000 00:00:00 GMT", "not a day", "Sat, 99 Jan 2000 00:00:00 GMT"):
        assert client.get("/", headers={"If-Modified-Since": since}).status_code == 200


SHEFFIELD = "/councils/sheffield/"


def test_two_versions_within_one_second_have_different_times(client, db, clock, change_at):
    change_at(0.1, "First Moon")
    first = client.get(SHEFFIELD).headers["Last-Modified"]
    change_at(0.6, "Second Moon")
    for later in (0.7, 2, 10):
        clock(later)
        response = client.get(SHEFFIELD, headers={"If-Modified-Since": first})
        assert response.status_code == 200
        assert "Second Moon" in words(response)


def test_the_last_version_of_a_past_second_has_that_time(client, db, clock, change_at):
    change_at(0.6, "Second Moon")
    clock(5)
    modified = client.get(SHEFFIELD).headers["Last-Modified"]
    assert modified == http_date(clock.began)
    assert client.get(SHEFFIELD, headers={"If-Modified-Since": modified}).status_code == 304


def test_a_page_is_dated_by_the_record_and_not_by_its_rendering(client, db, clock, change_at):
    change_at(0, "First Moon")
    clock(50)
    first = client.get(SHEFFIELD).headers["Last-Modified"]
    page_store.clear()
    clock(500)
    assert client.get(SHEFFIELD).headers["Last-Modified"] == first


def test_a_new_day_in_london_makes_a_page_new(client, db, today_is, monkeypatch):
    monkeypatch.setattr(version, "STARTED", 0)
    monkeypatch.setattr(store.time, "time", lambda: 4_000_000_000.0)
    today_is("2030-07-01")
    assert client.get("/").headers["Last-Modified"] == "Sun, 30 Jun 2030 23:00:00 GMT"


def test_a_page_that_is_not_stored_has_an_etag_too(client, db, settings):
    settings.PAGE_CACHE = False
    etag = client.get("/data/councils.csv").headers["ETag"]
    response = client.get("/data/councils.csv", headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert not kept_addresses()


def test_a_changed_page_has_another_etag(client, db, in_this_process):
    etag = client.get("/").headers["ETag"]
    in_this_process(lambda: Signature.objects.all().delete())
    response = client.get("/", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert response.headers["ETag"] != etag


# Bounded


def really_held() -> int:
    return sum(len(body) for page in page_store._pages.values() for body in page.bodies.values())


def test_the_number_of_stored_pages_is_limited(client, db, monkeypatch):
    monkeypatch.setattr(store, "MAX_PAGES", 3)
    for year in range(2013, 2020):
        client.get(f"/councils/?at={year}-09-19")
    assert kept_addresses() == [f"/councils/?at={year}-09-19" for year in (2017, 2018, 2019)]


def test_the_most_recently_requested_page_stays_longest(client, db, monkeypatch):
    monkeypatch.setattr(store, "MAX_PAGES", 2)
    for address in ("/", "/councils/", "/", "/councils/kent/"):
        client.get(address)
    assert kept_addresses() == ["/", "/councils/kent/"]


@pytest.mark.fault  # hundreds of pages
def test_requests_for_many_variants_store_few_days_and_pages(client, db, monkeypatch):
    monkeypatch.setattr(store, "MAX_PAGES", 20)
    for number in range(max(snapshot.DAYS_KEPT, 20) + 2):
        day = dt.date(2013, 1, 1) + dt.timedelta(days=number)
        client.get(f"/councils/?at={day}")
        client.get(f"/data/councils.geojson?at={day}")
        client.get(f"/data/changes.atom?at={day}")
        client.get(f"/councils/?q={'kent'[: 1 + number % 4]}&region=south-east&at={day}")
    assert len(page_store) == 20
    assert len(snapshot._kept) <= snapshot.DAYS_KEPT
    assert (
        geojson.geometries_json.cache_info().currsize
        <= geojson.geometries_json.cache_info().maxsize
        == 8
    )


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_the_bytes_of_stored_pages_are_limited(client, db, monkeypatch, coding):
    monkeypatch.setattr(store, "MAX_BYTES", 60_000)
    for year in range(2013, 2026):
        for _ in range(2):
            client.get(f"/councils/?at={year}-09-19", headers={"Accept-Encoding": coding})
            assert really_held() <= 60_000
    assert client.get("/councils/").status_code == 200


def test_a_page_larger_than_the_store_is_answered_but_not_stored(client, db, monkeypatch):
    monkeypatch.setattr(store, "MAX_BYTES", 100)
    assert "32 of 153" in words(client.get("/"))
    assert not kept_addresses()


def test_a_long_address_is_not_stored(client, db):
    client.get("/councils/kent/?from=" + "x" * 5000)
    assert sum(len(address) for address in kept_addresses()) < 2000


def test_an_address_with_unknown_parameters_is_answered_but_not_stored(client, db):
    assert client.get("/?fbclid=whatever").status_code == 200
    assert client.get("/councils/kent/?from=nowhere").status_code == 200
    assert len(page_store) == 0
    client.get("/councils/kent/?from=dover")
    assert len(page_store) == 1
