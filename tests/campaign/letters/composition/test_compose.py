"""What a letter says, for each status that a council can have."""

import datetime as dt
import re
from copy import copy

import pytest

from campaign.letters.composition.compose import LetterComposer
from campaign.letters.composition.wordings import PATTERNS, QUESTIONS
from campaign.letters.held import unknown_hosts
from councils.models import Council, EventKind
from councils.models.missing_from_care import MissingFromCare
from councils.record import CURRENT_STATUSES, record_on, record_version

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 29)
CHARTER = "“will take steps to count, think, act and prevent”"


def composer(slug, on=DAY, **facts):
    record = record_on(on)
    return LetterComposer(record, record.by_slug[slug], **facts)


def seeded(slug, part, **facts):
    """Return the composer of a letter that draws the first wording of a part."""
    made = (composer(slug, seed=str(number), **facts) for number in range(99))
    return next(each for each in made if part in each.text([]))


def paragraphs(slug, topics=(), own_line="", on=DAY, **facts):
    return composer(slug, on, **facts).text(list(topics), own_line).split("\n\n")


# Word for word


def test_a_council_without_a_signature_found_gets_the_letter_as_it_was_written():
    made = seeded("sheffield", "I live in Sheffield, so I’m asking you")
    assert made.subject == "Will Sheffield sign the Runaways’ Charter?"
    greeting, own, ask, found, help_asked, answer, closing = made.text(
        ["help"], "My niece lives here."
    ).split("\n\n")
    assert greeting == "Dear Councillor,"
    assert own == "My niece lives here."
    assert ask == (
        "I live in Sheffield, so I’m asking you, as the Lead Member for Children’s Services: will"
        f" Sheffield sign the Runaways’ Charter? Councils that sign {CHARTER}, as The Children’s"
        " Society put it in 2013."
    )
    assert found == (
        "Of the 950 children Sheffield looked after at some time in the year to March 2024, 118"
        " went missing, 701 times in all (Department for Education). Derbyshire, next door, is on"
        " the 2013 list of councils that signed. The website Make Runaways Safe hasn’t found"
        " Sheffield’s signature, but the lists have gaps. So if you’ve signed already, thank you,"
        " and please tell me when."
    )
    assert help_asked == (
        "I’d also like to ask: where can a child here go for help, at any hour? Not every child"
        " has a phone, a bus fare or an adult they trust."
    )
    assert answer in PATTERNS["not_signed"].answers
    assert closing == "Yours sincerely,"


def test_a_council_that_signed_gets_the_letter_as_it_was_written():
    made = composer("kent")
    assert made.subject == "Kent and the Runaways’ Charter: what’s next?"
    assert made.text(["talk"], "I care.").split("\n\n")[2:] == [
        "I live in Kent, and I was glad to read that the council had signed the Runaways’ Charter"
        " by December 2012, as one of the first. Thank you. So I’m asking you, as the Lead Member"
        " for Children’s Services: what does Kent do today, and what’s next?",
        f"Councils that sign {CHARTER}, as The Children’s Society put it in 2013. Could Kent"
        " publish a page that says what it does today under each of the four? Then everyone here"
        " could see it.",
        "Of the 4,670 children Kent looked after at some time in the year to March 2024, 471 went"
        " missing, 2,372 times in all (Department for Education).",
        "I’d also like to ask: how many children who came back were offered a talk with someone"
        " independent, and how many took it up?",
        "If I’ve got this wrong and Kent hasn’t signed, please tell me, because the website I’m"
        " using goes by a list from 2013.",
        "A short answer is enough. Thank you for reading this.",
        "Yours sincerely,",
    ]


def test_a_council_that_says_it_will_sign_is_asked_when(sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS)
    assert composer("sheffield").subject == "When will Sheffield sign the Runaways’ Charter?"
    assert paragraphs("sheffield")[2].startswith(
        "I live in Sheffield, and I was glad to read that the council says it will sign the"
        " Runaways’ Charter. So I’m asking you, as the Lead Member for Children’s Services: when?"
    )


def test_a_council_that_took_over_from_one_that_signed_is_asked_to_sign_too(sign):
    sign(Council.objects.get(slug="northamptonshire"), "2014-05-01")
    slug = "north-northamptonshire"
    subject = "Will North Northamptonshire sign the Runaways’ Charter itself?"
    assert composer(slug).subject == subject
    assert paragraphs(slug)[2].startswith(
        "Northamptonshire signed the Runaways’ Charter, and North Northamptonshire took over. I"
        " live in North Northamptonshire, so I’m asking you, as the Lead Member for Children’s"
        " Services: will North Northamptonshire sign too?"
    )


