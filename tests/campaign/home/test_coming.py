"""What comes next on home, and the figures that say why."""

import datetime as dt

import pytest

from campaign.home.coming import next_cards
from campaign.home.reasons import OLDEST, REASONS
from councils.models import Council, EventKind
from councils.record import build
from tests.conftest import forget_everything

pytestmark = pytest.mark.django_db

MISSING, MARK = "Is your council missing?", "7 more make a quarter"
SURREY = "Surrey ends on 31 March 2027"


def headings(day="2026-11-24"):
    forget_everything()
    return [card.heading for card in next_cards(build(dt.date.fromisoformat(day)))]


def test_as_shipped_it_is_the_change_of_councils_the_missing_names_and_the_next_mark():
    assert headings() == [SURREY, MISSING, MARK]


def test_a_decision_that_is_due_comes_first_until_it_is_settled(sheffield, add_event):
    add_event(sheffield, EventKind.DECISION_DUE, "2027-01-14", checked_on=dt.date(2026, 11, 20))
    assert headings() == ["Sheffield decides on 14 January", SURREY, MISSING]
    add_event(sheffield, EventKind.DECIDED, "2026-11-22")
    assert headings() == [SURREY, MISSING, MARK]


def test_signatures_and_confirmations_are_new_for_a_year(sheffield, kent, sign, add_event):
    sign(sheffield, "2026-11-20")
    sign(Council.objects.get(slug="york"), "2025-11-20")
    add_event(kent, EventKind.REAFFIRMED, "2026-10-01")
    shown = headings()
    assert shown[:2] == ["Sheffield is on record as signed", "Kent has confirmed its signature"]
    assert "York is on record as signed" not in shown
    later = headings("2027-11-20")
    assert not [heading for heading in later if "signed" in heading or "confirmed" in heading]


def test_a_signature_taken_back_is_no_news(sheffield, sign):
    sign(sheffield).retract("It was Rotherham.")
    assert headings() == [SURREY, MISSING, MARK]


def test_many_councils_of_one_day_are_one_card_with_their_number(sheffield):
    five = Council.objects.filter(slug__in=["kent", "essex", "devon", "suffolk", "norfolk"])
    five.update(ends_on=dt.date(2027, 3, 1))
    assert "5 councils end on 28 February 2027" in headings()
    (card,) = [card for card in next_cards(build(dt.date(2026, 11, 24))) if "end" in card.heading]
    assert card.url == "/councils/?at=2027-03-01"


def test_no_figure_is_older_than_five_years_and_each_says_where_it_comes_from():
    too_old = [reason.figure for reason in REASONS if dt.date.today() - reason.ends_on > OLDEST]
    assert not too_old, "newer figures are needed on home"
    assert all(reason.place and reason.year and reason.source_url for reason in REASONS)
