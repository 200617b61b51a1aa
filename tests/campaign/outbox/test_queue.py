"""An email is queued once, in the transaction that makes it due."""

import email
import email.policy

import pytest

from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage


def due():
    return OutgoingMessage.objects.sendable(MailSettings.current())


def test_a_queued_email_waits_with_its_bytes_message_id_and_token(queue, settings):
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    message = queue(council="KEN", safe_to_resend=False, on_behalf="anna@home.example")
    assert message.state == MessageState.QUEUED
    assert message in due()
    read = email.message_from_bytes(bytes(message.content), policy=email.policy.default)
    assert read["Message-ID"] == message.message_id
    assert read["Date"].datetime.tzinfo is not None
    assert message.token not in bytes(message.content).decode()
    assert message.envelope_sender == f"bounces+{message.token}@bounces.runaways.example"
    assert len(message.envelope_sender.partition("@")[0]) <= 64
    assert OutgoingMessage.objects.for_token(message.token.upper()) == message
    assert OutgoingMessage.objects.for_token("") is None
    assert OutgoingMessage.objects.for_token("no such token") is None


def test_a_key_queued_twice_keeps_its_first_email(queue):
    first = queue(to="leader@kent.example")
    again = queue(to="someone@else.example")
    assert again == first
    assert again.recipient == "leader@kent.example"
    assert OutgoingMessage.objects.count() == 1


def test_an_invalid_address_is_refused_before_anything_is_stored(queue):
    with pytest.raises(ValueError, match="address"):
        queue(to="leader@kent.example\r\nRCPT TO:<all@kent.example>")
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("state", [MessageState.QUEUED, MessageState.DEFERRED])
def test_waiting_email_can_be_cancelled(queue, state, django_capture_on_commit_callbacks):
    message = queue()
    OutgoingMessage.objects.update(state=state, outcome_at=message.created_at)
    assert message.cancel() is True
    assert message.state == MessageState.CANCELLED
    assert message not in due()
    assert message.cancel() is False


def test_email_already_handed_over_cannot_be_cancelled(queue):
    message = queue()
    OutgoingMessage.objects.update(
        state=MessageState.SENDING,
        data_started_at=message.due_at,
    )
    assert message.cancel() is False
    assert message.state == MessageState.SENDING


def test_logs_name_an_email_by_its_key_and_not_by_an_address(queue):
    assert str(queue("letter:12", to="leader@kent.example")) == "letter:12"


def test_an_email_with_a_purpose_that_nobody_declared_is_not_queued(db):
    with pytest.raises(ValueError, match="'leter' is not a valid Purpose"):
        OutgoingMessage.objects.queue("leter", "leter:1", "us@runaways.example", None)
