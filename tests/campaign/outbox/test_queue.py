"""An email is queued once, in the transaction that makes it due."""

import pytest

from campaign.outbox.models import MessageState, OutgoingMessage


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
