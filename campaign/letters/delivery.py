"""What became of a letter, as the outbox tells it.

Settings name these functions; they are called in the transaction that stores the outcome.
"""

from campaign.inbox.bounces import refused_mailbox
from campaign.letters import emails
from campaign.letters.incoming import note_failing
from campaign.letters.models import Letter, State
from campaign.letters.pending import send_to_present_address
from campaign.outbox.models import State as Mail

BECOMES = {
    Mail.QUEUED: State.QUEUED,
    Mail.SENDING: State.SENDING,
    Mail.ACCEPTED: State.ACCEPTED,
    Mail.DEFERRED: State.DEFERRED,
    Mail.FAILED: State.FAILED,
    Mail.UNSURE: State.UNSURE,
    Mail.CANCELLED: State.CANCELLED,
}

TELL = {State.FAILED: emails.was_refused, State.CANCELLED: emails.was_stopped}
"""What a supporter is told by mail at once: each says it with the letter's text."""


def record(message) -> None:
    """Give the letter of a message the state that follows from the message's own."""
    number = message.key.removeprefix("letter:")
    if not number.isdigit():
        return
    if message.state == Mail.ACCEPTED:  # by far the most, and nobody is told: it need not be read
        Letter.objects.filter(pk=number).apply_delivery_state(
            State.ACCEPTED, at=message.outcome_at, is_test=message.is_test
        )
        return
    letter = Letter.objects.filter(pk=number).first()
    if letter is None:
        return
    if message.state == Mail.QUEUED and send_to_present_address(letter, message):
        message.refresh_from_db()
    before = letter.state
    moved = letter.apply_delivery_state(
        BECOMES[message.state], at=message.outcome_at, is_test=message.is_test
    )
    if moved and letter.state == State.FAILED and (refused := refused_mailbox(message.server_said)):
        note_failing(letter, message, *refused)
    tell = TELL.get(letter.state) if letter.state != before else None
    if (before, letter.state) == (State.FAILED, State.QUEUED):
        tell = emails.goes_once_more
    if moved and tell:
        # So that one refused again, after staff sent it again, is told again. Not by attempts: they
        # begin anew then.
        key = f"{letter.state}:{letter.pk}:{message.decisions.count()}"
        letter.email_writer("failed", key, tell(letter))
