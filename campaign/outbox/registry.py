"""What the outbox asks of the rooms whose emails it carries. ``campaign/wiring.py`` fills it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaign.outbox.models import OutgoingMessage

type OutcomeHandler = Callable[[OutgoingMessage], None]

purposes: set[str] = set()
"""Every purpose that an email may have; another is refused when it is queued."""

council_purposes: set[str] = set()
"""Purposes of emails that go to a council: held until letters are live, never sent twice."""

outcome_handlers: dict[str, OutcomeHandler] = {}
"""By purpose, what is called in the transaction that stores a message's outcome."""

live_requirements: dict[str, Callable[[], bool]] = {}
"""What must be true before emails go to councils, by the words that say it is missing."""
