"""Our emails: their headers, and at their foot who runs the site, as far as it is known."""

from django.conf import settings
from django.core.mail import EmailMessage

from campaign.pages.models import Organisation

RULE = "-" * 40
AUTO_GENERATED = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Headers of an email that no person wrote: they ask programs not to answer it."""


def organisation_line() -> str:
    """Return the site's name, who runs it and their address, as far as they are known."""
    organisation = Organisation.current()
    first = "Make Runaways Safe"
    if organisation.name:
        first += f", run by {organisation.name}"
    first += organisation.charity_words
    return ", ".join(part for part in (first, organisation.postal_address) if part)


def last_line() -> str:
    """Return the line at the foot of our emails: who runs the site, and where it is."""
    return f"{organisation_line()}: {settings.SITE_URL}"


def with_footer(
    to: str, subject: str, text: str, headers: dict[str, str] | None = None
) -> EmailMessage:
    """Return an email from our address, with who runs the site at its foot."""
    return EmailMessage(
        subject=subject,
        body=f"{text}\n\n{RULE}\n{last_line()}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers=headers,
    )


def reply_headers(message_id: str) -> dict[str, str]:
    """Return the headers of an automatic answer to the email with an ID; some have none."""
    headers = AUTO_GENERATED | {"Auto-Submitted": "auto-replied"}
    if message_id and message_id.isascii():
        headers["In-Reply-To"] = headers["References"] = f"<{message_id}>"
    return headers


def contact() -> str:
    """Return a sentence that says how to reach whoever runs the site, for objections."""
    if email := Organisation.current().email:
        return f"Write to {email}."
    return f"{settings.SITE_URL}/about/ says how to reach us."
