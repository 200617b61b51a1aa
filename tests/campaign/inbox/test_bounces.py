"""What a server means when it refuses an email."""

import pytest

from campaign.inbox.bounces import bad_address, meaning
from tests.campaign.inbox.mails import GONE, MESSAGE_ID, RECIPIENT, parsed, what

NOT_ABOUT_MAILBOX = [
    "550 5.2.122 RESOLVER.ADR.RecipientLimit; The recipient has received too many messages",
    "550 5.2.121 The recipient's per hour message receive limit from this sender was exceeded",
    "550-5.2.1 The user you are trying to contact is receiving mail at a rate that\n550 5.2.1 "
    "prevents additional messages from being delivered.",
    "450 4.2.1 The user you are trying to contact is receiving mail too quickly",
    "550 Sender verify failed",
    "550 Sender verify failed: no such user here",
    "550 5.1.8 Sender address rejected: Domain not found",
    "550 5.1.7 Invalid sender",
    "550 5.1.90 Your message can't be sent because you've reached your daily limit",
    "552 Message size exceeds fixed maximum message size",
    "552 5.3.4 Message too big for system",
    "550 5.2.3 Message length exceeds administrative limit for the mailbox",
    "550 5.0.0 Try something else",
    "550 Requested action not taken",
    "It did not work.",
]


def test_bounce_that_only_notes_the_size_is_about_the_mailbox():
    diagnostic = "550 5.1.1 User unknown\nMessage size: 3 kB\nSubject: Separate corporate plans"
    assert meaning("", diagnostic) == (True, "5.1.1")


@pytest.mark.parametrize("diagnostic", NOT_ABOUT_MAILBOX)
def test_refusal_for_another_reason_is_not_about_the_mailbox(diagnostic):
    assert not meaning("", diagnostic)[0]
    assert bad_address(diagnostic) is None


@pytest.mark.parametrize(
    "diagnostic, code",
    [
        ("550 5.1.1 <lead@kent.example>: Recipient address rejected: User unknown", "5.1.1"),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10"),
        ("550 5.2.1 The account is disabled", "5.2.1"),
        ("550 No such user here", ""),
    ],
)
def test_refusal_that_speaks_of_the_address_counts_against_it(diagnostic, code):
    assert bad_address(diagnostic) == code


@pytest.mark.parametrize(
    "diagnostic",
    [
        "552 5.2.2 The mailbox is over quota",
        "Tried 30 times. 452 4.2.2 The mailbox is over quota",
        "550 5.7.1 Relaying denied",
        "554 5.7.1 <site@localhost>: Sender address rejected: Access denied",
        "553 5.1.8 Sender address rejected: Domain not found",
        "550 5.1.7 Invalid sender",
        "550 5.4.1 Recipient address rejected: Access denied",
        "554 5.7.1 Spam message rejected",
        "550 Requested action not taken",
        "535 5.7.8 Authentication failed",
        "Tried 30 times. 451 4.7.1 Greylisted",
        "",
    ],
)
def test_any_other_refusal_says_nothing_of_the_address(diagnostic):
    assert bad_address(diagnostic) is None


def test_bounce_keeps_what_the_server_said():
    assert "User unknown" in parsed("postfix_user_unknown").diagnostic
    assert parsed("exchange_online_no_recipient").diagnostic.startswith("smtp;550 5.1.10")
    diagnostic = parsed("exim_plain_administrative_prohibition").diagnostic
    assert "550 Administrative prohibition" in diagnostic
    assert "Dear Lead Member" not in diagnostic


def test_report_about_several_recipients_is_read_for_ours():
    email = parsed("dsn_for_a_group", about=RECIPIENT)
    assert what(email) == GONE
    assert parsed("dsn_for_a_group", about="secretary@sheffield.example").is_delivered


def test_bounce_fits_the_message_it_names():
    fits = parsed("postfix_user_unknown")
    assert fits.fits(RECIPIENT, MESSAGE_ID)
    assert fits.fits(RECIPIENT.upper(), MESSAGE_ID)
    assert not fits.fits("director@leeds.example", "<other@runaways.example>")
    assert not parsed("bounce_about_another_message").fits(RECIPIENT, MESSAGE_ID)


def test_bounce_from_a_forwarding_mailbox_fits_by_its_message_id():
    email = parsed("bounce_passed_on_inside")
    assert RECIPIENT not in email.bounced_recipients
    assert email.fits(RECIPIENT, MESSAGE_ID)


def test_bounce_that_names_nothing_rests_on_its_token():
    assert parsed("exim_plain_warning").bounced_recipients == frozenset()
    assert parsed("exim_plain_warning").fits(RECIPIENT, MESSAGE_ID)
