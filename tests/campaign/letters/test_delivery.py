"""What the outbox reports about a letter, and what its writer is told at once."""

import email
import email.policy

import pytest
from django.utils import timezone

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.letters.delivery import apply_outcome
from campaign.letters.incoming import handle_bounce
from campaign.outbox.models import MessageState, Outcome, OutgoingMessage
from councils.models import Contact, DeliveryProblem

WENT = Outcome(MessageState.ACCEPTED)

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome(waiting, mails):
    """Return a function with which the outbox reports the outcome of Anna's letter to Kent."""
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


def parsed(message):
    return email.message_from_bytes(bytes(message.content), policy=email.policy.default)


def test_an_accepted_letter_is_handed_over_and_its_writer_gets_no_email(outcome, mails):
    letter = outcome(MessageState.ACCEPTED)
    assert letter.state == "accepted"
    assert letter.outcome_at
    assert not mails("failed")


def test_the_writer_of_a_refused_letter_is_told_once_with_its_text(outcome, mails):
    letter = outcome(MessageState.FAILED)
    outcome(MessageState.FAILED)
    (notice,) = mails("failed")
    assert notice.recipient == "anna@example.org"
    mail = parsed(notice)
    assert mail["Subject"] == "Your letter to Kent couldn’t be sent"
    assert "It hasn’t gone to the council." in mail.get_content()
    assert "Anna Smith" in mail.get_content()
    assert f"/letters/{letter.token}/" in mail.get_content()


def test_an_address_that_the_server_refuses_is_noted_on_the_contact(outcome):
    outcome(MessageState.FAILED, server_said="550 5.1.1 User unknown")
    contact = Contact.objects.get()
    assert contact.delivery_problem == DeliveryProblem.FAILS
    assert contact.delivery_problem_detail == "the address does not work, 5.1.1"
    assert not contact.is_usable()


def test_a_letter_refused_for_its_content_leaves_the_contact_usable(outcome):
    outcome(MessageState.FAILED, server_said="554 5.7.1 Message refused as spam")
    assert Contact.objects.get().is_usable()


@pytest.fixture
def courier(outcome, mails):
    """Return a function that sends every due email, the letter with the outcome ``state``."""

    def hand_over(state, words="554 5.7.1 Message refused"):
        while message := OutgoingMessage.objects.claim():
            assert message.mark()
            is_letter = message.purpose == "letter"
            assert message.store(Outcome(state, words) if is_letter else WENT)
        return mails("letter")[0]

    return hand_over


def test_the_writer_is_told_again_when_a_letter_sent_again_is_refused_again(courier, mails, editor):
    for number in (1, 2, 3):
        message = courier(MessageState.FAILED)
        assert len(mails("failed")) == 2 * number - 1
        assert message.resend_by(editor)
        notice = parsed(mails("failed")[-1])
        assert notice["Subject"] == "We’re sending your letter to Kent again"
        assert "you don’t need to send it yourself" in " ".join(notice.get_content().split())


def test_the_writer_is_told_again_when_a_letter_sent_again_comes_back(outcome, mails, waiting):
    outcome(MessageState.FAILED, attempts=1)
    outcome(MessageState.ACCEPTED)
    message = mails("letter")[0]
    message.bounced_at = timezone.now()
    handle_bounce(waiting, message, ParsedMail(kind=MailKind.MAILBOX_FULL))
    subjects = [parsed(notice)["Subject"] for notice in mails("failed")]
    assert subjects == ["Your letter to Kent couldn’t be sent", "Your letter to Kent came back"]


def test_the_writer_is_told_that_staff_stopped_a_letter(outcome, mails):
    outcome(MessageState.CANCELLED)
    (notice,) = mails("failed")
    text = parsed(notice).get_content()
    assert "was stopped" in text
    assert "Would you like to know why?" in text


def test_a_deferred_letter_causes_no_email(outcome, mails):
    assert outcome(MessageState.DEFERRED).state == "deferred"
    assert not mails("failed")


def test_an_unsure_letter_that_staff_settle_counts_as_handed_over(outcome):
    assert outcome(MessageState.UNSURE).state == "unsure"
    assert outcome(MessageState.ACCEPTED).state == "accepted"


def test_a_writer_whose_details_are_deleted_is_not_told(outcome, waiting, mails):
    outcome(MessageState.ACCEPTED)
    waiting.anonymise()
    outcome(MessageState.FAILED)
    assert not mails("failed")
