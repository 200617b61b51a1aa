"""The days on which councils decide, in a calendar: Sheffield decides on 14 January 2027."""

import datetime as dt

from councils.models import Event
from tests.conftest import forget_everything
from tests.seen import words


def days_of(answer):
    """Return the days of a calendar as a calendar program reads them, each by its properties."""
    assert answer.headers["Content-Type"].startswith("text/calendar")
    content = answer.content
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    days = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            days.append({})
        elif days and name not in ("END", "BEGIN"):
            days[-1][name] = value
    return days


def test_a_decision_is_on_the_page_the_feed_and_in_a_calendar(client, rich):
    (day,) = days_of(client.get("/decisions.ics?council=sheffield"))
    assert day["SUMMARY"] == "Sheffield decides on 14 January"
    assert day["DTSTART;VALUE=DATE"] == "20270114"
    assert day["DTEND;VALUE=DATE"] == "20270115"
    assert day["URL"].endswith("/councils/sheffield/")
    page = client.get("/councils/sheffield/")
    assert "Sheffield decides on 14 January." in words(page)
    assert "/decisions.ics?council=sheffield" in page.content.decode()
    assert "Sheffield decides on 14 January." in client.get("/feed.atom").content.decode()


def test_what_is_written_of_a_decision_ends_no_line_and_adds_none(client, rich):
    said = "Full council; item 7, “a motion”\r\nEND:VEVENT\n\\ 王" + " Überraschung" * 15
    Event.objects.filter(kind="decision_due").update(text=said)
    forget_everything()
    (day,) = days_of(client.get("/decisions.ics?council=sheffield"))
    escaped = "Full council\\; item 7\\, “a motion”\\nEND:VEVENT\\n\\\\ 王"
    assert day["DESCRIPTION"].startswith(escaped + " Überraschung" * 15)


def test_a_decision_of_a_past_day_is_over_and_one_of_this_year_is_not(
    client, kent, sheffield, add_event, today_is
):
    today_is("2026-12-24")
    this_year = {"date_precision": "year", "checked_on": dt.date(2026, 11, 1)}
    add_event(kent, "decision_due", "2026-01-01", **this_year)
    add_event(sheffield, "decision_due", "2026-12-20")
    assert [day["SUMMARY"] for day in days_of(client.get("/decisions.ics"))] == [
        "Kent decides in 2026"
    ]
