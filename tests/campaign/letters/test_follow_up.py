"""Four weeks on: one mail, once, to those who can still tell."""

import datetime as dt
import email
import email.policy

import pytest
from django.utils import timezone

from campaign.letters import follow_up
from campaign.outbox.models import Message
from campaign.supporters.do_not_write import never_write_to

pytestmark = pytest.mark.django_db


def test_one_mail_asks_after_four_weeks_and_never_again(letter_of):
    letter = letter_of("accepted", days_ago=28)
    letter_of("accepted", days_ago=27, email="ben@example.org")
    assert follow_up.ask_all() == 1
    assert follow_up.ask_all(timezone.now() + dt.timedelta(hours=5)) == 0
    mail = Message.objects.get(purpose="followup")
    assert mail.recipient == "anna@example.org"
    read = email.message_from_bytes(bytes(mail.content), policy=email.policy.default)
    assert read["Subject"] == "Did Sheffield answer your letter?"
    assert "Did the council answer?" in read.get_content()
    assert f"/letters/{letter.token}/" in read.get_content()


def test_whoever_is_asked_after_the_words_are_gone_is_not_asked_to_show_the_answer(letter_of):
    letter_of("accepted", days_ago=28)
    letter_of("accepted", days_ago=50, email="ben@example.org")
    assert follow_up.ask_all() == 2
    early, late = (
        email.message_from_bytes(bytes(mail.content), policy=email.policy.default).get_content()
        for mail in Message.objects.order_by("recipient")
    )
    assert "show it to us on the same page" in early
    assert "show it to us" not in late
    assert "\n\nWe do not ask again." in late.replace("\r\n", "\n")


def test_a_week_late_is_not_too_late_but_half_a_year_is(letter_of):
    letter_of("accepted", days_ago=35)
    letter_of("accepted", days_ago=150, email="ben@example.org")
    assert follow_up.ask_all() == 1


@pytest.mark.parametrize("state", ["bounced", "failed", "unsure", "queued", "cancelled"])
def test_nobody_is_asked_about_a_letter_that_did_not_go(letter_of, state):
    letter_of(state, days_ago=30)
    assert follow_up.ask_all() == 0


def test_whoever_said_not_yet_is_asked_all_the_same(letter_of):
    letter_of("accepted", days_ago=28, answered="not_yet")
    letter_of("accepted", days_ago=28, answered="no")
    assert follow_up.ask_all() == 1


def test_nobody_is_asked_who_has_told_us_or_was_forgotten_or_only_tried_the_site(letter_of):
    letter_of("accepted", days_ago=30, answered="yes")
    letter_of("accepted", days_ago=30).forget()
    letter_of("accepted", days_ago=30, test=True)
    assert follow_up.ask_all() == 0


def test_nobody_is_asked_who_said_never_to_write(letter_of):
    letter = letter_of("accepted", days_ago=30)
    never_write_to(letter.email)
    assert follow_up.ask_all() == 0
    assert not Message.objects.exists()
