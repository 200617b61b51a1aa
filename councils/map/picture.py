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
GRAIN = 1000
"""Metres to a unit of the picture."""
GRAIN_OF_LONDON = 350
"""The same, of London beside it."""
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


def patterns(record: Record) -> list[tuple[Status, str, str]]:
    """Return the pattern of each rarer status that a council has: its code, colour and path."""
    shown = []
    for status in STATUSES.values():
        if status.pattern and record.counts[status.code]:
            css_class, path = status.pattern
            shown.append((status.code, COLOURS[css_class], path))
    return shown


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
    lines = list(lines)
    pieces_of: dict[Status, list[str]] = {}
    disputing = {}
    for piece, code in owner_of.items():
        row = record.by_code[code]
        pieces_of.setdefault(row.status, []).append(piece)
        is_enlarged_elsewhere = grain >= GRAIN and row.region == "London"
        if row.disputed and not is_enlarged_elsewhere:
            disputing[piece] = code
    patterned = []
    for status in STATUSES:
        if STATUSES[status].pattern and status in pieces_of:
            patterned.append((status, whole(pieces_of[status], lines, grain)))
    middles = []
    for code, rings in areas.outlines_of(disputing, lines).items():
        middles.append(marked_at.get(code) or middle(areas.drawn(rings, grain)))
    return {
        "land": whole(owner_of, lines, grain),
        "lit": whole(pieces_of.get(Status.SIGNED, []), lines, grain),
        "patterned": patterned,
        "seams": areas.seams(owner_of, lines, grain),
        "disputed": disputed_marks(middles),
    }


def whole(pieces: Iterable[str], lines: Iterable[areas.Arc], grain: int) -> str:
    """Return the path data of some pieces as one shape; "" for none."""
    outlines = areas.outlines_of(dict.fromkeys(pieces, "one"), lines)
    if not outlines:
        return ""
    return areas.shape(outlines["one"], grain)


def disputed_marks(middles: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Return the parts of the mark of a dispute, each at every place: its class and path."""
    if not middles:
        return []
    marks = []
    for css_class, outline in DISPUTED:
        path = "".join(f"M{x} {y}{OUTLINES[outline]}" for x, y in middles)
        marks.append((css_class, path))
    return marks


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
