"""Template tags for what is the same on every page, and the street at the foot of two."""

from contextlib import suppress
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from campaign.http.log_masking import request_id
from campaign.pages.models import Notice, Organisation
from campaign.pages.pictograms import diagram
from councils.dates import today
from councils.record import Record, cached_with_record, closed_words, record_on

register = template.Library()


@register.simple_tag
def on_every_page(part: str) -> SafeString:
    """Return a part of ``frame.html``, which is the same on every page that has it."""
    with suppress(DatabaseError, InterfaceError):
        return rendered(record_on(), part)
    return render_to_string(f"includes/frame.html#{part}")


@register.simple_tag
def who_runs_this() -> Organisation:
    """Return who runs the site: an empty row until somebody is named."""
    with suppress(DatabaseError, InterfaceError):
        return organisation(record_on())
    with suppress(DatabaseError, InterfaceError):  # a page about a fault of the record names us too
        return Organisation.current()
    return Organisation()


@register.simple_tag
def notices() -> list[Notice]:
    """Return today's notices."""
    with suppress(DatabaseError, InterfaceError):
        return list(Notice.objects.on(today()))
    return []


# What they show is read once for each record; while the database is away, it is what was last read


@cached_with_record
def rendered(record: Record, part: str) -> SafeString:
    return render_to_string(f"includes/frame.html#{part}")


@cached_with_record
def organisation(record: Record) -> Organisation:
    return Organisation.current()


@register.simple_tag
def steps_of_the_talk() -> SafeString:
    """Return the steps of what every council must offer a child who comes back, as a diagram."""
    return diagram("talk")


@register.simple_tag
def request_number() -> str:
    """Return the number of this request, which its lines in the log have and nobody's name."""
    return request_id.get()


# The street at the foot of home: a window for each council, lit where it has signed

WINDOWS = Path(__file__).parent.parent / "windows.txt"
"""Where each window is, in the order in which they are lit: neighbours far apart."""


@cache
def windows() -> list[str]:
    """Return every window as path data. There are more than councils, which may be divided."""
    lines = WINDOWS.read_text("utf-8").splitlines()
    return [f"M{line}v15" for line in lines if not line.startswith("#")]


@register.inclusion_tag("includes/street.html")
def street_at_night() -> dict[str, str]:
    """Draw the street, with a window lit for each council that has signed today.

    A signature lights one more, and no other changes.
    """
    record = record_on()
    drawn = windows()[: record.total]
    return {"lit": "".join(drawn[: record.signed]), "unlit": "".join(drawn[record.signed :])}


@register.inclusion_tag("includes/demonstration.html")
def demonstration() -> dict[str, bool | str]:
    """Mark a page of the demonstration, and of a closed site."""
    return {"is_demo": settings.DEMO, "closed": closed_words()}
