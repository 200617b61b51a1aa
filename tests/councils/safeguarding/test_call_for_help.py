"""Which words show the helplines first: a child's now, and not an adult's about the charter.

The sentences are in tests/councils/sentences/, one a line, for anybody to read and extend.
"""

import csv
import itertools
import re
import time
from pathlib import Path

import pytest

from campaign.letters.composition import compose, originality, topics
from councils.models import EventKind, Lineage
from councils.record import record_on
from councils.safeguarding.call_for_help import (
    may_be_about_the_writer,
    plain,
    signs_of,
    slips,
    sounds_like_a_call_for_help,
    the_rules,
)
from councils.safeguarding.phrases import Lists, Phrases, needs
from tests.councils.safeguarding.examples import CALLS, NO_CALLS, ROOT


def test_there_are_enough_sentences_of_each_sort_and_none_twice():
    assert len(CALLS) >= 60
    assert len(NO_CALLS) >= 60
    assert len(set(CALLS + NO_CALLS)) == len(CALLS) + len(NO_CALLS)


@pytest.mark.parametrize("text", CALLS)
def test_a_child_asking_for_help_is_heard(text):
    assert sounds_like_a_call_for_help(text)


@pytest.mark.parametrize("text", NO_CALLS)
def test_an_adult_writing_about_the_charter_is_left_alone(text):
    assert not list(signs_of(text))


@pytest.mark.parametrize("text", CALLS)
def test_it_is_heard_in_capitals_and_among_our_own_words(text):
    assert sounds_like_a_call_for_help(text.upper())
    letter = (
        f"I live in Kent, and I am writing about children who run away.\n\n{text}\n\nThank you."
    )
    assert sounds_like_a_call_for_help(letter)


@pytest.mark.parametrize("text", CALLS[:60])
def test_marks_at_the_end_and_spaces_change_nothing(text):
    for changed in (f"  {text}!!!", f"{text} 😢", text.replace(" ", "  "), f"{text}\r\n"):
        assert sounds_like_a_call_for_help(changed)


def test_an_apostrophe_of_any_sort_is_read():
    for apostrophe in "'’‘`´":
        assert sounds_like_a_call_for_help(f"I don{apostrophe}t feel safe")


def test_a_slip_of_the_finger_is_mended():
    assert {"tihs", "ths", "thhis"} <= slips("this")
    for slip in ("i have nowhre to go", "my stepdda hits me", "my boyfreind hits me"):
        assert sounds_like_a_call_for_help(slip), plain(slip)


def test_what_an_adult_quotes_is_not_the_adults_own():
    child = "I have nowhere to go. He hits me."
    assert sounds_like_a_call_for_help(child)
    assert sounds_like_a_call_for_help(f"“{child}”")
    for letter in (f"A girl told me: “{child}”", f'She wrote "{child}" and that was all.'):
        assert not sounds_like_a_call_for_help(letter)
    assert sounds_like_a_call_for_help("my dad said “I will kill you”")
    assert sounds_like_a_call_for_help("I left ‘cause he hits me. My parents’ house is not safe.")


def test_an_adults_memory_is_left_alone_and_a_childs_is_not():
    memory = "I ran away from home. I had nowhere to sleep, and my father hit me."
    assert sounds_like_a_call_for_help(memory)
    assert not sounds_like_a_call_for_help(f"In 1987 I was fifteen. {memory}")
    assert not sounds_like_a_call_for_help(f"{memory} I am 52 now, and I am a teacher.")
    assert sounds_like_a_call_for_help(f"{memory} I am 15.")
    assert sounds_like_a_call_for_help("When I was ten I ran away. Last night I ran away again.")


# Our own words


def test_no_wording_of_a_letter_sets_it_off():
    texts = [*originality.all_wordings(), *originality.PROMPTS]
    assert len(texts) > 60
    for text in texts:
        assert not list(signs_of(re.sub(r"\{\w+\}", "Kent", text))), text


