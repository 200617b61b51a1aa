"""What mail servers say became of a message: in a report (RFC 3464), or in words for people.

``Status:`` and the words beside it are read in ``meaning`` alone. What is no report is left to
``flufl.bounce``, Mailman's own library, which knows what servers have written for twenty years.
"""

import base64
import logging
import quopri
import re
from email.message import Message
from email.parser import HeaderParser
from functools import partial
from typing import Any

from flufl.bounce import all_failures

from campaign.inbox import mime
from campaign.inbox.parsed_mail import MailKind

# It logs errors of its detectors together with what they read: no part of an email may be logged.
logging.getLogger("flufl.bounce").addFilter(lambda record: False)

MAX_DIAGNOSTIC = 2000
"""Characters kept of what a server said."""
MAX_STATUS = 50_000
"""Bytes read of a delivery status."""
# What flufl.bounce is shown, as its patterns take quadratic time.
MAX_PARTS = 10
MAX_LINES = 200
MAX_LINE = 300
"""Characters of one line."""


def either(*patterns: str) -> re.Pattern[str]:
    """Return a pattern that matches wherever one of these does, in any case."""
    return re.compile("|".join(patterns), re.IGNORECASE | re.MULTILINE)


# A status code (RFC 3463). An IP address or a version number must not match.
CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
FAILURE_CODE = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
NOT_ABOUT_ADDRESS = {"1.7", "1.8", "1.90", "2.2", "2.3", "2.121", "3.4", "4.7", "4.300"}
"""Codes about the sender, the size, the number of emails, a full mailbox or a server away."""
SECURITY = "7"
"""Subject of the codes of a policy or a filter."""
OF_AN_ADDRESS = ("1", "4")
"""Subjects of the codes of an address, and of the way to its server."""
DISABLED = "2.1"
"""The code of a mailbox that is disabled."""
PLAINLY_OF_AN_ADDRESS = ("1.1", "1.2", "1.3", "1.6", "1.10", DISABLED)
OTHER_REASON = either(
    r"too (many|quickly|fast)|at a rate|rate ?limit|throttl|(receive|daily) limit|size limit",
    "message (size|length) exceeds|message too big",
    r"too large|maximum .{0,20}size|relay(ing)? (access )?denied|unable to relay",
    "sender (address )?(verif|reject|denied|unknown|invalid)|(invalid|unknown|bad) sender",
    "quota|mailbox (is )?full|out of storage|inbox is full|not enough space",
)
"""Words about the same, whatever the code beside them says."""
NO_SUCH_ADDRESS = either(
    r"(user|recipient|mailbox|address|account|host|domain)\W{1,3}(is )?(unknown|not (known|found))",
    r"(user|recipient|mailbox|address|account)\W{1,3}(is |has been )?(unavailable|disabled)",
    r"(user|mailbox|account) is inactive|account that you tried to reach is inactive",
    "(unknown|no such|invalid|not a valid|non-?existent) (local )?(user|recipient|address|mailbox)",
    "(unknown|no such|non-?existent|invalid) (person|hosts?|domain)|(does|do|did) ?(not|n.t) exist",
    "no mailbox (here )?by that name|not listed in [^.]{0,20}directory",
    "recipient (address )?rejected",
    "name is not recogni[sz]ed|unrouteable|host or domain name not found|no longer (in use|valid)",
    "invalid final delivery userid|(user|recipient) (does not|doesn.t) have an? [^ ]{0,60}account",
    "(could|can|was) ?(not|n.t) (be )?found|recip(ient)?notfound|no (valid|known) (user|recipient)",
)
GAVE_UP = either("time-?out exceeded|timed out|(message|time) (has )?expired|given up|giving up")
COPY_FOLLOWS = either(
    r"^\W*((this|below|above).{0,14} is (a|the) copy|a copy of (the|your) message)\b.*$",
    r"^\W*(your message follows|unsent message (below|follows)).*$",
    r"^-+ ?(original|returned|forwarded) message.*$|^original message headers.*$",
)
STILL_TRYING = either(
    r"\bdelay(ed)?\b|still (be )?(trying|retried)|not yet (been )?delivered|will be retried",
    "will (keep|continue)( to be made| trying| to try)|do(es)? not need to resend|no action is req",
)
BOUNCE_SUBJECT = either(
    "undeliver|(not|be) delivered|deliver(y|ing) (status|fail|problem|error|notif|incomplete|to)",
    "delivery has failed|mail delivery|failure notice|returned mail|returned to|returning message",
    "message delayed|could not send|warning: message|rejected|bounce|mail system error",
)
BY_A_PERSON = either(r"^\W*(re|fwd?|atb|ynghylch) *:")
"""Subjects of replies and of emails that people forward."""
DAEMONS = either(
    r"^(mailer[-_]?daemon|postmaster|mail-?daemon|mdaemon|bounce.*|microsoftexchange\w+)@"
)
RETURNED_ID = re.compile(r"^[>\s]*Message-ID:\s*<([^<>\s]{3,250})>", re.IGNORECASE | re.MULTILINE)
STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
RECIPIENTS = ("original-recipient", "final-recipient", "x-actual-recipient")
ACTIONS = {
    "delivered": MailKind.RECEIPT,
    "relayed": MailKind.RECEIPT,
    "expanded": MailKind.RECEIPT,  # beyond there nobody can see
    "delayed": MailKind.DELAYED,
}
"""Kinds by the action of a report, where it is no failure."""


