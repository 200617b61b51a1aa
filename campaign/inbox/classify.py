"""What kind of email came in, judged by its bytes alone: not by what we have sent."""

import re
from dataclasses import replace
from email.message import Message

from campaign.inbox import auto_reply, mime
from campaign.inbox.bounces import read_plain_bounce, read_report
from campaign.inbox.parsed_mail import MailKind, ParsedMail

TOKEN_ADDRESS = re.compile(
    r"(?:[^@\s]*=)?(bounces|answers)\+([A-Za-z0-9_-]{8,100})@([^@\s]+)\Z", re.IGNORECASE
)
"""An address of ours with a token: ``bounces+`` is the envelope sender of our emails, ``answers+``
is where writers forward answers. Mail servers that use BATV put a tag before it."""

ENVELOPE_FIELDS = ("x-original-to", "envelope-to", "delivered-to", "x-envelope-to")
"""Fields, in lower case, in which the receiving server notes the envelope recipient."""
SENDER_FIELDS = ("From", "Sender", "Reply-To", "Return-Path")


def classify(data: bytes, to: str | None = None, domain: str = "", about: str = "") -> ParsedMail:
    """Return an email parsed and sorted. Never raises, whatever came in.

    ``to`` is its envelope recipient; if None, it is read from the mail server's own fields.
    ``domain`` is our domain for bounces. ``about`` is the recipient of our message, where it is
    known: it picks the right notice from a report about several recipients.
    """
    email = mime.parse(data)
    return sort(email, read_envelope(email, to, domain), about)


def read_envelope(email: Message, to: str | None, domain: str) -> ParsedMail:
    """Return whom an email is from and to, its tokens, and the emails it says it answers.

    The topmost of the fields that note the recipient is from our own server; those below it may be
    from anybody's. A token at any domain but ours is none.
    """
    if to is None:
        to = noted_recipient(email)
    recipient = to.strip("<> ")
    tokens = tokens_in(recipient, domain)
    return ParsedMail(
        recipient=recipient[:320],
        token=tokens.get("bounces", ""),
        answers_token=tokens.get("answers", ""),
        message_id=mime.field(email, "Message-ID").strip("<> ")[:250],
        replied_ids=replied_message_ids(email),
        subject=mime.field(email, "Subject")[:250],
        sender=mime.address_in(email, "Reply-To") or mime.address_in(email, "From"),
        sender_name=mime.name_in(email, "From"),
        senders=frozenset(mime.address_in(email, name) for name in SENDER_FIELDS) - {""},
    )


def noted_recipient(email: Message) -> str:
    """Return the recipient that the topmost field of a receiving server notes, or ""."""
    for name in email:
        if name.lower() in ENVELOPE_FIELDS:
            return mime.field(email, name)
    return ""


def tokens_in(recipient: str, domain: str) -> dict[str, str]:
    """Return the token in an address of ours, by what it is for; nothing of any other."""
    match = TOKEN_ADDRESS.match(recipient)
    if match is None:
        return {}
    if domain and match[3].lower() != domain.lower():
        return {}
    return {match[1].lower(): match[2]}


def sort(email: Message, envelope: ParsedMail, about: str = "") -> ParsedMail:
    """Return what kind of email it is, with its text. It has been heard by then."""
    return sort_by_content(email, replace(envelope, text=mime.readable_text(email)), about)


def sort_by_content(email: Message, mail: ParsedMail, about: str) -> ParsedMail:
    """Sort an email by what is in it, whichever address of ours it came to."""
    bounce = read_report(email, mail.text, about) or read_plain_bounce(email, mail.text)
    if bounce:
        return replace(mail, **bounce)
    names = tuple(mime.file_name(part) for part in attachments(email))
    mail = replace(mail, attachment_names=names)
    wants_form = auto_reply.wants_form(mail.text)
    by_its_headers = auto_reply.headers_say_automatic(email)
    if by_its_headers:
        return replace(mail, wants_form=wants_form)
    headers_are_silent = by_its_headers is None
    seems_so = headers_are_silent and auto_reply.reads_as_automatic(email, mail.text)
    if seems_so or not mail.sender:
        return replace(mail, is_guess=True, wants_form=wants_form)
    may_be_answered = auto_reply.may_be_answered(email)
    return replace(mail, kind=MailKind.PERSON, may_be_answered=may_be_answered)


def replied_message_ids(email: Message) -> tuple[str, ...]:
    """Return the Message-IDs an email says it replies to."""
    fields = mime.field(email, "In-Reply-To") + " " + mime.field(email, "References")
    return tuple(dict.fromkeys(re.findall(r"<([^<>\s]{3,250})>", fields)))


def attachments(email: Message) -> list[Message]:
    """Return the parts that are files, but not the pictures shown in the text, such as logos."""
    files = []
    for part in mime.parts(email):
        is_picture = mime.content_type(part).startswith("image/")
        is_shown = is_picture and mime.field(part, "Content-ID")
        if mime.file_name(part) and not is_shown:
            files.append(part)
    return files
