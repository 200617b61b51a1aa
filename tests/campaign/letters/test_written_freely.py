"""What people type: long, empty, in any script, or sent twice."""

import pytest

from campaign.letters.composition.originality import says_nothing
from campaign.letters.models import Letter, State
from tests.campaign.letters.conftest import WRITER
from tests.seen import fields, words

URDU = "محترم رکن،\n\nبراہ کرم بچوں کے لیے اس منشور پر دستخط کریں۔"
POLISH = "Szanowni Państwo,\n\nproszę podpisać kartę dla dzieci, które uciekają z domu."


# Long


@pytest.mark.promise(13)
@pytest.mark.parametrize("letter_in", ["a", "🙂"])
def test_a_letter_of_half_a_million_characters_comes_back_whole_with_the_limit(begin, letter_in):
    text = letter_in * 500_000
    browser = begin()
    page = browser.press("yourself", **WRITER | {"text": text})
    assert "it has 500,000 of 12,000 characters." in words(page)
    assert fields(page)["text"].strip("\n") == text


# Empty


NOTHING = (
    ".", "…", " \n . \n", "🙏", "Dear Lead Member,", "Hello", "Hello.", "Dear all\n\nThank you.",
    "Szanowni Państwo,\n\n", "To whom it may concern,", "Dear Sir or Madam,\n\nThanks,",
    "dear director of childrens services and lead member,", "Dear Willian Mustard-Dow,",
    "Dear Lead Member for Children’s Services,\n\nYours faithfully,",
    "Dear Lead Member,\n\nYours faithfully,\n\nAnna Smith\nCrookes, Sheffield",
    "Dear Councillor,\n\nPlease tell me what you decide, and why. A short answer is enough.\n\n"
    "Yours sincerely,",
)  # fmt: skip
SOMETHING = (
    "Please sign.",
    "Dear you, please sign.",
    "Sign!",
    "Dear all,\n\nPlease sign.\n\nKind regards,\nAnna",
    URDU,
    POLISH,
    "請簽署。",
    "Thank you all",
    "Dear Councillor please sign the Runaways’ Charter for our children",
    "Dear Councillor please sign the Runaways’ Charter.",
    "Dear Councillor please sign,", "Dear Director sign it,", "hi can you sign the charter,",
    "Dear all do what you said,", "Dear Councillor please,", "Dear Cllr Smith, please sign,",
    "Dear Mr Kent I want you to sign,\n\nAnna", "Dear Councillor,\nplease sign,",
    "Please sign the Charter,",
    "Please sign the Charter,\n\nThank you",
)  # fmt: skip


def test_a_letter_that_says_nothing_is_told_from_one_that_does():
    for text in NOTHING:
        assert says_nothing(text), text
    for text in SOMETHING:
        assert not says_nothing(text), text


# Sent twice


def test_a_letter_sent_twice_is_one_draft(browser):
    page = browser.go("/councils/sheffield/write/")
    address = browser.address
    for _ in range(2):
        browser.page, browser.address = page, address
        browser.press("words", topics=["help"], own_line="My niece lives here.")
    assert Letter.objects.count() == 1
    assert "My niece lives here." in fields(browser.page)["text"]


def test_a_letter_that_was_sent_is_left_alone_and_what_its_page_held_is_given_back(browser):
    page = browser.go("/councils/sheffield/write/")
    address = browser.address
    browser.press("words")
    Letter.objects.update(state=State.CANCELLED, cancelled_at="2026-11-20T12:00Z")
    browser.page, browser.address = page, address
    page = browser.press("words", own_line="Again.")
    assert page.status_code == 409
    assert "What you have on this page wasn’t sent" in words(page)
    assert "Again.</textarea>" in page.content.decode()
    assert Letter.objects.count() == 1
