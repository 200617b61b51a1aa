"""The public page of the changes log."""

import datetime as dt

import pytest

from councils.models import Change, ChangeKind, Council, Lineage
from tests.conftest import forget_everything
from tests.seen import links, words


@pytest.fixture
def log(client, db):
    return lambda **asked: client.get("/changes/", asked)


@pytest.fixture
def correct(db):
    """Return a function that writes a line for a correction."""

    def write(council, what="A date.", why="An older page was found."):
        return Change.objects.note(council, ChangeKind.CORRECTED, what, why)

    return write


def test_an_empty_log_says_that_nothing_was_changed(log):
    assert "We haven’t changed anything yet." in words(log())


def test_a_line_shows_the_day_the_council_what_and_why(log, kent, correct, today_is):
    today_is("2026-11-24")
    correct(kent, "Signed: from by 3 December 2012 to on 1 November 2012.")
    page = log()
    assert (
        "24 November 2026 Corrected Kent County Council : Signed: from by 3 December 2012 to on 1"
        " November 2012. Why: An older page was found."
    ) in words(page)
    assert links(page)["/councils/kent/"] == "Kent County Council"


@pytest.mark.promise(6)
def test_a_retraction_says_that_the_mistake_was_ours(log, kent):
    Change.objects.note(kent, ChangeKind.RETRACTED, "A signature was taken back.", "Oops.")
    seen = words(log())
    assert "Taken back: our mistake Kent County Council : A signature was taken back." in seen
    assert "The mistake was ours." in seen


def test_a_line_names_its_council_once_as_a_link_and_nothing_else_becomes_markup(
    log, kent, correct
):
    correct(kent, "Kent County Council signed: <b>from</b> “in May 2013”.", "<i>why</i>")
    page = log()
    assert "Kent County Council signed: <b>from</b> “in May 2013”. Why: <i>why</i>" in words(page)
    assert links(page)["/councils/kent/"] == "Kent County Council"


def test_a_takeover_of_two_councils_is_read_once(log, kent, sheffield, make_council):
    moon, old = make_council("Moon", starts="2026-04-01"), [kent.pk, sheffield.pk]
    Council.objects.filter(pk__in=old).update(ends_on="2026-04-01")
    day, ended = dt.date(2026, 4, 1), Council.objects.filter(pk__in=old)
    lines = [Lineage(old=council, new=moon, on=day) for council in ended]
    for line in lines:
        line.record("The Order.")
    page = log()
    says = "From 1 April 2026, Moon Council takes over from Kent County Council ."
    assert words(page).count(says) == 1
    assert "2 lines for one reason" in words(page)
    assert links(page).keys() >= {moon.get_absolute_url(), "/councils/kent/"}
    for line in lines:
        line.retract("Postponed.")
    forget_everything()
    assert words(log()).count("taken back: From 1 April 2026, Moon Council takes over from K") == 1
    assert words(log(council="kent")).count("takes over from Kent") == 2  # recorded, taken back


def test_the_log_can_be_limited_to_one_council(log, kent, sheffield, correct):
    correct(kent, "Of Kent.")
    correct(sheffield, "Of Sheffield.")
    page = words(log(council="kent"))
    assert "Of Kent." in page
    assert "Of Sheffield." not in page
    assert "We haven’t changed anything about Devon County Council yet." in words(
        log(council="devon")
    )


def test_a_long_log_has_pages(log, kent, correct):
    for number in range(1, 121):
        correct(kent, f"Change {number}.")
    first, last = log(), log(page=3)
    assert "Change 120." in words(first)
    assert "Change 70." not in words(first)
    assert "Page 1 of 3" in words(first)
    assert links(first)["?page=2"] == "Older"
    assert "Change 1." in words(last)
    assert links(log(council="kent", page=2)).keys() >= {
        "?council=kent&page=1",
        "?council=kent&page=3",
    }


@pytest.mark.parametrize(
    "asked", [{"page": "2"}, {"page": "0"}, {"page": "x"}, {"page": "\0"}, {"council": "atlantis"}]
)
def test_a_page_beyond_the_last_is_not_found(log, asked):
    assert log(**asked).status_code == 404
