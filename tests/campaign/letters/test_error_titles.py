"""Whoever hears a page of a letter hears first if they cannot go on as they meant to."""

import datetime as dt

import pytest

from campaign.letters.models import Letter, State
from councils.models import EventKind
from councils.record import record_version
from tests.campaign.letters.conftest import WRITER

pytestmark = pytest.mark.promise(30)


def says_error(page):
    return b"<title>Error: " in page.content


@pytest.fixture
def link(waiting, client):
    """Return a function that opens the link in Anna's email."""
    return lambda: client.get(f"/letters/{waiting.token}/confirm/")


def test_a_link_that_can_still_be_used_and_one_that_was_used_are_no_errors(link, waiting):
    assert not says_error(link())
    Letter.objects.update(state=State.QUEUED, confirmed_at=waiting.asked_at)
    assert not says_error(link())


def test_a_link_says_error_once_it_is_too_old_and_after_the_letter_was_changed(
    link, waiting, today_is
):
    Letter.objects.update(state=State.DRAFT)
    assert says_error(link())
    Letter.objects.update(state=State.AWAITING, asked_at=waiting.asked_at - dt.timedelta(days=30))
    assert says_error(link())


def test_so_does_the_link_of_a_letter_whose_council_changed_meanwhile(link, kent, add_event):
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    assert says_error(link())


def test_so_does_a_code_that_was_wrong_and_one_that_is_dead(ask):
    browser = ask()
    assert not says_error(browser.page)
    for _ in range(6):
        browser.press("code", code="000 000")
        assert says_error(browser.page)


def test_so_does_what_keeps_a_letter_from_being_sent(begin, contact):
    contact()
    browser = begin("kent")
    assert not says_error(browser.page)
    assert says_error(browser.press("send", **WRITER | {"email": ""}))


def test_so_does_stopping_a_letter_that_has_left_and_not_one_that_was_deleted(client, letter_of):
    letter = letter_of(State.ACCEPTED)
    page = client.get(f"/letters/{letter.token}/")
    assert not says_error(page)
    assert says_error(client.post(f"/letters/{letter.token}/cancel/"))
    letter.anonymise()
    assert not says_error(client.get(f"/letters/{letter.token}/"))
