"""Bounces without a standard report, written for people.

``flufl.bounce``, Mailman's own library, recognises what old mail servers write. Other bounces are
recognised by their sender and their subject together.
"""

import logging
import re
from email.message import Message

from flufl.bounce import all_failures

from campaign.inbox import bounces, machine_phrases, mime
from campaign.inbox.bounces import Bounce

# It logs errors of its detectors together with what they read: no part of an email may be logged.
logging.getLogger("flufl.bounce").addFilter(lambda record: False)

MAX_LINE = 300
"""Characters of a line that flufl.bounce is shown: its patterns take quadratic time."""
MAX_PARTS = 10
"""Parts of an email, or of a part, that flufl.bounce is shown."""
MAX_LINES = 200
"""Lines of each part that it is shown: what it looks for comes before the copy of our message."""

BY_A_PERSON = re.compile(r"^\W*(re|fwd?|atb|ynghylch) *:", re.IGNORECASE)
"""Subjects of replies and of emails that people forward."""


def read_plain_bounce(mail: Message, text: str) -> Bounce | None:
    """Return what a bounce without a standard report says, or None if an email is no bounce."""
    is_delayed, is_failed = known_dialect(mail)
    if not (is_delayed or is_failed or looks_like_bounce(mail)):
        return None
    words = bounces.without_copy(text)
    is_warning = is_delay_notice(mail, words) or (is_delayed and not is_failed)
    kind, status = bounces.interpret("delayed" if is_warning else "failed", "", words)
    recipients = mime.field(mail, "X-Failed-Recipients").split(",")
    return Bounce(
        kind,
        status,
        words[: bounces.MAX_DIAGNOSTIC],
        bounced_recipients=frozenset(mime.address(recipient) for recipient in recipients) - {""},
        returned_ids=bounces.returned_message_ids(mail, text),
    )


def known_dialect(mail: Message) -> tuple[bool, bool]:
    """Return whether flufl.bounce finds a delayed delivery in an email, and whether a failed one.

    It is not asked about replies and forwarded emails, in which people may quote a bounce.
    """
    is_by_a_person = mime.field(mail, "In-Reply-To") or BY_A_PERSON.match(
        mime.field(mail, "Subject")
    )
    if is_by_a_person and not bounces.is_by_a_machine(mail):
        return False, False
    try:
        delayed, failed = all_failures(shortened(mail))
    except Exception:  # the library expects real bounces, but this may be anything
        return False, False
    return bool(delayed), bool(failed)


def shortened(mail: Message) -> Message:
    """Return an email with its text decoded and cut short, without the emails it encloses."""
    copy = Message()
    for name in dict.fromkeys(mail.keys()):
        if name.lower() != "content-transfer-encoding":
            copy[name] = mime.field(mail, name)
    if not mime.enclosed_mail(mail) and mail.is_multipart():
        copy.set_payload([shortened(child) for child in mime.children(mail)[:MAX_PARTS]])
    elif mime.content_type(mail).startswith("text/"):
        lines = mime.part_text(mail).split("\n")[:MAX_LINES]
        copy.set_payload("\n".join(line[:MAX_LINE] for line in lines))
    return copy


def looks_like_bounce(mail: Message) -> bool:
    """Whether an email's fields say that it is a bounce: a person may write "undeliverable" too."""
    if mime.field(mail, "X-Failed-Recipients"):
        return True
    is_named_so = machine_phrases.BOUNCE_SUBJECT.search(mime.field(mail, "Subject"))
    return bool(is_named_so) and bounces.is_by_a_machine(mail)


def is_delay_notice(mail: Message, words: str) -> bool:
    """Whether a bounce only warns of a delay, judged by its subject, else by its text."""
    if machine_phrases.STILL_TRYING.search(mime.field(mail, "Subject")):
        return True
    is_trying = bool(machine_phrases.STILL_TRYING.search(words))
    return is_trying and not machine_phrases.GAVE_UP.search(words)
