"""The timeline on a council's page: every fact with its evidence, and decisions ahead."""

import datetime as dt

import pytest

from councils.models import EventKind, RecordVersion
from tests.conftest import forget_everything
from tests.seen import links, words

HELPS = "Letters before then help most."


@pytest.fixture
def page(client, db, today_is):
    def read(slug="sheffield", on="2026-11-24", **asked):
        today_is(on)
        return words(client.get(f"/councils/{slug}/", asked))

    return read


# Evidence


@pytest.mark.parametrize("kind", EventKind.values)
def test_every_kind_of_event_is_on_the_timeline_with_its_evidence(
    page, client, kent, add_event, kind
):
    add_event(
        kent,
        kind,
        "2026-11-24",
        text="Something happened.",
        source="Letter 7",
        source_url="https://kent.example/7",
        checked_by="the campaign’s editor",
    )
    said = page("kent")
    said = said[said.index("What happened, and when") :]
    assert "On 24 November 2026 Something happened." in said
    assert "Letter 7 Read it (the council’s own letter, email or page; checked 24 November" in said
    assert "by the campaign’s editor)" in said
    assert "https://kent.example/7" in links(client.get("/councils/kent/"))


def test_what_happened_is_told_newest_first_whichever_was_recorded_first(page, kent, add_event):
    for year in ("2016", "2024", "2020"):
        add_event(kent, EventKind.REPLY, f"{year}-05-01", text=f"It was so in {year}.")
    said = page("kent")
    said = said[said.index("What happened, and when") :]
    at = [said.index(f"It was so in {year}.") for year in ("2024", "2020", "2016")]
    assert at == sorted(at)


# A decision that is due


@pytest.mark.parametrize(
    ("date", "precision", "says"),
    [
        ("2027-01-14", "day", "Sheffield decides on 14 January."),
        ("2027-01-14", "by", "Sheffield decides by 14 January."),
        ("2027-01-14", "month", "Sheffield decides in January."),
        ("2028-01-14", "day", "Sheffield decides on 14 January 2028."),
        ("2027-01-14", "year", "Sheffield decides in 2027."),
        (None, "unknown", "Sheffield will decide on a day we do not know."),
    ],
)
def test_a_decision_that_is_due_comes_first_with_what_helps(
    page, sheffield, add_event, date, precision, says
):
    event = add_event(sheffield, EventKind.DECISION_DUE, text="Cabinet will decide.")
    event.date, event.date_precision = date, precision
    event.save()
    seen = page()
    assert f"{says} {HELPS}" in seen
    assert "Cabinet will decide." in seen


def test_nobody_is_told_to_write_before_a_decision_once_the_campaign_has_closed(
    page, sheffield, add_event
):
    add_event(sheffield, EventKind.DECISION_DUE, "2027-01-14", checked_on="2026-11-20")
    assert HELPS in page()
    RecordVersion.close_on(dt.date(2026, 11, 24))
    forget_everything()
    assert HELPS not in page()


@pytest.mark.parametrize(("day", "ahead"), [("2027-01-14", True), ("2027-01-15", False)])
def test_a_decision_that_is_due_is_no_longer_shown_after_its_day(
    page, sheffield, add_event, day, ahead
):
    add_event(
        sheffield,
        EventKind.DECISION_DUE,
        "2027-01-14",
        text="Cabinet decides on 14 January.",
        checked_on="2026-11-20",
    )
    seen = page(on=day)
    assert (HELPS in seen) == ahead
    assert ("Cabinet decides on 14 January." in seen) == ahead
    assert ("A decision by Sheffield was due on 14 January 2027." in seen) != ahead
