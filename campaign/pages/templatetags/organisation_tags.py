"""Template tags for what is the same on every page: who runs the site, the demonstration's mark."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError

from campaign.http.log_masking import request_id
from campaign.pages.models import Notice, Organisation
from campaign.pages.street import Street, street
from councils.record import closed_words, record_on, record_version
from councils.record.version import Version

register = template.Library()

kept_for_version: dict[str, tuple[Version, Any]] = {}
"""By name: the version and the day for which something was read, and what it was."""


def read_with_record(name: str, read: Callable[[dt.date], Any]) -> Any:
    """Return what ``read`` finds on a day, read once for each version of the record and day.

    Without a database, return what was last read, or None.
    """
    with suppress(DatabaseError):
        version = record_version.value()
        if name not in kept_for_version or kept_for_version[name][0] != version:
            kept_for_version[name] = version, read(version[1])
    return kept_for_version[name][1] if name in kept_for_version else None


@register.simple_tag
def who_runs_this() -> Organisation:
    """Return who runs the site: an empty row until somebody is named."""
    return read_with_record("who", lambda _: Organisation.current()) or Organisation()


@register.simple_tag
def request_number() -> str:
    """Return the number of this request, which its lines in the log have and nobody's name."""
    return request_id.get()


@register.inclusion_tag("includes/street.html")
def street_at_night() -> dict[str, Street]:
    """Draw the street, with a window lit for each council that has signed today."""
    return {"street": street(record_on())}


@register.inclusion_tag("includes/demonstration.html")
def demonstration() -> dict[str, bool | str]:
    """Mark a page of the demonstration, and of a closed site."""
    return {"is_demo": settings.DEMO, "closed": closed_words()}


@register.inclusion_tag("includes/notices.html")
def notices() -> dict[str, list[Notice] | None]:
    """Show today's notices."""
    return {"notices": read_with_record("notices", lambda day: list(Notice.objects.on(day)))}
