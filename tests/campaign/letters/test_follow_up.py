"""Four weeks on: one email asks each writer once, and they can write a second letter."""

import datetime as dt
import email
import email.policy

import pytest
from django.utils import timezone

from campaign.letters import nightly
from campaign.letters.views.draft import second_letter
from campaign.outbox.models import OutgoingMessage
from councils.models import Council
from councils.record import record_on

pytestmark = pytest.mark.django_db


def test_one_email_asks_after_four_weeks_and_never_again(letter_of):
    letter = letter_of("accepted", days_ago=28)
    letter_of("accepted", days_ago=27, email="ben@example.org")
    assert nightly.ask_whether_answered() == 1
    assert nightly.ask_whether_answered(timezone.now() + dt.timedelta(hours=5)) == 0
    mail = OutgoingMessage.objects.get(purpose="followup")
    assert mail.recipient == "anna@example.org"
    read = email.message_from_bytes(bytes(mail.content), policy=email.policy.default)
    assert read["Subject"] == "Did Sheffield answer your letter?"
    assert "Did the council answer?" in read.get_content()
    assert f"/letters/{letter.token}/" in read.get_content()


@pytest.mark.parametrize("state", ["bounced", "failed", "unsure", "queued", "cancelled"])
def test_nobody_is_asked_about_a_letter_that_did_not_go(letter_of, state):
    letter_of(state, days_ago=30)
    assert nightly.ask_whether_answered() == 0


# A second letter says only what is true of the first


def second_to(letter):
    return second_letter(letter, record_on()).letter


def test_a_council_that_took_over_is_not_said_to_have_had_the_first_letter(letter_of, today_is):
    today_is("2019-05-01")  # Bournemouth closed on 1 April
    bournemouth = Council.objects.get(slug="bournemouth")
    second = second_to(letter_of("accepted", days_ago=42, answered="no", council=bournemouth))
    assert second.council_id != bournemouth.id
    assert "I wrote to you on" not in second.text
    assert "I wrote to Bournemouth on" in second.text
    assert "has taken over since, so I’m asking you." in second.text
