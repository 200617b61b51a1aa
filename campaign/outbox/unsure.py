"""What is known about an email that may or may not have gone, for staff who have to decide."""

from django.utils import timezone

from campaign.outbox.health import day_and_time
from campaign.outbox.models import MessageState, OutgoingMessage


def what_is_known(message: OutgoingMessage) -> list[str]:
    """Return sentences on what is known about an unsure email; none for any other."""
    if message.state != MessageState.UNSURE:
        return []
    known = []
    if message.data_started_at:
        at = timezone.localtime(message.data_started_at)
        known.append(f"Handing over its text began on {day_and_time(at)}:{at:%S}.")
    known.append(message.server_said or "Nothing more is known.")
    known.append(
        "It came back, so it went."
        if message.bounced_at
        else "No notice of its arrival has come since, and it has not come back."
    )
    log_id = message.message_id.strip("<>")  # as mail servers log it
    known.append(
        f"In the log of our mail server, look for: message-id=<{log_id}> (Postfix) or"
        f" {log_id} (any other). Then follow the queue number on that line: “status=sent”"
        " says that it went. No such line: it never arrived there."
    )
    return known
