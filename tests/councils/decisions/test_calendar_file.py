"""The days on which councils decide, in a calendar: Sheffield decides on 14 January 2027."""

import datetime as dt

from icalendar import Calendar

from tests.seen import words


def test_a_decision_is_on_the_page_home_the_feed_and_in_a_calendar(client, rich):
    calendar = Calendar.from_ical(client.get("/decisions.ics?council=sheffield").content)
    (day,) = calendar.walk("VEVENT")
    assert day["summary"] == "Sheffield decides on 14 January"
    assert day.decoded("dtstart") == dt.date(2027, 1, 14)
    assert day["url"].endswith("/councils/sheffield/")
    page = client.get("/councils/sheffield/")
    assert "Sheffield decides on 14 January." in words(page)
    assert "/decisions.ics?council=sheffield" in page.content.decode()
    assert "Sheffield decides on 14 January" in words(client.get("/"))
    assert "Sheffield decides on 14 January." in client.get("/feed.atom").content.decode()


def test_a_council_that_decides_nothing_has_an_empty_calendar(client, rich):
    answer = client.get("/decisions.ics?council=kent")
    assert answer.headers["Content-Type"] == "text/calendar"
    assert Calendar.from_ical(answer.content).walk("VEVENT") == []
    assert client.get("/decisions.ics?council=atlantis").status_code == 404
