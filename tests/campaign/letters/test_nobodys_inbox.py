"""Nobody's inbox can be filled through this site: limits for everybody, and addresses that fail."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.letters import nightly
from campaign.letters.models import Letter
from campaign.outbox.models import MailSettings, OutgoingMessage
from tests.campaign.letters.conftest import Browser
from tests.seen import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_an_hour(settings):
    settings.CONFIRMATIONS_AN_HOUR = 2


@pytest.fixture
def asked_for(contact, kent, letter_of, two_an_hour, today_is, client):
    """Return a function that requests a number of confirmations at noon, and opens the last."""
    contact()
    today_is("2026-11-24", "12:00")

    def ask_for(number):
        for asker in range(number):
            letter = letter_of(council=kent, email=f"anna{asker}@example.org")
            assert letter.request_confirmation()
        browser = Browser(client)
        browser.go(f"/councils/kent/write/{letter.draft_token}/check/")
        return browser

    return ask_for


def test_confirmations_above_the_limit_for_everybody_wait_and_none_is_refused(asked_for, mails):
    page = asked_for(2).page
    assert "waits its turn" not in words(page)
    page = asked_for(2).page
    due = [message.due_at for message in mails("confirm")]
    noon, hour = timezone.now(), dt.timedelta(hours=1)
    assert due == [noon, noon, noon + hour, noon + hour]
    assert "it goes at about 24 November, 13:00." in words(page)
    assert "Send the letter yourself instead" in words(page)
    assert "<details open>" in page.content.decode().split("No email?")[0][-60:]


def test_a_busy_day_lets_five_times_as_many_go_at_once(asked_for, mails, staff):
    staff.post("/admin/switch/", {"turn": "busy"})
    assert MailSettings.current().is_busy
    asked_for(11)
    due = [message.due_at for message in mails("confirm")]
    noon, hour = timezone.now(), dt.timedelta(hours=1)
    assert due == [noon] * 10 + [noon + hour]


def test_staff_are_warned_at_half_of_the_limit(staff, client, mails, today_is, settings):
    today_is("2026-11-24", "12:00")
    settings.CONFIRMATIONS_AN_HOUR = 4
    User.objects.create_superuser("asha@example.org", "asha@example.org")
    for number in range(5):
        client.post("/alerts/?council=sheffield", {"email": f"ben{number}@example.org"})
        told = [mail for mail in mails("staff") if mail.recipient == "asha@example.org"]
        assert len(told) == (number > 0)  # the first is a quarter of it
    assert b"Half of the limit of 4 an hour is used" in told[0].content


@pytest.fixture
def bounced(ask, mails):
    """Anna's letter: the email that asks her to confirm it came back: there is no such mailbox."""
    browser = ask(email="anna@exmaple.org")
    OutgoingMessage.objects.update(
        state="accepted",
        outcome_at=timezone.now(),
        bounced_at=timezone.now(),
        address_is_gone=True,
    )
    return browser


def test_an_address_that_bounced_for_good_gets_no_reminder_and_no_new_email(bounced, mails):
    page = bounced.go(bounced.address)
    assert "Our email to anna@exmaple.org came back." in words(page)
    assert "We send nothing more there." in words(page)
    assert "The six digits" not in words(page)
    assert "We remind you once" not in words(page)
    Letter.objects.update(asked_at=timezone.now() - dt.timedelta(days=3))
    nightly.remind_all()
    bounced.press("new-code", address=f"{bounced.draft}new-code/")
    assert not mails("reminder")
    assert len(mails("confirm")) == 1
    assert "came back" in words(bounced.page)
