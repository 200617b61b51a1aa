"""Whatever is sent to a public page, the answer is a page, and never an error of ours."""

import pytest
from django.test import Client

from tests.seen import words

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

pytestmark = pytest.mark.django_db

any_text = st.text(max_size=300)
"""Any characters except lone surrogates, which no encoding can carry."""
any_bytes = st.binary(max_size=300)
awkward = st.sampled_from(
    [
        "",
        "\x00",
        "%",
        "%00",
        "%s%n",
        "\u202e",
        "İ",
        "ǆ" * 200,
        "９" * 41,
        "2013-W38-4",
        "-0001-01-01",
        "9" * 5000,
        "a" * 10_000,
        "CT16 1HE" * 100,
        "' OR 1=1 --",
        "{{ 7 * 7 }}",
        "{signed}",
        "../../etc/passwd",
        "\r\nSet-Cookie: a=b",
    ]
)
typed = any_text | awkward


def given(**strategies):
    """Run a test with some values of these kinds, without a deadline: the machine may be busy."""

    def decorate(test):
        bounded = hypothesis.settings(
            max_examples=25,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        return bounded(hypothesis.given(**strategies)(test))

    return decorate


def answers(response) -> bool:
    """Check that a response is an answer: something to read, no server error, no cookie."""
    assert response.status_code < 500
    assert not response.cookies
    assert response.status_code in (301, 302, 303, 304) or response.content
    return True


@pytest.fixture(scope="module")
def browser():
    """A client that raises an error behind a page in the test that caused it."""
    return Client()


@given(q=typed)
def test_anything_can_be_typed_into_the_box(browser, q):
    assert answers(browser.post("/find/", {"q": q}))


@given(q=st.text(alphabet="CTSWUGIOLZ0158 -.,’", max_size=12))
def test_anything_like_a_postcode_can_be_typed_into_the_box(browser, q):
    assert answers(browser.post("/find/", {"q": q}))


@given(
    body=any_bytes | st.binary(max_size=60).map(lambda junk: b"q=" + junk),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=utf-7",
            "application/x-www-form-urlencoded; charset=nonsense",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=x",
            "multipart/form-data; boundary=" + "x" * 300,
            "application/json",
            "text/plain; charset=\x7f",
            "",
        ]
    ),
)
def test_a_body_of_any_bytes_and_kind_is_answered(browser, body, kind):
    for address in (
        "/find/",
        "/councils/sheffield/write/",
        "/councils/sheffield/tell-us/",
        "/alerts/?council=sheffield",
        "/alerts/confirm/abc/",
        "/alerts/stop/abc/",
        "/councils/",
        "/admin/login/",
    ):
        assert browser.generic("POST", address, body, kind).status_code < 500


@given(name=st.sampled_from(["q", "at", "status", "region", "kind", "view", "page"]), value=typed)
def test_any_filter_can_have_any_value(browser, name, value):
    assert answers(browser.get("/councils/", {name: value}))


@given(
    query=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("q", "at", "status", "region", "kind"), typed)
    )
)
def test_all_filters_at_once_can_have_any_value(browser, query):
    assert answers(browser.get("/councils/", query))


@given(query=any_bytes)
def test_an_address_can_end_in_any_bytes(browser, query):
    for address in ("/", "/councils/", "/councils/kent/", "/data/councils.csv", "/find/"):
        assert answers(browser.get(address, query_params=None, QUERY_STRING=query.decode("latin1")))


@given(day=st.dates().map(str) | typed)
def test_data_can_be_asked_for_any_day(browser, day):
    for address in ("/data/councils.csv", "/data/councils.json"):
        response = browser.get(address, {"at": day})
        assert response.status_code in (200, 400)
        assert response.content


@given(came_from=typed)
def test_a_visitor_can_come_from_anywhere(browser, came_from):
    assert answers(browser.get("/councils/kent/", {"from": came_from}))
    assert answers(browser.get("/councils/sheffield/tell-us/", {"about": came_from}))


@given(slug=any_text.filter(bool))
def test_any_address_is_answered(browser, slug):
    for address in (f"/{slug}", f"/{slug}/", f"/councils/{slug}/", f"/councils/{slug}/write/"):
        assert answers(browser.get(address))


@given(path=any_bytes)
def test_an_address_of_any_bytes_is_answered(browser, path):
    response = browser.get("/", PATH_INFO="/" + path.decode("latin1"))
    assert answers(response)


header = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=200)
headers_that_count = st.sampled_from(
    [
        "Accept-Encoding",
        "If-None-Match",
        "If-Modified-Since",
        "Accept",
        "Accept-Language",
        "Cookie",
        "Host",
        "Origin",
        "Referer",
        "Sec-Fetch-Site",
        "X-Forwarded-Proto",
        "X-Forwarded-For",
        "Content-Length",
        "Range",
        "User-Agent",
    ]
)


@given(name=headers_that_count, value=header)
def test_any_header_can_have_any_value(browser, name, value):
    for address in ("/", "/councils/kent/", "/data/councils.json"):
        for _ in range(2):  # rendered, then from the cache
            assert browser.get(address, headers={name: value}).status_code < 500
    assert browser.post("/find/", {"q": "kent"}, headers={name: value}).status_code < 500


@given(value=st.text(alphabet='brgzipdentqy;=,.01 *"W/', max_size=60))
def test_encodings_and_etags_can_be_written_in_any_way(browser, value):
    for name in ("Accept-Encoding", "If-None-Match"):
        assert browser.get("/", headers={name: value}).status_code in (200, 304)


@given(method=st.sampled_from(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X-ODD"]))
def test_any_method_is_answered(browser, method):
    for address in ("/", "/councils/", "/councils/kent/", "/find/", "/data/councils.csv"):
        assert browser.generic(method, address).status_code < 500


@given(
    text=typed,
    name=typed,
    postal_address=typed,
    points=st.lists(typed, max_size=3),
)
def test_a_letter_can_be_made_of_anything(browser, text, name, postal_address, points):
    form = {
        "text": text,
        "name": name,
        "postal_address": postal_address,
        "topics": points,
    }
    form["own_line"] = text
    assert answers(browser.post("/councils/sheffield/write/", form))


@given(text=typed, kind=typed, email=typed)
def test_a_tip_can_say_anything(browser, text, kind, email):
    form = {"text": text, "kind": kind, "email": email, "link": text}
    assert answers(browser.post("/councils/sheffield/tell-us/", form))


def test_more_than_the_box_can_hold_is_refused_without_an_error(browser):
    assert browser.post("/find/", {"q": "x" * 300_000}).status_code in (200, 400)
    many = {f"q{number}": "x" for number in range(1001)}
    response = browser.post("/find/", many)
    assert response.status_code in (200, 400)
    assert words(response)
