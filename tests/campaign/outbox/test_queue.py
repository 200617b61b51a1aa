"""An email is queued once, in the transaction that makes it due."""

import pytest

from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from tests.campaign.outbox.emails import parse


def test_a_queued_email_waits_with_its_bytes_message_id_and_token(queue, settings):
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    message = queue(council="KEN", on_behalf="anna@home.example")
    assert message in OutgoingMessage.objects.sendable(MailSettings.current())
    assert parse(bytes(message.content))["Message-ID"] == message.message_id
    assert message.token not in bytes(message.content).decode()
    assert message.envelope_sender == f"bounces+{message.token}@bounces.runaways.example"
    assert len(message.envelope_sender.partition("@")[0]) <= 64
    assert OutgoingMessage.objects.for_token(message.token.upper()) == message
    assert OutgoingMessage.objects.for_token("") is None


def test_a_key_queued_twice_keeps_its_first_email(queue):
    first = queue(to="leader@kent.example")
    assert queue(to="someone@else.example") == first
    assert OutgoingMessage.objects.get().recipient == "leader@kent.example"


def test_an_invalid_address_or_purpose_is_refused_before_anything_is_stored(queue):
    with pytest.raises(ValueError, match="address"):
        queue(to="leader@kent.example\r\nRCPT TO:<all@kent.example>")
    with pytest.raises(ValueError, match="'leter' is not a valid Purpose"):
        queue(purpose="leter")
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    ("state", "handed_over", "stops"),
    [("queued", False, True), ("deferred", False, True), ("sending", True, False)],
)
def test_what_waits_can_be_cancelled_and_what_was_handed_over_cannot(
    queue, state, handed_over, stops
):
    message = queue()
    at = message.created_at
    OutgoingMessage.objects.update(
        state=state, outcome_at=at, data_started_at=at if handed_over else None
    )
    assert message.cancel() is stops
    assert message.state == (MessageState.CANCELLED if stops else MessageState.SENDING)
    assert message.cancel() is False


def test_logs_name_an_email_by_its_key_and_not_by_an_address(queue):
    assert str(queue("letter:12", to="leader@kent.example")) == "letter:12"
