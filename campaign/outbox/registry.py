"""Callbacks of the apps whose email the outbox sends, registered in ``campaign/wiring.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaign.outbox.models import OutgoingMessage

type OutcomeHandler = Callable[[OutgoingMessage], None]

outcome_handlers: dict[str, OutcomeHandler] = {}
"""Handlers by purpose, called in the transaction that stores a message's outcome."""

codes_held: list[Callable[[], set[str]]] = []
"""Functions that return the codes of the councils whose email must wait at the moment."""
request_codes_held: list[Callable[[], set[str]]] = []
"""Functions that return those to which our own questions must wait at the moment."""

on_half_of_confirmations: list[Callable[[int], None]] = []
"""Called with the limit once half of the confirmation emails of an hour are used."""

live_requirements: dict[str, Callable[[], bool]] = {}
"""Conditions for sending email to councils, keyed by the words to show if one is not met."""
