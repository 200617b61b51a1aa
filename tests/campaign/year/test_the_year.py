"""A year of the site, lived day by day with our own clock: people, staff, worker and every night.

Two weeks of it, round what most often goes wrong, run in the gate; the whole before each release:
``./dev test -m long tests/campaign/year``. Letters are written through the site's own pages, from
the box to the button in the email, and what people are told is read from their mailboxes. At the
end of each week it is asked whether anybody was told two things, or promised what never came;
whether anything is kept longer than the privacy page says; and whether all places count alike.
"""

import datetime as dt

import pytest

from councils.models import AskedBy
from tests.campaign.year.clock import DAY


def without_a_worker(year, has_worker):
    year.has_worker = has_worker
    year.rest()


def all_email_rests(year, paused):
    year.staff.pauses_all_email(paused)
    year.rest()


def closes(year):
    year.staff.sets_the_day_to_close(year.clock.today + DAY)
    year.closed_at = year.clock.now + DAY


def opens_again(year):
    year.staff.opens_again()
    year.forget_everybody()


@pytest.mark.fault
@pytest.mark.promise(18, 34)
def test_two_weeks_in_which_the_campaign_closes_and_opens_again(begin):
    year = begin(dt.date(2026, 11, 24))
    year.live(
        16,
        {
            4: lambda: all_email_rests(year, True),
            5: lambda: closes(year),
            7: lambda: all_email_rests(year, False),
            8: lambda: opens_again(year),
        },
    )
    assert year.found == []
    assert year.letters_written > 20
    assert any(mail.kind == "not sent" for person in year.people for mail in person.mails)


@pytest.mark.fault
@pytest.mark.promise(18)
def test_two_weeks_with_a_pause_and_a_week_without_a_worker(begin):
    year = begin(dt.date(2026, 11, 24))
    year.live(
        16,
        {
            1: lambda: year.staff.pauses("kent", 9),
            2: lambda: year.staff.pauses("hull", 5, AskedBy.COUNCIL),
            3: lambda: without_a_worker(year, False),
            9: lambda: without_a_worker(year, True),
            12: lambda: year.staff.records_a_signature("hull"),
        },
    )
    assert year.found == []
    kinds = {mail.kind for person in year.people for mail in person.mails}
    assert {"code", "reminder", "copy"} <= kinds


@pytest.mark.fault
@pytest.mark.promise(3)
def test_two_weeks_round_the_first_of_april_when_surrey_ends(begin):
    year = begin(dt.date(2027, 3, 25))
    year.live(14)
    assert year.found == []
    after = dt.datetime(2027, 4, 1, 2, tzinfo=dt.UTC)
    late = [letter for to, letter in year.sent if "@surrey-" in to and letter.at > after]
    assert late == []


@pytest.mark.long
@pytest.mark.promise(18, 34)
def test_a_whole_year(begin):
    year = begin(dt.date(2026, 9, 1), a_day=1.75)
    year.staff.leaves.add("leeds")
    year.live(
        365,
        {
            20: lambda: year.staff.writes_an_update(),
            40: lambda: year.staff.pauses("kent", 50),
            60: lambda: year.post.gone.add("lead@devon-council.example"),
            90: lambda: year.staff.pauses("hull", 10, AskedBy.COUNCIL),
            110: lambda: year.staff.records_a_signature("hull"),
            130: lambda: without_a_worker(year, False),
            137: lambda: without_a_worker(year, True),
            160: lambda: year.staff.writes_an_update(),
            240: lambda: all_email_rests(year, True),
            243: lambda: all_email_rests(year, False),
            255: lambda: closes(year),
            262: lambda: opens_again(year),
            290: lambda: year.staff.pauses("devon", 20),
            340: lambda: closes(year),
        },
    )
    print(year.figures())
    assert year.found == []
    assert year.letters_written >= 600
    assert year.staff.read > 5
