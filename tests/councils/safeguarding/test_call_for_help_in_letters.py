"""A child's words within one of our letters set off the guard; an adult's do not.

Our own words stand round what a supporter adds: they name years, children and councils, and must
not be taken for the supporter's.
"""

import datetime as dt
import itertools
from copy import copy

import pytest

from campaign.letters.composition.compose import LetterComposer
from campaign.letters.composition.originality import own_words
from campaign.letters.composition.wordings import PATTERNS, QUESTIONS
from councils.models import Signature
from councils.record import CouncilOnDay, record_on
from councils.safeguarding.call_for_help import sounds_like_a_call_for_help
from tests.rich import NAMED
from tools import train_guard

EXAMPLES = train_guard.shipped()
PLAIN_CALLS = (
    "I have run away.",
    "I have nowhere to go.",
    "I cannot go home.",
    "I've been kicked out by my dad.",
    "We are sleeping in a park.",
    "My stepdad has hit me.",
    "My friend has run away.",
    "I have left home.",
)


@pytest.fixture
def rows(db) -> list[CouncilOnDay]:
    """Kent in every status. Its signature is known by its year, which letters then name."""
    kent = record_on().by_slug["kent"]
    signature = Signature(date=dt.date(2013, 12, 31), date_precision="year")
    rows = []
    for status in PATTERNS:
        row = copy(kent)
        row.status, row.signature, row.status_event = status, signature, signature
        row.inherited_from = kent if status == "inherited" else None
        rows.append(row)
    return rows


def with_paragraph(rows: list[CouncilOnDay], number: int, text: str) -> str:
    """Return what the guard reads of a letter with a paragraph inserted, by status and place."""
    row = rows[number % len(rows)]
    chosen = [question.key for question in QUESTIONS][: 1 if number % 2 else None]
    made = LetterComposer(record_on(), row, seed=str(number))
    letter = made.text(chosen)
    paragraphs = letter.split("\n\n")
    place = (0, 2, len(paragraphs))[number % 3]
    whole = "\n\n".join([*paragraphs[:place], text, *paragraphs[place:]])
    return own_words(whole, made.all_of_ours)


@pytest.mark.parametrize("slug", [slug for slug in NAMED if NAMED[slug] in PATTERNS])
def test_no_letter_of_ours_sets_off_the_guard(rich, slug):
    record = record_on()
    keys = [question.key for question in QUESTIONS]
    for seed, number in itertools.product("abcd", range(4)):
        letter = LetterComposer(record, record.by_slug[slug], seed=seed)
        assert not sounds_like_a_call_for_help(letter.subject)
        for chosen in itertools.combinations(keys, number):
            text = letter.text(list(chosen))
            assert not sounds_like_a_call_for_help(text), text


def test_a_call_for_help_is_heard_anywhere_in_a_letter_of_ours(rows):
    long_enough = [call for call in EXAMPLES.calls[::8] if len(call.split()) > 3]
    calls = [call for call in long_enough if sounds_like_a_call_for_help(call)]
    assert len(calls) > 150
    for number, call in enumerate(calls):
        assert sounds_like_a_call_for_help(with_paragraph(rows, number, call)), call


def test_an_adults_words_are_left_alone_in_a_letter_of_ours(rows):
    others = [text for text in EXAMPLES.others[::8] if not sounds_like_a_call_for_help(text)]
    letters = [with_paragraph(rows, number, text) for number, text in enumerate(others)]
    assert len(letters) > 150
    assert sum(map(sounds_like_a_call_for_help, letters)) <= len(letters) * 0.01


@pytest.mark.parametrize("call", PLAIN_CALLS)
def test_a_plain_call_is_heard_whatever_else_the_letter_says(call):
    for text in EXAMPLES.others[::40]:
        assert sounds_like_a_call_for_help(f"{text}\n{call}"), text
        assert sounds_like_a_call_for_help(f"{call}\n{text}"), text
