"""The figures about letters on the desk."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from campaign.letters import daily_counts
from campaign.letters.models import Letter
from campaign.tokens import new_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirm(sheffield):
    """Return a function that adds a letter confirmed at a time in London."""

    def add(moment, **facts):
        at = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))
        facts = {"state": "accepted", "outcome_at": at} | facts
        return Letter.objects.create(
            council=sheffield, status_at_drafting="not_signed", token=new_token(),
            created_at=at, asked_at=at, confirmed_at=at, **facts,
        )  # fmt: skip

    return add


def test_letters_count_for_their_day_in_london_also_in_summer(confirm, today_is):
    for moment in ("2026-07-01T23:59", "2026-07-02T00:01", "2026-07-02T23:59", "2026-07-03T00:00"):
        confirm(moment)
    confirm("2026-07-02T12:00", is_test=True)
    today_is("2026-07-29")
    lines = dict(daily_counts.figures())
    assert (lines["begun"], lines["confirmed"], lines["test letters"]) == (4, 3, 1)
