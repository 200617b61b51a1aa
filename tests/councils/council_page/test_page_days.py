"""A council's page on past days, future days and impossible days."""

import datetime as dt

import pytest

from councils.models import Change, ChangeKind
from tests.seen import links, words


@pytest.fixture
def page(client, db, today_is):
    today_is("2026-11-24")
    return lambda slug, at: client.get(f"/councils/{slug}/", {"at": at})


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2012-07-09", "No signature found"),
        ("2012-12-02", "No signature found"),
        ("2012-12-03", "Signed by 3 December 2012"),
        ("2013-09-19", "Signed by 3 December 2012"),
    ],
)
def test_a_past_day_is_shown_as_it_stood_under_a_notice(page, at, status):
    seen = words(page("kent", at))
    day = dt.date.fromisoformat(at)
    assert (
        f"As it stood on {day.day} {day:%B %Y}. You’re seeing that day as we know it now." in seen
    )
    assert status in seen


def test_links_to_other_councils_and_to_data_stay_on_the_day(page):
    to = links(page("kent", "2013-09-19"))
    assert "/councils/medway/?at=2013-09-19" in to
    assert "/councils/dover/?at=2013-09-19" in to
    assert "/councils/medway/" not in to


def test_the_page_of_a_past_day_leaves_out_our_corrections_and_retractions(page, sheffield, sign):
    sign(sheffield, "2014-01-01").retract("It was Rotherham.")
    Change.objects.note(sheffield, ChangeKind.RETRACTED, "A signature was taken back.", "Why.")
    seen = words(page("sheffield", "2020-01-01"))
    assert "taken back" not in seen
    assert "took it back" not in seen
    assert "took it back" in words(page("sheffield", ""))


@pytest.mark.parametrize(
    ("slug", "at", "says"),
    [
        ("cumbria", "2020-01-01", "No signature found"),
        ("cumberland", "2020-01-01", "Starts on 1 April 2023"),
        ("north-yorkshire", "2020-01-01", "North Yorkshire County Council"),
        ("surrey", "2027-04-01", "Closed on 31 March 2027"),
        ("east-surrey", "2027-04-01", "No signature found"),
        ("aylesbury-vale", "2019-01-01", "Buckinghamshire County Council runs children’s services"),
        ("guildford", "2027-04-01", "West Surrey Council runs children’s services here"),
    ],
)
def test_councils_open_and_close_with_the_day_shown(page, slug, at, says):
    assert says in words(page(slug, at))


def test_pages_of_other_days_are_kept_out_of_search_engines(page):
    noindex = '<meta name="robots" content="noindex">'
    for slug in ("kent", "cumbria", "dover"):
        assert noindex in page(slug, "2013-09-19").content.decode()
        assert noindex not in page(slug, "").content.decode()
    assert noindex in page("kent", "2012-01-01").content.decode()
