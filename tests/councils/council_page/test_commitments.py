"""Progress since signing on a council's page: none is shown before the council was asked."""

import pytest

from councils.models import Council, EventKind
from tests.seen import words

NOT_ASKED = "We haven’t asked Kent about this yet."


@pytest.fixture
def see(client, db, today_is):
    """Return a function that reads the section on progress since signing, on a day."""

    def read(on="2026-11-24", slug="kent", **query):
        today_is(on)
        page = words(client.get(f"/councils/{slug}/", query))
        if "does today" not in page.partition("More ways")[0].partition("Not your council?")[2]:
            return ""
        return page[page.index("What Kent does today") : page.index("Kent’s figures")]

    return read


# Before and after an ask


def test_an_ask_from_before_the_signature_does_not_count(see, kent, add_event):
    add_event(kent, EventKind.CONTACTED, "2012-08-01")
    assert NOT_ASKED in see()


@pytest.mark.parametrize("slug", ["sheffield", "cumberland", "cumbria"])
def test_a_council_that_has_not_signed_has_no_section_on_progress(see, add_event, slug):
    add_event(Council.objects.get(slug=slug), EventKind.CONTACTED, "2026-05-01")
    assert see(slug=slug) == ""


# Replies


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2026-05-01", "Asked on 1 May 2026."),
        ("2026-05-28", "Asked on 1 May 2026."),
        ("2026-05-29", "Asked on 1 May 2026. No reply yet."),
        ("2026-11-24", "Asked on 1 May 2026. No reply yet."),
    ],
)
def test_the_page_says_that_no_reply_has_come_after_28_days(see, kent, add_event, day, says):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    section = see(day)
    assert says in section
    assert ("No reply yet" in section) == ("No reply yet" in says)


# Under the four words


def test_each_word_has_its_steps_with_source_and_day_in_order(see, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_progress(kent, "count", "checked", "2026-08-01", text="An inspector read the numbers.")
    add_progress(kent, "count", "promised", "2026-06-01", text="Kent counts.")
    add_progress(kent, "count", "evidenced", "2026-07-01", text="Kent published its numbers.")
    section = see()
    order = [
        section.index("Count Stated"),
        section.index("Stated on 1 June 2026: Kent counts."),
        section.index("Shown on 1 July 2026: Kent published its numbers."),
        section.index("Checked on 1 August 2026: An inspector read the numbers."),
        section.index("Think"),
        section.index("Act"),
        section.index("Prevent"),
    ]
    assert order == sorted(order)
    assert section.count("Minutes of the council, item 9 (council minutes or a decision") == 3
    assert section.count("Nothing we’ve found yet.") == 3


# One rule for pages and files


@pytest.fixture
def told(client, see):
    """Return whether the council's page, and whether the data file, tell of its progress."""

    def tells(text):
        see()
        pages = client.get("/councils/kent/"), client.get("/data/events.csv")
        return tuple(text in page.content.decode() for page in pages)

    return tells


def test_page_and_file_tell_of_progress_under_one_rule(told, kent, add_event, add_progress):
    text = "Kent published its numbers."
    add_progress(kent, "count", on="2026-04-01", text=text)
    assert told(text) == (False, False)
    ask = add_event(kent, EventKind.CONTACTED, "2026-05-01")
    assert told(text) == (True, True)
    add_event(kent, EventKind.WITHDRAWN, "2026-06-01")  # the past does not change with it
    assert told(text) == (True, True)
    ask.retract("It was Essex that we asked.")
    assert told(text) == (False, False)
