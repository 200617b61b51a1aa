"""The council's own words on its page, or that it has not answered."""

from functools import cached_property

from councils.models import Event, EventKind, UnansweredAsk
from councils.record import CouncilOnDay, Record
from councils.record.paused_letters import pause_of

MOST_WORDS = 100
"""Maximum words of a reply beside a council's status. A longer one is only on the timeline."""


class OwnWords:
    """The part of a ``CouncilPage`` in which its council speaks, or has not answered."""

    record: Record
    row: CouncilOnDay

    @property
    def events(self) -> list[Event]:
        raise NotImplementedError

    @cached_property
    def unanswered(self) -> str:
        """Say that it was asked and that no answer has reached us, where a person chose that.

        Nothing while the council is kept quiet.
        """
        if pause_of(self.record, self.row):
            return ""
        line = UnansweredAsk.objects.filter(council=self.row.id, shown_on__lte=self.record.on)
        return next((shown.words for shown in line), "")

    @cached_property
    def reply(self) -> Event | None:
        """The council's last reply that is short enough to stand beside its status, or None."""
        replies = [
            event
            for event in self.events
            if event.kind == EventKind.REPLY and 0 < len(event.council_words.split()) <= MOST_WORDS
        ]
        return replies[-1] if replies else None
