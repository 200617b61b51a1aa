"""The bytes of many emails that differ only in address, number, date and the token of their links.

What they share is written once: it took six sevenths of the time of each.
"""

import re
from typing import NamedTuple

from django.core.mail import EmailMessage

from campaign.outbox.mime import replace_date, serialise

PLAIN_ADDRESS = re.compile(
    r"(?=.{3,70}$)[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE
)
"""An address that stands in its header as it is, on one line."""
TOKEN = re.compile("[a-z0-9]{30,60}")
"""A token that no other word of an email is like, and that needs no encoding."""
SOFT_BREAK = b"=\r\n"
"""Where a long line of an encoded text goes on in the next (RFC 2045)."""


class Mould(NamedTuple):
    """An email as it was written, and what in it is its own."""

    content: bytes
    to: bytes
    message_id: str
    token: re.Pattern[bytes]

    def filled(self, to: str, message_id: str, token: str) -> bytes:
        """Return the email to another address, with another number, date and token."""
        own = token.encode()

        def place(found: re.Match[bytes]) -> bytes:
            first, broken, _ = found[0].partition(SOFT_BREAK)
            return own[: len(first)] + broken + own[len(first) :]

        content = self.token.sub(place, self.content)
        content = content.replace(self.to, to_header(to), 1)
        return replace_date(content.replace(self.message_id.encode(), message_id.encode(), 1))


class EmailsAlike:
    """Writes the emails of one batch."""

    def __init__(self) -> None:
        self._moulds: dict[tuple[object, ...], Mould] = {}

    def serialise(self, message: EmailMessage, message_id: str, token: str) -> bytes:
        """Return what ``mime.serialise`` would, written anew only where the text is another.

        ``token`` is the one that the links of the email hold, if any. All are equally long.
        """
        to = message.to[0]
        is_simple = message.to == message.recipients() and not message.attachments
        if not (is_simple and TOKEN.fullmatch(token) and PLAIN_ADDRESS.fullmatch(to)):
            return serialise(message, message_id)
        headers = (f"{name}: {value}" for name, value in message.extra_headers.items())
        texts = (message.body, *headers)
        shared = (
            message.subject,
            message.from_email,
            *message.reply_to,
            len(message_id),
            len(token),
        )
        shared += tuple(text.replace(token, "\0") for text in texts)
        if mould := self._moulds.get(shared):
            return mould.filled(to, message_id, token)
        content = serialise(message, message_id)
        pattern = re.compile(f"(?:{SOFT_BREAK.decode()})?".join(token).encode())
        self._moulds[shared] = Mould(content, to_header(to), message_id, pattern)
        return content


def to_header(to: str) -> bytes:
    return f"\r\nTo: {to}\r\n".encode("ascii")