def test_a_council_that_has_withdrawn_is_asked_to_think_again(sheffield, sign, add_event):
    sign(sheffield, "2015-01-01")
    add_event(sheffield, EventKind.WITHDRAWN)
    subject = "Will Sheffield think again about the Runaways’ Charter?"
    assert composer("sheffield").subject == subject
    ask = paragraphs("sheffield")[2]
    assert ask.startswith("I live in Sheffield, and I read that the council withdrew from the")
    assert re.search(r"Runaways’ Charter on \d+ \w+ \d{4}\. So I’m asking you", ask)
    assert "will it think again?" in ask


def test_a_council_that_ends_is_asked_to_tell_those_who_take_over(sign):
    asked = "From 1 April 2027 East Surrey and West Surrey will run children’s services here."
    assert f"{asked} Could you tell them about the charter, and what you decide?" in paragraphs(
        "surrey"
    )
    sign(Council.objects.get(slug="surrey"), "2014-01-01")
    record_version.forget()
    letter = composer("surrey").text([])
    assert f"{asked} Could you tell them about the charter, and that you signed it?" in letter
    assert "publish" not in letter  # it has no time left for that
    assert "1 April 2027" not in composer("east-surrey", dt.date(2027, 4, 1)).text([])


def test_who_is_greeted_depends_on_whom_the_letter_is_to():
    assert paragraphs("city-of-london")[0] == "Dear Member,"
    made = composer("kent", role="Director of Children’s Services")
    assert made.text([]).startswith("Dear Director,")
    assert "as the Director of Children’s Services: what does Kent do" in made.text([])


def test_each_question_stands_as_it_was_ticked_and_unknown_ones_are_left_out():
    letter = composer("sheffield").text(["talk", "nonsense", "count"])
    count, talk = QUESTIONS[1], QUESTIONS[2]
    asked = letter.split("\n\n")[4:6]
    assert asked[0].startswith(f"I’d also like to ask: h{count.words[1:]}")
    assert asked[1].startswith(f"And: h{talk.words[1:]}")
    assert "I’d also like to ask" not in composer("sheffield").text([])


def test_own_words_come_first_just_as_they_were_typed():
    line = "  My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>\n\nTwo paragraphs of it.  "
    assert paragraphs("sheffield", own_line=line)[1:3] == [
        "My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>",
        "Two paragraphs of it.",
    ]


# Figures, neighbours and answers


def test_a_figure_that_is_not_published_or_too_old_is_left_out(sheffield):
    MissingFromCare.objects.filter(council=sheffield, year=2024).update(children="c")
    MissingFromCare.objects.filter(council=sheffield, year=2023).update(children="88")
    record = copy(record_on(DAY))
    record.derived = {}
    made = LetterComposer(record, record.by_slug["sheffield"])
    assert "in the year to March 2023, 88 went missing" in made.text([])
    record.on = dt.date(2029, 1, 1)
    made = LetterComposer(record, record.by_slug["sheffield"])
    assert "went missing" not in made.figure
    assert made.found[0].startswith("Derbyshire, next door")


# Every letter


def test_every_status_a_council_can_have_has_its_letter():
    assert set(PATTERNS) == {*CURRENT_STATUSES, "forming"}


def test_a_letter_to_every_council_is_whole():
    record = record_on(DAY)
    assert len(record.councils) == 153
    keys = [question.key for question in QUESTIONS]
    for row in record.councils:
        for number in range(3):
            made = LetterComposer(record, row, seed=str(number))
            text = made.text(keys) + made.subject
            assert not re.search(r"[{}]|None|  |[.?!] [a-z]|(^|\n)the ", text), text
            assert row.short_name in text
            assert len(text.split()) - len(made.figure.split()) < 260


def test_no_status_says_anything_against_a_council():
    record = record_on(DAY)
    for status in PATTERNS:
        row = copy(record.by_slug["sheffield"])  # the record is kept for the next test
        row.status, row.signature = status, record.by_slug["kent"].signature
        row.inherited_from = record.by_slug["kent"] if status == "inherited" else None
        text = LetterComposer(record, row).text([]).lower()
        for word in ("refus", "fail", "ignor", "worst", "lag", "yet to", "shame", "promise"):
            assert not re.search(rf"\b{word}", text), word


def test_a_draft_keeps_its_wordings_and_no_two_councillors_open_the_same():
    assert paragraphs("sheffield") == paragraphs("sheffield")
    assert len({composer("sheffield", seed=str(number)).text([]) for number in range(60)}) == 9


def test_none_of_our_words_is_taken_for_a_link():
    record = record_on(DAY)
    for row in record.councils:
        for text in LetterComposer(record, row).paragraphs:
            assert not unknown_hosts(text), text
