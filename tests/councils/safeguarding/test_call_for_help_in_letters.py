"""A child's words are heard inside a letter of ours, and an adult's there are left alone.

Our own words stand round what a supporter adds: they name years, children and councils, and must
not be taken for the supporter's.
"""

import datetime as dt
import itertools
import re
from copy import copy

import pytest

from campaign.letters.composition import originality, topics
from campaign.letters.composition.compose import FirstLetter, LetterComposer, Successors
from campaign.letters.composition.templates import SECOND, TEMPLATES
from campaign.letters.follow_up import subject
from campaign.letters.models import Letter
from councils.models import Signature
from councils.record import CouncilOnDay, record_on
from councils.safeguarding.call_for_help import (
    hints_in,
    looks_back,
    plain,
    signs_of,
    sounds_like_a_call_for_help,
    the_rules,
)
from councils.safeguarding.phrases import Sentence
from tests.councils.safeguarding.examples import CALLS, NO_CALLS

LEAD = "Lead Member for Children’s Services"
HEIRS = Successors(["East Kent Council", "West Kent Council"], "1 April 2027")
FIRST = FirstLetter("1 July 2024", "Kent County Council")
PLACES = (0, 2, None)
"""Before which paragraph something is added: the first, one in the middle, and after the last."""
PLAIN_CALLS = (
    "I have run away.",
    "I have nowhere to go.",
    "I cannot go home.",
    "I've been kicked out.",
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
    found = []
    for status in TEMPLATES:
        row = copy(kent)
        row.status, row.signature, row.spell = status, signature, signature
        row.inherited_from = kent if status == "inherited" else None
        found.append(row)
    return found


def draft(rows: list[CouncilOnDay], number: int) -> list[str]:
    """Return the paragraphs of a draft: of another seed, status and choice for each number."""
    row = rows[number % len(rows)]
    successors = HEIRS if number % 3 == 0 else None
    chosen = list(topics.TICKED_FIRST if number % 2 else topics.TOPICS_BY_KEY)
    return (
        LetterComposer(row, seed=str(number), successors=successors)
        .text(LEAD, chosen)
        .split("\n\n")
    )


def added(paragraphs: list[str], text: str, place: int | None) -> str:
    place = len(paragraphs) if place is None else place
    return "\n\n".join([*paragraphs[:place], text, *paragraphs[place:]])


def unheard(rows: list[CouncilOnDay], drafts_for_each: int) -> list[tuple[str, str]]:
    """Return calls that are not heard in one of their drafts, and that draft."""
    return [
        (call, letter)
        for number, call in enumerate(CALLS)
        for at, place in itertools.product(range(drafts_for_each), PLACES)
        for letter in [added(draft(rows, number * drafts_for_each + at), call, place)]
        if not sounds_like_a_call_for_help(letter)
    ]


def test_every_call_is_heard_in_a_draft_of_ours_wherever_it_stands(rows):
    assert not unheard(rows, drafts_for_each=1)


@pytest.mark.fault
def test_every_call_is_heard_in_many_drafts_of_every_status(rows):
    assert not unheard(rows, drafts_for_each=20)


def test_what_is_said_of_the_past_is_heard_in_every_wording_of_a_draft(rows):
    call = "My stepdad hit me and he raped me."
    for number in range(300):
        letter = added(draft(rows, number), call, PLACES[number % 3])
        assert sounds_like_a_call_for_help(letter), letter


def test_what_adults_write_is_left_alone_in_a_draft_of_ours(rows):
    for number, text in enumerate(NO_CALLS):
        for at in range(2):
            letter = added(draft(rows, number * 2 + at), text, 2)
            assert not list(signs_of(letter)), letter


@pytest.mark.parametrize("call", PLAIN_CALLS)
def test_a_plain_call_is_heard_whatever_else_the_letter_says(call):
    for text in NO_CALLS:
        assert sounds_like_a_call_for_help(f"{text}\n{call}"), text
        assert sounds_like_a_call_for_help(f"{call}\n{text}"), text


def test_what_a_sentence_itself_says_of_the_past_is_still_past():
    for text in (
        "I have run away in the past.",
        "When I was young I have slept in a park.",
        "My friend has run away three times.",
    ):
        assert not list(signs_of(text)), text


@pytest.fixture
def our_sentences(rows) -> list[Sentence]:
    """Every sentence of ours that a letter can have, as the guard reads it."""
    letter = Letter(confirmed_at=dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC))
    texts = [re.sub(r"\{\w+\}", "Kent", text) for text in originality.all_wordings()]
    for row, variant in itertools.product(rows, range(4)):
        words = LetterComposer(row, variant=variant, successors=HEIRS, first=FIRST)
        texts += [words.text(LEAD, list(topics.TOPICS_BY_KEY)), *words.subjects]
        texts += [text.format_map(words.placeholders) for text in SECOND] + [subject(row, letter)]
    assert any(" in 2013" in text for text in texts)
    harmless = the_rules().harmless
    return [harmless.crossed_out(sentence) for text in texts for sentence in plain(text)]


def test_no_wording_of_ours_looks_back(our_sentences):
    for sentence in our_sentences:
        assert not looks_back(sentence, the_rules(), young=False), sentence.text


def test_no_wording_of_ours_is_a_hint_in_the_letter_of_somebody_young(our_sentences):
    for sentence in our_sentences:
        assert not hints_in(sentence, the_rules(), young=True), sentence.text


def test_a_hint_is_heard_beside_our_words_which_are_about_others():
    call = "i dont feel like i can tell anyone what my coach does"
    assert sounds_like_a_call_for_help(call)
    assert sounds_like_a_call_for_help(f"The charter is from 2012.\n{call}")


def test_a_child_may_name_a_recent_year_an_hour_and_a_time_not_long_ago():
    call = "My stepdad hit me and threw me out."
    for text in (
        "In 2023 I was put in care.",
        "It is only two years ago that my mum died.",
        "I left at 11 o'clock.",
        "I am nearly 18.",
        "I am 18.",
    ):
        assert sounds_like_a_call_for_help(f"{text} {call}"), text
