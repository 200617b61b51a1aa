"""Reports in a standard form: delivery notices (RFC 3464), receipts (RFC 8098), complaints."""

import base64
import quopri
import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser

from campaign.inbox import bounces, mime
from campaign.inbox.bounces import Bounce
from campaign.inbox.parsed_mail import MailKind

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
RECIPIENT_FIELDS = ("original-recipient", "final-recipient", "x-actual-recipient")
ENVELOPE_ID = "original-envelope-id"
MAX_STATUS = 50_000
"""Characters read of an encoded delivery status."""
MAX_WRAPPERS = 3
"""How deep a report may be enclosed in other emails."""


@dataclass
class RecipientReport:
    """What a report says about one recipient; its fields are those of RFC 3464."""

    action: str = ""
    status: str = ""
    diagnostic: str = ""
    recipients: set[str] = field(default_factory=set)


def read_report(mail: Message, text: str, recipient: str) -> Bounce | None:
    """Return what a report in a standard form says, or None if an email is no such report.

    In a report about several recipients, the notice about ``recipient`` counts.
    """
    types = {mime.content_type(part) for part in mime.parts(mail)}
    report_type = mime.parameter(mail, "report-type")
    if "message/feedback-report" in types or report_type == "feedback-report":
        return Bounce(MailKind.COMPLAINT, returned_ids=bounces.returned_message_ids(mail, ""))
    if "message/disposition-notification" in types or report_type == "disposition-notification":
        # Dovecot puts what a full mailbox or a filter refuses into the form of a receipt.
        is_rejection = "(rejected)" in mime.field(mail, "Auto-Submitted").lower()
        return None if is_rejection else Bounce(MailKind.RECEIPT)
    holder = find_holder(mail)
    statuses = [part for part in mime.parts(holder) if mime.content_type(part) in STATUS_TYPES]
    groups = [group for part in statuses for group in field_groups(part)]
    notices = [notice for group in groups if (notice := notice_from(group))]
    if not notices:
        return None
    notice = choose_notice(notices, recipient.lower())
    words = bounces.without_copy(text)[: bounces.MAX_DIAGNOSTIC]
    diagnostic = notice.diagnostic or words
    kind, status = bounces.interpret(notice.action, notice.status, diagnostic)
    return Bounce(
        kind,
        status,
        diagnostic,
        bounced_recipients=frozenset().union(*(notice.recipients for notice in notices)),
        returned_ids=bounces.returned_message_ids(holder, ""),
        envelope_id=next(filter(None, (group.get(ENVELOPE_ID) for group in groups)), "")[:200],
    )


def find_holder(mail: Message) -> Message:
    """Return the email that holds a report: this one, or one that it encloses.

    Gateways wrap reports in emails of their own. A report that a person forwards is left alone.
    """
    holder = mail
    for _ in range(MAX_WRAPPERS):
        parts = mime.parts(holder)
        if any(mime.content_type(part) in STATUS_TYPES for part in parts):
            return holder
        enclosed = [inner for part in parts for inner in mime.enclosed_mail(part)]
        if not enclosed or not bounces.is_by_a_machine(mail):
            break
        holder = enclosed[0]
    return mail


def notice_from(fields: dict[str, str]) -> RecipientReport | None:
    """Return the notice in a group of fields; None for the group about the report itself."""
    recipients = {typed_address(fields.get(name, "")) for name in RECIPIENT_FIELDS} - {""}
    if not (recipients or fields.get("action") or fields.get("status")):
        return None
    code = bounces.CODE.search(fields.get("status", ""))
    return RecipientReport(
        action=fields.get("action", "").split(" ")[0].strip("()").lower(),
        status=code[1] if code else "",
        diagnostic=fields.get("diagnostic-code", "")[: bounces.MAX_DIAGNOSTIC],
        recipients=recipients,
    )


def choose_notice(notices: list[RecipientReport], recipient: str = "") -> RecipientReport:
    """Return the notice about our recipient; else the first that failed, else the first."""
    for notice in notices:
        if recipient and recipient in notice.recipients:
            return notice
    for action in ("failed", "", "delayed"):
        for notice in notices:
            if notice.action == action:
                return notice
    return notices[0]


def typed_address(value: str) -> str:
    """Return the address in a field such as ``rfc822; anna@example.org``."""
    return mime.address(value.rpartition(";")[2].strip())


def field_groups(part: Message) -> list[dict[str, str]]:
    """Return the groups of fields in a delivery status, by lower-case name; the first of each."""
    groups = []
    for block in mime.children(part) or [part]:
        names = {name.lower() for name in block} if block is not part else set()
        if names:
            groups.append({name: mime.field(block, name) for name in names})
        else:  # fields after a stray empty line, or a status that was encoded
            groups += encoded_groups(block, part)
    return [group for group in groups if group]


def encoded_groups(block: Message, part: Message) -> list[dict[str, str]]:
    """Return the groups of fields in a block that the parser mistook for a body."""
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
    groups = []
    for group in re.split(r"\n\s*\n", text[:MAX_STATUS])[: mime.MAX_PARTS]:
        try:
            fields = HeaderParser().parsestr(group.strip() + "\n\n")
        except Exception:  # a group that cannot be parsed must not hide the others
            continue
        groups.append({name.lower(): mime.field(fields, name) for name in fields})
    return groups
