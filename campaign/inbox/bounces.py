"""Mail that says what became of a message of ours: RFC 3464 notices, and bounces in plain text."""

import base64
import quopri
import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser

from campaign.inbox import machine_phrases, mime
from campaign.inbox.parsed_mail import Kind

LONGEST_SAID = 2000
"""Characters kept of what a server said."""

# An enhanced code (RFC 3463), which an IP address or a version number must not pass for.
CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
SMTP_CODE = re.compile(r"(?<![\d.])([45][0-5]\d)(?=[ \-#:;]|$)", re.MULTILINE)
BOTH = re.compile(r"(?<![\d.])([45][0-5]\d)[ \-#:;(]{1,4}([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)")

DAEMONS = re.compile(
    r"^(mailer-daemon|mailer_daemon|postmaster|mail-daemon|maildaemon|mdaemon|bounce.*"
    r"|microsoftexchange[0-9a-f]+)(@|$)",
    re.IGNORECASE,
)
RETURNED_ID = re.compile(r"^[>\s]*Message-ID:\s*<([^<>\s]{3,250})>", re.IGNORECASE | re.MULTILINE)

REPORTS = ("message/delivery-status", "message/global-delivery-status")
NAMED = ("original", "final", "x-actual")


@dataclass
class Notice:
    """What a bounce says about one recipient."""

    action: str = ""
    status: str = ""
    said: str = ""
    recipients: set[str] = field(default_factory=set)


def blocks(part: Message) -> list[dict[str, str]]:
    """Return the groups of fields in a delivery status, by lower-case name; the first of each."""
    payload = part.get_payload()
    inner = payload if isinstance(payload, list) else [part]
    found = []
    for block in inner:
        fields = {name.lower() for name in block} if block is not part else set()
        if fields:
            found.append({name: mime.field(block, name) for name in fields})
        else:  # fields after an empty line too many, or a status that was encoded
            found += written_blocks(block, part)
    return [block for block in found if block]


def written_blocks(block: Message, part: Message) -> list[dict[str, str]]:
    data = mime.content(block)
    encoding = mime.field(part, "Content-Transfer-Encoding").lower()
    try:
        if encoding == "base64":
            data = base64.b64decode(data)
        elif encoding == "quoted-printable":
            data = quopri.decodestring(data)
    except ValueError:
        pass
    text = mime.storable(data.decode("utf-8", "replace")).replace("\r\n", "\n")
    groups = re.split(r"\n\s*\n", text[:50_000])
    found = []
    for group in groups[: mime.MOST_PARTS]:
        try:
            fields = HeaderParser().parsestr(group.strip() + "\n\n")
        except Exception:
            continue
        found.append({name.lower(): mime.field(fields, name) for name in fields})
    return found


def report_in(mail: Message) -> Message:
    """Return the mail that holds the report: this one, or one it encloses.

    Gateways wrap reports in mail of their own. One that a person forwards is left alone.
    """
    inside = mail
    for _ in range(3):
        if any(mime.content_type(part) in REPORTS for part in mime.parts(inside)):
            return inside
        enclosed = [
            part.get_payload()[0]
            for part in mime.parts(inside)
            if mime.content_type(part) == "message/rfc822" and part.is_multipart()
        ]
        if not enclosed or not is_by_a_machine(mail):
            break
        inside = enclosed[0]
    return mail


def typed_address(value: str) -> str:
    """Return the address in a field such as ``rfc822; anna@example.org``."""
    return mime.address(value.rpartition(";")[2].strip())


def notices(mail: Message) -> list[Notice]:
    """Return what an RFC 3464 report in a mail says about each recipient."""
    found = []
    for part in mime.parts(mail):
        if mime.content_type(part) not in REPORTS:
            continue
        for block in blocks(part):
            named = {typed_address(block.get(f"{kind}-recipient", "")) for kind in NAMED} - {""}
            if not (named or block.get("action") or block.get("status")):
                continue
            code = CODE.search(block.get("status", ""))
            found.append(
                Notice(
                    action=block.get("action", "").split(" ")[0].strip("()").lower(),
                    status=code[1] if code else "",
                    said=block.get("diagnostic-code", "")[:LONGEST_SAID],
                    recipients=named,
                )
            )
    return found


def chosen(found: list[Notice], recipient: str = "") -> Notice:
    """Return the notice about our recipient; else the first that failed, else the first."""
    for notice in found:
        if recipient and recipient in notice.recipients:
            return notice
    for action in ("failed", "", "delayed"):
        for notice in found:
            if notice.action == action:
                return notice
    return found[0]


def returned_ids(mail: Message, text: str) -> frozenset[str]:
    """Return the Message-IDs of the mail that a bounce encloses or quotes."""
    found = set()
    for part in mime.parts(mail):
        kind = mime.content_type(part)
        if kind in ("message/rfc822", "text/rfc822-headers", "message/global"):
            enclosed = mime.content(part)[:100_000].decode("latin-1")
            found.update(RETURNED_ID.findall(mime.storable(enclosed)))
            if part.is_multipart():
                for inner in part.get_payload():
                    found.add(mime.field(inner, "Message-ID").strip("<> "))
    found.update(RETURNED_ID.findall(text))
    return frozenset(found - {""})


