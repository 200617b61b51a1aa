"""Entering a reorganisation: what it would change, doing it, and taking it back before its day.

A county council and its districts give way to other councils on a day. Each district goes to one
of them. They may be new councils, councils that are there already and go on, or the county itself
under a new name; other councils may close and join in. The preview does it all in a transaction,
reads the record of the days before and after, and rolls it back: what staff see is what happens.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from councils.dates import format_date, today
from councils.map import drawing
from councils.models import (
    Change,
    ChangeKind,
    Council,
    CouncilName,
    Kind,
    Lineage,
    LineageKind,
    NameKind,
    RecordVersion,
    Reorganisation,
)
from councils.names import with_article
from councils.record import CouncilOnDay, Record, build


@dataclass
class Successor:
    """A council that takes over districts: a new one, or one that is there already (``council``).

    ``name`` and ``kind`` of a council that is there already are those it goes on under, if given.
    """

    name: str = ""
    short_name: str = ""
    code: str = ""
    slug: str = ""
    kind: str = Kind.UNITARY
    council: Council | None = None

    @property
    def is_new(self) -> bool:
        return self.council is None

    @property
    def name_in_sentence(self) -> str:
        """Its official name from the day on, as it stands in a sentence."""
        return with_article(self.name or self.council.name)


@dataclass
class Plan:
    """A reorganisation as entered: who takes over, and where each council goes.

    ``goes`` has every district of the county, ``joins`` other councils that close on the day; both
    lead to a place in ``successors``.
    """

    county: Council
    on: dt.date
    successors: list[Successor]
    goes: dict[Council, int]
    joins: dict[Council, int] = field(default_factory=dict)
    reason: str = ""

    @property
    def county_goes_on(self) -> bool:
        return any(one.council == self.county for one in self.successors)

    def going_to(self, successor: Successor) -> list[Council]:
        """Return the districts and other councils that a successor takes over from."""
        place = self.successors.index(successor)
        both = [*self.goes.items(), *self.joins.items()]
        return [council for council, goes_to in both if goes_to == place]

    def faults(self) -> Iterator[str]:
        """Yield in plain words what contradicts itself or the register."""
        if self.on <= today():
            yield "The day must lie ahead: what has happened is corrected council by council."
        # Read anew: somebody else may have entered one since the screen was opened.
        ends = dict(Council.objects.exclude(ends_on=None).values_list("pk", "ends_on"))
        for council in (self.county, *self.goes, *self.joins):
            if council.pk in ends:
                yield f"{council} closes on {format_date(ends[council.pk])} already."
        for successor in self.successors:
            districts = [one for one in self.going_to(successor) if one in self.goes]
            if not districts:
                yield f"No district goes to {successor.name_in_sentence}."
        for council in self.joins:
            if council == self.county or any(council == one.council for one in self.successors):
                yield f"{council} cannot both close and go on."
        there = [one.council for one in self.successors if one.council]
        if len(set(there)) < len(there):
            yield "One council stands there twice."
        for council in there:
            if council.pk in ends and council != self.county:
                yield f"{council} closes on {format_date(ends[council.pk])}: it cannot take over."
        yield from self._taken()

    def _taken(self) -> Iterator[str]:
        """Yield what new councils would share with one another or with the register."""
        for column, words in (("code", "code"), ("slug", "place in addresses"), ("name", "name")):
            values = [getattr(one, column) for one in self.successors if one.is_new]
            for value in sorted({value for value in values if values.count(value) > 1}):
                yield f"Two new councils have the {words} “{value}”."
            for council in Council.objects.filter(**{f"{column}__in": values}):
                yield f"The {words} “{getattr(council, column)}” is that of {council} already."

    def digest(self) -> str:
        """Name the plan and the record it was made for, to tell whether either changed since."""
        facts = {
            "county": self.county.code,
            "on": self.on.isoformat(),
            "successors": [
                [one.name, one.short_name, one.code, one.slug, one.kind, str(one.council)]
                for one in self.successors
            ],
            "goes": {council.code: place for council, place in self.goes.items()},
            "joins": {council.code: place for council, place in self.joins.items()},
            "version": RecordVersion.objects.number(),
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


# What it would change


@dataclass
class Preview:
    """What a plan would change: ``before`` is the record of the day before, ``after`` that of the
    day with the plan, ``without`` that of the day without it. Other plans may share the day.
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
        return [row for row in self.before.rows if row.code in codes]

    @property
    def starting(self) -> list[CouncilOnDay]:
        return [self.after.by_code[one.code] for one in self.plan.successors if one.is_new]

    @property
    def going_on(self) -> list[tuple[str, str]]:
        """Councils that go on, with their names of the day before and of the day."""
        there = [one.council.code for one in self.plan.successors if one.council]
        return [(self.before.by_code[code].name, self.after.by_code[code].name) for code in there]

    @property
    def moves(self) -> list[tuple[CouncilOnDay, CouncilOnDay, CouncilOnDay | None]]:
        """Each district: who runs children's services there the day before, and on the day."""
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
        """Councils that will show a signature as inherited, and whose it is."""
        codes = {one.council.code if one.council else one.code for one in self.plan.successors}
        rows = [self.after.by_code[code] for code in sorted(codes)]
        return [(row, row.inherited_from) for row in rows if row.status == "inherited"]

    @property
    def hexagons(self) -> list[tuple[CouncilOnDay, tuple[int, int]]]:
        """Where new councils will stand on the map: column and row."""
        places = drawing.hexagon_map(self.after).places
        return [(row, places[row.code]) for row in self.starting if row.code in places]

    @property
    def warnings(self) -> Iterator[str]:
        for district, _, after in self.moves:
            if after is None:
                yield f"Postcodes in {district.name} would lead to no council."
        for row in drawing.unplaced(self.after):
            if row in self.starting:
                yield (
                    f"{row.name} is not in the map’s layout. It would stand in the nearest free"
                    " place until a new layout is made: see docs/map.md."
                )
        areas, *_ = drawing.area_paths(self.after)
        for row in self.starting:
            if row.is_responsible and row.code not in areas:
                yield f"{row.name} would have no area on the map of true areas."

    def lines(self) -> Iterator[str]:
        """Yield it all as sentences: staff read them first, and they are kept with the row."""
        day = format_date(self.plan.on)
        yield (
            f"Councils that run children’s services in England from {day}: {self.after.total};"
            f" without this: {self.without.total}."
        )
        yield f"On record as signed: {self.after.signed}; without this: {self.without.signed}."
        yield f"Closing: {names(self.closing)}."
        if self.starting:
            yield f"Starting: {names(self.starting)}."
        for was, becomes in self.going_on:
            yield f"Going on: {was}" + (f", from then as {becomes}." if was != becomes else ".")
        for row in self.closing:
            if row.status == "signed":
                yield f"The signature of {row.name} stays with it, and is not counted from then on."
        for row, old in self.inherited:
            yield f"{row.name} will show that {old.name} signed before it. It is not counted."
        for district, before, after in self.moves:
            yield (
                f"Postcodes in {district.name} lead to {after.name if after else 'nobody'}, until"
                f" the day before to {before.name if before else 'nobody'}."
            )
        for row, (column, line) in self.hexagons:
            yield f"On the map {row.name} stands in column {column}, row {line}."


