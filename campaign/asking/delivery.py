"""What the outbox reports of our questions to councils."""

from campaign.asking.models import Ask, Outcome
from campaign.asking.question_text import REMINDER
from campaign.outbox.models import MessageState, OutgoingMessage


def ask_of(message: OutgoingMessage) -> Ask | None:
    ask: Ask | None = message.subject
    return ask


def record(message: OutgoingMessage) -> None:
    """Note when a question or a reminder was handed over, or that it could not be.

    Called in the transaction that stores the outcome of a message.
    """
    ask = ask_of(message)
    if ask is None:
        return
    is_reminder = message.key.endswith(f":{REMINDER}")
    did_not_go = message.state == MessageState.CANCELLED or message.is_test
    if is_reminder and did_not_go:
        Ask.objects.filter(pk=ask.pk, reminded_at=None).update(reminder_made_at=None)
    elif message.state == MessageState.ACCEPTED:
        handed_over = "reminded_at" if is_reminder else "accepted_at"
        changes = {handed_over: message.outcome_at, "is_test": message.is_test or ask.is_test}
        Ask.objects.filter(pk=ask.pk, **{f"{handed_over}__isnull": True}).update(**changes)
    elif message.state == MessageState.FAILED:
        ask.end(Outcome.CAME_BACK, "Our email was refused.")
    elif message.state == MessageState.CANCELLED:
        ask.end(Outcome.CALLED_OFF, "We stopped our email.")
