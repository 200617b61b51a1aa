"""Lines in the admin's history of a fact, for what happens to it outside its own form.

The public log says what was changed and why; these lines say who did it as well.
"""

from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import models
from django.http import HttpRequest

from councils.models import ImportBatch
from councils.models.import_batch import ImportedRow
from councils.models.logged import changed_fields, describe_changes


def leave_line(request: HttpRequest, fact: models.Model, text: str, flag: int = CHANGE) -> None:
    """Leave a line in the history of a fact: who did what."""
    line_of(request, fact, text, flag).save()


def line_of(request: HttpRequest, fact: models.Model, text: str, flag: int) -> LogEntry:
    return LogEntry(
        user_id=int(request.user.pk or 0),
        content_type=get_content_type_for_model(fact),
        object_id=str(fact.pk),
        object_repr=str(fact)[:200],
        action_flag=flag,
        change_message=text,
    )


def what_changed(before: models.Model, after: models.Model, why: str) -> str:
    """Describe a correction: what each field was, what it is now, and why."""
    changes = describe_changes(before, after, changed_fields(before, after))
    return " ".join(filter(None, (changes, why and f"Why: {why}")))


def leave_lines_of_import(request: HttpRequest, batch: ImportBatch) -> None:
    """Leave a line in the history of each fact that a list made or changed."""
    LogEntry.objects.bulk_create(
        line_of(
            request,
            row.fact,
            f"{batch}, {batch.name}. {row.changes}".strip(),
            ADDITION if row.before is None else CHANGE,
        )
        for row in batch.rows.select_related(*OF_A_ROW)
        if row.fact
    )


def undo_import(request: HttpRequest, batch: ImportBatch) -> str:
    """Undo a list, and leave a line in the history of each fact that went back.

    Return which facts were spared and why, in words, or "". Raises ValidationError.
    """
    rows: list[tuple[ImportedRow, Any]] = [
        (row, row.fact) for row in batch.rows.select_related(*OF_A_ROW)
    ]
    spared = batch.undo(request.user.get_username())
    kept = {row.pk for row in spared}
    LogEntry.objects.bulk_create(
        line_of(
            request,
            fact,
            f"{batch}, {batch.name}, was undone.",
            DELETION if row.before is None and row.contact_id else CHANGE,
        )
        for row, fact in rows
        if fact and row.pk not in kept
    )
    named = "; ".join(f"{row.name} ({row.why_spared})" for row in spared)
    left = f"Left as it is: {named}." if named else ""
    text = f"{UNDONE} {len(rows) - len(kept)} put back, {len(kept)} spared. {left}"
    leave_line(request, batch, text.strip())
    return left


def undoing_of(batch: ImportBatch) -> LogEntry | None:
    """Return the line in the history of a list on who undid it, when, and what was spared."""
    lines = LogEntry.objects.filter(
        content_type=get_content_type_for_model(batch),
        object_id=str(batch.pk),
        change_message__startswith=UNDONE,
    )
    return lines.select_related("user").first()


UNDONE = "Undone:"
OF_A_ROW = ("signature__council", "signature__edition", "contact__council")
