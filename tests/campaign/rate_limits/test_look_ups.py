"""Somebody who looks up more than people do, where no nginx stands in front of the site."""

import ipaddress

import pytest
from django.db import connection
from django.test import Client

from councils.record import record_on
from tests.seen import links, words

PROXIES = "10.0.0.7", "172.17.0.1"


@pytest.fixture
def visitor(settings, db, today_is):
    """Return a function that gives somebody at an address a browser, behind two proxies of ours."""
    settings.LOOK_UPS = 3
    settings.TRUSTED_PROXIES = [
        ipaddress.ip_network(network) for network in ("10.0.0.0/8", "172.17.0.0/16")
    ]
    today_is("2026-11-24", "12:00")

    def at(address):
        near, far = PROXIES
        forged = f"8.8.8.8, {address}, {far}"
        return Client(REMOTE_ADDR=near, headers={"X-Forwarded-For": forged})

    return at


def look_up(browser, typed="Kent"):
    return browser.post("/find/", {"q": typed})


@pytest.mark.promise(12)
def test_whoever_looks_up_more_than_people_do_is_told_to_wait_and_where_help_is(visitor, today_is):
    browser = visitor("81.2.69.160")
    assert [look_up(browser).status_code for _ in range(3)] == [303, 303, 303]
    page = look_up(browser)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert page.headers["Cache-Control"] == "no-store"
    assert "<title>Error: You’ve asked for a lot of pages" in page.content.decode()
    assert "you’ve done nothing wrong" in words(page)
    assert {"/councils/", "/need-help/", "tel:116000", "tel:08001111"} <= links(page).keys()
    assert "Kent" not in words(page)
    today_is("2026-11-24", "12:01")
    assert look_up(browser).status_code == 303


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", "/find/?between=kent"), ("post", "/councils/"), ("get", "/councils/?q=zzz")],
)
def test_every_way_of_looking_up_shares_one_limit_and_pages_have_none(visitor, method, address):
    browser = visitor("81.2.69.160")
    for _ in range(3):
        look_up(browser)
    assert getattr(browser, method)(address).status_code == 429
    for free in ("/", "/councils/", "/councils/kent/", "/need-help/"):
        assert browser.get(free).status_code == 200


def test_a_neighbour_does_not_share_the_limit_and_the_rest_of_an_ipv6_address_changes_nothing(
    visitor,
):
    for _ in range(3):
        look_up(visitor("81.2.69.160"))
    assert look_up(visitor("81.2.69.9")).status_code == 303
    for number in range(3):
        look_up(visitor(f"2001:db8:1:{number}::1"))
    assert look_up(visitor("2001:db8:1:9::1")).status_code == 429


@pytest.mark.promise(12)
def test_a_child_who_asks_for_help_in_the_box_is_heard_beyond_the_limit(visitor):
    browser = visitor("81.2.69.160")
    for _ in range(5):
        look_up(browser)
    page = look_up(browser, "I have run away")
    assert page.status_code == 200
    assert "116 000" in words(page) and "a lot of pages" not in words(page)


@pytest.mark.promise(11)
def test_counting_look_ups_writes_nothing_down(visitor):
    browser = visitor("81.2.69.160")
    with connection.execute_wrapper(only_reads):
        for _ in range(5):
            look_up(browser)


def only_reads(execute, sql, *rest):
    assert sql.lstrip().upper().startswith("SELECT"), sql
    return execute(sql, *rest)


@pytest.mark.promise(13)
def test_a_draft_counts_as_a_look_up_and_gives_back_what_was_typed(visitor, today_is):
    browser = visitor("81.2.69.160")
    look_up(browser)
    typed = {"own_line": "A bed for every child.", "topics": ["talk"]}
    for slug in ("kent", "leeds"):
        assert browser.post(f"/councils/{slug}/write/", typed).status_code == 303
    page = browser.post("/councils/sheffield/write/", typed)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert "A bed for every child." in page.content.decode()
    assert look_up(browser).status_code == 429
    assert visitor("81.2.69.9").post("/councils/sheffield/write/", typed).status_code == 303
    today_is("2026-11-24", "12:01")
    assert browser.post("/councils/sheffield/write/", typed).status_code == 303


def test_forty_drafts_at_once_do_not_show_forty_addresses(visitor):
    browser = visitor("81.2.69.160")
    slugs = ["kent", "leeds", "sheffield", "barnsley", "surrey"]
    answers = [browser.post(f"/councils/{slug}/write/", {}).status_code for slug in slugs * 8]
    assert answers.count(303) == 3
    again = {
        "text": "Dear Councillor, please sign.",
        "subject": "Charter",
    }  # at the address of a draft that was deleted
    assert browser.post(f"/councils/kent/write/{'a' * 40}/keep/", again).status_code == 429


@pytest.mark.promise(13)
def test_a_network_begins_letters_to_sixty_councils_in_an_hour(visitor, settings, limit, today_is):
    assert settings.LIMITS["another council"][0][1] == 60
    limit("another council", "network", 6)
    settings.LOOK_UPS = 600
    browser = visitor("81.2.69.160")
    slugs = [row.slug for row in record_on().councils if row.is_responsible][:12]
    typed = {"own_line": "A bed for every child.", "topics": ["talk"]}

    def begin(slug, sits_at=browser):
        return sits_at.post(f"/councils/{slug}/write/", typed)

    assert [begin(slug).status_code for slug in slugs] == [303] * 6 + [429] * 6
    page = begin(slugs[6])
    assert page.status_code == 429, "whoever tries again is refused again"
    assert page.headers["Retry-After"] == "3600"
    assert "A bed for every child." in page.content.decode()
    assert begin(slugs[3]).status_code == 303, "its other pupils still write to a council of theirs"
    assert begin(slugs[6], visitor("81.2.69.9")).status_code == 303
    today_is("2026-11-24", "13:00")
    assert begin(slugs[6]).status_code == 303
