"""What several emails about a letter have in common."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from campaign.letters.composition import printable
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import who_runs_this
from councils.names import with_article

if TYPE_CHECKING:
    from campaign.letters.models import Letter

RULE = "-" * 40
AUTO_GENERATED = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Headers of an email that no person wrote: they ask programs not to answer it."""
AUTO_REPLIED = AUTO_GENERATED | {"Auto-Submitted": "auto-replied"}


def to_writer(letter: "Letter", subject: str, text: str) -> EmailMessage:
    """Return an email to the writer of a letter, with our footer."""
    return EmailMessage(
        subject=subject_line(subject),
        body=f"{text}\n\n{RULE}\n{who_runs_this()}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.email],
        headers=AUTO_GENERATED,
    )


def signed_text(letter: "Letter") -> str:
    """Return the letter's text, and who it is from."""
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
