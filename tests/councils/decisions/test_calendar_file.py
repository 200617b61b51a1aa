"""The days on which councils decide, in a calendar: Sheffield decides on 14 January 2027."""

import datetime as dt

from icalendar import Calendar

from councils.decisions.ahead import decisions_ahead
from councils.models import Event
from councils.record import record_on
from tests.seen import words


def test_a_decision_is_on_the_page_the_feed_and_in_a_calendar(client, rich):
    calendar = Calendar.from_ical(client.get("/decisions.ics?council=sheffield").content)
    (day,) = calendar.walk("VEVENT")
    assert day["summary"] == "Sheffield decides on 14 January"
    assert day.decoded("dtstart") == dt.date(2027, 1, 14)
    assert day["url"].endswith("/councils/sheffield/")
    page = client.get("/councils/sheffield/")
    assert "Sheffield decides on 14 January." in words(page)
    assert "/decisions.ics?council=sheffield" in page.content.decode()
    assert "Sheffield decides on 14 January." in client.get("/feed.atom").content.decode()


def test_decisions_of_years_ago_are_not_read(kent, sheffield, add_event, today_is, monkeypatch):
    today_is("2026-12-24")
    this_year = {"date_precision": "year", "checked_on": dt.date(2026, 11, 1)}
    add_event(kent, "decision_due", "2026-01-01", **this_year)
    for year in range(2013, 2026):
        add_event(sheffield, "decision_due", f"{year}-12-20")
    record, read, from_db = record_on(), [], Event.from_db.__func__
    monkeypatch.setattr(
        Event, "from_db", classmethod(lambda *row, **how: read.append(row) or from_db(*row, **how))
    )
    (decision,) = decisions_ahead(record)
    assert decision.row.slug == "kent"
    assert len(read) == 1


def test_a_council_that_decides_nothing_has_an_empty_calendar(client, rich):
    answer = client.get("/decisions.ics?council=kent")
    assert answer.headers["Content-Type"] == "text/calendar"
    assert Calendar.from_ical(answer.content).walk("VEVENT") == []
    assert client.get("/decisions.ics?council=atlantis").status_code == 404
