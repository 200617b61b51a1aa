"""What a council's page says of what it has done since it signed: nothing before it was asked."""

import re

import pytest

from councils.models import Council, EventKind
from tests.seen import links, words

NOT_ASKED = "We have not asked Kent County Council what it has done since it signed."
MARK = re.compile(
    r"\b(score|rank|grade|best|worst|\d+ of 4|out of four|fail\w*)\b|[✗✘✓%]", re.IGNORECASE
)


@pytest.fixture
def see(client, db, today_is):
    """Return a function that reads what a council's page says on a day since it signed."""

    def read(on="2026-11-24", slug="kent", **asked):
        today_is(on)
        page = words(client.get(f"/councils/{slug}/", asked))
        if "Since signing" not in page:
            return ""
        return page[page.index("Since signing") : page.index("What happened and when")]

    return read


# Only once it was asked


def test_nothing_is_said_of_a_council_that_was_not_asked(see):
    said = see()
    assert "We have not asked about this." in said
    assert NOT_ASKED in said
    assert "No reply" not in said
    assert "on record under this word" not in said


def test_what_was_recorded_is_not_shown_once_the_ask_is_taken_back(
    see, kent, add_event, add_progress
):
    ask = add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_progress(kent, "count", on="2026-06-01", text="Kent published its numbers.")
    assert "Kent published its numbers." in see()
    ask.retract("It was Essex that we asked.")
    assert "Kent published its numbers." not in see()
    assert NOT_ASKED in see()


def test_an_ask_from_before_it_signed_says_nothing_about_what_it_did_since(see, kent, add_event):
    add_event(kent, EventKind.CONTACTED, "2012-08-01")
    assert NOT_ASKED in see()


@pytest.mark.parametrize("slug", ["sheffield", "cumberland", "cumbria"])
def test_a_council_that_has_not_signed_has_no_such_part(see, add_event, slug):
    add_event(Council.objects.get(slug=slug), EventKind.CONTACTED, "2026-05-01")
    assert see(slug=slug) == ""


# Asked, and the reply


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2026-05-01", "Asked on 1 May 2026."),
        ("2026-05-28", "Asked on 1 May 2026."),
        ("2026-05-29", "Asked on 1 May 2026. No reply yet."),
        ("2026-11-24", "Asked on 1 May 2026. No reply yet."),
    ],
)
def test_that_no_reply_has_come_is_said_after_28_days(see, kent, add_event, day, says):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    said = see(day)
    assert says in said
    assert ("No reply yet" in said) == ("No reply yet" in says)


def test_the_28_days_of_an_ask_whose_day_is_not_known_begin_when_it_was_surely_over(
    see, kent, add_event
):
    add_event(
        kent, EventKind.CONTACTED, "2026-05-10", date_precision="month", checked_on="2026-06-30"
    )
    assert "Asked in May 2026." in see("2026-06-27")
    assert "No reply yet." not in see("2026-06-27")
    assert "Asked in May 2026. No reply yet." in see("2026-06-30")


def test_a_reply_is_shown_in_the_councils_own_words_with_its_source(see, client, kent, add_event):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_event(
        kent,
        EventKind.REPLY,
        "2026-07-01",
        text="Kent sent its plan.",
        council_words="Our plan is under review.",
        source_url="https://kent.example/plan",
    )
    said = see()
    assert "Asked on 1 May 2026. It replied on 1 July 2026." in said
    assert "No reply yet." not in said
    assert "The council’s reply , on 1 July 2026: Kent sent its plan." in said
    assert "Our plan is under review." in said
    assert "https://kent.example/plan" in links(client.get("/councils/kent/"))


def test_when_it_is_asked_again_the_earlier_reply_stays_and_the_wait_begins_anew(
    see, kent, add_event
):
    add_event(kent, EventKind.CONTACTED, "2025-05-01")
    add_event(kent, EventKind.REPLY, "2025-06-01", text="Kent sent its plan.")
    add_event(kent, EventKind.CONTACTED, "2026-10-30")
    assert "Asked on 30 October 2026. It replied on 1 June 2025." in see("2026-11-20")
    said = see("2026-11-27")
    assert "Asked on 30 October 2026. No reply yet." in said
    assert "Kent sent its plan." in said


def test_what_the_council_says_beside_a_fact_is_a_reply_too(see, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_progress(kent, "act", on="2026-06-01", council_words="Here is our plan.")
    assert "No reply yet" not in see()
    assert "The council says: Here is our plan." in see()


# Under the four words


def test_each_word_has_its_steps_with_source_and_day_in_order(see, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_progress(kent, "count", "checked", "2026-08-01", text="An inspector read the numbers.")
    add_progress(kent, "count", "promised", "2026-06-01", text="Kent said it would count.")
    add_progress(kent, "count", "evidenced", "2026-07-01", text="Kent published its numbers.")
    said = see()
    order = [
        said.index("Count the numbers"),
        said.index("Promised on 1 June 2026: Kent said it would count."),
        said.index("Shown on 1 July 2026: Kent published its numbers."),
        said.index("Checked on 1 August 2026: An inspector read the numbers."),
        said.index("Think"),
        said.index("Act"),
        said.index("Prevent"),
    ]
    assert order == sorted(order)
    assert said.count("Minutes of the council, item 9 (council minutes or a decision") == 3
    assert said.count("Nothing is on record under this word.") == 3


def test_nothing_is_a_mark_and_nothing_is_added_up(see, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    for verb in ("count", "think", "act", "prevent"):
        add_progress(kent, verb, "checked", "2026-06-01", text="Something was seen.")
    assert not MARK.findall(see())


def test_a_fact_taken_back_is_not_shown(see, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_progress(kent, "act", on="2026-06-01", text="Kent has a plan.").retract("It was Essex.")
    assert "Kent has a plan." not in see()


def test_it_is_on_the_timeline_too_with_its_evidence(client, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_progress(kent, "act", on="2026-06-01", text="Kent has a plan.")
    page = words(client.get("/councils/kent/"))
    assert "on 1 June 2026 Act, shown: Kent has a plan." in page[page.index("What happened") :]


def test_a_past_day_shows_what_counted_then(see, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    add_progress(kent, "act", on="2026-06-01", text="Kent has a plan.")
    assert "Kent has a plan." in see(at="2026-06-01")
    assert "Kent has a plan." not in see(at="2026-05-31")
    assert "No reply yet." in see(at="2026-05-31")
    assert NOT_ASKED in see(at="2026-04-30")


def test_the_day_on_which_it_was_asked_is_said_once(see, kent, add_event, add_progress):
    add_event(kent, EventKind.CONTACTED, "2026-10-01", source_url="https://example.org/asked")
    add_progress(kent, "count", on="2026-10-20")
    add_progress(kent, "act", on="2026-10-20")
    said = see()
    assert said.count("Asked on 1 October 2026.") == 1
    assert "How it was asked" in said
