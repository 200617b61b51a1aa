"""Anna Smith of Crookes, Sheffield, and the letter she writes."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.letters.models import CONFIRMED, SETTLED, Letter, State, new_token

ANNA = {
    "subject": "Will Sheffield sign the Runaways’ Charter?",
    "text": "Dear Lead Member,\n\nPlease will you sign?\n\nThank you.",
    "name": "Anna Smith",
    "email": "anna@example.org",
    "home": "Crookes, Sheffield",
}


@pytest.fixture
def letter_of(sheffield):
    """Return a function that puts a letter into a state, confirmed and settled some days ago."""

    def letter_in(state="draft", days_ago=0, council=None, **facts):
        at = timezone.now() - dt.timedelta(days=days_ago)
        asked = state not in (State.DRAFT, State.CANCELLED)
        return Letter.objects.create(
            **{
                **ANNA,
                "council": council or sheffield,
                "status_then": "not_signed",
                "state": state,
                "token": new_token() if asked else None,
                "created_at": at,
                "changed_at": at,
                "asked_at": at if asked else None,
                "confirmed_at": at if state in CONFIRMED else None,
                "outcome_at": at if state in SETTLED else None,
                "bounced_at": at if state == State.BOUNCED else None,
                "cancelled_at": at if state == State.CANCELLED else None,
                **facts,
            }
        )

    return letter_in