@pytest.mark.parametrize("status", ["not_signed", "intends", "signed", "inherited", "withdrawn"])
def test_no_letter_of_ours_sets_it_off(status, add_event, sign, sheffield, make_council):
    if status in ("signed", "withdrawn"):
        sign(sheffield, "2020-01-01")
    if status in ("intends", "withdrawn"):
        add_event(sheffield, {"intends": EventKind.INTENDS}.get(status, EventKind.WITHDRAWN))
    slug = "sheffield"
    if status == "inherited":
        old, new = make_council("Old", ends="2021-04-01"), make_council("New", starts="2021-04-01")
        sign(old, "2013-05-01")
        Lineage.objects.create(old=old, new=new, on="2021-04-01", kind="replaces")
        slug = new.slug
    row = record_on().by_slug[slug]
    assert row.status == status
    for variant, number in itertools.product(range(4), range(6)):
        words = compose.LetterComposer(
            row, variant=variant, successors=compose.Successors(["New Council"], "1 April 2027")
        )
        assert not list(signs_of(words.subject))
        for chosen in itertools.combinations(topics.TOPICS_BY_KEY, number):
            text = words.text("Lead Member for Children’s Services", list(chosen))
            assert not list(signs_of(text)), text


def pages() -> list[Path]:
    return sorted((ROOT / "campaign/pages/shipped").glob("*.md"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_no_page_of_ours_sets_it_off_when_it_is_quoted(page):
    """But for what the help page says that a child could say."""
    lines = page.read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("- “"):
            assert not list(signs_of(line)), line


# The box that finds a council


def names() -> set[str]:
    found = set()
    for file, columns in (("councils.csv", ("name", "short_name")), ("names.csv", ("name",))):
        with (ROOT / "councils/register" / file).open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                found |= {row[column] for column in columns}
    return found


def test_no_name_of_a_council_sets_it_off_nor_does_the_beginning_of_one():
    for name in names():
        for typed in {name, name.lower(), *(name[:end] for end in range(1, len(name)))}:
            assert not sounds_like_a_call_for_help(typed), typed
        assert not may_be_about_the_writer(name), name


def test_no_postcode_sets_it_off():
    for postcode in ("CT16 1AA", "s1 2hh", "ME4 4ZZ", "DY9 9ZZ", "SOS 1AA", "HE1 1PM", "ct161aa"):
        assert not sounds_like_a_call_for_help(postcode), postcode


@pytest.mark.parametrize("text", CALLS)
def test_in_the_box_every_call_for_help_is_answered_with_the_helplines(text):
    assert sounds_like_a_call_for_help(text) or may_be_about_the_writer(text)


# The rules


def test_the_rules_say_so_where_they_name_a_list_that_is_not_there():
    with pytest.raises(ValueError, match="NOBODY"):
        Phrases(["NOBODY hits me"], Lists())


def test_a_phrase_is_tried_only_where_a_word_stands_that_it_needs():
    lists = Lists()
    lists.add("FAMILY", "mum/dad")
    lists.add("SOMEBODY", "(my)* FAMILY")
    assert needs("SOMEBODY (DOES)* hits me", lists) == {"hits"}
    assert needs("i ... SOMEBODY", lists) == {"mum", "dad"}
    assert needs("i am so_scared/END", lists) in ({"i"}, {"am"})
    assert needs("START (really)* .. END", lists) is None
    assert needs("responsib~ 19##", lists) is None


def test_each_sign_is_said_by_one_of_the_sentences():
    said = {sign for text in CALLS for sign in signs_of(text)}
    assert {sign.says for sign in the_rules().signs} <= said


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "%", "$ ^ ~", "(((", "“", "i " * 20_000, "run away " * 5_000, "a " * 20_000],
)
def test_any_text_is_read(text):
    sounds_like_a_call_for_help(text)
    may_be_about_the_writer(text)


@pytest.mark.parametrize(
    "word", ["i", "a lad", "help me!", "run away", "lads boys", "he is", "my some"]
)
def test_a_text_made_to_be_slow_is_read_quickly(word):
    begun = time.process_time()
    sounds_like_a_call_for_help(f"{word} " * 20_000)
    assert time.process_time() - begun < 5  # a careless pattern takes minutes
