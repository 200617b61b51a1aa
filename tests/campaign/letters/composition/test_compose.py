import datetime as dt
import re
from copy import copy

import pytest

from campaign.letters.composition.compose import LetterComposer, successors_of
from campaign.letters.composition.originality import all_wordings
from campaign.letters.composition.templates import (
    CHARTER,
    HANDOVER,
    INTRODUCTIONS,
    TEMPLATES,
    TOPIC_LEADS,
)
from campaign.letters.composition.topics import TICKED_FIRST, TOPICS
from councils.models import Council, EventKind
from councils.names import with_article
from councils.record import CURRENT_STATUSES, record_on
from councils.safeguarding.call_for_help import sounds_like_a_call_for_help

ALL = [point.key for point in TOPICS]
LEAD = "Lead Member for Children’s Services"
BRACES = re.compile(r"[{}]")
EVERY = pytest.mark.parametrize("variant", range(4))
"""Each wording of a part comes up once in four turns."""


def row_of(slug, on=None):
    return record_on(on).by_slug[slug]


def words(slug, variant=0, on=None):
    record = record_on(on)
    row = record.by_slug[slug]
    return LetterComposer(
        row, seed="a draft", variant=variant, successors=successors_of(record, row)
    )


def letter(slug, points=("talk", "count"), own_line="", variant=0, on=None):
    return words(slug, variant, on).text(LEAD, list(points), own_line)


# Each status has its letter


@EVERY
def test_a_council_with_no_signature_on_record_is_told_so_first_and_both_cases_are_named(
    db, variant
):
    opening = letter("sheffield", variant=variant).split("\n\n")[1]
    assert "no signature on record" in opening
    assert "Sheffield City Council" in opening
    assert "not complete" in opening
    assert "have signed, thank you" in opening
    assert "campaign" in opening
    assert re.search(r"[Ii]f (you have )?not, please will you sign\?", opening)


@EVERY
def test_a_council_that_signed_is_thanked_and_asked_what_comes_next(db, variant):
    text = letter("kent", variant=variant)
    opening = text.split("\n\n")[1]
    assert "Kent County Council is on record as having signed the Runaways’ Charter" in opening
    assert "by 3 December 2012" in opening
    assert "hank you" in opening or "thank you" in opening
    assert "what comes next" in opening
    assert "will you sign" not in text
    assert "no signature" not in text


@EVERY
def test_a_signature_of_an_unknown_day_is_given_no_day(sheffield, sign, variant):
    sign(sheffield, on=None, precision="unknown")
    opening = letter("sheffield", variant=variant).split("\n\n")[1]
    assert re.search(r"having signed the Runaways’ Charter[.,]", opening)


@EVERY
def test_a_council_that_says_it_will_sign_is_thanked_and_asked_when(sheffield, add_event, variant):
    add_event(sheffield, EventKind.INTENDS)
    opening = letter("sheffield", variant=variant).split("\n\n")[1]
    assert re.search(r"(says it will|that Sheffield City Council will) sign", opening)
    assert re.search(r"[Tt]hank you", opening)
    assert re.search(r"when|a day for it", opening, re.IGNORECASE)


@EVERY
def test_a_council_that_took_over_from_one_that_signed_is_asked_to_renew(db, sign, variant):
    sign(Council.objects.get(slug="northamptonshire"), "2014-05-01")
    assert row_of("north-northamptonshire").status == "inherited"
    opening = letter("north-northamptonshire", variant=variant).split("\n\n")[1]
    assert "Northamptonshire County Council" in opening
    assert "as yours" in opening or "not for North Northamptonshire Council" in opening
    assert "a new council makes its own promises" in opening.lower()
    assert re.search(r"Please will you renew (it|this one)\?", opening)


@EVERY
def test_a_council_that_has_withdrawn_is_asked_to_think_again_without_reproach(
    sheffield, sign, add_event, variant
):
    sign(sheffield, "2015-01-01")
    add_event(sheffield, EventKind.WITHDRAWN)
    opening = letter("sheffield", variant=variant).split("\n\n")[1]
    assert "wrote that it had withdrawn" in opening
    assert "reasons" in opening or "glad to know why" in opening
    assert "ould you think about signing again?" in opening


@pytest.mark.parametrize("status", TEMPLATES)
@EVERY
def test_no_status_says_anything_against_a_council(db, sheffield, status, variant):
    row = copy(row_of("sheffield"))  # the record is kept for the next test
    row.status, row.signature = status, row_of("kent").signature
    row.spell = row.signature
    if status == "inherited":
        row.inherited_from = row_of("kent")
    made = LetterComposer(row, variant=variant)
    text = f"{made.subject} {made.text(LEAD, ALL)}".lower()
    for word in ("refus", "fail", "ignor", "worst", "lag", "yet to", "shame", "still", "only"):
        assert not re.search(rf"\b{word}", text), word


def test_every_status_a_council_can_have_has_its_letter(db):
    assert set(TEMPLATES) == set(CURRENT_STATUSES)


# A council that another takes over from


@EVERY
def test_surrey_is_written_to_today_and_asked_to_hand_the_promise_on(db, variant):
    text = letter("surrey", variant=variant, on=dt.date(2026, 11, 24))
    assert "Surrey County Council" in text
    hand_on = text.split("\n\n")[-2]
    assert "East Surrey Council and West Surrey Council" in hand_on
    assert "1 April 2027" in hand_on


