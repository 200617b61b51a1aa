"""Who is told of the emails that come in. ``campaign/wiring.py`` fills it."""

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
"""By the purpose of the message that an email is about, what is called with both."""

call_for_help_handlers: list[CallForHelpHandler] = []
"""Called with an email that may be a call for help, the message of ours it is about, if any, and
its fingerprint."""

stranger_handlers: list[StrangerHandler] = []
"""Called with an email from a person to our own sender address; each returns whether it replied."""
