"""How every email of ours to one person is written: its headers, and who runs the site below it.

A letter alone is written elsewhere (``campaign/letters/emails.py``): it is its writer's.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.functional import cached_property

from campaign.outbox.mime import header_text
from campaign.outbox.models import test_label
from campaign.pages.models import Organisation

RULE = "-" * 40
AUTO_GENERATED = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Headers of an email that no person wrote: they ask programs not to answer it."""


def organisation_line() -> str:
    """Return the site's name, who runs it and their address, as far as they are known."""
    organisation = Organisation.current()
    line = "Make Runaways Safe"
    if organisation.name:
        line += f", run by {organisation.name}"
    line += organisation.charity_words
    if organisation.postal_address:
        line += f", {organisation.postal_address}"
    return line


def last_line() -> str:
    """Return the line at the foot of our emails: who runs the site, and where it is."""
    return f"{organisation_line()}: {settings.SITE_URL}"


class Frame:
    """What is the same in every email of one moment: read once, however many there are."""

    @cached_property
    def test_label(self) -> str:
        return test_label()

    @cached_property
    def last_line(self) -> str:
        return last_line()


def email_to(
    address: str,
    *,
    subject: str,
    text: str,
    headers: dict[str, str] | None = None,
    to_visitor: bool = False,
    how_to_stop: str = "",
    within: Frame | None = None,
) -> EmailMessage:
    """Return an email from our address, with who runs the site at its foot.

    ``to_visitor``: its subject says TEST until letters are live. ``how_to_stop`` stands above the
    last line.
    """
    within = within or Frame()
    if to_visitor:
        subject = within.test_label + subject
    foot = within.last_line
    if how_to_stop:
        foot = f"{how_to_stop}\n\n{foot}"
    return EmailMessage(
        subject=header_text(subject),
        body=f"{text}\n\n{RULE}\n{foot}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers=headers,
    )


def reply_headers(message_id: str) -> dict[str, str]:
    """Return the headers of an automatic answer to the email with an ID; some have none."""
    headers = AUTO_GENERATED | {"Auto-Submitted": "auto-replied"}
    if message_id and message_id.isascii():
        headers["In-Reply-To"] = f"<{message_id}>"
        headers["References"] = f"<{message_id}>"
    return headers


def contact() -> str:
    """Return a sentence that says how to reach whoever runs the site, for objections."""
    address = Organisation.current().email
    if address:
        return f"Write to {address}."
    return f"{settings.SITE_URL}/about/ says how to reach us."
