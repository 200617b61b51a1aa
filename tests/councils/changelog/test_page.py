"""The public page of the changes log."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Change, ChangeKind, Council
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
    assert "24 November 2026 Corrected Kent County Council" in words(page)
    assert "Signed: from by 3 December 2012 to on 1 November 2012." in words(page)
    assert "Why: An older page was found." in words(page)
    assert links(page)["/councils/kent/"] == "Kent County Council"


def test_a_retraction_says_that_the_mistake_was_ours(log, kent):
    line = Change.objects.note(kent, ChangeKind.RETRACTED, "A signature was taken back.", "Oops.")
    assert line.what == "A signature was taken back. The mistake was ours."
    assert "Taken back: our mistake" in words(log())
    assert "The mistake was ours." in words(log())


def test_a_line_names_its_council_once(log, kent, correct):
    correct(kent, "Kent County Council signed: from “in May 2013” to “on 5 May 2013”.")
    page = log()
    assert words(page).count("Kent County Council") == 1
    assert links(page)["/councils/kent/"] == "Kent County Council"


def test_lines_with_the_same_reason_are_grouped(log, kent, sheffield, correct):
    correct(kent, "The first.", "One reason.")
    correct(sheffield, "The second.", "One reason.")
    correct(sheffield, "The third.", "Another reason.")
    page = words(log())
    assert "2 lines for one reason" in page
    assert page.count("Why: One reason.") == 1
    assert page.index("The third.") < page.index("The second.") < page.index("The first.")


def test_a_change_to_the_charter_names_no_council(log, correct):
    correct(None, "The text of the charter.")
    assert "Corrected The text of the charter." in words(log())


def test_the_newest_line_is_first(log, kent, correct):
    correct(kent, "The first.")
    correct(kent, "The second.")
    page = words(log())
    assert page.index("The second.") < page.index("The first.")


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


def test_the_page_needs_the_same_queries_however_long_the_log(log, kent, correct):
    correct(kent)
    with CaptureQueriesContext(connection) as few:
        log()
    for council in Council.objects.all()[:200]:
        correct(council)
    forget_everything()
    with CaptureQueriesContext(connection) as many:
        log()
    assert len(many) == len(few)


def test_the_text_of_a_line_cannot_become_markup(log, kent, correct):
    correct(kent, "<b>bold</b>", "<i>why</i>")
    assert "<b>bold" not in log().content.decode()
    assert "<i>why" not in log().content.decode()


def test_every_page_links_to_the_log_once_it_has_a_line(client, kent, correct):
    assert "/changes/" not in links(client.get("/"))
    correct(kent)
    forget_everything()
    assert links(client.get("/"))["/changes/"] == "What we changed"
