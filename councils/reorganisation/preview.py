"""Show staff what a plan would change before they confirm it.

The plan is applied in a transaction, the record before and after is read, and the transaction is
rolled back, so that staff see exactly what will happen.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from councils.dates import format_date
from councils.map import drawing
from councils.map.areas import owners
from councils.record import CouncilOnDay, Record, build
from councils.reorganisation.apply import apply_plan
from councils.reorganisation.plan import Plan


@dataclass
class Preview:
    """What a plan would change.

    ``before`` is the record of the day before, ``after`` that of the day with the plan, and
    ``without`` that of the day without it, as other plans may have the same day.
    """

    plan: Plan
    before: Record
    after: Record
    without: Record
    summary: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    @property
    def closing(self) -> list[CouncilOnDay]:
        closing = {*self.plan.goes, *self.plan.joins}
        closing |= set() if self.plan.county_goes_on else {self.plan.county}
        codes = {council.code for council in closing}
        return [council for council in self.before.all_councils if council.code in codes]

    @property
    def starting(self) -> list[CouncilOnDay]:
        return [
            self.after.by_code[successor.code]
            for successor in self.plan.successors
            if successor.is_new
        ]

    @property
    def going_on(self) -> list[tuple[str, str]]:
        """The names of councils that go on: on the day before, and on the day."""
        codes = [successor.council.code for successor in self.plan.successors if successor.council]
        return [(self.before.by_code[code].name, self.after.by_code[code].name) for code in codes]

    @property
    def moves(self) -> list[tuple[CouncilOnDay, CouncilOnDay | None, CouncilOnDay | None]]:
        """(district, who runs children's services there the day before, who on the day)."""
        return [
            (
                self.before.by_code[council.code],
                self.before.responsible_for(self.before.by_code[council.code]),
                self.after.responsible_for(self.after.by_code[council.code]),
            )
            for council in [*self.plan.goes, *self.plan.joins]
        ]

    @property
    def inherited(self) -> list[tuple[CouncilOnDay, CouncilOnDay]]:
        """(council that will show a signature as inherited, council that signed)."""
        codes = {
            successor.council.code if successor.council else successor.code
            for successor in self.plan.successors
        }
        councils = [self.after.by_code[code] for code in sorted(codes)]
        return [
            (council, council.inherited_from)
            for council in councils
            if council.inherited_from is not None
        ]

    @property
    def hexagons(self) -> list[tuple[CouncilOnDay, tuple[int, int]]]:
        """(new council, its column and row on the map)."""
        places = drawing.hexagon_map(self.after).places
        return [
            (council, places[council.code]) for council in self.starting if council.code in places
        ]

    @property
    def warnings(self) -> Iterator[str]:
        for district, _, after in self.moves:
            if after is None:
                yield f"Postcodes in {district.name} would lead to no council."
        for council in drawing.unplaced(self.after):
            if council in self.starting:
                yield (
                    f"{council.name} is not in the map’s layout. It would stand in the nearest free"
                    " place until a new layout is made: see docs/map.md."
                )
        with_area = set(owners(self.after).values())
        for council in self.starting:
            if council.is_responsible and council.code not in with_area:
                yield f"{council.name} would have no area on the map of true areas."

    def lines(self) -> Iterator[str]:
        """Yield the summary, which staff read before they confirm and which is stored."""
        day = format_date(self.plan.on)
        yield (
            f"Councils that run children’s services in England from {day}: {self.after.total};"
            f" without this: {self.without.total}."
        )
        yield f"On record as signed: {self.after.signed}; without this: {self.without.signed}."
        yield f"Closing: {joined_names(self.closing)}."
        if self.starting:
            yield f"Starting: {joined_names(self.starting)}."
        for name, new_name in self.going_on:
            yield f"Going on: {name}" + (f", from then as {new_name}." if new_name != name else ".")
        for council in self.closing:
            if council.status == "signed":
                yield (
                    f"The signature of {council.name} stays with it, and is not counted from then"
                    " on."
                )
        for council, old in self.inherited:
            yield f"{council.name} will show that {old.name} signed before it. It is not counted."
        for district, before, after in self.moves:
            yield (
                f"Postcodes in {district.name} lead to {after.name if after else 'nobody'}, until"
                f" the day before to {before.name if before else 'nobody'}."
            )
        for council, (column, row) in self.hexagons:
            yield f"On the map {council.name} stands in column {column}, row {row}."


def joined_names(councils: list[CouncilOnDay]) -> str:
    return ", ".join(council.name for council in councils)


def preview_plan(plan: Plan) -> Preview:
    """Return what a plan would change, without changing anything. Raises ValidationError."""
    with transaction.atomic():
        without = build(plan.on)
        apply_plan(plan)
        before, after = build(plan.on - dt.timedelta(days=1)), build(plan.on)
        result = Preview(plan, before, after, without)
        result.summary = list(result.lines())
        result.warned = list(result.warnings)
        transaction.set_rollback(True)
    return result
