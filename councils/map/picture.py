"""The map of England as one picture: true areas at dusk, the signed lit, London enlarged.

Councils of one status are drawn as one shape, and the borders between them as seams, so that the
picture is small. It is drawn once for each record, and kept under a digest of itself.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.template.loader import render_to_string

from councils.map import areas
from councils.map.lineage import owners
from councils.record import Record, cached_with_record
from councils.record.status import STATUSES

LONDON = "London"
WIDTH, HEIGHT = 584, 664
GRAIN, GRAIN_OF_LONDON = 1000, 350
"""Metres to a unit of the picture: of England, and of London beside it."""
EDGE = 2
"""Units left free round England, so that its coast is not cut."""

COLOURS = {"fill-ember": "#f0986b", "fill-ring": "#8ed1c6", "fill-bar": "#b9c3d6"}
"""The colour of each pattern, as a picture has no style sheet."""


class Layers(NamedTuple):
    """What lies on what: path data of the land, of each status that is shown, and of the seams."""

    land: str
    lit: str
    patterned: list[tuple[str, str]]
    """The rarer statuses on the map: the status, and its path data."""
    seams: str


class Picture(NamedTuple):
    """A picture of the map, and the digest under which it is kept."""

    svg: bytes
    digest: str


@cached_with_record
def picture(record: Record) -> Picture:
    """Draw the map of a record's day."""
    owner_of = owners(record)
    in_london = {row.code for row in record.councils if row.region == LONDON}
    of_london = {piece: code for piece, code in owner_of.items() if code in in_london}
    lines = areas.plain_arcs(frozenset(of_london))
    svg = render_to_string(
        "councils/england.svg",
        {
            "width": WIDTH,
            "height": HEIGHT,
            "edge": EDGE,
            "england": layers(record, owner_of, areas.plain_arcs(), GRAIN),
            "london": layers(record, of_london, lines, GRAIN_OF_LONDON),
            "london_at": top_right(of_london, lines),
            "patterns": patterns(record),
        },
    ).encode()
    return Picture(svg, hashlib.blake2b(svg, digest_size=6).hexdigest())


def patterns(record: Record) -> list[tuple[str, str, str]]:
    """Return the pattern of each rarer status that a council has: its code, colour and path."""
    return [
        (status.code, COLOURS[status.pattern[0]], status.pattern[1])
        for status in STATUSES.values()
        if status.pattern and record.counts[status.code]
    ]


def layers(
    record: Record, owner_of: Mapping[str, str], lines: Iterable[areas.Arc], grain: int
) -> Layers:
    """Return the shapes of some pieces of the map, in units of ``grain`` metres."""
    status_of = {piece: record.by_code[code].status for piece, code in owner_of.items()}
    lines = list(lines)

    def whole(pieces: Iterable[str]) -> str:
        rings = areas.outlines_of(dict.fromkeys(pieces, "one"), lines)
        return areas.shape([ring for one in rings.values() for ring in one], grain)

    of_status = {
        code: whole(piece for piece, status in status_of.items() if status == code)
        for code in set(status_of.values())
    }
    return Layers(
        land=whole(owner_of),
        lit=of_status.pop("signed", ""),
        patterned=[(code, of_status[code]) for code in STATUSES
                   if STATUSES[code].pattern and code in of_status],
        seams=areas.seams(owner_of, lines, grain),
    )  # fmt: skip


def top_right(pieces: Mapping[str, str], lines: Iterable[areas.Arc]) -> tuple[int, int]:
    """Return how far the enlarged London is moved, so that it lies in the North Sea."""
    rings = areas.outlines_of(dict.fromkeys(pieces, "one"), lines)["one"]
    box = areas.box_round(areas.drawn(rings, GRAIN_OF_LONDON))
    return WIDTH - 12 - box.left - box.width, 12 - box.top
