"""What a council has replied on record, for people who are about to write to it."""

import re
from typing import NamedTuple

from councils.models import Event, EventKind
from councils.record import CouncilOnDay, Record, cached_with_record

MAX_QUOTED = 20
"""Words of a reply that a letter quotes at most: whole sentences from its beginning, or none."""
AFTER_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


class CouncilReply(NamedTuple):
    """A council's last reply that counts: its day in words, and what the record says of it."""

    when: str
    text: str
    council_words: str
    is_about_today: bool = True
    """Whether it came after the fact that the council's status rests on."""

    @property
    def quoted(self) -> str:
        """The beginning of the council's own words in whole sentences; "" if that is too long."""
        quoted: list[str] = []
        for sentence in AFTER_SENTENCE.split(" ".join(self.council_words.split())):
            if len(" ".join([*quoted, sentence]).split()) > MAX_QUOTED:
                break
            quoted.append(sentence)
        return " ".join(quoted).replace("“", "‘").replace("”", "’")


def last_reply(record: Record, row: CouncilOnDay) -> CouncilReply | None:
    """Return the last reply of a council that counts on the day of the record, or None."""
    event = reply_events(record).get(row.id)
    if event is None:
        return None
    fact = row.status_event if row.status in ("intends", "withdrawn") else row.signature
    is_about_today = fact is None or event.counts_from >= fact.counts_from
    return CouncilReply(event.when.words, event.text, event.council_words, is_about_today)


@cached_with_record
def reply_events(record: Record) -> dict[int, Event]:
    """Return the last reply of each council, read once for each version of the record."""
    replies = Event.objects.counting(record.on).filter(kind=EventKind.REPLY)
    return {event.council_id: event for event in replies.order_by("counted_from", "pk")}
