"""What the outbox tells of a letter, and what its writer is told at once."""

import email
import email.policy

import pytest
from django.utils import timezone

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.letters.delivery import apply_outcome
from campaign.letters.incoming import handle_bounce
from campaign.outbox.lease import Lease, Outcome
from campaign.outbox.models import MailSettings, OutgoingMessage, State
from councils.models import Contact, DeliveryProblem

WENT = Outcome(State.ACCEPTED)

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome(waiting, mails):
    """Return a function that lets the outbox say what became of Anna's letter to Kent."""
    from campaign.letters.recipient import recipient_for
    from councils.record import record_on

    waiting.confirm(recipient_for(record_on().by_id[waiting.council_id]))
    message = mails("letter")[0]

    def say(state, **facts):
        OutgoingMessage.objects.filter(pk=message.pk).update(
            state=state, outcome_at=timezone.now(), **facts
        )
        message.refresh_from_db()
        apply_outcome(message)
        waiting.refresh_from_db()
        return waiting

    return say


def text_of(message):
    return email.message_from_bytes(bytes(message.content), policy=email.policy.default)


def test_a_letter_that_was_taken_is_handed_over_and_no_mail_is_needed(outcome, mails):
    letter = outcome(State.ACCEPTED)
    assert letter.state == "accepted"
    assert letter.outcome_at
    assert not mails("failed")


def test_a_refused_letter_is_told_to_its_writer_once_with_its_text(outcome, mails):
    letter = outcome(State.FAILED)
    outcome(State.FAILED)
    (told,) = mails("failed")
    assert told.recipient == "anna@example.org"
    mail = text_of(told)
    assert mail["Subject"] == "Your letter to Kent could not be sent"
    assert "It has not gone to the council." in mail.get_content()
    assert "Yours faithfully," in mail.get_content()
    assert f"/letters/{letter.token}/" in mail.get_content()


def test_an_address_that_the_server_refuses_is_told_to_staff_and_the_next_writer(outcome):
    outcome(State.FAILED, server_said="550 5.1.1 User unknown")
    contact = Contact.objects.get()
    assert contact.delivery_problem == DeliveryProblem.FAILS
    assert contact.delivery_problem_detail == "the address does not work, 5.1.1"
    assert not contact.is_usable()


def test_a_no_to_the_words_leaves_the_address_as_it_is(outcome):
    outcome(State.FAILED, server_said="554 5.7.1 Message refused as spam")
    assert Contact.objects.get().is_usable()


@pytest.fixture
def courier(outcome, mails):
    """Return a function that hands over what is due, the letter with this outcome."""

    def hand_over(state, words="554 5.7.1 Message refused"):
        lease = Lease()
        claimed, _ = lease.claim(20, MailSettings.current())
        for message in claimed:
            assert lease.mark_data_started(message)
            is_letter = message.purpose == "letter"
            assert lease.record_outcome(message, Outcome(state, words) if is_letter else WENT)
        return mails("letter")[0]

    return hand_over


def test_one_that_staff_send_again_and_that_is_refused_again_is_told_again(courier, mails, editor):
    for number in (1, 2, 3):
        message = courier(State.FAILED)
        assert len(mails("failed")) == 2 * number - 1
        assert message.resend_by(editor)
        told = text_of(mails("failed")[-1])
        assert told["Subject"] == "We are sending your letter to Kent again"
        assert "you do not need to send it yourself" in " ".join(told.get_content().split())


def test_one_that_staff_send_again_and_that_comes_back_is_told_again(outcome, mails, waiting):
    outcome(State.FAILED, attempts=1)
    outcome(State.ACCEPTED)
    message = mails("letter")[0]
    message.bounced_at = timezone.now()
    handle_bounce(waiting, message, ParsedMail(kind=MailKind.MAILBOX_FULL))
    subjects = [text_of(told)["Subject"] for told in mails("failed")]
    assert subjects == ["Your letter to Kent could not be sent", "Your letter to Kent came back"]


def test_a_letter_that_staff_stopped_is_told_to_its_writer(outcome, mails):
    outcome(State.CANCELLED)
    (told,) = mails("failed")
    text = text_of(told).get_content()
    assert "was stopped" in text
    assert "Would you like to know why?" in text


def test_a_letter_that_waits_longer_is_not_a_matter_for_a_mail(outcome, mails):
    assert outcome(State.DEFERRED).state == "deferred"
    assert not mails("failed")


def test_an_unsure_letter_that_staff_settle_becomes_handed_over(outcome):
    assert outcome(State.UNSURE).state == "unsure"
    assert outcome(State.ACCEPTED).state == "accepted"


def test_nobody_is_told_whose_details_are_gone(outcome, waiting, mails):
    outcome(State.ACCEPTED)
    waiting.anonymise()
    outcome(State.FAILED)
    assert not mails("failed")
