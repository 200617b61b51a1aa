"""The subject of an email to a visitor."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from campaign.outbox.mime import TEST, header_text
from campaign.outbox.models import MailSettings

_kept: ContextVar[bool | None] = ContextVar("kept", default=None)


@contextmanager
def ask_once() -> Iterator[None]:
    """Ask once, for all subjects that are written within the block, whether letters are live."""
    token = _kept.set(is_test())
    try:
        yield
    finally:
        _kept.reset(token)


def subject_line(subject: str) -> str:
    """Return a subject as a header holds it; with TEST before it until letters are live.

    Without a mail server an email becomes a file, which is marked when it is written.
    """
    return header_text(f"{TEST}{subject}" if is_test() else subject)


def is_test() -> bool:
    if (kept := _kept.get()) is not None:
        return kept
    return bool(settings.SMTP) and not MailSettings.current().is_live
