"""The map round one council: it is ringed, among the councils next door with their names.

How much of England it shows, and where the names stand, is worked out ahead by
``tools/place_near_maps.py``, whose rule says why, and kept in ``near.json``. A council that staff
enter or rename bears no name on the map until that has run again.
"""

import datetime as dt
import json
from collections.abc import Iterable
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from councils.dates import format_date
from councils.map import areas
from councils.map.areas import METRES, Arc, Box, Ring, owners
from councils.map.picture import layers, patterns
from councils.names import join_names, number_word
from councils.record import CouncilOnDay, Record, cached_with_record, record_on
from councils.record.status import Status

FILE = Path(__file__).parent / "near.json"

WIDTH, HEIGHT = 520, 300
"""The frame, in units of the drawing."""
MIDDLE = (336, 288)
"""What every window from 320 to 1920 pixels shows of it: names stand there."""
FINE = 40_000
"""Metres across the middle under which borders are drawn with corners to 100 metres."""
NARROWEST = 44_000
"""Metres across the middle at least, for a council whose map was not worked out."""


class Name(NamedTuple):
    """A name on the map: of which council, its lines, their middle, its size, and its line."""

    code: str
    lines: list[tuple[int, str]]
    x: int
    size: str
    """What the style sheet calls the size: "", "tight" or "far"."""
    hair: str
    """The line from a name in the sea to its council, as path data; "" for a name within it."""

    @property
    def text(self) -> str:
        return " ".join(line for _, line in self.lines)


class Frame(NamedTuple):
    """How much of England a map shows, and its names."""

    grain: int
    """Metres to a unit of the drawing."""
    box: Box
    names: list[Name]

    @property
    def is_fine(self) -> bool:
        return self.grain * MIDDLE[0] < FINE


@cache
def frames() -> dict[str, list[tuple[dt.date, Frame]]]:
    """Return the frames of each council by its code, each with the day from which it holds."""
    found: dict[str, list[tuple[dt.date, Frame]]] = {}
    for code, rows in json.loads(FILE.read_text("utf-8")).items():
        found[code] = []
        for row in rows:
            found[code].append((dt.date.fromisoformat(row["from"]), read_frame(row)))
    return found


def read_frame(row: dict[str, Any]) -> Frame:
    names = [Name(code, *rest) for code, *rest in row["names"]]
    return Frame(row["grain"], Box(row["left"], row["top"], WIDTH, HEIGHT), names)


def frame_on(day: dt.date, code: str, outline: list[Ring]) -> Frame:
    """Return the frame of a council on a day; one round its area if none was worked out."""
    standing = [frame for since, frame in frames().get(code, []) if since <= day]
    if standing:
        return standing[-1]
    return plain_frame(outline, max(NARROWEST, 1.6 * metres_across(outline)))


def metres_across(outline: list[Ring]) -> int:
    """Return how wide a council is, or what its height asks for in the same frame."""
    box = areas.box_round(outline)
    return max(box.width * METRES, ceil(box.height * METRES * MIDDLE[0] / MIDDLE[1]))


def plain_frame(outline: list[Ring], metres: float, shift: tuple[int, int] = (0, 0)) -> Frame:
    """Return a frame without names whose middle is ``metres`` wide, round the middle of an area."""
    grain = ceil(metres / MIDDLE[0])
    box = areas.box_round(areas.drawn(outline, grain))
    left = box.left + (box.width - WIDTH) // 2 + shift[0]
    top = box.top + (box.height - HEIGHT) // 2 + shift[1]
    return Frame(grain, Box(left, top, WIDTH, HEIGHT), [])


@cached_with_record
def near(record: Record, row: CouncilOnDay) -> SafeString:
    """Return the map round a council on the day of a record; nothing if it has no area there."""
    owner_of = owners(record)
    if row.code not in owner_of.values():
        return SafeString("")
    own = {}
    for piece, code in owner_of.items():
        if code == row.code:
            own[piece] = code
    outline = areas.outlines_of(own, lines_of(is_fine=True))[row.code]
    frame = frame_on(record.on, row.code, outline)
    lines = lines_of(frame.is_fine)
    shown = {piece: owner_of[piece] for piece in pieces_in(frame, owner_of)}
    successors = successors_of(record, row)
    names = names_of(record, frame, successors)
    context = {
        "frame": frame.box,
        "words": in_words(record, row, names, successors),
        "layers": layers(record, shown, lines, frame.grain, marks_of(names)),
        "patterns": patterns(record),
        "ring": areas.shape(areas.outlines_of(own, lines)[row.code], frame.grain),
        "forming": line_between(own, successors, lines, frame.grain),
        "names": [(is_lit(record, name), name) for name in names],
    }
    return SafeString(render_to_string("councils/near.svg", context))


