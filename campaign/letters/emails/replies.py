"""Emails that pass a council's replies on to the writer of the letter they answer."""

from contextlib import suppress
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.utils.text import capfirst

from campaign import retention
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.letters.emails.parts import council_name, link, short_name, to_writer
from campaign.outbox.mime import from_header, header_text
from campaign.pages.email_footer import RULE
from councils.email_addresses import ascii_address

if TYPE_CHECKING:
    from campaign.letters.models import Letter


def automatic_reply(letter: "Letter", arrival: ParsedMail) -> EmailMessage:
    """Pass on an automatic reply, or one that seems to be automatic."""
    if arrival.is_guess:
        subject = f"A reply to your letter to {short_name(letter)}"
        introduction = f"""A reply to your letter to {council_name(letter)} came to us. Here it \
is. It seems to be automatic, so it may be that nobody has seen your letter yet. If you reply to \
this email, your reply goes to {arrival.sender}, not to us.{files_left_out(arrival)}"""
    else:
        subject = f"An automatic reply to your letter to {short_name(letter)}"
        introduction = f"""An automatic reply to your letter to {council_name(letter)} came to us. \
Here it is. A machine wrote it, so it may be that nobody has seen your letter yet."""
    quoted = f"{RULE}\n{arrival.subject}\n\n{arrival.text}"
    email = to_writer(letter, subject, f"{introduction}{form_hint(letter, arrival)}\n\n{quoted}")
    return as_from_council(email, letter, arrival)


def answer(letter: "Letter", arrival: ParsedMail) -> EmailMessage:
    sender = arrival.sender
    author = f"{header_text(arrival.sender_name)} ({sender})" if arrival.sender_name else sender
    email = to_writer(
        letter,
        arrival.subject or f"{capfirst(short_name(letter))} answered your letter",
        f"""{author} has answered your letter to {council_name(letter)}. The answer came to us, \
so we are passing it on. If you reply to this email, your reply goes to {sender}, not to us.

We keep a copy for {retention.TEXTS_AFTER_OUTCOME.days} days at most, so that a person here can \
see what the council says. We show it to nobody else.{files_left_out(arrival)}

{RULE}
{arrival.text}""",
    )
    return as_from_council(email, letter, arrival)


def form_hint(letter: "Letter", arrival: ParsedMail) -> str:
    """Say that the council seems to prefer its own form; "" if it does not."""
    if not arrival.wants_form:
        return ""
    return (
        "\n\nIt seems to ask people to use a form instead. If you like, send your letter through"
        f" that form. You can copy it from its page:\n\n{link(letter, 'letters:private')}"
    )


def files_left_out(arrival: ParsedMail) -> str:
    """Say which files of a reply were left out and where they can be read; "" if none were."""
    if not arrival.attachment_names:
        return ""
    files = ", ".join(arrival.attachment_names)
    return (
        f"\n\nWe left out these files: {files}. You can read them in the original email, which the"
        " council has: reply to this email to ask for them."
    )


def as_from_council(email: EmailMessage, letter: "Letter", arrival: ParsedMail) -> EmailMessage:
    """Give an email the council's name as its sender.

    Replies to it go to the original sender if a person wrote it, or may have.
    """
    email.from_email = from_header(letter.council.name)
    if arrival.kind == MailKind.ANSWER or arrival.is_guess:
        with suppress(ValueError):  # an address that no email can be sent to; the text gives it
            email.reply_to = [ascii_address(arrival.sender)]
    return email
