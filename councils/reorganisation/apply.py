"""Apply a plan to the register, and return what was changed so that it can be undone."""

import datetime as dt
from typing import TypedDict

from django.core.exceptions import ValidationError

from councils.dates import format_date
from councils.models import (
    Change,
    ChangeKind,
    Council,
    CouncilName,
    Lineage,
    LineageKind,
    NameKind,
)
from councils.names import with_article
from councils.reorganisation.plan import Plan, Successor


class AppliedChanges(TypedDict):
    """What a plan changed in the register, by councils' codes. Stored as JSON."""

    started: list[str]
    ended: list[str]
    renamed: dict[str, dict[str, str]]
    staff_managed: list[str]
    lines: list[list[str]]


def apply_plan(plan: Plan) -> AppliedChanges:
    """Change the register and return what was changed. Raises ValidationError."""
    if faults := list(plan.faults()):
        raise ValidationError(faults)
    applied_changes: AppliedChanges = {
        "started": [],
        "ended": [],
        "renamed": {},
        "staff_managed": [],
        "lines": [],
    }
    taking_over = [
        start_successor(plan, successor, applied_changes) for successor in plan.successors
    ]
    if not plan.county_goes_on:
        close(plan.county, plan.on, applied_changes)
    for council in [*plan.goes, *plan.joins]:
        close(council, plan.on, applied_changes)
    for place, new in enumerate(taking_over):
        successor = plan.successors[place]
        for old in plan.predecessors_of(successor):
            add_lineage(old, new, plan.on, LineageKind.REPLACES, applied_changes)
        if new != plan.county:
            add_lineage(plan.county, new, plan.on, lineage_kind(plan, successor), applied_changes)
    return applied_changes


def lineage_kind(plan: Plan, successor: Successor) -> str:
    """Return whether a successor replaces the county or only takes part of it, inheriting nothing.

    It takes part of it if the county continues, or if the successor is an existing council and not
    the only one.
    """
    shared = len(plan.successors) > 1
    is_part = plan.county_goes_on or (shared and not successor.is_new)
    return LineageKind.PART if is_part else LineageKind.REPLACES


def start_successor(plan: Plan, successor: Successor, applied_changes: AppliedChanges) -> Council:
    """Create a new council, or continue an existing one."""
    if successor.council is not None:
        continue_existing(successor.council, successor, plan.on, applied_changes)
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


def continue_existing(
    existing: Council, successor: Successor, on: dt.date, applied_changes: AppliedChanges
) -> None:
    """Give an existing council the new name and kind, if any, from a day on."""
    council = Council.objects.get(pk=existing.pk)
    before = {"name": council.name, "kind": council.kind}
    if successor.name and successor.name != council.name:
        CouncilName.objects.create(
            council=council, name=council.name, kind=NameKind.OFFICIAL, ends_on=on
        )
        council.name = successor.name
    if successor.kind and successor.kind != council.kind:
        council.kind_before, council.kind_since = council.kind, on
        council.kind = successor.kind
    if before != {"name": council.name, "kind": council.kind}:
        applied_changes["renamed"][council.code] = before
        mark_staff_managed(council, applied_changes)
        council.full_clean()
        council.save()


def close(council: Council, on: dt.date, applied_changes: AppliedChanges) -> None:
    council = Council.objects.get(pk=council.pk)
    council.ends_on = on
    mark_staff_managed(council, applied_changes)
    council.save()
    applied_changes["ended"].append(council.code)


def mark_staff_managed(council: Council, applied_changes: AppliedChanges) -> None:
    """Mark a council as staff-managed, or the next load of the register would undo the change."""
    if not council.staff_managed:
        council.staff_managed = True
        applied_changes["staff_managed"].append(council.code)


def add_lineage(
    old: Council, new: Council, on: dt.date, kind: str, applied_changes: AppliedChanges
) -> None:
    Lineage.objects.create(old=old, new=new, on=on, kind=kind)
    applied_changes["lines"].append([old.code, new.code])


def log_plan(plan: Plan) -> None:
    """Write the public lines, each under a council that exists today."""
    day = format_date(plan.on)
    for successor in plan.successors:
        for old in plan.predecessors_of(successor):
            what = (
                f"From {day}, {successor.name_in_sentence} takes over from"
                f" {with_article(old.name)}."
            )
            Change.objects.note(old, ChangeKind.RECORDED, what, plan.reason)
    taking_over = " and ".join(
        successor.name_in_sentence
        for successor in plan.successors
        if successor.council != plan.county
    )
    if not plan.county_goes_on:
        verb = "takes" if len(plan.successors) == 1 else "take"
        what = f"From {day}, {taking_over} {verb} over from {with_article(plan.county.name)}."
        Change.objects.note(plan.county, ChangeKind.RECORDED, what, plan.reason)
    for successor in plan.successors:
        if not successor.is_new:
            old_names = ", ".join(with_article(old.name) for old in plan.predecessors_of(successor))
            goes_on = f" It goes on as {successor.name_in_sentence}." if successor.name else ""
            what = f"From {day}, it takes over from {old_names}.{goes_on}"
            Change.objects.note(successor.council, ChangeKind.RECORDED, what, plan.reason)
