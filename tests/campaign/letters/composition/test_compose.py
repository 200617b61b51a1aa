import datetime as dt
import re
from collections import Counter
from copy import copy

import pytest

from campaign.letters.composition import templates
from campaign.letters.composition.compose import (
    LetterComposer,
    LocalFigure,
    local_figure,
    successors_of,
)
from campaign.letters.composition.introductions import INTRODUCTIONS, WrittenAs
from campaign.letters.composition.originality import all_wordings
from campaign.letters.composition.printable import Paper
from campaign.letters.composition.templates import TEMPLATES
from campaign.letters.composition.topics import SHOWN_FIRST, TOPICS, ticked_first
from campaign.letters.council_replies import CouncilReply
from campaign.letters.recipient import Recipient
from councils.models import Council, EventKind
from councils.models.missing_from_care import MissingFromCare
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
    assert re.search("please tell (it|the website)", opening)
    assert "If not, please will you sign?" in opening


@EVERY
def test_a_council_that_signed_is_thanked_and_asked_what_comes_next(db, variant):
    text = letter("kent", variant=variant)
    opening = text.split("\n\n")[1]
    assert "Kent County Council is on record as having signed the Runaways’ Charter" in opening
    assert "by 3 December 2012" in opening
    assert "hank you" in opening or "thank you" in opening
    assert "what comes next" in opening
    assert "Please will you publish" in opening
    assert "wrong" in opening  # nobody has confirmed the record of 2013
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
def test_a_council_that_took_over_from_one_that_signed_is_asked_to_sign_too(db, sign, variant):
    sign(Council.objects.get(slug="northamptonshire"), "2014-05-01")
    assert row_of("north-northamptonshire").status == "inherited"
    opening = letter("north-northamptonshire", variant=variant).split("\n\n")[1]
    assert "Northamptonshire County Council" in opening
    assert "on record as having signed" in opening
    assert re.search("counts a new council once it signs itself|does not count that", opening)
    assert "Please will you sign too?" in opening


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
    row.status_event = row.signature
    if status == "inherited":
        row.inherited_from = row_of("kent")
    made = LetterComposer(row, variant=variant)
    text = f"{made.subject} {made.text(LEAD, ALL)}".lower()
    for word in ("refus", "fail", "ignor", "worst", "lag", "yet to", "shame", "still", "only"):
        assert not re.search(rf"\b{word}", text), word


def test_every_status_a_council_can_have_has_its_letter(db):
    assert set(TEMPLATES) == set(CURRENT_STATUSES)


# A council that another replaces


@EVERY
def test_surrey_is_written_to_today_and_asked_to_tell_its_successors(db, variant):
    text = letter("surrey", variant=variant, on=dt.date(2026, 11, 24))
    assert "Surrey County Council" in text
    hand_on = text.split("\n\n")[-3]
    assert "East Surrey Council and West Surrey Council" in hand_on
    assert "1 April 2027" in hand_on
    assert "what you decide" in hand_on  # it is not known to have signed
    assert "publish" not in text  # it has no time left for that


@EVERY
def test_a_signed_council_that_ends_is_asked_to_tell_its_successors(sign, db, variant):
    sign(Council.objects.get(slug="surrey"), "2014-01-01")
    text = letter("surrey", variant=variant, on=dt.date(2026, 11, 24))
    assert "that you are on record as signed" in text


def test_a_letter_that_asks_for_no_page_has_no_paragraph_of_one_reason(db):
    text = letter("surrey", ["count"], on=dt.date(2026, 11, 24))
    assert len(text.split("\n\n")) == len(
        letter("surrey", [], on=dt.date(2026, 11, 24)).split("\n\n")
    )


def test_successors_get_a_letter_of_their_own_from_the_day_they_take_over(db):
    day = dt.date(2027, 4, 1)
    assert row_of("east-surrey", day).status == "not_signed"
    text = letter("east-surrey", ALL, on=day)
    assert "East Surrey" in text
    assert "1 April 2027" not in text


def test_a_council_that_stays_has_no_successors_to_tell(db):
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
    assert "in the Isle of Wight" not in text
    assert not re.search(r"(?<!the )(?<!The )Isle of Wight(?! Council)", text)
    assert not re.search(r"(^|[.?!] )the ", text)


@EVERY
def test_a_letter_asks_one_question_however_many_topics_are_chosen(db, variant):
    for points in (["talk"], ["talk", "near"], ALL):
        text = letter("sheffield", points, variant=variant)
        assert text.count("?") == 1, text  # please will you sign?
        assert text.count(";") == len(points) - 1