def lines_of(is_fine: bool) -> tuple[Arc, ...]:
    """Return the borders to draw: close by with corners to 100 metres, else to 300."""
    return areas.fine_arcs(1 if is_fine else 3)


def pieces_in(frame: Frame, owner_of: dict[str, str]) -> list[str]:
    """Return the pieces of the map of which a frame shows something."""
    found = []
    for piece, box in boxes(frame.grain).items():
        if piece in owner_of and overlap(box, frame.box):
            found.append(piece)
    return sorted(found)


@cache
def boxes(grain: int) -> dict[str, Box]:
    itself = {piece: piece for piece in areas.pieces()}
    found = {}
    for piece, rings in areas.outlines_of(itself, areas.plain_arcs()).items():
        found[piece] = areas.box_round(areas.drawn(rings, grain))
    return found


def overlap(one: Box, other: Box) -> bool:
    is_beside = one.left >= other.left + other.width or other.left >= one.left + one.width
    is_above = one.top >= other.top + other.height or other.top >= one.top + one.height
    return not (is_beside or is_above)


# Its names, and those who take over


def successors_of(record: Record, row: CouncilOnDay) -> dict[str, CouncilOnDay]:
    """Return who takes over which pieces of a council that is about to end, by piece."""
    if row.ends_on is None or not row.is_replaced_soon(record.on):
        return {}
    after = record_on(row.ends_on)
    theirs = {other.code: other for other in row.successors}
    found = {}
    for piece, code in owners(after).items():
        if code in theirs:
            found[piece] = theirs[code]
    return found


def names_of(record: Record, frame: Frame, successors: dict[str, CouncilOnDay]) -> list[Name]:
    """Return the names of a frame that are still those of their councils."""
    coming = {row.code: row for row in successors.values()}
    names = []
    for name in frame.names:
        row = coming.get(name.code) or record.by_code.get(name.code)
        if row and row.short_name == name.text:
            names.append(name)
    return names


def is_lit(record: Record, name: Name) -> bool:
    row = record.by_code.get(name.code)
    return row is not None and row.status == Status.SIGNED


BELOW = 13
"""How far below its name the mark of a council's dispute stands."""


def marks_of(names: list[Name]) -> dict[str, tuple[int, int]]:
    """Return where the mark of a disputed status stands, by council: below a name within it."""
    marks = {}
    for name in names:
        if not name.hair:
            last_line, _ = name.lines[-1]
            marks[name.code] = name.x, last_line + BELOW
    return marks


def line_between(
    own: dict[str, str], successors: dict[str, CouncilOnDay], lines: tuple[Arc, ...], grain: int
) -> str:
    """Return the path data of the borders between those who take over; "" for one or none."""
    divided = {piece: successors[piece].code for piece in own if piece in successors}
    return areas.seams(divided, lines, grain)


def in_words(
    record: Record, row: CouncilOnDay, names: list[Name], successors: dict[str, CouncilOnDay]
) -> str:
    """Say what the map shows: "Map: Sheffield, ringed, with six councils round it. …"."""
    others = [name for name in names if name.code in record.by_code and name.code != row.code]
    lit = [record.by_code[name.code].short_name for name in others if is_lit(record, name)]
    what = "ringed and lit" if row.status == Status.SIGNED else "ringed"
    shown = f"with {counted(len(others))} round it"
    if successors and row.ends_on:
        day = format_date(row.ends_on)
        coming = unique(other.short_name for other in successors.values())
        shown = f"and the line between {join_names(coming)}, which take over on {day}"
        if len(coming) == 1:
            shown = f"which becomes {coming[0]} on {day}"
    words = f"Map: {row.short_name_in_sentence}, {what}, {shown}."
    if lit:
        are = "is" if len(lit) == 1 else "are"
        words += f" {join_names(lit)} {are} lit."
    return words


def unique(names: Iterable[str]) -> list[str]:
    """Return names in their order, each once."""
    return list(dict.fromkeys(names))


def counted(number: int) -> str:
    if number == 1:
        return "one council"
    return f"{number_word(number)} councils"
