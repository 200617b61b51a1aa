"""Callbacks of the apps whose email the outbox sends, registered in ``campaign/wiring.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaign.outbox.models import OutgoingMessage

type OutcomeHandler = Callable[[OutgoingMessage], None]

purposes: set[str] = set()
"""All allowed purposes; queueing an email with any other is refused."""

council_purposes: set[str] = set()
"""Purposes of email to councils: held until letters are live, and never sent twice."""

outcome_handlers: dict[str, OutcomeHandler] = {}
"""Handlers by purpose, called in the transaction that stores a message's outcome."""

request_purposes: set[str] = set()
"""Purposes of what we ask councils ourselves, other than people's letters."""
request_keys_held: list[Callable[[], set[str]]] = []
"""Functions that return the throttle keys whose requests must wait at the moment."""
throttle_keys_held: list[Callable[[], set[str]]] = []
"""Functions that return the throttle keys whose messages must wait at the moment."""

on_half_of_confirmations: list[Callable[[int], None]] = []
"""Called with the limit once half of the confirmation emails of an hour are used."""

live_requirements: dict[str, Callable[[], bool]] = {}
"""Conditions for sending email to councils, keyed by the words to show if one is not met."""
