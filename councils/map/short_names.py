"""Short names of councils, broken into lines that fit into a hexagon of a region's map.

Lengths are in units of the map.
"""

import re
from collections.abc import Iterable, Iterator

from councils.names import divided, rejoined
from councils.sharing import font_metrics

ROOM = 20.3
"""Room for a line of a name across the middle of a hexagon, where a font may be a little wider than
ours. Above and below its upright sides a hexagon is narrower."""
SIDE, TOP = 6.4, 12.8
"""How far it is from the middle of a hexagon to an end of an upright side, and to its top."""
MOST_LINES = 3
LINE = 1.08
"""Height of a line, in font sizes."""
CAPITAL = 0.72
"""Height of a capital, in font sizes."""

CALLED = {
    "Bournemouth, Christchurch and Poole": "BCP",
    "East Riding of Yorkshire": "East Riding",
    "Kingston upon Thames": "Kingston",
    "Richmond upon Thames": "Richmond",
    "Newcastle upon Tyne": "Newcastle",
    "Bath and North East Somerset": "Bath & NE Somerset",
    "North East Lincolnshire": "NE Lincolnshire",
    "Isles of Scilly": "Scilly",
    "Buckinghamshire County Council": "Buckinghamshire",
    "Dorset County Council": "Dorset",
}
"""What locals call councils with long names."""

SHORTER = {
    "Bedfordshire": "Beds",
    "Buckinghamshire": "Bucks",
    "Cambridgeshire": "Cambs",
    "Gloucestershire": "Glos",
    "Hertfordshire": "Herts",
    "Leicestershire": "Leics",
    "Lincolnshire": "Lincs",
    "Northamptonshire": "Northants",
    "Nottinghamshire": "Notts",
}
"""Short forms of counties, for hexagons that have no room for the whole word."""


def fitted(short_name: str, sizes: Iterable[float]) -> tuple[float, list[str]]:
    """Return the first of some font sizes at which a name fits into a hexagon, and its lines.

    A whole word in a small size is better than a short form of it, and that is better than a word
    that is divided.
    """
    sizes = list(sizes)
    size, lines = sizes[-1], [short_name]
    for words in forms(short_name):
        for size in sizes:
            lines = font_metrics.text().balanced(words, size, ROOM)
            if fits(lines, size):
                return size, rejoined(lines, short_name)
    return size, rejoined(lines, short_name)


def forms(short_name: str) -> Iterator[str]:
    """Return the forms of a name, the best first: whole, with short forms, with divided words."""
    whole = CALLED.get(short_name, short_name).replace(" and ", " & ").replace("-on-", "- on-")
    yield whole
    shorter = re.sub(r"\w+", lambda word: SHORTER.get(word[0], word[0]), whole)
    yield shorter
    yield divided(shorter, "- ")


def fits(lines: list[str], size: float) -> bool:
    return len(lines) <= MOST_LINES and all(
        font_metrics.text().width(line, size) <= room_at(offset, size)
        for line, offset in zip(lines, offsets(len(lines), size), strict=True)
    )


def offsets(count: int, size: float) -> list[float]:
    """Return how far the middle of each line is below the middle of the hexagon."""
    return [LINE * size * (number - (count - 1) / 2) for number in range(count)]


def room_at(offset: float, size: float) -> float:
    """Return the room across a hexagon for a line whose middle is off the hexagon's middle."""
    beyond = abs(offset) + size * CAPITAL / 2 - SIDE
    return ROOM * (1 - max(0.0, beyond) / (TOP - SIDE))