def names(rows: list[CouncilOnDay]) -> str:
    return ", ".join(row.name for row in rows)


def preview(plan: Plan) -> Preview:
    """Return what a plan would change. Raises ValidationError; leaves the register as it was."""
    with transaction.atomic():
        without = build(plan.on)
        apply(plan)
        before, after = build(plan.on - dt.timedelta(days=1)), build(plan.on)
        found = Preview(plan, before, after, without)
        found.summary = list(found.lines())
        found.warned = list(found.warnings)
        transaction.set_rollback(True)
    return found


# Doing it


def enter(plan: Plan) -> Reorganisation:
    """Do it, in one transaction, with its public lines. Raises ValidationError."""
    with transaction.atomic():
        # Two at once would end a county twice: the second waits here for the first.
        list(RecordVersion.objects.select_for_update())
        summary = preview(plan).summary
        applied_changes = apply(plan)
        note(plan)
        return Reorganisation.objects.create(
            county=plan.county,
            on=plan.on,
            reason=plan.reason,
            applied_changes=applied_changes,
            summary="\n".join(summary),
        )


def apply(plan: Plan) -> dict:
    """Change the register, and return by code what was added and what it was before."""
    if faults := list(plan.faults()):
        raise ValidationError(faults)
    applied_changes = {"started": [], "ended": [], "renamed": {}, "staff_managed": [], "lines": []}
    taking_over = [start(plan, successor, applied_changes) for successor in plan.successors]
    if not plan.county_goes_on:
        end(plan.county, plan.on, applied_changes)
    for council in [*plan.goes, *plan.joins]:
        end(council, plan.on, applied_changes)
    for place, new in enumerate(taking_over):
        successor = plan.successors[place]
        for old in plan.going_to(successor):
            line(old, new, plan.on, LineageKind.REPLACES, applied_changes)
        if new != plan.county:
            line(plan.county, new, plan.on, kind_of_line(plan, successor), applied_changes)
    return applied_changes


def kind_of_line(plan: Plan, successor: Successor) -> str:
    """A council that is there already takes a part of a county that others share; so does a new one
    of a county that goes on. Neither inherits.
    """
    shared = len(plan.successors) > 1
    is_part = plan.county_goes_on or (shared and not successor.is_new)
    return LineageKind.PART if is_part else LineageKind.REPLACES


def start(plan: Plan, successor: Successor, applied_changes: dict) -> Council:
    """Make a new council, or let one that is there go on."""
    if not successor.is_new:
        go_on(successor, plan.on, applied_changes)
        return successor.council
    council = Council(
        code=successor.code,
        slug=successor.slug,
        name=successor.name,
        short_name=successor.short_name,
        kind=successor.kind,
        region=plan.county.region,
        starts_on=plan.on,
        staff_managed=True,
    )
    council.full_clean()
    council.save()
    applied_changes["started"].append(council.code)
    return council