def test_a_letter_without_topics_asks_for_no_publication(db):
    text = letter("sheffield", [])
    assert "publish" not in text
    assert "\n\n\n" not in text


def test_topics_stand_in_our_order_and_unknown_ones_are_left_out(db):
    assert letter("sheffield", ["lead", "talk", "nonsense"]) == letter(
        "sheffield", ["talk", "lead"]
    )


def test_own_words_stand_before_the_closing_just_as_typed(db):
    line = "  My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>\n\nTwo paragraphs of it.  "
    paragraphs = letter("sheffield", ["talk"], line).split("\n\n")
    assert paragraphs[-4] == "My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>"
    assert paragraphs[-3] == "Two paragraphs of it."


@EVERY
def test_each_writer_begins_in_their_own_way(db, variant):
    made = words("sheffield", variant)
    for writer, sign in (
        ("resident", r"\b(live|home|residents)\b"),
        ("professional", "work"),
        ("carer", "car(e|es) for a child|look(s)? after|bringing up"),
        ("on_behalf", r"someone"),
    ):
        opening = made.text(LEAD, [], written_as=writer).split("\n\n")[1]
        assert re.search(sign, opening), opening
        assert "Sheffield" in opening


@EVERY
def test_a_letter_carries_the_addresses_and_wishes_for_an_answer_by_email(db, settings, variant):
    settings.SITE_URL = "https://runaways.example"
    for slug in ("sheffield", "kent", "surrey"):
        *_, wish, lines = letter(slug, variant=variant).split("\n\n")
        assert wish.startswith("I would be glad of an answer by email.")
        assert "the website Make Runaways Safe: https://runaways.example\n" in lines
        assert f"https://runaways.example/councils/{slug}/" in lines.split("\n")[1]


def test_no_letter_speaks_for_the_campaign_of_2011_or_of_a_promise():
    for text in all_wordings():
        assert not re.search("campaign|promise", text, re.IGNORECASE), text


# Local figures


def test_the_departments_figure_comes_with_year_source_and_caution(db, sheffield):
    years = MissingFromCare.objects.filter(council=sheffield)
    years.filter(year=2024).update(children="c")  # not shown
    years.filter(year=2023).update(children="88", looked_after="1071")
    record = copy(record_on(dt.date(2026, 11, 24)))
    record.derived = {}
    row = record.by_slug["sheffield"]
    assert local_figure(record, row) == LocalFigure(2023, 88, 1071)
    text = LetterComposer(row, figure=local_figure(record, row)).text(LEAD, [])
    assert (
        "In the year to March 2023, 88 of 1,071 children in your care went missing"
        " (Department for Education; councils count differently)." in text
    )
    assert "England" not in text
    record.on = dt.date(2029, 1, 1)
    assert local_figure(record, row) is None  # too old to be quoted


@EVERY
def test_a_council_without_a_figure_of_its_own_is_given_englands(db, variant):
    figure = letter("sheffield", variant=variant).split("\n\n")[2]
    assert re.search(r"11%|13,010", figure)
    for part in ("England", "March 2024", "Department for Education"):
        assert part in figure


# Letters differ


def test_every_part_has_several_wordings_and_none_twice():
    often = [
        *INTRODUCTIONS.values(),
        templates.CHARTER,
        templates.ENGLAND_FIGURES,
        templates.HANDOVER,
        templates.THANKS,
        *(frame.publish for frame in TEMPLATES.values()),
    ]
    for part in often:
        assert len(set(part)) == len(part) >= 8
    for part in (
        *(frame.asks for frame in TEMPLATES.values()),
        *(topic.reasons for topic in TOPICS),
    ):
        assert len(set(part)) == len(part) >= 4
    for frame in TEMPLATES.values():
        assert len(set(frame.subjects)) == len(frame.subjects) >= 10
    assert set(INTRODUCTIONS) == set(WrittenAs)


def test_a_draft_keeps_its_wordings(db):
    assert letter("sheffield") == letter("sheffield")


def test_another_wording_changes_every_part_but_the_greeting_and_addresses(db):
    first, second = (letter("surrey", ALL, variant=variant).split("\n\n") for variant in (0, 1))
    assert len(first) == len(second)
    assert (first[0], first[-1]) == (second[0], second[-1])  # the greeting and the addresses
    assert all(a != b for a, b in zip(first[1:-1], second[1:-1], strict=True))


# Two hundred letters to one council, as they come when nothing is chosen


EXEMPT = re.compile(
    r"Dear |I would be glad of an answer|^In the year to March \d+, 188|Written with the website"
    r"|^Its page about your council:"
)
"""What may be repeated, besides the request: greeting, wish for an answer, figure, addresses."""


