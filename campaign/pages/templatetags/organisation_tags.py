"""Who runs the site, for the foot of every page."""

from django import template
from django.conf import settings

from campaign.pages.models import Organisation
from councils.record import record_version

register = template.Library()

_kept: dict = {}


@register.simple_tag
def who_runs_this():
    """Return the organisation's row, or None; read once for each version of the record."""
    version = record_version.value()[0]
    if _kept.get("version") != version:
        _kept.update(version=version, row=Organisation.objects.first())
    return _kept["row"]


@register.inclusion_tag("includes/demonstration.html")
def demonstration():
    """Mark a page of the demonstration; empty on every other site."""
    return {"is_demo": settings.DEMO}


def forget():
    """Drop what is kept: for tests, whose versions repeat."""
    _kept.clear()
