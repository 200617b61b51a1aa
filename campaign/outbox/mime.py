"""The shape of a mail that leaves: one text of plain words, laid out and encoded so that any mail
server takes it (RFC 5322, 2045, 3676), and headers that nobody's name can break out of.
"""

import email.message
import email.policy
import re
import unicodedata
from contextlib import suppress
from email.header import Header
from email.headerregistry import (
    Address,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
)
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.email_addresses import ascii_address

WIDTH = 72
"""Characters of a laid out line."""
LONGEST_LINE = 998
"""Bytes a line may have at all (RFC 5322)."""


class OneLine(UniqueUnstructuredHeader):
    """A header that is never folded: a long link in it would be encoded, and work no more."""

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


class Named(UniqueAddressHeader):
    """Addresses, with names that are encoded as a whole where they are not plain ASCII.

    Encoded in parts, a long word can end beside another with no space between, and is shown as
    question marks.
    """

    def fold(self, *, policy):
        if not str(self).isascii():
            with suppress(UnicodeError):  # the bytes of an attached mail need not be letters
                folded = [self._folded(address, policy) for address in self.addresses]
                return f"{self.name}: {f',{policy.linesep} '.join(folded)}{policy.linesep}"
        return super().fold(policy=policy)

    def _folded(self, address, policy) -> str:
        if not address.display_name:
            return address.addr_spec
        name = Header(address.display_name, "utf-8", policy.max_line_length, self.name)
        name = name.encode(linesep=policy.linesep)
        return f"{name}{policy.linesep} <{address.addr_spec}>"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", OneLine)
for _name in ("from", "reply-to", "to"):
    HEADERS.map_to_type(_name, Named)
POLICY = email.policy.SMTP.clone(max_line_length=78, cte_type="7bit", header_factory=HEADERS)
AS_IT_CAME = POLICY.clone(refold_source="none")
"""For a mail of ours that is read again: its headers are not folded anew."""

WRITES_BACKWARDS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
"""Characters that turn the direction of text, with which a name could pretend to be another."""


def one_line(text: str) -> str:
    """Return what somebody typed as it may stand in a header: on one line, without controls.

    Nor with what a program would decode (RFC 2047), and so find a control in after all.
    """
    shown = (
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text
        if ord(letter) not in WRITES_BACKWARDS and unicodedata.category(letter) != "Cs"
    )
    return " ".join("".join(shown).split()).replace("=?", "= ?")


def named(name: str, address: str) -> str:
    """Return an address with a name, as a header has it, whatever is in the name."""
    return str(Address(one_line(name), addr_spec=ascii_address(address)))


def from_us_for(name: str) -> str:
    """Return our own address with a supporter's name: Anna Smith via Make Runaways Safe."""
    us, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return named(f"{one_line(name)} via {us or 'Make Runaways Safe'}", address)


def laid_out(text: str) -> str:
    """Return text with its lines wrapped, so that programs that can join them again (RFC 3676).

    Words, such as links, are never broken.
    """
    lines = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines += ["-- "] if line == "-- " else wrapped(line.rstrip(" "))
    return "\n".join(stuffed(line) for line in lines)


def wrapped(line: str) -> list[str]:
    """Return one long line as several; each but the last ends with a space: it flows on."""
    done, now = [], ""
    for word in line.split(" "):
        # Not "-- " on a line of its own: programs take all that follows for a signature.
        if now.strip() and now != "-- " and len(now) + len(word) > WIDTH:
            done.append(now)
            now = ""
        now += word + " "
    return [*done, now[:-1]]


def stuffed(line: str) -> str:
    """Return a line with a space before what would otherwise mean something else."""
    return " " + line if line.startswith((" ", ">", "From ")) else line


def flowing(text: str) -> str:
    """Return laid out text with its wrapped lines joined, as a mail program shows it."""
    lines, flows = [], False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        if flows:
            lines[-1] += line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def written(mail, message_id: str) -> bytes:
    """Return the bytes of a mail, ready to send: lines end with CRLF, all of it is ASCII.

    ``mail`` is Django's EmailMessage or Python's. Raises ValueError for a header with a line end.
    """
    if isinstance(mail, EmailMessage):
        mail = mail.message(policy=POLICY)
    for name in ("Date", "Message-ID", "Bcc", "Return-Path"):
        del mail[name]
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = message_id
    for part in own_parts(mail):
        lay_out(part)
    return as_sent(mail)


def reworded(content: bytes, text: str) -> bytes:
    """Return the bytes of a mail of plain text with another text, its headers as they were."""
    mail = email.message_from_bytes(content, policy=AS_IT_CAME)
    mail.set_content(text)
    lay_out(mail)
    return as_sent(mail, AS_IT_CAME)


def readdressed(content: bytes, to: str) -> bytes:
    """Return the bytes of a mail with another To, and all else as it was."""
    mail = email.message_from_bytes(content, policy=AS_IT_CAME)
    mail.replace_header("To", to)
    return as_sent(mail, AS_IT_CAME)


def redated(content: bytes) -> bytes:
    """Return the bytes of a mail with the date of this moment, and all else as it was."""
    head, end, text = content.partition(b"\r\n\r\n")
    date = f"Date: {format_datetime(timezone.now())}".encode("ascii")
    return re.sub(rb"(?m)^Date: [^\r\n]*", date, head, count=1) + end + text


def as_sent(mail, policy=POLICY) -> bytes:
    content = mail.as_bytes(policy=policy)
    if not content.isascii() or max(map(len, content.split(b"\r\n"))) > LONGEST_LINE:
        raise ValueError("This mail cannot be written so that every mail server takes it.")
    return content


def own_parts(mail):
    """Return the parts of a mail, but not of mails that are attached to it."""
    if mail.get_content_maintype() != "multipart":
        return [mail]
    return [part for inner in mail.iter_parts() for part in own_parts(inner)]


def lay_out(part: email.message.EmailMessage) -> None:
    """Wrap and encode a part that is plain text; leave every other as it is."""
    if part.get_content_type() != "text/plain" or part.is_attachment():
        return
    if part["Content-Type"].params.get("format"):
        return
    text = laid_out(part.get_content().rstrip("\n"))
    part.set_content(
        text,
        charset="us-ascii" if text.isascii() else "utf-8",
        cte="7bit" if fits_as_it_is(text) else "quoted-printable",
        params={"format": "flowed"},
    )


def fits_as_it_is(text: str) -> bool:
    """Whether lines are short and plain enough to travel unencoded."""
    lines = text.split("\n")
    return text.isascii() and all(
        len(line) <= POLICY.max_line_length and (line.isprintable()) for line in lines
    )