def meaning(status: str, words: str) -> tuple[bool, str]:
    """Return whether a failure says that there is no such address, and its status code.

    A status without detail, such as 5.0.0, gives way to a code in the server's own words. What does
    not plainly speak of the address counts as a mere refusal, which says nothing of the mailbox.
    """
    if not status or status.endswith(".0.0"):
        in_words = FAILURE_CODE.search(words)
        if in_words:
            status = in_words[1]
    is_temporary = status.startswith("4")
    without_class = status[2:]  # "1.1" of "5.1.1"
    subject = without_class.partition(".")[0]
    is_other = without_class in NOT_ABOUT_ADDRESS or OTHER_REASON.search(words)
    has_only_given_up = not status and GAVE_UP.search(words)
    if is_temporary or is_other or has_only_given_up:
        return False, status
    if subject == SECURITY:
        return False, status
    if subject in OF_AN_ADDRESS or without_class == DISABLED:
        return True, status
    return bool(NO_SUCH_ADDRESS.search(words)), status


def bad_address(words: str) -> str | None:
    """Return the code of a refusal that plainly speaks of the address; None for any other.

    A server may also refuse because we may not send through it, or because it dislikes the content.
    Only what plainly speaks of the address counts against the address. It may have no code: "".
    """
    address_is_gone, status = meaning("", words)
    if not address_is_gone:
        return None
    if status and status[2:] not in PLAINLY_OF_AN_ADDRESS:
        return None
    if not status and not NO_SUCH_ADDRESS.search(words):
        return None
    return status


def read_report(email: Message, text: str, recipient: str) -> dict[str, Any]:
    """Return what a report in a standard form says; nothing if an email is no such report.

    Of a report about several recipients, the notice about ``recipient`` counts.
    """
    types = {mime.content_type(part) for part in mime.parts(email)}
    types.add(f"message/{mime.parameter(email, 'report-type')}")
    if "message/feedback-report" in types:  # a button, or a filter, called it spam
        return {"kind": MailKind.RECEIPT}
    # Dovecot puts what a full mailbox or a filter refuses into the form of a receipt.
    if "message/disposition-notification" in types:
        if "(rejected)" in mime.field(email, "Auto-Submitted").lower():
            return {}
        return {"kind": MailKind.RECEIPT}
    return read_delivery_status(email, text, recipient)


def read_delivery_status(email: Message, text: str, recipient: str) -> dict[str, Any]:
    """Return what the delivery status in an email says; nothing without one."""
    holder = find_holder(email)
    groups: list[dict[str, str]] = []
    for part in mime.parts(holder):
        groups += groups_of(part)
    of_a_notice = {"action", "status", *RECIPIENTS}
    notices = [group for group in groups if group.keys() & of_a_notice]
    if not notices:
        return {}
    notice = min(notices, key=lambda group: rank(group, recipient.lower()))
    action = notice.get("action", "").split(" ")[0].strip("()").lower()
    code = CODE.search(notice.get("status", ""))
    words = (notice.get("diagnostic-code") or without_copy(text))[:MAX_DIAGNOSTIC]
    address_is_gone, status = meaning(code[1] if code else "", words)
    envelope_ids = [group.get("original-envelope-id", "") for group in groups]
    return {
        "kind": ACTIONS.get(action, MailKind.BOUNCE),
        "status": status,
        "address_is_gone": address_is_gone,
        "is_delivered": action == "delivered",
        "diagnostic": words,
        "bounced_recipients": frozenset().union(*map(recipients_of, notices)),
        "returned_ids": returned_ids(holder, ""),
        "envelope_id": next(filter(None, envelope_ids), "")[:200],
    }


def find_holder(email: Message) -> Message:
    """Return the email with a report: this one, or one that a gateway wrapped into it.

    A report that a person forwards is left alone.
    """
    if not is_by_a_machine(email):
        return email
    inner: list[Message] = []
    for part in mime.parts(email):
        if is_status(part):
            return email
        inner += mime.enclosed_mail(part)
    return inner[0] if inner else email


def is_status(part: Message) -> bool:
    return mime.content_type(part) in STATUS_TYPES


