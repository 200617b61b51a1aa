"""Template tags for the foot of every page: who runs the site, and the demonstration's mark."""

from typing import Any

from django import template
from django.conf import settings

from campaign.pages.models import Organisation
from councils.record import record_version

register = template.Library()

_cache: dict[str, Any] = {}


@register.simple_tag
def who_runs_this() -> Organisation | None:
    """Return who runs the site, or None; it is read once for each version of the record."""
    version = record_version.value()[0]
    if _cache.get("version") != version:
        _cache.update(version=version, row=Organisation.objects.first())
    row: Organisation | None = _cache["row"]
    return row


@register.inclusion_tag("includes/demonstration.html")
def demonstration() -> dict[str, bool]:
    """Mark a page of the demonstration; on any other site the mark is empty."""
    return {"is_demo": settings.DEMO}


def forget() -> None:
    """Empty the cache: for tests, in which versions of the record repeat."""
    _cache.clear()
