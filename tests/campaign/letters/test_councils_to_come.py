"""Surrey’s writers can write to the councils that take over once their members are elected.

Their letter goes to the Leader: nobody else there has an office yet.
"""

import datetime as dt

import pytest

from campaign.letters.models import Letter
from campaign.letters.recipient import recipient_for, takes_letters
from councils.models import Council
from councils.record import record_on
from tests.campaign.letters.conftest import WRITER
from tests.conftest import forget_everything
from tests.seen import words

WRITE = "/councils/surrey/write/"
EAST = "/councils/east-surrey/write/"


@pytest.fixture
def east_surrey(db, contact):
    Council.objects.filter(slug="east-surrey").update(members_elected_on=dt.date(2026, 10, 1))
    council = Council.objects.get(slug="east-surrey")
    contact(council=council, where="lead@eastsurrey.example")
    return council


def test_a_council_to_come_takes_letters_to_its_leader_once_members_are_elected(db, today_is):
    today_is("2026-12-01")
    assert not takes_letters(record_on(), record_on().by_slug["east-surrey"])
    Council.objects.filter(slug="east-surrey").update(members_elected_on=dt.date(2026, 5, 7))
    forget_everything()
    row = record_on().by_slug["east-surrey"]
    assert takes_letters(record_on(), row)
    assert recipient_for(row).role == "Leader of the Council"
    assert "Lead Member" in recipient_for(record_on().by_slug["surrey"]).role


def test_a_writer_is_offered_the_council_to_come_whose_address_is_checked(
    browser, east_surrey, today_is, mails
):
    today_is("2026-11-24", "12:00")
    page = browser.go(WRITE)
    assert "Surrey ends soon" in words(page)
    assert "From 1 April 2027 others run children’s services here" in words(page)
    assert f'<a href="{EAST}">Write to East Surrey</a>' in page.content.decode()
    assert "/councils/west-surrey/write/" not in page.content.decode()
    assert "It takes letters already" in words(browser.go(EAST))
    browser.press("", topics=["talk"], own_line="")
    letter = Letter.objects.get()
    assert "East Surrey takes over where I live on 1 April 2027, and you’ll lead" in letter.text
    today_is("2026-11-24", "12:10")
    browser.press("send", **WRITER)
    letter.refresh_from_db()
    browser.press("code", code=letter.code)
    assert mails("letter")[0].recipient == "lead@eastsurrey.example"


def test_nobody_is_offered_it_before_its_members_are_elected(browser, east_surrey, today_is):
    east_surrey.contacts.update(check_again_on=dt.date(2027, 6, 1), checked_on=dt.date(2026, 9, 1))
    today_is("2026-09-30")
    assert "ends soon" not in words(browser.go(WRITE))
    today_is("2026-10-01")
    assert "ends soon" in words(browser.go(WRITE))
