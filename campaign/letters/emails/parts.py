"""What several emails about a letter have in common."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from campaign.letters.composition import printable
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import AUTO_GENERATED, RULE, with_footer
from councils.names import with_article

if TYPE_CHECKING:
    from campaign.letters.models import Letter


def to_writer(letter: "Letter", subject: str, text: str) -> EmailMessage:
    """Return an email to the writer of a letter, with our footer."""
    return with_footer(letter.email, subject_line(subject), text, AUTO_GENERATED)


def signed_text(letter: "Letter") -> str:
    return printable.signed(letter.text, letter.name, letter.postal_address)


def copy_of(letter: "Letter") -> str:
    """Return the letter as an email to its writer quotes it."""
    return f"This is your letter.\n\n{RULE}\n{letter.subject}\n\n{signed_text(letter).strip()}"


def link(letter: "Letter", url_name: str) -> str:
    """Return the full address of one of the pages that the letter's token opens."""
    return settings.SITE_URL + reverse(url_name, args=[letter.token])


def council_name(letter: "Letter") -> str:
    """Return the council's official name inside a sentence: the City of York Council."""
    return with_article(letter.council.name)


def short_name(letter: "Letter") -> str:
    """Return the council's short name inside a sentence: the Isle of Wight."""
    return with_article(letter.council.short_name)
