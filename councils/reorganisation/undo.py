"""Undoing a reorganisation before its day."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from councils.dates import format_date, today
from councils.models import Change, ChangeKind, Council, CouncilName, Lineage, Reorganisation
from councils.names import with_article


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
            facts = ", ".join(sorted({str(fact) for fact in error.protected_objects})[:5])
            raise ValidationError(
                f"{council} cannot be taken away: this rests on it: {facts}."
            ) from error
