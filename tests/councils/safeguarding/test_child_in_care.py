"""Which words ask whether the name of a child in care is needed. The note never blocks."""

import time
from pathlib import Path

import pytest

from campaign.letters.composition import compose, originality, topics
from councils.models import Council
from councils.record import record_on
from councils.safeguarding.child_in_care import first_names, names_a_child_in_care, no_names
from tests.councils.safeguarding.examples import ROOT, sentences

NAMED = sentences("names_a_child_in_care.txt")
NOT_NAMED = sentences("names_no_child_in_care.txt")


def test_there_are_enough_sentences_of_each_sort_and_none_twice():
    assert len(NAMED) >= 60
    assert len(NOT_NAMED) >= 60
    assert len(set(NAMED + NOT_NAMED)) == len(NAMED) + len(NOT_NAMED)


@pytest.mark.parametrize("text", NAMED)
def test_who_a_child_in_care_is_is_noticed(text):
    assert names_a_child_in_care(text)
    letter = f"Dear Lead Member,\n\nI live in Kent. {text} Thank you."
    assert names_a_child_in_care(letter)
    assert names_a_child_in_care(text.replace("'", "’"))


@pytest.mark.parametrize("text", NOT_NAMED)
def test_other_names_and_no_names_are_left_alone(text):
    assert not names_a_child_in_care(text)
    assert not names_a_child_in_care(text.replace("'", "’"))


def test_a_foster_carers_letter_is_read_as_a_whole():
    assert not names_a_child_in_care("Jack came home at six.")
    assert names_a_child_in_care("We are foster carers. It was a Friday. Jack came home at six.")


def test_no_letter_of_ours_asks(db):
    record = record_on()
    for slug in ("kent", "sheffield", "cumberland", "surrey", "barking-and-dagenham"):
        row = record.by_slug[slug]
        for variant in range(4):
            text = compose.LetterComposer(row, variant=variant).text(
                "Lead Member", list(topics.TOPICS_BY_KEY)
            )
            assert not names_a_child_in_care(text), text
    for text in originality.all_wordings():
        assert not names_a_child_in_care(text), text


@pytest.mark.parametrize("page", sorted((ROOT / "campaign/pages/shipped").glob("*.md")), ids=str)
def test_no_page_of_ours_asks_when_it_is_quoted(page: Path):
    for line in page.read_text("utf-8").splitlines():
        assert not names_a_child_in_care(line), line


def test_no_council_is_taken_for_a_child(db):
    for name in Council.objects.values_list("short_name", flat=True):
        for text in (
            f"{name}’s social workers do much for children in care.",
            f"A child in care in {name} needs you.",
            f"We foster for {name}.",
        ):
            assert not names_a_child_in_care(text), text


def test_no_word_is_a_name_and_none():
    assert first_names()
    assert no_names()
    assert not first_names() & no_names()


@pytest.mark.parametrize("word", ["A", "Jack ", "foster ", "the home ", "in care Jack, who is "])
def test_a_text_made_to_be_slow_is_read_quickly(word):
    begun = time.process_time()
    names_a_child_in_care(word * 20_000)
    assert time.process_time() - begun < 5  # a careless pattern takes minutes
