"""Build email whose text any mail server accepts, with safe headers.

Plain text is encoded in short lines of ASCII, which every email program joins again; and no name
that somebody typed can break out of its header.
"""

import email.policy
import unicodedata
from copy import copy
from email.headerregistry import (
    Address,
    HeaderRegistry,
    UniqueUnstructuredHeader,
)
from email.message import EmailMessage as PythonEmail
from email.utils import parseaddr
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from councils.email_addresses import ascii_address


class UnfoldedHeader(UniqueUnstructuredHeader):
    """A header that is never folded: a long link in it would be encoded, and no longer work."""

    name: str

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class Headers(HeaderRegistry):
    """Headers and their classes, each made once: most are the same in every one of 200,000 emails.

    To make them anew took half the time of an email.
    """

    def __init__(self) -> None:
        super().__init__()
        self.class_of = cache(super().__getitem__)
        self.header_of = lru_cache(maxsize=64)(super().__call__)

    def __getitem__(self, name: str) -> Any:
        return self.class_of(name)

    def __call__(self, name: str, value: Any) -> Any:
        if isinstance(value, str):
            return self.header_of(name, value)
        # Django rewrites an address in an international domain as a list, which has no hash.
        return super().__call__(name, value)


HEADERS: Any = Headers()  # typeshed allows only the header classes it lists
HEADERS.map_to_type("list-unsubscribe", UnfoldedHeader)
POLICY = email.policy.SMTP.clone(cte_type="7bit", header_factory=HEADERS)
BIDI_CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
"""Characters that change the direction of text, so that one name could pass for another."""


def header_text(text: str) -> str:
    """Return typed text that is safe in a header: on one line, without control characters.

    Encoded words (RFC 2047) are broken up too, as an email program could decode a control
    character from them.
    """
    characters = (
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text
        if ord(character) not in BIDI_CONTROLS and unicodedata.category(character) != "Cs"
    )
    return " ".join("".join(characters).split()).replace("=?", "= ?")


def format_address(name: str, address: str) -> str:
    """Return a name and an address in header form, whatever the name contains."""
    return str(Address(header_text(name), addr_spec=ascii_address(address)))


def from_header(name: str) -> str:
    """Return our own address under a name such as "Anna Smith via Make Runaways Safe"."""
    our_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return format_address(f"{header_text(name)} via {our_name or 'Make Runaways Safe'}", address)


# The bytes of an email


def serialise(message: EmailMessage, message_id: str) -> bytes:
    """Return the bytes of an email, ready to send: all ASCII, in short lines with CRLF.

    Its date is added when it leaves. Raises ValueError for a header with a line end.
    """
    # Given here, it need not be made up and taken out again for each of 200,000 emails; nor need
    # the text be encoded twice.
    head = copy(message)
    head.extra_headers = message.extra_headers | {"Message-ID": message_id}
    head.body = ""
    written = head.message(policy=POLICY)
    for name in ("Date", "Bcc", "Return-Path"):
        del written[name]
    written.set_content(f"{message.body.rstrip()}\n", cte="quoted-printable")
    return written.as_bytes()


def parse(content: bytes) -> PythonEmail:
    """Return one of our own emails, read from its bytes."""
    return email.message_from_bytes(content, policy=email.policy.default)


def readable(content: bytes) -> tuple[str, str]:
    """Return the subject and the text of a serialised email; two empty ones once it is deleted."""
    if not content:
        return "", ""
    message = parse(content)
    return str(message["Subject"]), message.get_content().replace("\r\n", "\n")
