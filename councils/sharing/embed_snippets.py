"""The HTML that other sites copy to show the record, with previews."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from councils.record import CouncilOnDay


class Snippet(NamedTuple):
    """HTML to copy, with a heading, a description and a preview."""

    id: str
    heading: str
    description: str
    html: Callable[..., SafeString]
    """Return the HTML, for another site if the address of ours is given."""

    @property
    def code(self) -> SafeString:
        return self.html(settings.SITE_URL)

    @property
    def preview(self) -> SafeString:
        return self.html()


COUNCIL_SIZE, MAP_SIZE = (400, 420), (720, 640)
"""Default width and height of the frames, in pixels.

At this height a council's frame fits down to a width of 240 pixels, for sites with narrow columns.
"""


def snippets(council: CouncilOnDay | None) -> list[Snippet]:
    """Return the snippets for a council, if one was chosen, and for the whole map."""
    whole_map = Snippet(
        "whole-map",
        "The whole map",
        "Every council in England that runs children’s services. Each hexagon leads to its page."
        " Where it is as narrow as a phone, make it 900 high.",
        map_iframe,
    )
    if council is None:
        return [whole_map]
    badge = Snippet(
        "badge",
        f"A badge for {council.short_name_in_sentence}",
        "A small picture that leads to the council’s page here.",
        partial(badge_link, council),
    )
    frame = Snippet(
        "frame",
        f"A frame for {council.short_name_in_sentence}",
        "Its name, its status and what a visitor can do. Change the width as you like, down to"
        " 240: this height is enough for any.",
        partial(council_iframe, council),
    )
    return [badge, frame, whole_map]


def badge_link(council: CouncilOnDay, site: str = "") -> SafeString:
    return format_html(
        '<a href="{}"><img src="{}"\nalt="{}" height="68"{}></a>',
        site + council.url,
        site + reverse("councils:embed_badge", args=[council.slug]),
        frame_title(council),
        style_attribute("max-width:100%;height:auto") if site else "",
    )


def council_iframe(
    council: CouncilOnDay, site: str = "", size: tuple[int, int] = COUNCIL_SIZE
) -> SafeString:
    path = reverse("councils:embed_frame", args=[council.slug])
    return iframe(site, path, frame_title(council), size)


def map_iframe(site: str = "", size: tuple[int, int] = MAP_SIZE) -> SafeString:
    title = "Which councils are on record as having signed the Runaways’ Charter?"
    return iframe(site, reverse("councils:embed_map"), title, size)


def iframe(site: str, path: str, title: str, size: tuple[int, int]) -> SafeString:
    return format_html(
        '<iframe src="{}" title="{}"\nwidth="{}" height="{}" loading="lazy"{}></iframe>',
        site + path,
        title,
        *size,
        style_attribute("border:0;max-width:100%") if site else "",
    )


def frame_title(council: CouncilOnDay) -> str:
    """Return a title for a badge or a frame that stays true when the status changes."""
    return f"{council.name} and the Runaways’ Charter"


def style_attribute(style: str) -> SafeString:
    """Return a style attribute for another site. On this site the style sheet does it."""
    return format_html(' style="{}"', style)
