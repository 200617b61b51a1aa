"""Build email whose text any mail server accepts, with safe headers.

Plain text is wrapped and encoded (RFC 5322, 2045, 3676), and no name that somebody typed can break
out of its header.
"""

import email.policy
import re
import unicodedata
from collections.abc import Callable
from email.header import Header
from email.headerregistry import (
    Address,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
)
from email.message import EmailMessage as PythonEmail
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from councils.email_addresses import ascii_address

TEST = "TEST: "
"""Prefix for the subject of a test email."""
WIDTH = 72
"""Maximum characters in a wrapped line."""
LONGEST_LINE = 78
"""Recommended maximum characters in a header line or unencoded text line (RFC 5322)."""
LONGEST_LINE_AT_ALL = 998
"""Maximum bytes in any line (RFC 5322)."""


class UnfoldedHeader(UniqueUnstructuredHeader):
    """A header that is never folded: a long link in it would be encoded, and no longer work."""

    name: str

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class SubjectHeader(UniqueUnstructuredHeader):
    """A subject whose first word stands on the first line, however long it is.

    Some email programs show a blank subject if it is folded before its first word.
    """

    name: str

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        if not str(self).isascii():
            header = Header(str(self), "utf-8", policy.max_line_length, self.name)
            return f"{self.name}: {header.encode(linesep=policy.linesep)}{policy.linesep}"
        folded: str = super().fold(policy=policy)  # type: ignore[misc]  # see HEADERS
        return folded.replace(f"{self.name}:{policy.linesep} ", f"{self.name}: ", 1)


class AddressHeader(UniqueAddressHeader):
    """Addresses whose names, where not plain ASCII, are encoded as a whole.

    If a name is encoded in parts, a long word can run into the next, and is shown as question
    marks.
    """

    name: str

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        if not str(self).isascii():
            folded = [self._fold_address(address, policy) for address in self.addresses]
            return f"{self.name}: {f',{policy.linesep} '.join(folded)}{policy.linesep}"
        folded_by_default: str = super().fold(policy=policy)  # type: ignore[misc]  # see HEADERS
        return folded_by_default

    def _fold_address(self, address: Address, policy: email.policy.EmailPolicy) -> str:
        if not address.display_name:
            return address.addr_spec
        header = Header(address.display_name, "utf-8", policy.max_line_length, self.name)
        return f"{header.encode(linesep=policy.linesep)}{policy.linesep} <{address.addr_spec}>"


HEADERS: Any = HeaderRegistry()  # typeshed allows only the header classes it lists
HEADERS.map_to_type("list-unsubscribe", UnfoldedHeader)
HEADERS.map_to_type("subject", SubjectHeader)
for _name in ("from", "reply-to", "to"):
    HEADERS.map_to_type(_name, AddressHeader)
POLICY = email.policy.SMTP.clone(
    max_line_length=LONGEST_LINE, cte_type="7bit", header_factory=HEADERS
)
UNCHANGED_HEADERS = POLICY.clone(refold_source="none")
"""For parsing our own email again without refolding its headers."""

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


# Flowed text (RFC 3676)


def flow(text: str) -> str:
    """Return text with its lines wrapped, so that email programs can join them again.

    Words, such as links, are never broken.
    """
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines += ["-- "] if line == "-- " else wrap(line.rstrip(" "))
    return "\n".join(space_stuff(line) for line in lines)


def wrap(line: str) -> list[str]:
    """Split a long line; each part but the last ends with a space, to show that it continues."""
    wrapped, current = [], ""
    for word in line.split(" "):
        # Not "-- " on its own line: email programs treat everything after it as a signature.
        if current.strip() and current != "-- " and len(current) + len(word) > WIDTH:
            wrapped.append(current)
            current = ""
        current += word + " "
    return [*wrapped, current[:-1]]


def space_stuff(line: str) -> str:
    """Return a line, with a leading space if its start would otherwise have a special meaning."""
    return " " + line if line.startswith((" ", ">", "From ")) else line


def join_flowed(text: str) -> str:
    """Return flowed text with its wrapped lines joined, as an email program shows it."""
    lines: list[str] = []
    flows_on = False
    for raw_line in text.split("\n"):
        line = raw_line.removeprefix(" ")
        if flows_on:
            lines[-1] += line
        else:
            lines.append(line)
        flows_on = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


# The bytes of an email


def serialise(message: EmailMessage, message_id: str) -> bytes:
    """Return the bytes of an email, ready to send: all ASCII, with CRLF line ends.

    Raises ValueError for a header with a line end.
    """
    written = message.message(policy=POLICY)
    for name in ("Date", "Message-ID", "Bcc", "Return-Path"):
        del written[name]
    written["Date"] = format_datetime(timezone.now())
    written["Message-ID"] = message_id
    encode_text(written)
    return to_bytes(written, POLICY)


def replace_text(content: bytes, text: str) -> bytes:
    """Return the bytes of a plain-text email with another text under the same headers."""

    def change(message: PythonEmail) -> None:
        message.set_content(text)
        encode_text(message)

    return changed(content, change)


def replace_recipient(content: bytes, to: str) -> bytes:
    """Return the bytes of an email with another To header, otherwise unchanged."""
    return changed(content, lambda message: message.replace_header("To", to))


def replace_date(content: bytes) -> bytes:
    """Return the bytes of an email dated now, otherwise unchanged."""
    head, blank_line, body = content.partition(b"\r\n\r\n")
    date = f"Date: {format_datetime(timezone.now())}".encode("ascii")
    return re.sub(rb"(?m)^Date: [^\r\n]*", date, head, count=1) + blank_line + body


def readable(content: bytes) -> tuple[str, str]:
    """Return the subject and the text of a serialised email; two empty ones once it is deleted."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    text = message.get_body(preferencelist=("plain",)) if content else None
    body = str(text.get_content()) if text else ""
    return str(message["Subject"] or ""), body.replace("\r\n", "\n")


def mark_as_test(content: bytes) -> bytes:
    """Return the bytes of an email with TEST in its subject, otherwise unchanged."""
    head, blank_line, body = content.partition(b"\r\n\r\n")
    mark = TEST.encode("ascii")
    head = re.sub(rb"(?mi)^Subject:[ \t]*+(?!TEST: )", b"Subject: " + mark, head, count=1)
    return head + blank_line + body


def changed(content: bytes, change: Callable[[PythonEmail], None]) -> bytes:
    message = email.message_from_bytes(content, policy=UNCHANGED_HEADERS)
    change(message)
    return to_bytes(message, UNCHANGED_HEADERS)


def to_bytes(message: PythonEmail, policy: "email.policy.EmailPolicy[Any]") -> bytes:
    content = message.as_bytes(policy=policy)
    if not content.isascii() or max(map(len, content.split(b"\r\n"))) > LONGEST_LINE_AT_ALL:
        raise ValueError("This email cannot be written so that every mail server takes it.")
    return content


def encode_text(message: PythonEmail) -> None:
    """Wrap and encode the text of an email: every email of ours is one plain text."""
    text = flow(message.get_content().rstrip("\n"))
    message.set_content(
        text,
        charset="us-ascii" if text.isascii() else "utf-8",
        cte="7bit" if is_7bit(text) else "quoted-printable",
        params={"format": "flowed"},
    )


def is_7bit(text: str) -> bool:
    """Whether all lines are short and ASCII, so that the text needs no encoding."""
    lines = text.split("\n")
    return text.isascii() and all(
        len(line) <= LONGEST_LINE and line.isprintable() for line in lines
    )
