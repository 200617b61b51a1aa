"""What of a letter is its writer's own, and which of our beginnings nobody finished."""

import pytest

from campaign.letters.composition.compose import LetterComposer
from campaign.letters.composition.originality import (
    UNFINISHED,
    own_words,
    own_words_percent,
    without_unfinished,
)
from campaign.letters.composition.wordings import QUESTIONS, STARTERS
from councils.record import record_on

KEYS = [question.key for question in QUESTIONS]


@pytest.fixture
def made(db):
    record = record_on()
    return LetterComposer(record, record.by_slug["sheffield"], seed="a draft")


def share(made, text):
    return own_words_percent(text, made.all_of_ours)


def test_a_letter_in_our_words_alone_has_no_share_of_its_own(made):
    for topics in ([], KEYS, *([key] for key in KEYS), ["count", "talk"], ["help", "talk"]):
        text = made.text(topics)
        assert share(made, text) == 0
        assert own_words(text, made.all_of_ours).strip() == ""


def test_the_share_is_that_of_the_paragraphs_that_were_written_or_changed(made):
    text = made.text([], "My sister slept in a bus shelter when she was twelve.")
    assert share(made, text) == 25  # one of four, besides the greeting and the closing
    changed = text.replace("If you’ve signed, please", "If you have, please")
    assert share(made, changed) == 50


def test_a_letter_in_the_writers_words_is_all_their_own_and_so_is_an_empty_one(made):
    for text in ("Dear all, please do what you can. I mean it.", "", " \n ", "…!?", "a b c"):
        assert share(made, text) == 100


def test_the_guard_reads_what_the_writer_wrote_and_nothing_of_ours(made):
    text = made.text(KEYS, "Mine.")
    assert own_words(text, made.all_of_ours).split() == ["Mine."]


@pytest.mark.parametrize("dots", ["…", "...", ". . .", ".", ""])
def test_an_unfinished_beginning_is_found_however_its_dots_are_typed(made, dots):
    assert len(STARTERS) == 2
    for starter in (*STARTERS, "I wish every child here …"):  # which a draft of last week may have
        left = made.fill(starter).replace("…", dots)
        for text in (
            f"Dear you,\n\n{left}\n\nYours",
            f"Dear you,\n\n{left.replace(' ', '\n', 1)}",
            f"dear you,\n\n{left.lower()}\n\nyours",
        ):
            assert UNFINISHED.search(text), text


def test_a_beginning_that_somebody_finished_loses_its_dots_alone():
    for dots in ("…", "...", ". . ."):
        went_on = f"I wish every child here {dots} had somewhere to go."
        line = f"{went_on}\n\nI care about this because {dots}"
        assert without_unfinished(line) == "I wish every child here had somewhere to go."
        assert not UNFINISHED.search(went_on)
