"""The street at the foot of home: a window for each council, lit where it has signed."""

from typing import NamedTuple

from councils.record import Record

HOUSES = (
    ((21, 42, 63), (116, 147, 178)),
    ((104, 123, 142), (90, 129, 168)),
    ((185, 208, 231), (104, 139, 174)),
    ((274, 294, 314), (76, 120, 164)),
    ((356, 378, 400), (120, 149, 178)),
    ((442, 463, 484), (82, 124, 166)),
    ((525, 546, 567), (98, 135, 172)),
    ((608, 627, 646), (110, 143, 176)),
    ((689, 712, 735), (72, 117, 162)),
    ((778, 798, 818), (116, 147, 178)),
    ((860, 882, 904), (90, 129, 168)),
    ((946, 967, 988), (104, 139, 174)),
    ((1029, 1050, 1071), (76, 120, 164)),
    ((1112, 1131, 1150), (120, 149, 178)),
    ((1193, 1216, 1239), (82, 124, 166)),
    ((1282, 1302, 1322), (98, 135, 172)),
    ((1364, 1386, 1408), (110, 143, 176)),
)
"""The columns and rows of windows in each house, in units of the drawing (``home.html``)."""
FLAT = (4, 11)
"""The houses without a gable."""
ATTIC, GROUND_FLOOR = 24, 207
"""Further windows, for more councils than there were when the street was drawn: one as far above
the highest row of each gable, then rows at a height of their own."""
STEP = 95
"""From one window to the next that is lit: it scatters them, and never meets one twice."""


class Street(NamedTuple):
    """The windows of the street, as path data."""

    lit: str
    unlit: str


def street(record: Record) -> Street:
    """Return a window for each council. A signature lights one more, and no other changes."""
    windows = in_the_order_of_lights()[: record.total]
    return Street(path(windows[: record.signed]), path(windows[record.signed :]))


def in_the_order_of_lights() -> list[tuple[int, int]]:
    """Return where every window is, in the order in which they are lit."""
    windows = [(x, y) for columns, rows in HOUSES for y in rows for x in columns]
    scattered = [windows[STEP * number % len(windows)] for number in range(len(windows))]
    gables = [house for number, house in enumerate(HOUSES) if number not in FLAT]
    attics = [(columns[1], rows[0] - ATTIC) for columns, rows in gables]
    return scattered + attics + [(x, GROUND_FLOOR) for columns, _ in HOUSES for x in columns]


def path(windows: list[tuple[int, int]]) -> str:
    return "".join(f"M{x} {y}v15" for x, y in windows)
