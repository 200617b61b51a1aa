import datetime as dt
import re

import pytest

from campaign.letters import wording
from campaign.letters.wording import POINTS, compose, subject
from councils.models import Council, EventKind
from councils.names import with_article
from councils.record import CURRENT_STATUSES, record_on

ALL = [point.key for point in POINTS]
LEAD = "Lead Member for Children’s Services"
BRACES = re.compile(r"[{}]")


def row_of(slug, on=None):
    return record_on(on).by_slug[slug]


def letter(slug, points=("talk", "count"), own_line="", variant=0):
    return compose(row_of(slug), LEAD, list(points), own_line, variant)


def test_a_council_with_no_signature_on_record_is_told_so_first_and_both_cases_are_named(db):
    text = letter("sheffield")
    opening = text.split("\n\n")[1]
    assert "has no signature on record from Sheffield City Council" in opening
    assert "Its record is not complete." in opening
    assert "If you have signed, thank you: please tell the campaign." in opening
    assert "If you have not, please will you sign?" in opening
    assert subject(row_of("sheffield")) == "Will Sheffield sign the Runaways’ Charter?"


def test_a_council_that_signed_is_thanked_and_asked_what_comes_next(db):
    text = letter("kent")
    assert "Kent County Council is on record as having signed the Runaways’ Charter" in text
    assert "by 3 December 2012. Thank you." in text
    assert "what comes next" in text
    assert "will you sign" not in text
    assert "no signature" not in text
    assert subject(row_of("kent")).startswith("Thank you, Kent")


def test_a_signature_of_an_unknown_day_is_given_no_day(sheffield, sign):
    sign(sheffield, on=None, precision="unknown")
    opening = letter("sheffield").split("\n\n")[1]
    assert "having signed the Runaways’ Charter. Thank you." in opening


def test_a_council_that_says_it_will_sign_is_asked_when(sheffield, happen):
    happen(sheffield, EventKind.INTENDS)
    assert "says it will sign the Runaways’ Charter. Thank you. May I ask when" in letter(
        "sheffield"
    )
    assert subject(row_of("sheffield")) == "When will Sheffield sign the Runaways’ Charter?"


def test_a_council_that_took_over_from_one_that_signed_is_asked_to_renew(db, sign):
    sign(Council.objects.get(slug="northamptonshire"), "2014-05-01")
    row = row_of("north-northamptonshire")
    assert row.status == "inherited"
    text = compose(row, LEAD, ["talk"])
    assert (
        "Northamptonshire County Council signed the Runaways’ Charter before"
        " North Northamptonshire Council took over." in text
    )
    assert "It does not count it as yours" in text
    assert "Please will you renew it?" in text
    assert subject(row).startswith("Will North Northamptonshire renew the promise")


def test_a_council_that_has_withdrawn_is_asked_to_think_again_without_reproach(
    sheffield, sign, happen
):
    sign(sheffield, "2015-01-01")
    happen(sheffield, EventKind.WITHDRAWN)
    text = letter("sheffield")
    assert "signed the Runaways’ Charter, and later wrote that it had withdrawn" in text
    assert "You will have had your reasons" in text
    assert subject(row_of("sheffield")).endswith("would you think about it again?")


@pytest.mark.parametrize("status", wording.FRAMES)
@pytest.mark.parametrize("variant", [0, 1])
def test_each_status_says_nothing_against_a_council(db, sheffield, status, variant):
    row = row_of("sheffield")
    row.status, row.signature = status, row_of("kent").signature
    row.spell = row.signature
    if status == "inherited":
        row.inherited_from = row_of("kent")
    text = compose(row, LEAD, ALL, "", variant).lower()
    for word in ("refus", "fail", "ignor", "worst", "lag", "yet to", "shame", " still "):
        assert word not in text


def test_every_status_a_council_can_have_has_its_letter(db):
    assert set(wording.FRAMES) == set(CURRENT_STATUSES)


@pytest.mark.parametrize("variant", [0, 1])
def test_a_letter_to_every_council_is_whole(db, variant):
    rows = record_on().councils
    assert len(rows) == 153
    for row in rows:
        text = compose(row, LEAD, ALL, "", variant) + subject(row)
        assert not BRACES.search(text), row.name
        assert "None" not in text, row.name
        assert with_article(row.name)[1:] in text  # its first letter may be a capital
        assert f" {row.said}" in text
        assert "  " not in text


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


def test_a_name_that_begins_a_sentence_begins_with_a_capital(db, sign):
    sign(Council.objects.get(slug="barnet"), "2015-01-01")
    assert ". The London Borough of Barnet is on record as having signed" in letter("barnet")


@pytest.mark.parametrize(
    ("slug", "said"),
    [("isle-of-wight", "the Isle of Wight"), ("city-of-london", "the City of London"),
     ("isles-of-scilly", "the Isles of Scilly")],
)  # fmt: skip
def test_a_place_takes_its_article_in_the_letter_and_its_subject(db, slug, said):
    row = row_of(slug)
    assert f"I live in {said}, and" in compose(row, LEAD, [])
    assert subject(row).startswith(f"Will {said} sign")


def test_the_two_wordings_differ_in_every_point_and_carry_the_same_frame(db):
    one, other = letter("sheffield", ALL), letter("sheffield", ALL, variant=1)
    ours, theirs = one.split("\n\n"), other.split("\n\n")
    assert len(ours) == len(theirs)
    assert ours[:3] == theirs[:3]
    assert ours[-1] == theirs[-1]
    assert all(a != b for a, b in zip(ours[3:-1], theirs[3:-1], strict=True))


@pytest.mark.parametrize(
    ("points", "words"),
    [(["talk"], "One thing matters most to me."), (["talk", "near"], "Two things matter"),
     (["talk", "near", "lead"], "These things matter")],
)  # fmt: skip
def test_the_letter_says_how_many_things_matter(db, points, words):
    assert words in letter("sheffield", points)


def test_with_nothing_ticked_no_empty_promise_is_left(db):
    text = letter("sheffield", [])
    assert "matter" not in text
    assert "\n\n\n" not in text


def test_points_stand_in_our_order_and_unknown_ones_are_left_out(db):
    assert letter("sheffield", ["lead", "talk", "nonsense"]) == letter(
        "sheffield", ["talk", "lead"]
    )


def test_own_words_stand_before_the_closing_just_as_typed(db):
    line = "  My {area} is {0} 100%s & <b>“ours”</b>\n\nTwo paragraphs of it.  "
    paragraphs = letter("sheffield", ["talk"], line).split("\n\n")
    assert paragraphs[-3] == "My {area} is {0} 100%s & <b>“ours”</b>"
    assert paragraphs[-2] == "Two paragraphs of it."


def test_every_figure_in_a_letter_has_its_place_year_and_source():
    for point in POINTS:
        for text in point.wordings:
            if re.search(r"\d\d%|\b\d+ councils|in ten\b", text):
                assert re.search(r"\b20\d\d", text), text
                assert "England" in text, text
                assert "Missing People" in text or "Children’s Society" in text, text


def test_two_points_are_ticked_at_first():
    assert len(POINTS) == 5
    assert set(wording.TICKED_FIRST) < set(ALL)
    assert len(wording.TICKED_FIRST) == 2


def test_surreys_successors_get_a_letter_once_they_have_begun(db):
    row = row_of("east-surrey", dt.date(2027, 4, 1))
    assert row.status == "not_signed"
    assert "East Surrey" in compose(row, LEAD, ALL)