def go_on(successor: Successor, on: dt.date, applied_changes: dict) -> None:
    """Let a council go on from a day, under another name or as another kind where one is given."""
    council = Council.objects.get(pk=successor.council.pk)
    was = {"name": council.name, "kind": council.kind}
    if successor.name and successor.name != council.name:
        CouncilName.objects.create(
            council=council, name=council.name, kind=NameKind.OFFICIAL, ends_on=on
        )
        council.name = successor.name
    if successor.kind and successor.kind != council.kind:
        council.kind_before, council.kind_since = council.kind, on
        council.kind = successor.kind
    if was != {"name": council.name, "kind": council.kind}:
        applied_changes["renamed"][council.code] = was
        keep(council, applied_changes)
        council.full_clean()
        council.save()


def end(council: Council, on: dt.date, applied_changes: dict) -> None:
    held = Council.objects.get(pk=council.pk)
    held.ends_on = on
    keep(held, applied_changes)
    held.save()
    applied_changes["ended"].append(held.code)


def keep(council: Council, applied_changes: dict) -> None:
    """Leave it to staff from now on, or the next load of the register would set it back."""
    if not council.staff_managed:
        council.staff_managed = True
        applied_changes["staff_managed"].append(council.code)


def line(old: Council, new: Council, on: dt.date, kind: str, applied_changes: dict) -> None:
    Lineage.objects.create(old=old, new=new, on=on, kind=kind)
    applied_changes["lines"].append([old.code, new.code])


def note(plan: Plan) -> None:
    """Write the public lines, at the councils that are there today."""
    day = format_date(plan.on)
    for successor in plan.successors:
        for old in plan.going_to(successor):
            what = f"From {day}, {successor.name_in_sentence} takes over from {with_article(old.name)}."
            Change.objects.note(old, ChangeKind.RECORDED, what, plan.reason)
    taking_over = " and ".join(
        one.name_in_sentence for one in plan.successors if one.council != plan.county
    )
    if not plan.county_goes_on:
        verb = "takes" if len(plan.successors) == 1 else "take"
        what = f"From {day}, {taking_over} {verb} over from {with_article(plan.county.name)}."
        Change.objects.note(plan.county, ChangeKind.RECORDED, what, plan.reason)
    for successor in plan.successors:
        if not successor.is_new:
            others = ", ".join(with_article(old.name) for old in plan.going_to(successor))
            goes_on = f" It goes on as {successor.name_in_sentence}." if successor.name else ""
            what = f"From {day}, it takes over from {others}.{goes_on}"
            Change.objects.note(successor.council, ChangeKind.RECORDED, what, plan.reason)


# Taking it back


def take_back(reorganisation: Reorganisation, because: str, on: dt.date | None = None) -> None:
    """Set the register back to what it was, in one transaction, with a public line.

    Raises ValidationError once its day has come, or where something else rests on a council that
    would not come to be.
    """
    if not because.strip():
        raise ValidationError("Say why it is taken back.")
    with transaction.atomic():
        held = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
        if not held.can_be_taken_back(on):
            raise ValidationError("Its day has come, or it was taken back already.")
        undo(held)
        held.taken_back_on = on or today()
        held.taken_back_because = because.strip()
        held.save()
        what = f"The reorganisation of {with_article(held.county.name)} on {format_date(held.on)}"
        closing = [*Council.objects.filter(code__in=held.applied_changes["ended"]), held.county]
        for council in dict.fromkeys(closing):
            Change.objects.note(
                council, ChangeKind.CORRECTED, f"{what} was taken back.", because.strip()
            )


def undo(reorganisation: Reorganisation) -> None:
    applied_changes, on = reorganisation.applied_changes, reorganisation.on
    for old, new in applied_changes["lines"]:
        Lineage.objects.filter(old__code=old, new__code=new, on=on).delete()
    Council.objects.filter(code__in=applied_changes["ended"], ends_on=on).update(ends_on=None)
    for code, was in applied_changes["renamed"].items():
        council = Council.objects.get(code=code)
        CouncilName.objects.filter(council=council, name=was["name"], ends_on=on).delete()
        council.name, council.kind = was["name"], was["kind"]
        council.kind_before, council.kind_since = "", None
        council.save()
    Council.objects.filter(code__in=applied_changes["staff_managed"]).update(staff_managed=False)
    for council in Council.objects.filter(code__in=applied_changes["started"]):
        # What the log said of it stays in the log, at the county.
        for change in Change.objects.filter(council=council):
            change.council, change.what = reorganisation.county, f"{council}: {change.what}"
            change.save()
        try:
            council.delete()
        except ProtectedError as error:
            rests = ", ".join(sorted({str(one) for one in error.protected_objects})[:5])
            raise ValidationError(
                f"{council} cannot be taken away: this rests on it: {rests}."
            ) from error
