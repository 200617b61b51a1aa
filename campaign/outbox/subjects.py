"""The subject of an email to a visitor."""

from django.conf import settings

from campaign.outbox.mime import TEST, header_text
from campaign.outbox.models import MailSettings


def subject_line(subject: str) -> str:
    """Return a subject as a header holds it; with TEST before it until letters are live.

    Without a mail server an email becomes a file, which is marked when it is written.
    """
    return header_text(f"{TEST}{subject}" if is_test() else subject)


def is_test() -> bool:
    """Return whether emails are tests, since letters are not live yet."""
    return bool(settings.SMTP) and not MailSettings.current().is_live
