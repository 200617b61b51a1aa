"""What became of a letter, in the transaction in which the outbox stores the outcome."""

from django.utils import timezone

from campaign.inbox.bounces import mailbox_refusal
from campaign.inbox.parsed_mail import MailKind
from campaign.letters.failing_addresses import is_address_failing, note_failing_address
from campaign.letters.models import Letter, State
from campaign.letters.pending import send_to_current_address
from campaign.outbox.models import MessageState, OutgoingMessage


def apply_outcome(message: OutgoingMessage) -> None:
    """Give the letter that ``message`` carries its new state, and tell its writer if needed."""
    letters = Letter.objects.for_message(message)
    if message.state == MessageState.ACCEPTED:  # by far the most common; nobody is told
        letters.apply_delivery_state(State.ACCEPTED, at=message.outcome_at, is_test=message.is_test)
        return
    letter = letters.first()
    if letter is None:
        return
    refusal = None
    if message.state == MessageState.FAILED:
        refusal = mailbox_refusal(message.server_said)
    if refusal and refusal[0] == MailKind.MAILBOX_FULL:
        if message.retry_full_mailbox(timezone.now()):
            return  # retrying has called this function again
        refusal = None
    if message.state == MessageState.QUEUED and send_to_current_address(letter, message):
        message.refresh_from_db()
    before = letter.state
    changed = letter.apply_delivery_state(  # the states of a letter have the names of an email's
        State(message.state), at=message.outcome_at, is_test=message.is_test
    )
    if not changed:
        return
    if refusal and is_address_failing(message, *refusal, message.server_said):
        note_failing_address(letter, message, *refusal)
    tell_writer(letter, before, message)


def tell_writer(letter: Letter, before: str, message: OutgoingMessage) -> None:
    """Email the writer of a letter that was refused, stopped or is being sent again."""
    if letter.state == before:
        return
    is_sent_again = (before, letter.state) == (State.FAILED, State.QUEUED)
    if letter.state in (State.FAILED, State.CANCELLED) or is_sent_again:
        # The number of decisions makes the key a new one if the letter is refused once more after
        # staff sent it again. The number of attempts would not: it starts again then.
        letter.tell(letter.state, message.decisions.count())
