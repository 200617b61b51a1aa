"""The street at the foot of home: a window for each council, lit where it has signed."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from councils.record import Record

WINDOWS = Path(__file__).parent / "windows.txt"
"""Where each window is, in the order in which they are lit: neighbours far apart."""


class Street(NamedTuple):
    """The windows of the street, as path data."""

    lit: str
    unlit: str


def street(record: Record) -> Street:
    """Return a window for each council. A signature lights one more, and no other changes."""
    drawn = windows()[: record.total]
    return Street("".join(drawn[: record.signed]), "".join(drawn[record.signed :]))


@cache
def windows() -> list[str]:
    """Return every window as path data. There are more than councils, which may be divided."""
    lines = WINDOWS.read_text("utf-8").splitlines()
    return [f"M{line}v15" for line in lines if not line.startswith("#")]
