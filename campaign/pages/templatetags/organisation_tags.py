"""Template tags for the foot of every page: who runs the site, and the demonstration's mark."""

from contextlib import suppress
from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.utils.safestring import SafeString, mark_safe

from campaign.pages.models import Organisation
from campaign.pages.opening import is_being_prepared
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
    """Mark a page of the demonstration, and of a site that is being prepared."""
    return {"is_demo": settings.DEMO, "is_prepared": being_prepared()}


@register.simple_tag
def being_prepared() -> bool:
    """Whether the site is being prepared; read once for each version of the record."""
    if not settings.MUST_BE_OPENED:
        return False
    with suppress(DatabaseError):  # pages that say so are rendered without a database
        version = record_version.value()[0]
        if _cache.get("opening_version") != version:
            _cache.update(opening_version=version, is_prepared=is_being_prepared())
    return bool(_cache.get("is_prepared"))


@register.simple_tag
def robots() -> SafeString:
    """Ask search engines to stay away from a site that is being prepared."""
    return mark_safe('<meta name="robots" content="noindex">' if being_prepared() else "")


def forget() -> None:
    """Empty the cache: for tests, in which versions of the record repeat."""
    _cache.clear()
