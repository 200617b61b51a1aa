"""A letter to a council to come goes to its Leader: nobody else there has an office yet."""

import datetime as dt

from campaign.letters.recipient import recipient_for, takes_letters
from councils.models import Council
from councils.record import record_on
from tests.conftest import forget_everything


def test_a_council_to_come_takes_letters_to_its_leader_once_members_are_elected(db, today_is):
    today_is("2026-12-01")
    assert not takes_letters(record_on(), record_on().by_slug["east-surrey"])
    Council.objects.filter(slug="east-surrey").update(members_elected_on=dt.date(2026, 5, 7))
    forget_everything()
    row = record_on().by_slug["east-surrey"]
    assert takes_letters(record_on(), row)
    assert recipient_for(row).role == "Leader of the Council"
    assert "Lead Member" in recipient_for(record_on().by_slug["surrey"]).role
