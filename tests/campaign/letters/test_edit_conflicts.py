"""A letter open in two windows: nothing newer is written over, and nothing typed is lost."""

from functools import partial

import pytest

from campaign.letters.models import Letter, State
from campaign.letters.views.draft import Draft
from councils.record import record_version
from tests.campaign.letters.conftest import WRITER, Browser
from tests.seen import fields, words

pytestmark = pytest.mark.django_db

OLDER, NEWER = "Dear all,\n\nThe older words.", "Dear all,\n\nThe newer words."
OTHER = "Dear all, in other words."


def text_kept() -> str:
    return Letter.objects.get().text


@pytest.fixture
def windows(begin, client):
    """Two windows on one letter to Sheffield, which both show the older words."""
    first = begin()
    first.press("", text=OLDER, **WRITER)
    second = Browser(client)
    second.go(first.draft)
    return first, second


def test_a_window_in_which_nobody_typed_leaves_newer_words_alone(windows):
    first, second = windows
    first.press("", text=NEWER)
    second.press("keep")
    assert fields(second.go(second.draft))["text"].strip() == NEWER
    assert text_kept() == NEWER


def test_words_typed_while_a_council_gets_another_address_are_kept(begin, sheffield):
    window = begin()
    sheffield.slug = "sheffield-city"
    sheffield.correct("It has a new address.")
    record_version.forget()
    window.press("", text=NEWER, **WRITER)
    assert text_kept() == NEWER
    assert "/councils/sheffield-city/" in window.draft


def test_words_typed_in_two_windows_are_both_shown_and_the_writer_chooses(windows):
    first, second = windows
    first.press("", text=NEWER)
    page = second.press("yourself", text="Third words.", postal_address="Leeds")
    assert page.status_code == 409
    assert "There are two versions of this letter" in words(page)
    assert text_kept() == NEWER
    html = page.content.decode()
    assert html.index("Third words.</textarea>") < html.index("The newer words.")
    second.press("", text="Third words.", postal_address="Leeds")  # “Use this instead”
    assert text_kept() == "Third words."
    assert Letter.objects.get().postal_address == "Leeds"


@pytest.mark.promise(15)
def test_a_stale_window_cannot_undo_a_change_to_an_unconfirmed_letter(ask, client):
    first = ask()
    second = Browser(client)
    second.go(first.draft)
    before = Letter.objects.get()
    assert before.state == State.AWAITING
    stale = fields(second.page)
    first.go(f"{first.draft}words/")
    first.press("", text=NEWER)
    second.client.post(f"{first.draft}keep/", stale)
    assert text_kept() == NEWER


@pytest.fixture
def meanwhile(once_before):
    """Return a function that has something happen while what a window sends is being read."""
    return partial(once_before, Draft, "words_for_the_guard")


@pytest.mark.parametrize("act", ["", "keep", "yourself"])
def test_of_two_windows_sent_at_the_same_moment_neither_loses_its_words(windows, meanwhile, act):
    first, second = windows
    meanwhile(lambda: first.press("", text=NEWER))
    page = second.press(act, address=f"{second.draft}{act}/".replace("//", "/"), text=OTHER)
    assert "There are two versions of this letter" in words(page)
    assert OTHER in page.content.decode()
    assert text_kept() == NEWER


@pytest.mark.promise(13)
@pytest.mark.parametrize("act", ["", "yourself"])
def test_words_sent_as_another_window_confirms_the_letter_are_given_back(
    ask, client, meanwhile, act
):
    first = ask(text=OLDER)
    second = Browser(client)
    second.go(f"{first.draft}words/")
    meanwhile(lambda: first.press("code", code=Letter.objects.get().code))
    page = second.press(act, address=f"{second.draft}{act}/".replace("//", "/"), text=OTHER)
    assert "What you have on this page wasn’t sent" in words(page)
    assert OTHER in page.content.decode()
    assert text_kept() == OLDER
    assert Letter.objects.get().state == State.QUEUED


def test_a_window_never_conflicts_with_itself(windows):
    first, _ = windows
    page = first.page
    first.press("keep", text="Half of it")  # as the page was left for a moment
    first.page = page
    first.press("yourself", text="Half of it, and the rest")
    assert first.address.endswith("/yourself/")
    assert text_kept() == "Half of it, and the rest"
