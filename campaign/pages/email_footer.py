"""Who runs the site and how to reach them, for the foot of an email, as far as it is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from campaign.pages.models import Organisation

_kept: ContextVar[str | None] = ContextVar("kept", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Read who runs the site once for all emails that are written within the block."""
    token = _kept.set(who_runs_this())
    try:
        yield
    finally:
        _kept.reset(token)


def who_runs_this() -> str:
    """Return the site's name, who runs it, their address and the site's address, line by line."""
    if (kept := _kept.get()) is not None:
        return kept
    organisation = Organisation.objects.first() or Organisation()
    first = "Make Runaways Safe"
    if organisation.name:
        first += f", run by {organisation.name}"
    first += organisation.charity_words
    address = organisation.postal_address_on_one_line
    return "\n".join(filter(None, [first, address, settings.SITE_URL]))


def contact() -> str:
    """Return a sentence that says how to reach whoever runs the site, for objections."""
    organisation = Organisation.objects.first()
    if organisation and organisation.email:
        return f"Write to {organisation.email}."
    return f"{settings.SITE_URL}/about/ says how to reach us."
