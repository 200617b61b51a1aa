"""What becomes of an email that comes in: a call for help, about a message of ours, or to us."""

from django.conf import settings

from campaign import safeguarding
from campaign.asking.models import answered_elsewhere
from campaign.inbox import process as inbox
from campaign.inbox.auto_reply import unquoted
from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.letters import incoming as letters
from councils.safeguarding import call_for_help


def process(data: bytes, to: str | None = None) -> str:
    """Process one email; return what became of it, in words for the log without personal data.

    ``to`` is its envelope recipient; if None, it is read from the email's own fields. Raises
    DatabaseError if nothing could be stored: the mail server must then offer the email again.
    """
    mail = classify(data, to, settings.BOUNCE_DOMAIN)
    message = inbox.find_message(mail)
    is_call = sounds_like_a_call_for_help(mail)
    if is_call:
        safeguarding.hear(mail, message, inbox.fingerprint(mail, data))
    if message:
        return inbox.apply(mail, message, data, to)
    return "may be a call for help: staff were told" if is_call else answer_stranger(mail)


def sounds_like_a_call_for_help(mail: ParsedMail) -> bool:
    """Whether what a person wrote, not what they quote, may be a call for help.

    Every email that a person may have written is checked, whatever else becomes of it.
    """
    if mail.kind != MailKind.PERSON and not mail.is_guess:
        return False
    return call_for_help.sounds_like_a_call_for_help(f"{mail.subject}\n{unquoted(mail.text)}")


def answer_stranger(mail: ParsedMail) -> str:
    """Answer a person who wrote to the address our emails are sent from, which nobody reads."""
    if mail.token or mail.answers_token:
        return "for no message we know: nothing changed"
    is_by_a_person = mail.kind == MailKind.PERSON and mail.may_be_answered
    if not (is_by_a_person and inbox.is_to_us(mail)):
        return "not about a message of ours: nothing changed"
    # An answer to a question of ours before a reply that nobody expects.
    answered = answered_elsewhere(mail) or letters.reply_to_stranger(mail)
    return "written to us: answered" if answered else "written to us: not answered again"