def as_they_come(row, number, figure=None, written_as=WrittenAs.RESIDENT, reply=None):
    record = record_on(dt.date(2026, 11, 25))
    made = LetterComposer(
        row, seed=str(number), figure=figure, successors=successors_of(record, row), reply=reply
    )
    text = made.text(LEAD, [ticked_first(str(number))], written_as=written_as)
    return made, text, made.subject


def row_with_status(status, slug="kent"):
    record = record_on(dt.date(2026, 11, 25))
    row, kent = copy(record.by_slug[slug]), record.by_slug["kent"]
    row.inherited_from = kent if status == "inherited" else None
    row.status, row.signature = status, kent.signature
    return row


LOCAL = LocalFigure(2024, 188, 1371)
ANSWERED = CouncilReply(
    "on 3 November 2026",
    "It answered.",
    "We count them each month. Our cabinet will decide in May. " * 3,
)


@pytest.mark.parametrize(
    ("figure", "reply"),
    [(None, None), (LOCAL, None), (LOCAL, ANSWERED)],
    ids=["England", "local", "answered"],
)
def test_no_sentence_stands_in_more_than_a_fifth_of_200_letters(db, figure, reply):
    rows = [row_with_status(status) for status in TEMPLATES]
    rows += [record_on(dt.date(2026, 11, 25)).by_slug[slug] for slug in ("surrey", "east-surrey")]
    for row in rows:
        sentences, subjects, sizes = Counter(), Counter(), []
        for number in range(200):
            made, text, subject = as_they_come(row, number, figure, reply=reply)
            sizes.append(len(text.split()))
            subjects[subject] += 1
            without_ask = text.replace(made.ask, "")
            parts = re.split(r"(?<=[.?!])\s+", without_ask)
            sentences.update({part for part in parts if part and not EXEMPT.search(part)})
        assert not {text: n for text, n in sentences.items() if n > 40}, row.status
        assert max(subjects.values()) <= 40
        assert min(sizes) >= 140, row.status
        assert max(sizes) <= 200, row.status


LONG_NAMES = ("bournemouth-christchurch-and-poole", "surrey", "north-northamptonshire")
HOME = "12 Oak Road, Crookes, Sheffield S10 2HH"


def test_letters_of_any_writer_to_any_council_are_short_and_most_fit_an_email_app(db, settings):
    settings.SITE_URL = "https://www.makerunawayssafe.example"
    record = record_on(dt.date(2026, 11, 25))
    rows = [row_with_status(status, slug) for status in TEMPLATES for slug in LONG_NAMES]
    for row in (*rows, record.by_slug["east-surrey"]):
        to = Recipient(LEAD, row.name, "", "lead.member.for.children@council.example")
        fits = 0
        for number in range(100):
            writer = list(WrittenAs)[number % 4]
            reply = ANSWERED if number % 8 > 5 else None
            _, text, subject = as_they_come(row, number, LOCAL, writer, reply)
            assert 140 <= len(text.split()) <= 200, text
            fits += Paper(to, subject, text, "Anna Smith", HOME, record.on).mailto_has_text
        assert fits >= 80, row


def test_letters_of_different_people_differ(db):
    row = row_of("sheffield")
    assert len({as_they_come(row, number)[1] for number in range(200)}) == 200


# What our wordings may say


def test_every_figure_in_a_letter_has_its_place_year_and_source():
    for text in all_wordings():
        if re.search(r"\d\d%|\d,\d{3}|in ten\b|\{children\}", text):
            assert re.search(r"\b20\d\d|\{year\}", text), text
            assert "England" in text or "your care" in text, text
            assert "Missing People" in text or "Department for Education" in text, text


def test_a_year_is_one_of_the_last_five_or_says_why_not():
    """The charter's own date may be older: it says how old the charter is."""
    oldest = dt.date.today().year - 5
    for text in all_wordings():
        years = [int(year) for year in re.findall(r"\b(20\d\d)\b", text)]
        says_why = "charter" in text.lower() or text in templates.CHARTER or "in force" in text
        assert says_why or all(year >= oldest for year in years), text


def test_none_of_our_words_sounds_like_a_child_asking_for_help():
    for text in all_wordings():
        assert not sounds_like_a_call_for_help(text), text


def test_one_of_three_topics_is_ticked_at_first():
    assert len(TOPICS) == 10
    ticked = Counter(ticked_first(str(number)) for number in range(300))
    assert set(ticked) == {topic.key for topic in TOPICS[:SHOWN_FIRST]}
    assert min(ticked.values()) > 60
