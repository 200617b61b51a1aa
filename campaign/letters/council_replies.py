"""What a council has replied on record, for people who are about to write to it."""

from dataclasses import dataclass

from councils.models import Event, EventKind
from councils.record import CouncilOnDay, Record


@dataclass(frozen=True, slots=True)
class CouncilReply:
    """A council's last reply that counts: its day in words, and what the record says of it."""

    when: str
    text: str
    council_words: str


def last_reply(record: Record, row: CouncilOnDay) -> CouncilReply | None:
    """Return the last reply of a council that counts on the day of the record, or None."""
    replies = Event.objects.counting(record.on).filter(council=row.id, kind=EventKind.REPLY)
    reply = replies.order_by("-counted_from", "-pk").first()
    if reply is None:
        return None
    return CouncilReply(reply.when.words, reply.text, reply.council_words)
