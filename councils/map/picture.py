"""The map of England as one picture: true areas at dusk, the signed lit, London enlarged.

Councils of one status are drawn as one shape, and the borders between them as seams, so that the
picture is small. It is drawn once for each record, and kept under a digest of itself.
"""

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from councils.map import areas
from councils.map.areas import Ring, owners
from councils.map.drawing import DISPUTED, OUTLINES
from councils.map.squares import CELL, covered, middle_of_room, on_paper
from councils.record import Record, cached_with_record
from councils.record.status import STATUSES, Status

WIDTH, HEIGHT = 584, 664
GRAIN, GRAIN_OF_LONDON = 1000, 350
"""Metres to a unit of the picture: of England, and of London beside it."""
EDGE = 2
"""Units left free round England, so that its coast is not cut."""

COLOURS = {"fill-ember": "#f0986b", "fill-ring": "#8ed1c6", "fill-bar": "#b9c3d6"}
"""The colour of each pattern, as a picture has no style sheet."""


class Picture(NamedTuple):
    """A picture of the map, and the digest under which it is kept."""

    svg: bytes
    digest: str


@cached_with_record
def picture(record: Record) -> Picture:
    """Draw the map of a record's day."""
    of_london, lines, london_at = enlarged(record)
    svg = render_to_string(
        "councils/england.svg",
        {
            "width": WIDTH,
            "height": HEIGHT,
            "edge": EDGE,
            "england": layers(record, owners(record), areas.plain_arcs(), GRAIN),
            "london": layers(record, of_london, lines, GRAIN_OF_LONDON),
            "london_at": london_at,
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
    record: Record,
    owner_of: Mapping[str, str],
    lines: Iterable[areas.Arc],
    grain: int,
    marked_at: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what lies on what: the land, each status that is shown, the seams, and what disputes.

    Path data of some pieces of the map, in units of ``grain`` metres. ``marked_at`` has where the
    mark of a disputed status goes, by the council's code, where that is not its middle.
    """
    status_of = {piece: record.by_code[code].status for piece, code in owner_of.items()}
    lines = list(lines)

    def whole(pieces: Iterable[str]) -> str:
        rings = areas.outlines_of(dict.fromkeys(pieces, "one"), lines)
        return areas.shape([ring for one in rings.values() for ring in one], grain)

    of_status = {
        code: whole(piece for piece, status in status_of.items() if status == code)
        for code in set(status_of.values())
    }
    disputing = {code for code in owner_of.values() if record.by_code[code].disputed
                 and (grain < GRAIN or record.by_code[code].region != "London")}  # fmt: skip
    outlines = areas.outlines_of({p: c for p, c in owner_of.items() if c in disputing}, lines)
    middles = [marked_at.get(code) or middle(areas.drawn(rings, grain))
               for code, rings in outlines.items()]  # fmt: skip
    return {
        "land": whole(owner_of),
        "lit": of_status.pop(Status.SIGNED, ""),
        "patterned": [(code, of_status[code]) for code in STATUSES
                      if STATUSES[code].pattern and code in of_status],
        "seams": areas.seams(owner_of, lines, grain),
        "disputed": [(css_class, "".join(f"M{x} {y}{OUTLINES[outline]}" for x, y in middles))
                     for css_class, outline in DISPUTED if middles],
    }  # fmt: skip


def middle(rings: list[Ring]) -> tuple[int, int]:
    """Return a point well inside an area, or the middle of one too small to measure."""
    frame = areas.box_round(rings)
    spot = middle_of_room(covered(rings, frame), 1, 1)
    return on_paper(spot or (frame.width / CELL / 2, frame.height / CELL / 2), frame)


@cached_with_record
def enlarged(record: Record) -> tuple[dict[str, str], tuple[areas.Arc, ...], tuple[int, int]]:
    """Return London's pieces, the borders to draw them with, and where: in the North Sea."""
    boroughs = {row.code for row in record.councils if row.region == "London"}
    pieces = {piece: code for piece, code in owners(record).items() if code in boroughs}
    lines = areas.plain_arcs(frozenset(pieces))
    rings = areas.outlines_of(dict.fromkeys(pieces, "one"), lines)["one"]
    box = areas.box_round(areas.drawn(rings, GRAIN_OF_LONDON))
    return pieces, lines, (WIDTH - 12 - box.left - box.width, 12 - box.top)
