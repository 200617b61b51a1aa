import re

import pytest

from campaign.letters.composition.compose import LetterComposer, successors_of
from campaign.letters.composition.originality import PROMPTS, coach, own_words_percent, unfinished
from campaign.letters.composition.templates import TEMPLATES
from campaign.letters.composition.topics import TOPICS
from campaign.letters.forms import LetterForm
from campaign.letters.models import Letter
from councils.record import record_on
from tests.seen import words as seen

LEAD = "Lead Member for Children’s Services"
WORDINGS = 5
"""Variants tried of each letter."""


@pytest.fixture
def words(db):
    return LetterComposer(record_on().by_slug["barnet"], seed="a draft")


def test_a_letter_in_our_words_alone_has_no_share_of_its_own(words):
    for variant in range(5):
        words.variant = variant
        text = words.text(LEAD, [point.key for point in TOPICS])
        assert own_words_percent(text, words.placeholders) == 0


def test_a_line_of_the_writers_own_counts_by_its_words(words):
    text = words.text(LEAD, ["talk"])
    size = len(text.split())
    line = "My sister slept in a bus shelter when she was twelve, and nobody asked her why."
    share = own_words_percent(words.text(LEAD, ["talk"], line), words.placeholders)
    assert share == pytest.approx(100 * 15 / (size + 15), abs=1)


def test_a_letter_in_the_writers_words_is_all_their_own(words):
    assert (
        own_words_percent("Dear all, please do what you can. I mean it.", words.placeholders) == 100
    )


def test_our_sentences_become_the_writers_own_when_changed(words):
    text = words.text(LEAD, ["talk"])
    mixed = " ".join(
        f"{word} indeed" if n % 3 == 0 else word for n, word in enumerate(text.split())
    )
    assert own_words_percent(mixed, words.placeholders) > 90


def test_case_and_apostrophes_do_not_make_our_words_the_writers_own(words):
    text = words.text(LEAD, ["talk"]).upper().replace("’", "'")
    assert own_words_percent(text, words.placeholders) == 0


@pytest.mark.parametrize("text", ["", " \n ", "…!?", "a", "a b c"])
def test_a_text_of_few_words_or_none_has_a_share(words, text):
    assert 0 <= own_words_percent(text, words.placeholders) <= 100


def test_an_empty_letter_is_not_called_our_wording(begin, words):
    assert own_words_percent(" \n", words.placeholders) == 100
    browser = begin()
    for text in ("", " \n", "…"):
        page = browser.press("", text=text)
        assert "our wording" not in seen(page)
    Letter.objects.update(text="", own_words_percent=0)  # a letter that was never composed
    assert "our wording" not in seen(browser.go(browser.draft))
    Letter.objects.update(text="Dear Lead Member for Children’s Services")
    assert "All of this is our wording." in seen(browser.go(browser.draft))


def test_the_coach_says_one_sentence_while_most_is_ours():
    assert coach(0) == "All of this is our wording. One line of yours counts for more."
    assert coach(49) == "Most of this is our wording. One line of yours counts for more."
    assert coach(50) == ""


DOTS = ("…", "...", ". . .", ".", "")


@pytest.mark.parametrize("dots", DOTS)
def test_there_are_three_prompts_and_an_unfinished_one_is_found(dots):
    assert len(PROMPTS) == 3
    for prompt in PROMPTS:
        left = prompt.replace("…", dots)
        assert unfinished(f"Dear you,\n\n{left}\n\nYours") == prompt
        assert unfinished(f"Dear you,\n\n{left.replace(' ', '\n', 1)}") == prompt
        assert unfinished(f"Dear you, {prompt.removesuffix(' …')}{dots}") == prompt
        assert unfinished(f"dear you,\n\n{left.lower()}\n\nyours") == prompt


def test_a_finished_prompt_is_accepted_even_with_dots_or_on_two_lines():
    for prompt in PROMPTS:
        assert not unfinished(prompt.replace("…", "of my brother …"))
        assert not unfinished(f"{prompt.removesuffix(' …')}\nmy brother slept in a bus shelter.")


@pytest.mark.fault  # full-size data
def test_an_unfinished_prompt_is_found_in_every_wording_and_a_whole_letter_has_none(rich):
    points = [point.key for point in TOPICS]
    record = record_on()
    prompted = {row.status: row for row in record.all_councils}  # a council of each status
    for row in (row for row in record.all_councils if row.status in TEMPLATES):
        for variant in range(WORDINGS):
            draft = LetterComposer(
                row, seed=row.slug, variant=variant, successors=successors_of(record, row)
            )
            whole = draft.text(LEAD, points)
            assert not LetterForm({"text": whole})["text"].errors, row.name
            assert not re.search(r"[{}\[\]…]", whole + draft.subject), row.name
            for prompt in PROMPTS if row is prompted[row.status] else ():
                form = LetterForm({"text": draft.text(LEAD, points, prompt)})
                assert prompt in form["text"].errors[0]
