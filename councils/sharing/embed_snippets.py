"""The code that other sites copy: each way to show the record, with how it looks."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from councils.record import CouncilOnDay


@dataclass(frozen=True)
class Channel:
    id: str
    heading: str
    words: str
    code: SafeString
    """What is copied, with addresses in full."""
    shown: SafeString
    """The same on our own page."""
    rows: int = 4


def ways_to_embed(row: CouncilOnDay | None) -> list[Channel]:
    """Return the ways for a council, if one was chosen, and for the whole map."""
    return [*([badge(row), frame(row)] if row else []), whole_map()]


def badge(row: CouncilOnDay) -> Channel:
    # The words beside a picture must stay true when its status changes.
    words = f"{row.name} and the Runaways’ Charter"

    def code(site: str) -> SafeString:
        address = site + reverse("councils:embed_badge", args=[row.slug])
        return format_html(
            '<a href="{}"><img src="{}"\nalt="{}" height="68"{}></a>',
            site + row.url, address, words, look(site, "max-width:100%;height:auto"),
        )  # fmt: skip

    return Channel(
        "badge",
        f"A badge for {row.short_name_in_sentence}",
        "A small picture that leads to the council’s page here.",
        code(settings.SITE_URL),
        code(""),
    )


def frame(row: CouncilOnDay) -> Channel:
    return Channel(
        "frame",
        f"A frame for {row.short_name_in_sentence}",
        "Its name, its status and what a visitor can do. Change the width as you like, down to"
        " 240: this height is enough for any.",
        council_iframe(row, settings.SITE_URL),
        council_iframe(row, ""),
    )


def whole_map() -> Channel:
    return Channel(
        "whole-map",
        "The whole map",
        "Every council in England that runs children’s services. Each hexagon leads to its page."
        " Where it is as narrow as a phone, make it 900 high.",
        map_iframe(settings.SITE_URL),
        map_iframe(""),
    )


COUNCIL_SIZE, MAP_SIZE = (400, 420), (720, 640)
"""Width and height of the frames, in pixels, where nobody asks for others.

A council's fits at this height down to 240 wide: a site shows it as narrow as its own column is.
"""


def council_iframe(
    row: CouncilOnDay, site: str, size: tuple[int, int] = COUNCIL_SIZE
) -> SafeString:
    address = site + reverse("councils:embed_frame", args=[row.slug])
    return iframe(address, f"{row.name} and the Runaways’ Charter", *size)


def map_iframe(site: str, size: tuple[int, int] = MAP_SIZE) -> SafeString:
    address = site + reverse("councils:embed_map")
    return iframe(address, "Which councils have signed the Runaways’ Charter?", *size)


def iframe(address: str, title: str, width: int, height: int) -> SafeString:
    style = look("" if address.startswith("/") else address, "border:0;max-width:100%")
    return format_html(
        '<iframe src="{}" title="{}"\nwidth="{}" height="{}" loading="lazy"{}></iframe>',
        address, title, width, height, style,
    )  # fmt: skip


def look(site: str, style: str) -> SafeString:
    """Return a style attribute for another site; ours has the look in its style sheet."""
    return format_html(' style="{}"', style) if site else mark_safe("")
