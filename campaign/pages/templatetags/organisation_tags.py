"""Template tags for what is the same on every page, and the street at the foot of two."""

import datetime as dt
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token

from campaign.http.log_masking import request_id
from campaign.pages.models import Notice, Organisation
from councils.record import closed_words, record_on, record_version
from councils.record.version import Version

register = template.Library()

kept_for_version: dict[Hashable, tuple[Version, Any]] = {}
"""By name or tag: the version and the day for which something was read, and what it was."""


def read_with_record(name: Hashable, read: Callable[[dt.date], Any]) -> Any:
    """Return what ``read`` finds on a day, read once for each version of the record and day.

    Without a database, return what was last read, or None.
    """
    with suppress(DatabaseError):
        version = record_version.value()
        if name not in kept_for_version or kept_for_version[name][0] != version:
            kept_for_version[name] = version, read(version[1])
    return kept_for_version[name][1] if name in kept_for_version else None


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """Render what stands up to ``endkept`` once for each version of the record and day.

    Only for what is the same wherever it stands, and without blocks for other templates to fill.
    """
    part = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(part)


class KeptNode(Node):
    """A part of pages that follows from the record, the day and the settings alone."""

    child_nodelists = ()  # no template that extends this one need look for blocks in it

    def __init__(self, part: NodeList) -> None:
        self.part = part

    def render(self, context: Context) -> str:
        rendered = read_with_record(self, lambda _: self.part.render(context))
        return rendered or self.part.render(context)


@register.simple_tag
def who_runs_this() -> Organisation:
    """Return who runs the site: an empty row until somebody is named."""
    return read_with_record("who", lambda _: Organisation.current()) or Organisation()


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


@register.inclusion_tag("includes/notices.html")
def notices() -> dict[str, list[Notice] | None]:
    """Show today's notices."""
    return {"notices": read_with_record("notices", lambda day: list(Notice.objects.on(day)))}
