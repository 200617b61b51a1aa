"""The council responsible for a piece of the map on a day.

A piece is the smallest part that the map knows: a district, a council without districts, or one
of the three former councils of Bournemouth, Christchurch and Poole. It is named by the code of
the council it is or was. The register (``councils.csv``, ``codes.csv``, ``lineage.csv``) then
says who runs children's services there on any day: the piece itself, its county, or whoever came
before or after them.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

from councils.dates import ActivePeriod
from councils.register.kinds import RESPONSIBLE_KINDS

FOLDER = Path(__file__).parent.parent / "register"


@dataclass(frozen=True)
class MapUnit(ActivePeriod):
    """The facts about a council that the map needs."""

    code: str
    kind: str
    county: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    name: str = ""
    region: str = ""
    gss: str = ""


class PieceOwners(Protocol):
    """Anything that can give the responsible council of each piece on a day."""

    def owners_on(self, day: dt.date, pieces: Iterable[str]) -> dict[str, str]: ...


@dataclass(frozen=True)
class Register:
    """Councils by code, and their lineage: pairs of an old and a new code."""

    councils: Mapping[str, MapUnit]
    lineage: Sequence[tuple[str, str]]
    former_gss: Mapping[str, str] = field(default_factory=dict)

    def responsible_on(self, day: dt.date) -> dict[str, MapUnit]:
        """Return the councils that run children's services in England on a day, by code."""
        return {
            code: council
            for code, council in self.councils.items()
            if council.kind in RESPONSIBLE_KINDS and council.is_current(day)
        }

    def owners_on(self, day: dt.date, pieces: Iterable[str]) -> dict[str, str]:
        """Return the code of the responsible council of each piece on a day.

        A piece without a responsible council is left out. That is a gap in the register.
        """
        responsible = self.responsible_on(day)
        before: dict[str, list[str]] = {}
        after: dict[str, list[str]] = {}
        for old, new in self.lineage:
            before.setdefault(new, []).append(old)
            after.setdefault(old, []).append(new)
        owners = {}
        for piece in pieces:
            relatives = chain(self._along(piece, after), self._along(piece, before))
            owner = next((code for code in relatives if code in responsible), None)
            if owner is not None:
                owners[piece] = owner
        return owners

    def _along(self, piece: str, links: Mapping[str, list[str]]) -> Iterator[str]:
        """Yield a piece and its county, then their successors and predecessors, step by step.

        A county's own lineage is not followed, as a divided county has several successors and only
        its districts show which one they went to.
        """
        visited: set[str] = set()
        step = [piece]
        while step:
            for code in step:
                yield code
                council = self.councils.get(code)
                if council is not None and council.county:
                    yield council.county
            visited.update(step)
            step = [code for old in step for code in links.get(old, ()) if code not in visited]

    def codes_by_gss(self) -> dict[str, str]:
        """Return the register's code for every current and former GSS code."""
        current = {unit.gss: code for code, unit in self.councils.items() if unit.gss}
        return {**self.former_gss, **current}


def shipped_register() -> Register:
    """Read the register that ships with the site."""
    with (FOLDER / "councils.csv").open(encoding="utf-8", newline="") as rows:
        councils = {row["code"]: _map_unit(row) for row in csv.DictReader(rows)}
    with (FOLDER / "lineage.csv").open(encoding="utf-8", newline="") as rows:
        lineage = [
            (row["old"], row["new"]) for row in csv.DictReader(rows) if row["kind"] == "replaces"
        ]
    with (FOLDER / "codes.csv").open(encoding="utf-8", newline="") as rows:
        former = {row["gss"]: row["code"] for row in csv.DictReader(rows)}
    return Register(councils, lineage, former)


def _map_unit(row: Mapping[str, str]) -> MapUnit:
    return MapUnit(
        code=row["code"],
        kind=row["kind"],
        county=row["county"],
        starts_on=_day(row["starts_on"]),
        ends_on=_day(row["ends_on"]),
        name=row["short_name"],
        region=row["region"],
        gss=row["gss"],
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
