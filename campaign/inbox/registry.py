"""Functions to call when an email comes in. ``campaign/wiring.py`` registers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaign.inbox.parsed_mail import ParsedMail
    from campaign.outbox.models import OutgoingMessage

type IncomingHandler = Callable[[OutgoingMessage, ParsedMail], None]
type CallForHelpHandler = Callable[[ParsedMail, OutgoingMessage | None, str], None]
type StrangerHandler = Callable[[ParsedMail], bool]

incoming_handlers: dict[str, IncomingHandler] = {}
"""By purpose of the message that an email is about: the function to call with both."""

call_for_help_handlers: list[CallForHelpHandler] = []
"""Functions to call with an email that may be a call for help, the message of ours it is about, if
any, and the email's fingerprint."""

answered_late: set[str] = set()
"""Purposes whose messages can be answered as long as their row is kept, not only their text."""

stranger_handlers: list[StrangerHandler] = []
"""Functions to call with an email from a person to our sender address. Each returns whether it has
replied."""