def is_from_a_daemon(mail: Message) -> bool:
    sender = mime.address(mime.field(mail, "From")) or mime.field(mail, "From").lower()
    return bool(DAEMONS.match(sender.rpartition("<")[2]))


def has_no_return_path(mail: Message) -> bool:
    """Whether its envelope sender is empty, as that of every bounce and many automatic replies."""
    return mime.field(mail, "Return-Path").replace(" ", "") == "<>"


def is_by_a_machine(mail: Message) -> bool:
    return (
        is_from_a_daemon(mail)
        or has_no_return_path(mail)
        or mime.field(mail, "Auto-Submitted").lower().startswith("auto")
    )


def looks_like_one(mail: Message, text: str) -> bool:
    """Whether mail without a report reads as a bounce: its sender and its words must both say so.

    A person may write "undeliverable" in a subject too.
    """
    if mime.field(mail, "X-Failed-Recipients"):
        return True
    if not is_by_a_machine(mail):
        return False
    if machine_phrases.BOUNCE_SUBJECT.search(mime.field(mail, "Subject")):
        return True
    head = own_words(text)[:1500]
    clues = (
        machine_phrases.NO_SUCH_ADDRESS,
        machine_phrases.MAILBOX_FULL,
        machine_phrases.GAVE_UP,
        machine_phrases.BOUNCE_SUBJECT,
    )
    return is_from_a_daemon(mail) and any(clue.search(head) for clue in clues)


def own_words(text: str) -> str:
    """Return the words of a bounce without the copy of our message below them."""
    follows = machine_phrases.COPY_FOLLOWS.search(text)
    return text[: follows.start()] if follows else text


def is_still_tried(mail: Message, own: str) -> bool:
    """Whether a bounce for people is a warning only: by its subject, else by its own words."""
    if machine_phrases.STILL_TRYING.search(mime.field(mail, "Subject")):
        return True
    return bool(machine_phrases.STILL_TRYING.search(own)) and not machine_phrases.GAVE_UP.search(
        own
    )


def codes_in(text: str) -> tuple[str, str]:
    """Return the first SMTP code and the first enhanced code in a text, each "" if missing."""
    if both := BOTH.search(text):
        return both[1], both[2]
    smtp, enhanced = SMTP_CODE.search(text), CODE.search(text)
    return smtp[1] if smtp else "", enhanced[1] if enhanced else ""


def kind_of(action: str, status: str, said: str) -> tuple[Kind, str]:
    """Return what an action, a status and a server's words together mean, and the status meant.

    A status of no detail such as 5.0.0 gives way to the code in the server's own words. What does
    not plainly speak of the address is no more than a refusal, which closes no mailbox.
    """
    smtp, enhanced = codes_in(said)
    if enhanced and (not status or status.endswith(".0.0")):
        status = enhanced
    if action in ("delivered", "relayed", "expanded"):
        return Kind.RECEIPT, status
    if action == "delayed":
        return Kind.DELAYED, status
    known = status or {"4": "4.0.0", "5": "5.0.0"}.get(smtp[:1], "")
    subject, _, detail = known[2:].partition(".")
    if (subject, detail) == ("2", "2"):
        return Kind.FULL, status
    if f"{subject}.{detail}" in OF_THE_SENDER_OR_SIZE or machine_phrases.NOT_OF_THE_MAILBOX.search(
        said
    ):
        return Kind.POLICY, status
    if machine_phrases.MAILBOX_FULL.search(said):
        return Kind.FULL, status
    if subject == "4" and (detail in ("7", "300") or machine_phrases.GAVE_UP.search(said)):
        return Kind.TEMPORARY, status
    if subject == "1" or (
        known.startswith("5") and (subject == "4" or (subject, detail) == ("2", "1"))
    ):
        return Kind.PERMANENT, status
    if subject == "7":
        return Kind.POLICY, status
    if known.startswith("4"):
        return Kind.TEMPORARY, status
    if machine_phrases.NO_SUCH_ADDRESS.search(said):
        return Kind.PERMANENT, status
    if machine_phrases.REFUSED_BY_A_RULE.search(said):
        return Kind.POLICY, status
    if not known and machine_phrases.GAVE_UP.search(said):
        return Kind.TEMPORARY, status
    return Kind.POLICY, status


OF_THE_SENDER_OR_SIZE = frozenset({"1.7", "1.8", "1.90", "2.3", "2.121", "2.122", "3.4"})
"""What enhanced codes say of who sent a mail, how large it is, or how many come at once."""
OF_THE_MAILBOX = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "2.2"})
"""What enhanced codes (RFC 3463) say of the address a mail went to, not of its sender or words."""


def refused_mailbox(said: str) -> tuple[Kind, str] | None:
    """Return what a server's no says of the mailbox itself, and its status; None if nothing.

    A no can mean many things: that we may not send through it, or that it dislikes the words. Only
    what plainly speaks of the address is one against the address.
    """
    kind, status = kind_of("failed", "", said)
    is_plain = (
        status[2:] in OF_THE_MAILBOX if status else machine_phrases.NO_SUCH_ADDRESS.search(said)
    )
    return (kind, status) if is_plain and kind in (Kind.PERMANENT, Kind.FULL) else None
