"""Whether the names stop, begin again or go on: whatever the record of the day, it is true.

The cases: names still stopped, a name of last week, fifteen more, none, none any more, all, names
found late whose day is known or not, a council that withdrew or closed, and days of the past.
"""

import datetime as dt

import pytest
from django.db.models import F

from councils.history.line import draw
from councils.history.names import tell
from councils.history.steps import steps
from councils.models import Council, Event, EventKind, Signature
from councils.record import build, record_on
from tests.conftest import forget_everything
from tests.seen import words

REPORT = "An undated report, probably of 2014, counts 41"


@pytest.fixture(autouse=True)
def stopped(today_is):
    today_is("2026-11-24")


def told(day=None):
    """Return the heading and the sentences; no step may differ from the record of its own day."""
    forget_everything()
    record = record_on(day and dt.date.fromisoformat(day))
    for step in steps(record):
        assert step.signed == build(step.day).signed, step
    assert steps(record)[-1].signed == record.signed
    return tell(record)


def unsigned(many):
    """Return some councils that have no signature, the same ones each time."""
    signed = Signature.objects.values("council")
    councils = [row.id for row in record_on().councils]
    rest = Council.objects.filter(pk__in=councils).exclude(pk__in=signed)
    # First those without a first day: they were there in 2012, and PostgreSQL puts them last.
    return list(rest.order_by(F("starts_on").asc(nulls_first=True), "pk")[:many])


def test_today_the_names_still_stop(db):
    assert told() == (
        "Then the names stop.",
        f"32 councils signed in fourteen months. {REPORT}. We can’t name the others, or any since.",
    )


def test_with_a_signature_of_last_week_the_names_begin_again(sheffield, sign):
    sign(sheffield, "2026-11-17")
    assert told() == (
        "The names begin again.",
        f"32 councils signed in fourteen months. {REPORT}, and we can’t name nine of them. Then we"
        " know of none for thirteen years. Sheffield signed on 17 November 2026.",
    )


def test_with_47_signed_it_says_since_when(sign):
    for council in unsigned(15):
        sign(council, "2026-03-05")
    heading, said = told()
    assert heading == "The names begin again."
    assert said.endswith("for twelve years. Fifteen more have signed since March 2026.")


def test_with_47_that_never_paused_it_says_only_how_many(sign):
    for number, council in enumerate(unsigned(15)):
        sign(council, f"{2014 + number % 13}-05-05")
    assert told() == (
        "47 names so far.",
        f"47 councils have signed, as far as we know. {REPORT}, and we can’t name seven of them.",
    )


def test_names_that_stopped_twice_are_told_in_turn(sheffield, sign):
    sign(sheffield, "2019-05-05")
    assert told() == (
        "Then the names stop.",
        "32 councils signed in fourteen months. Sheffield signed on 5 May 2019."
        f" {REPORT}, and we can’t name nine of them. We can’t name any since.",
    )


@pytest.mark.promise(2)
@pytest.mark.parametrize(("day", "precision"), [("2026-11-20", "by"), (None, "unknown")])
def test_a_name_of_an_unknown_day_ends_no_silence(sheffield, sign, day, precision):
    sign(sheffield, day, precision)
    assert told().heading == "33 names so far."


def test_names_found_late_belong_to_their_own_time(sign):
    for council in unsigned(9):
        sign(council, "2014-05-05")
    assert told() == (
        "Then the names stop.",
        "41 councils signed in 21 months. We can’t name any since.",
    )
    assert draw(record_on()).report is None


def test_without_a_name_it_says_so(db):
    Signature.objects.update(retracted_on=dt.date(2026, 11, 1))
    none = "No council has signed, as far as we know."
    assert told() == ("No name yet.", f"{none} {REPORT}, and we can’t name any of them.")
    assert not draw(record_on()).has_room
    assert "It stays at 0." in draw(record_on()).label


def test_when_all_have_withdrawn_it_does_not_say_that_none_ever_signed(add_event):
    for signature in Signature.objects.select_related("council"):
        add_event(signature.council, EventKind.WITHDRAWN, "2026-11-01")
    assert told().heading == "No name today."


def test_when_all_have_signed_every_window_is_lit(client, sign):
    for council in unsigned(200):
        sign(council, "2026-11-20")
    assert told() == ("Every window is lit.", "All 153 councils have signed, as far as we know.")
    home = words(client.get("/"))
    assert "153 of 153" in home and "Every light is on" in home and "next light" not in home


def test_a_council_that_withdrew_or_closed_is_missing_from_those_that_still_count(kent, add_event):
    add_event(kent, EventKind.WITHDRAWN, "2016-05-05")
    Council.objects.filter(slug="derby").update(ends_on=dt.date(2020, 4, 1))
    said = told().words
    assert said.startswith("32 councils signed in fourteen months. 30 of them still count.")
    assert "and is 30 today" in draw(record_on()).label


def test_a_council_that_withdrew_and_signed_again_counts_when_it_did(sheffield, sign, add_event):
    sign(sheffield, "2014-05-05")
    add_event(sheffield, EventKind.WITHDRAWN, "2015-05-05")
    sign(sheffield, "2016-05-05")
    told()
    assert [step.signed for step in steps(record_on())] == [0, 1, 32, 33, 32, 33]
    Event.objects.all().delete()
    told()
    assert [step.signed for step in steps(record_on())] == [0, 1, 32, 33]


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        ("2012-07-09", "No name yet."),
        ("2012-12-24", "One name so far."),
        ("2013-10-01", "32 names so far."),
        ("2018-05-05", "Then the names stop."),
        ("2027-04-01", "Then the names stop."),
    ],
)
def test_a_day_of_the_past_or_to_come_has_its_own_words(client, db, day, heading):
    assert told(day).heading == heading
    page = client.get("/councils/timeline/", {"at": day})
    assert f"<h1>{heading}</h1>" in page.content.decode()


def test_a_high_count_leaves_no_sky_and_the_heading_stands_above(client, sign):
    for council in unsigned(60):
        sign(council, "2015-05-05")
    forget_everything()
    home = client.get("/").content.decode()
    assert home.index("<h2>Then the names stop.</h2>") < home.index('class="record"')


def test_home_and_the_story_say_the_same(client, sheffield, sign):
    sign(sheffield, "2026-11-17")
    forget_everything()
    home, story = (
        client.get("/").content.decode(),
        client.get("/councils/timeline/").content.decode(),
    )
    assert "<h2>The names begin again.</h2>" in home
    assert "<h1>The names begin again.</h1>" in story
    band = home[home.index('class="record"') : home.index('class="years"')]
    assert band.replace("h2>", "h1>") in story
