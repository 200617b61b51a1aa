"""What a mail server means when it says that it did not deliver, in codes or in words."""

import re
from dataclasses import dataclass, field
from email.message import Message

from campaign.inbox import machine_phrases, mime
from campaign.inbox.parsed_mail import MailKind

MAX_DIAGNOSTIC = 2000
"""Characters kept of what a server said."""

# An enhanced status code (RFC 3463). An IP address or a version number must not match.
CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
FAILURE_CODE = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
SMTP_CODE = re.compile(r"(?<![\d.])([45][0-5]\d)(?=[ \-#:;]|$)", re.MULTILINE)
BOTH_CODES = re.compile(r"(?<![\d.])([45][0-5]\d)[ \-#:;(]{1,4}([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)")

ABOUT_SENDER_OR_SIZE = frozenset({"1.7", "1.8", "1.90", "2.3", "2.121", "2.122", "3.4"})
"""Enhanced codes, without their class, about an email's sender, its size, or the sending rate."""
ABOUT_MAILBOX = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "2.2"})
"""Enhanced codes, without their class, about the address written to, not its sender or content."""

DAEMONS = re.compile(
    r"^(mailer-daemon|mailer_daemon|postmaster|mail-daemon|maildaemon|mdaemon|bounce.*"
    r"|microsoftexchange[0-9a-f]+)(@|$)",
    re.IGNORECASE,
)
RETURNED_ID = re.compile(r"^[>\s]*Message-ID:\s*<([^<>\s]{3,250})>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server reports about a message of ours; the fields are as in ParsedMail."""

    kind: MailKind
    status: str = ""
    diagnostic: str = ""
    bounced_recipients: frozenset[str] = field(default=frozenset())
    returned_ids: frozenset[str] = field(default=frozenset())
    envelope_id: str = ""


def interpret(action: str, status: str, diagnostic: str) -> tuple[MailKind, str]:
    """Return the kind and status that an action, a status and a server's words together mean.

    A status without detail, such as 5.0.0, gives way to a code in the server's own words. What does
    not plainly speak of the address counts as a mere refusal, which says nothing of the mailbox.
    """
    smtp, enhanced = codes_in(diagnostic)
    if enhanced and (not status or status.endswith(".0.0")):
        status = enhanced
    if action == "delivered":
        return MailKind.DELIVERED, status
    if action in ("relayed", "expanded"):  # beyond there nobody can see
        return MailKind.RELAYED, status
    if action == "delayed":
        return MailKind.DELAYED, status
    known = status or {"4": "4.0.0", "5": "5.0.0"}.get(smtp[:1], "")
    kind = kind_by_code(known, diagnostic)
    return (kind or kind_by_words(diagnostic, has_code=bool(known))), status


def kind_by_code(code: str, diagnostic: str) -> MailKind | None:
    """Return the kind that an enhanced code and a server's words mean; None if that is open."""
    subject, _, detail = code[2:].partition(".")
    if (subject, detail) == ("2", "2"):
        return MailKind.MAILBOX_FULL
    if f"{subject}.{detail}" in ABOUT_SENDER_OR_SIZE:
        return MailKind.REFUSED
    if machine_phrases.NOT_ABOUT_MAILBOX.search(diagnostic):
        return MailKind.REFUSED
    if machine_phrases.MAILBOX_FULL.search(diagnostic):
        return MailKind.MAILBOX_FULL
    if subject == "4" and (detail in ("7", "300") or machine_phrases.GAVE_UP.search(diagnostic)):
        return MailKind.GAVE_UP
    is_permanent = code.startswith("5")
    if subject == "1" or (is_permanent and (subject == "4" or (subject, detail) == ("2", "1"))):
        return MailKind.BAD_ADDRESS
    if subject == "7":
        return MailKind.REFUSED
    return MailKind.GAVE_UP if code.startswith("4") else None


def kind_by_words(diagnostic: str, *, has_code: bool) -> MailKind:
    """Return the kind that a server's words mean, where its code leaves that open."""
    if machine_phrases.NO_SUCH_ADDRESS.search(diagnostic):
        return MailKind.BAD_ADDRESS
    if not has_code and machine_phrases.GAVE_UP.search(diagnostic):
        return MailKind.GAVE_UP
    return MailKind.REFUSED


def codes_in(text: str) -> tuple[str, str]:
    """Return the first SMTP code and enhanced code of a failure in a text; "" for a missing one."""
    if both := BOTH_CODES.search(text):
        return both[1], both[2]
    smtp, enhanced = SMTP_CODE.search(text), FAILURE_CODE.search(text)
    return smtp[1] if smtp else "", enhanced[1] if enhanced else ""


def mailbox_refusal(diagnostic: str) -> tuple[MailKind, str] | None:
    """Return the kind and status of a refusal that is about the mailbox; None for any other.

    A server may also refuse because we may not send through it, or because it dislikes the content.
    Only what plainly speaks of the address counts against the address.
    """
    kind, status = interpret("failed", "", diagnostic)
    if status:
        is_plain = status[2:] in ABOUT_MAILBOX
    else:
        is_plain = bool(machine_phrases.NO_SUCH_ADDRESS.search(diagnostic))
    is_final = kind in (MailKind.BAD_ADDRESS, MailKind.MAILBOX_FULL)
    return (kind, status) if is_plain and is_final else None


# What a bounce in any form may carry


def without_copy(text: str) -> str:
    """Return the words of a bounce without the copy of our message below them."""
    copy = machine_phrases.COPY_FOLLOWS.search(text)
    return text[: copy.start()] if copy else text


def returned_message_ids(mail: Message, text: str) -> frozenset[str]:
    """Return the Message-IDs of the emails that a bounce encloses or quotes."""
    ids = set(RETURNED_ID.findall(text))
    for part in mime.parts(mail):
        if mime.content_type(part) in ("message/rfc822", "text/rfc822-headers", "message/global"):
            enclosed = mime.content(part)[:100_000].decode("latin-1")
            ids.update(RETURNED_ID.findall(mime.storable(enclosed)))
            ids.update(
                mime.field(child, "Message-ID").strip("<> ") for child in mime.children(part)
            )
    return frozenset(ids - {""})


def is_from_a_daemon(mail: Message) -> bool:
    sender = mime.address_in(mail, "From") or mime.field(mail, "From").lower()
    return bool(DAEMONS.match(sender.rpartition("<")[2]))


def is_by_a_machine(mail: Message) -> bool:
    """Whether an email is from a mail server, or its headers say that no person sent it.

    Every bounce, and many an automatic reply, has an empty envelope sender.
    """
    return (
        is_from_a_daemon(mail)
        or mime.has_empty_return_path(mail)
        or mime.field(mail, "Auto-Submitted").lower().startswith("auto")
    )
