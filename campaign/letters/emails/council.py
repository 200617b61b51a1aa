"""The email that carries a letter to a council."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from campaign.letters.emails.parts import signed_text
from campaign.letters.recipient import Recipient
from campaign.outbox.mime import format_address, from_header, header_text
from campaign.pages.email_footer import RULE, contact, organisation_lines

if TYPE_CHECKING:
    from campaign.letters.models import Letter


def letter(letter: "Letter", to: Recipient) -> EmailMessage:
    """Return the letter itself: from our address in the writer's name, with replies to them."""
    return EmailMessage(
        subject=header_text(letter.subject),
        body=letter_body(letter),
        from_email=from_header(letter.name),
        to=[recipient_header(to)],
        reply_to=[format_address(letter.name, letter.email)],
    )


def recipient_header(to: Recipient) -> str:
    """Return the To header: the role, the council and the address."""
    return format_address(f"{to.role}, {to.council}", to.mailbox)


def letter_body(letter: "Letter") -> str:
    """Return the text of the email: the letter, who wrote it, and our footer."""
    return f"{signed_text(letter)}{letter.email}\n\n{footer(letter)}"


def footer(letter: "Letter") -> str:
    """Say who sent the letter, how to answer, how to treat the writer, and how to object."""
    name = header_text(letter.name)
    change = f"{reverse('sign_up:sign')}?council={letter.council.slug}&kind=letters"
    return f"""{RULE}
This letter is from {name}, who wrote it on {settings.SITE_URL} and asked us to send it. We \
checked that {letter.email} is the writer’s own address.

To answer, reply to this email: your reply goes to {name}, not to us.

Please do not publish the writer’s name, email or address, and pass them on only to those who \
need them to answer.

{organisation_lines()}

Would you rather get at most so many letters a day, get them at another address, or have us hold \
them for four weeks once you have answered? Tell us: {settings.SITE_URL}{change}

Is something wrong with this letter, or would you rather not get letters through us? {contact()}
"""
