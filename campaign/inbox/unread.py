"""What the guard cannot read of an email, and a person must: that in another language.

Whoever wrote it may be a child in England who has little English: staff are shown it at once, as
what may be a call.
"""

from email.message import Message

from campaign.inbox.hearing import (
    MOST_SHOWN,
    distinct_texts,
    quotes_a_call,
    without_ours,
    words_of_ours,
)
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from councils.email_addresses import domain_of
from councils.safeguarding.languages import is_in_another_language

IN_ANOTHER_LANGUAGE = (
    "[It isn’t in English, so our program couldn’t tell whether it is a call for help. Ask somebody"
    " who can read it.]"
)
OFFICES = ".gov.uk"
"""What a council says in five languages at the foot of an email is no call."""


def unread_in(mail: Message, parsed: ParsedMail, message: OutgoingMessage | None) -> str:
    """Return what of a person's email staff must read, with why; "" for what the guard has read.

    ``message`` is the message of ours whose token the email came to, if any.
    """
    is_by_a_person = parsed.kind == MailKind.PERSON and parsed.may_be_answered
    if not is_by_a_person or domain_of(parsed.sender).endswith(OFFICES):
        return ""
    texts = distinct_texts(mail)
    if not is_in_another_language("\n".join(texts)) or quotes_a_call(parsed, message):
        return ""
    ours = words_of_ours(parsed, message)
    said = "\n\n".join(filter(None, [without_ours(text, ours) for text in texts]))
    if not is_in_another_language(said):
        return ""
    return f"{IN_ANOTHER_LANGUAGE}\n\n{said}"[:MOST_SHOWN]
