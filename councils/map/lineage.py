"""The council responsible for a piece of the map on a day.

A piece is the smallest part that the map knows: a district, a council without districts, or one
of the three former councils of Bournemouth, Christchurch and Poole. It is named by the code of
the council it is or was. Counties and lineage then say who runs children's services there on any
day: the piece itself, its county, or whoever came before or after them.
"""

import csv
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from councils.map.areas import pieces
from councils.register.kinds import RESPONSIBLE_KINDS

FOLDER = Path(__file__).parent.parent / "register"


def piece_owners(
    responsible: Collection[str],
    county_of: Mapping[str, str],
    lineage: Iterable[tuple[str, str]],
) -> dict[str, str]:
    """Return the code of the responsible council of each piece.

    ``responsible`` are the codes of the councils that run children's services on the day,
    ``county_of`` has the county of each district, and ``lineage`` pairs of an old and a new
    council. A piece without a responsible council is left out. That is a gap in the register.
    """
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for old, new in lineage:
        before.setdefault(new, []).append(old)
        after.setdefault(old, []).append(new)
    owners = {}
    for piece in pieces():
        relatives = chain(_along(piece, after, county_of), _along(piece, before, county_of))
        owner = next((code for code in relatives if code in responsible), None)
        if owner is not None:
            owners[piece] = owner
    return owners


def _along(
    piece: str, links: Mapping[str, list[str]], county_of: Mapping[str, str]
) -> Iterator[str]:
    """Yield a piece and its county, then their successors or predecessors, step by step.

    A county's own lineage is not followed, as a divided county has several successors and only
    its districts show which one they went to.
    """
    visited: set[str] = set()
    step = [piece]
    while step:
        for code in step:
            yield code
            if code in county_of:
                yield county_of[code]
        visited.update(step)
        step = [code for old in step for code in links.get(old, ()) if code not in visited]


class ShippedRegister:
    """The shipped register's files as the tools that make the map need them: without Django."""

    def __init__(self) -> None:
        self.councils = {row["code"]: row for row in _rows("councils")}
        self.county_of = {
            code: row["county"] for code, row in self.councils.items() if row["county"]
        }
        self.lineage = [
            (row["old"], row["new"]) for row in _rows("lineage") if row["kind"] == "replaces"
        ]
        self.code_of_gss = {row["gss"]: row["code"] for row in _rows("codes")}
        self.code_of_gss |= {row["gss"]: code for code, row in self.councils.items() if row["gss"]}

    def responsible_on(self, day: dt.date) -> set[str]:
        """Return the codes of the councils that run children's services in England on a day."""
        on = day.isoformat()
        return {
            code
            for code, row in self.councils.items()
            if row["kind"] in RESPONSIBLE_KINDS
            and row["starts_on"] <= on
            and (not row["ends_on"] or on < row["ends_on"])
        }

    def owners_on(self, day: dt.date) -> dict[str, str]:
        """Return the owner of each piece on a day."""
        return piece_owners(self.responsible_on(day), self.county_of, self.lineage)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
