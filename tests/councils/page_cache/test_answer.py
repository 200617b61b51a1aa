"""Answers from the page store to a WSGI environ."""

import pytest
from django.test import RequestFactory

from councils.page_cache.answer import page_key, stored_answer
from councils.record.version import record_version


def environ_of(address="/", **extra):
    return RequestFactory().get(address, **extra).environ


def must_not_be_asked():
    raise AssertionError("No page is stored, so the version is not needed.")


def test_a_stored_page_is_answered_with_the_headers_and_body_of_the_first(client, db):
    first = client.get("/")
    answer = stored_answer(environ_of(), record_version.value)
    assert (answer.status, answer.body) == (200, first.content)
    assert answer.headers == dict(first.headers)


def test_a_page_that_is_not_stored_is_left_to_django_and_asks_for_no_version(db):
    assert stored_answer(environ_of(), must_not_be_asked) is None


def test_a_post_is_left_to_django(client, db):
    client.get("/")
    environ = environ_of() | {"REQUEST_METHOD": "POST"}
    assert stored_answer(environ, must_not_be_asked) is None


def test_a_page_of_another_version_is_left_to_django(client, db):
    client.get("/")
    number, day, second = record_version.value()
    assert stored_answer(environ_of(), lambda: (number + 1, day, second)) is None


def test_an_unknown_host_is_left_to_django(client, db):
    client.get("/")
    environ = environ_of(headers={"Host": "evil.example"})
    assert stored_answer(environ, record_version.value) is None


def test_a_question_mark_in_a_path_is_not_taken_for_the_start_of_a_query(db):
    assert page_key(environ_of("/councils/%3Fq=kent")) != page_key(environ_of("/councils/?q=kent"))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_client_that_has_the_page_gets_304_without_a_body(client, db, method):
    etag = client.get("/").headers["ETag"]
    environ = environ_of(headers={"If-None-Match": etag}) | {"REQUEST_METHOD": method}
    answer = stored_answer(environ, record_version.value)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag


def test_a_request_that_came_over_https_has_a_key_of_its_own(db, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    secure = environ_of(headers={"X-Forwarded-Proto": "https"})
    assert page_key(secure) == ("/", "", True)
    assert page_key(environ_of()) == ("/", "", False)


@pytest.mark.parametrize("path", ["/letters/שלום/", "/councils/Ynys-Môn/", "/\udcff/", "/%FF/"])
def test_a_path_in_any_script_has_a_key(settings, path):
    settings.PAGE_CACHE = True
    environ = {"PATH_INFO": path, "QUERY_STRING": "", "wsgi.url_scheme": "http"}
    assert page_key(environ).path == path
