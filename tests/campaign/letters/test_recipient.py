"""Whom a letter goes to: the first role whose checked address is in use."""

import datetime as dt

import pytest

from campaign.letters.recipient import recipient_for
from councils.models import Channel, Role
from councils.record import record_on

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def kents_row(db):
    return record_on().by_slug["kent"]


def test_without_any_address_letters_go_to_the_test_mailbox_where_the_site_shows_its_email(
    contact, kents_row, settings
):
    assert not recipient_for(kents_row, TODAY).mailbox
    settings.DEBUG = True
    to = recipient_for(kents_row, TODAY)
    assert to.mailbox == "kent@test-mailbox.invalid"
    assert not to.email  # what pages show
    assert not to.is_known
    settings.SMTP = {"host": "smtp.example"}
    assert not recipient_for(kents_row, TODAY).mailbox
    settings.SMTP = None
    contact(channel=Channel.POST, where="County Hall")
    assert not recipient_for(kents_row, TODAY).mailbox


def test_a_contact_past_its_check_date_is_not_used_and_a_mailbox_thirty_days_more(
    contact, kents_row
):
    contact(Role.LEADER, Channel.POST, "County Hall", check_again_on=TODAY)
    assert not recipient_for(kents_row, TODAY).is_known
    assert recipient_for(kents_row, TODAY - dt.timedelta(days=1)).is_known
    contact(checked_on=dt.date(2026, 1, 1), check_again_on=TODAY)
    assert recipient_for(kents_row, TODAY).last_checked_on == dt.date(2026, 1, 1)
    assert not recipient_for(kents_row, TODAY + dt.timedelta(days=30)).is_known


def test_the_lead_member_goes_before_the_director_and_the_director_before_the_leader(
    contact, kents_row
):
    contact(Role.LEADER, where="leader@kent.example")
    assert recipient_for(kents_row, TODAY).email == "leader@kent.example"
    contact(Role.DIRECTOR, where="director@kent.example")
    assert recipient_for(kents_row, TODAY).role == "Director of Children’s Services"
    contact(Role.LEAD_MEMBER, Channel.POST, "County Hall")
    to = recipient_for(kents_row, TODAY)
    assert to.role == "Lead Member for Children’s Services"
    assert to.postal == "County Hall"
    assert to.email == ""  # another role's mailbox is not passed off as this one's
