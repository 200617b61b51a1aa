"""The public page of the changes log."""

import pytest

from councils.models import Change, ChangeKind
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
        "24 November 2026 Corrected Kent : Signed: from by 3 December 2012 to on 1 November 2012."
        " Why: An older page was found."
    ) in words(page)
    assert links(page)["/councils/kent/"] == "Kent"


@pytest.mark.promise(6)
def test_a_retraction_says_that_the_mistake_was_ours(log, kent):
    Change.objects.note(kent, ChangeKind.RETRACTED, "A signature was taken back.", "Oops.")
    seen = words(log())
    assert "Taken back: our mistake Kent : A signature was taken back." in seen
    assert "The mistake was ours." in seen


def test_nothing_of_a_line_becomes_markup(log, kent, correct):
    correct(kent, "Kent County Council signed: <b>from</b> “in May 2013”.", "<i>why</i>")
    said = words(log())
    assert "Kent County Council signed: <b>from</b> “in May 2013”. Why: <i>why</i>" in said


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
