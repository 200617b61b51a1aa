"""Enter a plan for good, and take it back before its day."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from councils.dates import format_date, today
from councils.models import (
    Change,
    ChangeKind,
    Council,
    CouncilName,
    Lineage,
    RecordVersion,
    Reorganisation,
)
from councils.names import with_article
from councils.reorganisation.apply import apply_plan, log_plan
from councils.reorganisation.plan import Plan
from councils.reorganisation.preview import preview_plan


def enter_plan(plan: Plan) -> Reorganisation:
    """Apply a plan and write its public lines, in one transaction. Raises ValidationError."""
    with transaction.atomic():
        # A lock: of two plans entered at the same time, each would end the county.
        list(RecordVersion.objects.select_for_update())
        summary = preview_plan(plan).summary
        applied_changes = apply_plan(plan)
        log_plan(plan)
        return Reorganisation.objects.create(
            county=plan.county,
            on=plan.on,
            reason=plan.reason,
            applied_changes=applied_changes,
            summary="\n".join(summary),
        )


def take_back(reorganisation: Reorganisation, because: str) -> None:
    """Undo a reorganisation and log it, in one transaction.

    Raises ValidationError once its day has come, or if other rows refer to one of its new councils.
    """
    if not because.strip():
        raise ValidationError("Say why it is taken back.")
    with transaction.atomic():
        entry = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
        if not entry.can_be_taken_back():
            raise ValidationError("Its day has come, or it has been taken back already.")
        undo(entry)
        entry.taken_back_on = today()
        entry.taken_back_because = because.strip()
        entry.save()
        what = f"The reorganisation of {with_article(entry.county.name)} on {format_date(entry.on)}"
        closing = [*Council.objects.filter(code__in=entry.applied_changes["ended"]), entry.county]
        for council in dict.fromkeys(closing):
            Change.objects.note(
                council, ChangeKind.CORRECTED, f"{what} was taken back.", because.strip()
            )


def undo(reorganisation: Reorganisation) -> None:
    applied_changes, on = reorganisation.applied_changes, reorganisation.on
    for old, new in applied_changes["lines"]:
        Lineage.objects.filter(old__code=old, new__code=new, on=on).delete()
    Council.objects.filter(code__in=applied_changes["ended"], ends_on=on).update(ends_on=None)
    for code, before in applied_changes["renamed"].items():
        council = Council.objects.get(code=code)
        CouncilName.objects.filter(council=council, name=before["name"], ends_on=on).delete()
        council.name, council.kind = before["name"], before["kind"]
        council.kind_before, council.kind_since = "", None
        council.save()
    Council.objects.filter(code__in=applied_changes["staff_managed"]).update(staff_managed=False)
    for council in Council.objects.filter(code__in=applied_changes["started"]):
        # The council is deleted, so its lines of the log move to the county.
        for change in Change.objects.filter(council=council):
            change.council, change.what = reorganisation.county, f"{council}: {change.what}"
            change.save()
        try:
            council.delete()
        except ProtectedError as error:
            facts = ", ".join(sorted({str(fact) for fact in error.protected_objects})[:5])
            raise ValidationError(
                f"{council} cannot be removed, because these refer to it: {facts}."
            ) from error
