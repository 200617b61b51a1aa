"""Decide whether a rejection is about one email, or about us and so about every email."""

from campaign.outbox.models import OutgoingMessage
from campaign.outbox.smtp import ClientRejectedError, RejectedError, SenderRejectedError


class RejectionTracker:
    """Tracks messages that the server rejected in a way that seems to be about us.

    They wait, at no cost, while others are tried first. If the server has accepted another since,
    it was about the message after all: no message can hold back all others for long.
    """

    IN_A_ROW = 3
    """Consecutive rejected recipients that seem to be about us before we act on it."""
    MOST_TRACKED = 20

    def __init__(self) -> None:
        self._accepted = self._in_a_row = 0
        self._accepted_before: dict[int, int] = {}
        """Number of envelopes accepted before each message was rejected, by primary key."""

    @property
    def waiting(self) -> list[int]:
        """Primary keys of the messages that wait until another is accepted."""
        return [pk for pk, before in self._accepted_before.items() if before == self._accepted]

    def note_accepted(self) -> None:
        self._accepted, self._in_a_row = self._accepted + 1, 0

    def is_about_us(self, message: OutgoingMessage, rejection: RejectedError) -> bool:
        """Whether to treat a rejection as being about us rather than about the message."""
        self._in_a_row += isinstance(rejection, ClientRejectedError)
        seems_so = isinstance(rejection, SenderRejectedError) or self._in_a_row >= self.IN_A_ROW
        before = self._accepted_before.pop(message.pk, self._accepted)
        if not seems_so or before < self._accepted:
            return False
        if len(self._accepted_before) >= self.MOST_TRACKED:
            self._accepted_before.clear()
        self._accepted_before[message.pk] = self._accepted
        return True
