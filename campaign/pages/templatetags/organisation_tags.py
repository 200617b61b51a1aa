"""Template tags for the foot of every page: who runs the site, and the demonstration's mark."""

from contextlib import suppress
from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from campaign.pages.models import Notice, Organisation
from campaign.pages.opening import is_being_prepared
from councils.record import closed_words, record_version
from councils.templatetags.councils_tags import data_block

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


@register.simple_tag
def organisation_data() -> SafeString:
    """Describe who runs the site for search engines, as JSON-LD; empty until they are named."""
    who = who_runs_this()
    if who is None or not who.name.strip():
        return SafeString("")
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Organization",
        "name": who.name,
        "url": who.website or settings.SITE_URL,
        "logo": settings.SITE_URL + static("img/mark.svg"),
    }
    if who.email:
        described["email"] = who.email
    if who.postal_address_on_one_line:
        described["address"] = who.postal_address_on_one_line
    if who.charity_number:
        described["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "Charity number",
            "value": who.charity_number,
        }
    return data_block(described)


@register.inclusion_tag("includes/demonstration.html")
def demonstration() -> dict[str, bool | str]:
    """Mark a page of the demonstration, of a site that is being prepared, and of a closed one."""
    is_prepared = being_prepared()
    return {"is_demo": settings.DEMO, "is_prepared": is_prepared, "closed": closed_words()}


@register.inclusion_tag("includes/notices.html")
def notices() -> dict[str, list[Notice]]:
    """Show today's notices; they are read once for each version of the record."""
    with suppress(DatabaseError):  # pages without a database show those last read
        number, day, _ = record_version.value()
        if _cache.get("notices_version") != (number, day):
            _cache.update(notices_version=(number, day), notices=list(Notice.objects.on(day)))
    return {"notices": _cache.get("notices", [])}


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
