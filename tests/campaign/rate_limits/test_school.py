"""A class of thirty writes to Kent at once, behind one connection and a proxy of ours."""

import ipaddress

import pytest
from django.test import Client

from campaign.letters.models import Letter, State
from tests.campaign.letters.conftest import Browser, contact  # noqa: F401  a fixture
from tests.seen import fields, links, words

SCHOOL, PROXY = "203.0.113.7", "10.0.0.1"


@pytest.fixture
def pupil(settings, db):
    """Return a function that gives a pupil a browser in the school."""
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]

    def sits_down():
        return Browser(Client(REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": f"1.1.1.1, {SCHOOL}"}))

    return sits_down


def begin(browser):
    browser.go("/councils/kent/write/")
    return browser.press("", topics=["talk"], own_line="Every child should have a place.")


def send(browser, number):
    return browser.press(
        "send",
        name=f"Pupil {number}",
        email=f"pupil{number}@school.example",
        postal_address="Dover",
    )


@pytest.mark.fault  # full-size data
def test_all_thirty_pupils_send_letters_despite_slips_and_second_emails(
    pupil,
    contact,  # noqa: F811
    today_is,
):
    contact()
    today_is("2026-11-24", "12:00")
    browsers = [pupil() for _ in range(30)]
    for browser in browsers:
        begin(browser)
    today_is("2026-11-24", "12:10")
    for number, browser in enumerate(browsers):
        assert "Check your email" in words(send(browser, number))
        for _ in range(2):
            assert "A new email goes to" in words(browser.press("new-code"))
        browser.press("code", code="123 456")
        assert "That isn’t the code in our newest email" in words(browser.page)
        letter = Letter.objects.get(email=f"pupil{number}@school.example")
        browser.press("code", code=letter.code)
        assert "This site isn’t live yet" in words(browser.client.get(letter.private_url))
    assert Letter.objects.filter(state=State.QUEUED).count() == 30


def test_when_the_connection_is_full_a_pupil_copies_the_letter_or_comes_back(
    pupil,
    contact,  # noqa: F811
    today_is,
    limit,
):
    contact()
    limit("draft", "network", 2)
    limit("confirm", "network", 1)
    today_is("2026-11-24", "12:00")
    first, second, third = pupil(), pupil(), pupil()
    for browser in (first, second):
        assert begin(browser).status_code == 200
    page = begin(third)
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "3600"
    assert "you’ve done nothing wrong." in words(page)
    assert {"/councils/", "tel:116000", "tel:08001111"} <= links(page).keys()
    body = page.content.decode()
    assert "Every child should have a place." in body
    assert not Letter.objects.filter(own_line="").exists()
    today_is("2026-11-24", "12:10")
    assert send(first, 1).status_code == 200
    page = send(second, 2)
    assert page.status_code == 429
    assert fields(page)["own_line"].strip()
    assert "Copy it" in second.press("yourself").content.decode()
    today_is("2026-11-24", "13:00")
    assert begin(third).status_code == 200
    assert "/need-help/" in links(third.page)