def groups_of(part: Message) -> list[dict[str, str]]:
    """Return the groups of fields in a delivery status, however it is encoded."""
    if not is_status(part):
        return []
    data = mime.content(part)
    encoding = mime.field(part, "Content-Transfer-Encoding").lower()
    if encoding in ("base64", "quoted-printable"):
        decode = base64.b64decode if encoding == "base64" else quopri.decodestring
        data = mime.attempt(partial(decode, data), data)
    text = mime.storable(data[:MAX_STATUS].decode("utf-8", "replace")).replace("\r\n", "\n")
    groups = []
    for block in re.split(r"\n\s*\n", text.strip())[: mime.MAX_PARTS]:
        fields = mime.attempt(partial(HeaderParser().parsestr, block), Message())
        group = {}
        for name in fields:
            group[name.lower()] = mime.field(fields, name)
        groups.append(group)
    return groups


def recipients_of(group: dict[str, str]) -> set[str]:
    """Return the addresses in fields such as ``rfc822; anna@example.org``."""
    found = set()
    for name in RECIPIENTS:
        value = group.get(name, "").rpartition(";")[2].strip()
        found.add(mime.address(value))
    return found - {""}


def rank(group: dict[str, str], recipient: str) -> int:
    """Return the place of a notice: the one about our recipient, else the first that failed."""
    if recipient in recipients_of(group):
        return 0
    actions = ["failed", "", "delayed"]
    action = group.get("action", "").lower()
    if action not in actions:
        return 1 + len(actions)
    return 1 + actions.index(action)


def read_plain_bounce(email: Message, text: str) -> dict[str, Any]:
    """Return what a bounce without a standard report says; nothing if an email is no bounce.

    A reply or a forwarded email, in which people may quote a bounce, is none.
    """
    by_machine = is_by_a_machine(email)
    failed_recipients = mime.field(email, "X-Failed-Recipients")
    subject = mime.field(email, "Subject")
    is_a_reply = mime.field(email, "In-Reply-To") or BY_A_PERSON.search(subject)
    if is_a_reply and not by_machine:
        return {}
    # The library expects real bounces, but this may be anything.
    nothing: frozenset[bytes] = frozenset()
    delayed, dead = mime.attempt(lambda: all_failures(shortened(email)), (nothing, nothing))
    is_titled_so = by_machine and BOUNCE_SUBJECT.search(subject)
    if not (delayed or dead or failed_recipients or is_titled_so):
        return {}
    words = without_copy(text)
    address_is_gone, status = meaning("", words)
    is_warning = STILL_TRYING.search(f"{subject}\n{words}") and not GAVE_UP.search(words)
    is_delayed = is_warning or (delayed and not dead)
    return {
        "kind": MailKind.DELAYED if is_delayed else MailKind.BOUNCE,
        "status": status,
        "address_is_gone": address_is_gone,
        "diagnostic": words[:MAX_DIAGNOSTIC],
        "bounced_recipients": frozenset(map(mime.address, failed_recipients.split(","))) - {""},
        "returned_ids": returned_ids(email, text),
    }


def shortened(email: Message) -> Message:
    """Return an email with its text decoded and cut short, without the emails it encloses."""
    copy = Message()
    for name in dict.fromkeys(email.keys()):
        if name.lower() != "content-transfer-encoding":
            copy[name] = mime.field(email, name)
    if not mime.enclosed_mail(email) and email.is_multipart():
        copy.set_payload([shortened(child) for child in mime.children(email)[:MAX_PARTS]])
    elif mime.content_type(email).startswith("text/"):
        lines = mime.part_text(email).split("\n")[:MAX_LINES]
        copy.set_payload("\n".join(line[:MAX_LINE] for line in lines))
    return copy


def without_copy(text: str) -> str:
    """Return the words of a bounce without the copy of our message below them."""
    copy = COPY_FOLLOWS.search(text)
    if copy is None:
        return text
    return text[: copy.start()]


def returned_ids(email: Message, text: str) -> frozenset[str]:
    """Return the Message-IDs of the emails that a bounce encloses or quotes."""
    ids = set(RETURNED_ID.findall(text))
    for part in mime.parts(email):
        if mime.content_type(part) in ("message/rfc822", "text/rfc822-headers", "message/global"):
            for child in mime.children(part):
                ids.add(mime.field(child, "Message-ID").strip("<> "))
            enclosed = mime.content(part)[:100_000].decode("latin-1")
            ids.update(RETURNED_ID.findall(mime.storable(enclosed)))
    return frozenset(ids - {""})


def is_by_a_machine(email: Message) -> bool:
    """Whether an email is from a mail server, or its headers say that no person sent it.

    Every bounce, and many an automatic reply, has an empty envelope sender.
    """
    sender = mime.address_in(email, "From") or f"{mime.field(email, 'From')}@".rpartition("<")[2]
    if DAEMONS.match(sender) or mime.has_empty_return_path(email):
        return True
    return mime.field(email, "Auto-Submitted").lower().startswith("auto")
