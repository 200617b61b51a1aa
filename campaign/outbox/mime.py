"""The shape of an email that leaves: a text that any mail server takes, and safe headers.

Plain text is wrapped and encoded (RFC 5322, 2045, 3676), and no name that somebody typed can break
out of its header.
"""

import email.policy
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from email.header import Header
from email.headerregistry import (
    Address,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
)
from email.message import EmailMessage as PythonEmail
from email.message import MIMEPart
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.email_addresses import ascii_address

TEST = "TEST: "
"""How the subject begins of an email by which the site is only tried out."""
WIDTH = 72
"""Characters of a wrapped line."""
LONGEST_LINE = 78
"""Characters that a line of a header or of unencoded text should have at most (RFC 5322)."""
LONGEST_LINE_AT_ALL = 998
"""Bytes that a line may have (RFC 5322)."""


class UnfoldedHeader(UniqueUnstructuredHeader):
    """A header that is never folded: a long link in it would be encoded, and no longer work."""

    name: str

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class SubjectHeader(UniqueUnstructuredHeader):
    """A subject whose first word stands on the first line, however long it is.

    Some programs show nothing of a subject that is folded before its first word.
    """

    name: str

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        if not str(self).isascii():
            with suppress(UnicodeError):  # the bytes of an attached email need not be letters
                header = Header(str(self), "utf-8", policy.max_line_length, self.name)
                return f"{self.name}: {header.encode(linesep=policy.linesep)}{policy.linesep}"
        folded: str = super().fold(policy=policy)  # type: ignore[misc]  # see HEADERS
        return folded.replace(f"{self.name}:{policy.linesep} ", f"{self.name}: ", 1)


class AddressHeader(UniqueAddressHeader):
    """Addresses, with names that are encoded as a whole where they are not plain ASCII.

    Encoded in parts, a long word can end beside another with no space between, and is shown as
    question marks.
    """

    name: str

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        if not str(self).isascii():
            with suppress(UnicodeError):  # the bytes of an attached email need not be letters
                folded = [self._fold_address(address, policy) for address in self.addresses]
                return f"{self.name}: {f',{policy.linesep} '.join(folded)}{policy.linesep}"
        folded_by_default: str = super().fold(policy=policy)  # type: ignore[misc]  # see HEADERS
        return folded_by_default

    def _fold_address(self, address: Address, policy: email.policy.EmailPolicy) -> str:
        if not address.display_name:
            return address.addr_spec
        header = Header(address.display_name, "utf-8", policy.max_line_length, self.name)
        return f"{header.encode(linesep=policy.linesep)}{policy.linesep} <{address.addr_spec}>"


HEADERS: Any = HeaderRegistry()  # typeshed knows no header class but those it lists
HEADERS.map_to_type("list-unsubscribe", UnfoldedHeader)
HEADERS.map_to_type("subject", SubjectHeader)
for _name in ("from", "reply-to", "to"):
    HEADERS.map_to_type(_name, AddressHeader)
POLICY = email.policy.SMTP.clone(
    max_line_length=LONGEST_LINE, cte_type="7bit", header_factory=HEADERS
)
UNCHANGED_HEADERS = POLICY.clone(refold_source="none")
"""For an email of ours that is parsed again: its headers are not folded anew."""

BIDI_CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
"""Characters that change the direction of text, with which a name could pose as another."""


def header_text(text: str) -> str:
    """Return what somebody typed as it may stand in a header: on one line, without controls.

    Nor with what an email program would decode (RFC 2047), and find a control in after all.
    """
    characters = (
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text
        if ord(character) not in BIDI_CONTROLS and unicodedata.category(character) != "Cs"
    )
    return " ".join("".join(characters).split()).replace("=?", "= ?")


def format_address(name: str, address: str) -> str:
    """Return an address with a name, as a header has it, whatever is in the name."""
    return str(Address(header_text(name), addr_spec=ascii_address(address)))


def from_header(name: str) -> str:
    """Return our own address with a supporter's name: Anna Smith via Make Runaways Safe."""
    our_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return format_address(f"{header_text(name)} via {our_name or 'Make Runaways Safe'}", address)


# Text in lines that flow (RFC 3676)


def flow(text: str) -> str:
    """Return text with its lines wrapped, so that email programs can join them again.

    Words, such as links, are never broken.
    """
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines += ["-- "] if line == "-- " else wrap(line.rstrip(" "))
    return "\n".join(space_stuff(line) for line in lines)


def wrap(line: str) -> list[str]:
    """Return one long line as several; each but the last ends with a space: it flows on."""
    wrapped, current = [], ""
    for word in line.split(" "):
        # Not "-- " on a line of its own: programs take all that follows for a signature.
        if current.strip() and current != "-- " and len(current) + len(word) > WIDTH:
            wrapped.append(current)
            current = ""
        current += word + " "
    return [*wrapped, current[:-1]]


def space_stuff(line: str) -> str:
    """Return a line with a space before what would otherwise have another meaning."""
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


def serialise(message: EmailMessage | PythonEmail, message_id: str) -> bytes:
    """Return the bytes of an email, ready to send: lines end with CRLF, all of it is ASCII.

    Raises ValueError for a header with a line end.
    """
    if isinstance(message, EmailMessage):
        message = message.message(policy=POLICY)
    for name in ("Date", "Message-ID", "Bcc", "Return-Path"):
        del message[name]
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = message_id
    for part in body_parts(message):
        encode_text(part)
    return to_bytes(message, POLICY)


def replace_text(content: bytes, text: str) -> bytes:
    """Return the bytes of a plain-text email with another text under the same headers."""

    def change(message: PythonEmail) -> None:
        message.set_content(text)
        encode_text(message)

    return changed(content, change)


def replace_recipient(content: bytes, to: str) -> bytes:
    """Return the bytes of an email with another To, and all else as it was."""
    return changed(content, lambda message: message.replace_header("To", to))


def replace_date(content: bytes) -> bytes:
    """Return the bytes of an email dated now, and all else as it was."""
    head, blank_line, body = content.partition(b"\r\n\r\n")
    date = f"Date: {format_datetime(timezone.now())}".encode("ascii")
    return re.sub(rb"(?m)^Date: [^\r\n]*", date, head, count=1) + blank_line + body


def mark_as_test(content: bytes) -> bytes:
    """Return the bytes of an email whose subject says TEST, and all else as it was."""
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


def body_parts(message: MIMEPart) -> list[MIMEPart]:
    """Return the parts of an email, but not those of emails that are attached to it."""
    if message.get_content_maintype() != "multipart":
        return [message]
    return [part for child in message.iter_parts() for part in body_parts(child)]


def encode_text(part: MIMEPart) -> None:
    """Wrap and encode a part that is plain text; leave every other as it is."""
    if part.get_content_type() != "text/plain" or part.is_attachment():
        return
    if part["Content-Type"].params.get("format"):
        return
    text = flow(part.get_content().rstrip("\n"))
    part.set_content(
        text,
        charset="us-ascii" if text.isascii() else "utf-8",
        cte="7bit" if is_7bit(text) else "quoted-printable",
        params={"format": "flowed"},
    )


def is_7bit(text: str) -> bool:
    """Whether lines are short and plain enough to travel unencoded."""
    lines = text.split("\n")
    return text.isascii() and all(
        len(line) <= LONGEST_LINE and line.isprintable() for line in lines
    )