def test_from_that_day_on_its_successors_get_a_letter_of_their_own(db):
    day = dt.date(2027, 4, 1)
    assert row_of("east-surrey", day).status == "not_signed"
    text = letter("east-surrey", ALL, on=day)
    assert "East Surrey" in text
    assert "1 April 2027" not in text


def test_a_council_that_stays_is_asked_to_hand_on_nothing(db):
    assert successors_of(record_on(), row_of("kent")) is None


# Whole letters


@EVERY
def test_a_letter_to_every_council_is_whole(db, variant):
    record = record_on()
    assert len(record.councils) == 153
    for row in record.councils:
        made = LetterComposer(
            row, seed=row.slug, variant=variant, successors=successors_of(record, row)
        )
        text = made.text(LEAD, ALL) + made.subject
        assert not BRACES.search(text), row.name
        assert "None" not in text, row.name
        assert with_article(row.name)[1:] in text  # its first letter may be a capital
        assert row.short_name_in_sentence[1:] in made.subject
        assert "  " not in text
        assert not re.search(r"[.?!] [a-z]", text), row.name


@pytest.mark.parametrize(
    ("official", "in_a_sentence"),
    [
        ("London Borough of Barnet", "the London Borough of Barnet"),
        ("Royal Borough of Greenwich", "the Royal Borough of Greenwich"),
        ("City of London Corporation", "the City of London Corporation"),
        ("City of York Council", "the City of York Council"),
        ("Council of the Isles of Scilly", "the Council of the Isles of Scilly"),
        ("Kent County Council", "Kent County Council"),
        ("Sheffield City Council", "Sheffield City Council"),
    ],
)
def test_names_that_need_an_article_get_one(official, in_a_sentence):
    assert with_article(official) == in_a_sentence


@EVERY
def test_a_place_takes_its_article_and_a_sentence_begins_with_a_capital(db, sign, variant):
    sign(Council.objects.get(slug="isle-of-wight"), "2015-01-01")
    made = words("isle-of-wight", variant)
    text = f"{made.subject}. {made.text(LEAD, ALL)}"
    assert "the Isle of Wight" in text
    assert not re.search(r"(?<!the )(?<!The )Isle of Wight(?! Council)", text)
    assert not re.search(r"(^|[.?!] )the ", text)


@pytest.mark.parametrize(
    ("points", "said"), [(["talk"], 1), (["talk", "near"], 2), (["talk", "near", "lead"], 3)]
)
@EVERY
def test_the_letter_says_how_many_things_matter(db, points, said, variant):
    assert letter("sheffield", points, variant=variant).split("\n\n")[2] in TOPIC_LEADS[said]


def test_with_nothing_ticked_no_empty_promise_is_left(db):
    text = letter("sheffield", [])
    assert not any(line in text for lines in TOPIC_LEADS.values() for line in lines)
    assert "\n\n\n" not in text


def test_points_stand_in_our_order_and_unknown_ones_are_left_out(db):
    assert letter("sheffield", ["lead", "talk", "nonsense"]) == letter(
        "sheffield", ["talk", "lead"]
    )


def test_own_words_stand_before_the_closing_just_as_typed(db):
    line = "  My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>\n\nTwo paragraphs of it.  "
    paragraphs = letter("sheffield", ["talk"], line).split("\n\n")
    assert paragraphs[-3] == "My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>"
    assert paragraphs[-2] == "Two paragraphs of it."


# Letters differ


def test_every_part_has_several_wordings_and_none_twice():
    parts = [
        INTRODUCTIONS,
        CHARTER,
        HANDOVER,
        *TOPIC_LEADS.values(),
        *(point.wordings for point in TOPICS),
    ]
    for frame in TEMPLATES.values():
        parts += [frame.subjects, frame.asks, frame.closings]
    for part in parts:
        assert len(set(part)) == len(part) >= 4


def test_one_draft_keeps_its_wordings(db):
    assert letter("sheffield") == letter("sheffield")


def test_said_another_way_every_part_changes(db):
    one, other = (letter("surrey", ALL, variant=variant).split("\n\n") for variant in (0, 1))
    assert len(one) == len(other)
    assert one[0] == other[0]  # whom it is to
    assert all(a != b for a, b in zip(one[1:], other[1:], strict=True))


def test_letters_of_different_people_differ(db):
    row = row_of("sheffield")
    texts = {
        LetterComposer(row, seed=str(number)).text(LEAD, ["talk", "count"]) for number in range(200)
    }
    assert len(texts) > 190
    subjects = {LetterComposer(row, seed=str(number)).subject for number in range(50)}
    assert len(subjects) == len(TEMPLATES["not_signed"].subjects)


# What may be said


def test_every_figure_in_a_letter_has_its_place_year_and_source():
    for text in all_wordings():
        if re.search(r"\d\d%|\b\d+ councils|in ten\b", text):
            assert re.search(r"\b20\d\d", text), text
            assert "England" in text, text
            assert "Missing People" in text or "Children’s Society" in text, text


def test_none_of_our_words_sounds_like_a_child_asking_for_help():
    for text in all_wordings():
        assert not sounds_like_a_call_for_help(text), text


def test_two_points_are_ticked_at_first():
    assert len(TOPICS) == 5
    assert set(TICKED_FIRST) < set(ALL)
    assert len(TICKED_FIRST) == 2
