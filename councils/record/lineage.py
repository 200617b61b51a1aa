"""Who runs children's services where: counties, successors and predecessors on a day."""

import datetime as dt
from functools import cached_property
from typing import NamedTuple

from councils.models import LineageKind, Nation
from councils.record.council_on_day import CouncilOnDay


class LineageLink(NamedTuple):
    """One council took over from another, or took a small part of it, on a day."""

    old: CouncilOnDay
    new: CouncilOnDay
    on: dt.date
    kind: str


class LineageRules:
    """The methods of ``Record`` that follow councils through counties and reorganisations."""

    on: dt.date
    all_councils: list[CouncilOnDay]
    successors: dict[int, list[tuple[dt.date, int, str]]]
    gss_codes: dict[str, int]

    @cached_property
    def by_id(self) -> dict[int, CouncilOnDay]:
        return {row.id: row for row in self.all_councils}

    def place(self, gss: str) -> CouncilOnDay | None:
        """Return the council, of any kind, with a current or former GSS code, or None."""
        council_id = self.gss_codes.get(gss)
        return None if council_id is None else self.by_id.get(council_id)

    def responsible_for(self, row: CouncilOnDay | None) -> CouncilOnDay | None:
        """Return the council that runs children's services in the area of ``row``.

        That is the council itself, its county or, once it has closed, its only successor. None if
        there are several successors or none, and outside England.
        """
        visited = set()
        while row is not None and row.id not in visited:
            visited.add(row.id)
            if row.nation != Nation.ENGLAND:
                return None
            if row.is_current(self.on):
                if row.is_responsible:
                    return row
                row = self.by_id.get(row.county_id) if row.county_id else None
            else:
                row = self._successor(row)
        return None

    def _successor(self, row: CouncilOnDay) -> CouncilOnDay | None:
        taken_over = [
            (on, self.by_id[new])
            for on, new, kind in self.successors.get(row.id, [])
            if on <= self.on and kind == LineageKind.REPLACES
        ]
        return max(taken_over, key=lambda pair: pair[0])[1] if len(taken_over) == 1 else None

    def followers_of(self, row: CouncilOnDay) -> list[CouncilOnDay]:
        """Return the councils that run children's services on the day where ``row`` did.

        That is the council itself while it exists, then its successors, through chains. The list
        is empty if the register names no successor, or if ``row`` never ran these services.
        """
        if row.is_current(self.on):
            return [row] if row.is_responsible else []
        followers, pending, visited = {}, [row], set()
        while pending:
            old = pending.pop(0)
            visited.add(old.id)
            for on, new, kind in self.successors.get(old.id, []):
                follower = self.by_id[new]
                if on > self.on or kind != LineageKind.REPLACES or follower.id in visited:
                    continue
                if follower.is_current(self.on) and follower.is_responsible:
                    followers[follower.id] = follower
                else:
                    pending.append(follower)
        return sorted(followers.values(), key=lambda follower: follower.short_name)

    def lines_of(self, row: CouncilOnDay) -> list[LineageLink]:
        """Return every line of lineage with a council as the old or the new one, by day."""
        lines = [
            LineageLink(self.by_id[old], self.by_id[new], on, kind)
            for old, successions in self.successors.items()
            for on, new, kind in successions
            if row.id in (old, new)
        ]
        return sorted(lines, key=lambda line: (line.on, line.old.name, line.new.name))

    def successors_of(self, row: CouncilOnDay) -> list[CouncilOnDay]:
        return [self.by_id[new] for _, new, kind in self.successors.get(row.id, [])
                if kind == LineageKind.REPLACES]  # fmt: skip

    @cached_property
    def _origins(self) -> dict[int, list[int]]:
        origins: dict[int, list[int]] = {}
        for old, lines in self.successors.items():
            for _, new, kind in lines:
                if kind == LineageKind.REPLACES:
                    origins.setdefault(new, []).append(old)
        return origins

    def predecessors_of(self, row: CouncilOnDay) -> list[CouncilOnDay]:
        return [self.by_id[old] for old in self._origins.get(row.id, ())]

    def districts_of(self, row: CouncilOnDay) -> list[CouncilOnDay]:
        districts = [
            council
            for council in self.all_councils
            if council.county_id == row.id and council.is_current(self.on)
        ]
        return sorted(districts, key=lambda district: district.short_name)
