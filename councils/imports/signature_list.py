"""Import a list of signatures: show what each line would do, then apply all or none.

A line is new, changed or the same; or somebody has to say which council it means (ambiguous,
unknown); or it cannot be recorded at all (impossible). Staff settle a line by choosing its council
or leaving it out.
"""

import datetime as dt
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError

from councils import names
from councils.dates import Precision, today
from councils.imports.called import LEAVE_OUT, ListLine
from councils.imports.table import read_text
from councils.imports.written_dates import read_date
from councils.models import Council, ImportBatch, Signature, SourceKind
from councils.models.logged import changed_fields
from councils.record import CouncilOnDay, Record

COLUMNS = ("council", "date")
OPTIONAL = ("evidence", "link", "kind of evidence", "who signed", "role", "note", "checked on")
ALSO_CALLED = {
    "authority": "council",
    "local authority": "council",
    "name": "council",
    "code": "council",
    "council name": "council",
    "name of council": "council",
    "la": "council",
    "date signed": "date",
    "signed date": "date",
    "signed": "date",
    "signed on": "date",
    "when": "date",
    "day": "date",
    "source": "evidence",
    "url": "link",
    "source url": "link",
    "address": "link",
    "kind": "kind of evidence",
    "signed by": "who signed",
    "signed role": "role",
}
KINDS = {
    **{names.folded(kind.label): kind for kind in SourceKind},
    **{names.folded(kind.value): kind for kind in SourceKind},
}


class Effect(StrEnum):
    """What a line would do, or why it does nothing."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    IMPOSSIBLE = "impossible"
    LEFT_OUT = "left out"


SETTLED = (Effect.NEW, Effect.CHANGED, Effect.SAME, Effect.LEFT_OUT)


@dataclass(slots=True)
class Line(ListLine):
    """One line: its council, its effect and the reason in words."""

    effect: Effect = Effect.IMPOSSIBLE
    reason: str = ""
    row: CouncilOnDay | None = None
    signature: Signature | None = None

    @property
    def is_open(self) -> bool:
        return self.effect not in SETTLED

    @property
    def would_do(self) -> str:
        if self.row is None or self.effect not in (Effect.NEW, Effect.CHANGED):
            return ""
        return f"{self.number} {self.row.code} {self.effect} {self.reason}"

    @property
    def when(self) -> str:
        """Its date, as we read it, in words."""
        return self.signature.when.words if self.signature else ""


@dataclass(slots=True)
class SignatureList:
    """The lines of a list, or what is wrong with it as a whole."""

    lines: list[Line] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def can_be_applied(self) -> bool:
        changes = any(line.effect in (Effect.NEW, Effect.CHANGED) for line in self.lines)
        return not self.errors and changes and self.first_open is None

    @property
    def first_open(self) -> Line | None:
        """The first line that a person has to settle."""
        return next((line for line in self.lines if line.is_open), None)

    @property
    def counts(self) -> str:
        """How many lines have each effect: "30 new, 2 ambiguous"."""
        counted = [(effect, sum(line.effect == effect for line in self.lines)) for effect in Effect]
        return ", ".join(f"{number} {effect}" for effect, number in counted if number)

    def apply(self, by: str, name: str = "signatures") -> ImportBatch:
        """Apply every line as one batch, or none. Raises ValidationError if a line is open."""
        if not self.can_be_applied:
            raise ValidationError("Settle every open line first.")
        signatures = [
            line.signature
            for line in self.lines
            if line.signature and line.effect in (Effect.NEW, Effect.CHANGED)
        ]
        return ImportBatch.take_in(by, name, signatures)


def read(text: str, record: Record, chosen: Mapping[str, str] | None = None) -> SignatureList:
    """Read a list and match it to a record's councils; ``chosen`` settles lines by field name."""
    table = read_text(text, COLUMNS, ALSO_CALLED, OPTIONAL)
    councils = Council.objects.in_bulk()
    on_record: dict[int, list[Signature]] = {}
    for signature in Signature.objects.standing().select_related("council", "edition"):
        on_record.setdefault(signature.council_id, []).append(signature)
    lines, first_lines = [], dict[int, int]()
    for number, cells in table.lines:
        line = Line(number, cells)
        line.chosen = (chosen or {}).get(line.field_name, "")
        if find_council(line, record) and line.row:
            if line.row.id in first_lines:
                line.reason = f"Line {first_lines[line.row.id]} is about the same council."
            else:
                first_lines[line.row.id] = number
                fill(line, councils[line.row.id], on_record.get(line.row.id, []))
        lines.append(line)
    return SignatureList(lines, table.errors)


def find_council(line: Line, record: Record) -> bool:
    """Set the council of a line; return whether it is settled, so that the rest can be read."""
    if line.chosen == LEAVE_OUT:
        line.effect, line.reason = Effect.LEFT_OUT, "Somebody chose to leave it out."
        return False
    if damage := next(filter(None, map(names.damage_in, line.cells.values())), ""):
        line.reason = damage
        return False
    called = line.council(record)
    line.row = called.row
    if line.row is None:
        line.effect = Effect.AMBIGUOUS if line.choices else Effect.UNKNOWN
        line.reason = called.reason
    return line.row is not None


def same_signature(new: Signature, on_record: list[Signature]) -> Signature | None:
    """Return the signature on record that a line is about: that of the edition then in force.

    Without a day to tell the edition by, a council's only signature is meant. Raises
    ValidationError where nobody can tell.
    """
    try:
        new.choose_edition()
    except ValidationError:
        if len(on_record) == 1:
            return on_record[0]
        raise
    return next((one for one in on_record if one.edition_id == new.edition_id), None)


def fill(line: Line, council: Council, standing: list[Signature]) -> None:
    """Set a line's signature, and its effect or the reason why it is impossible."""
    date = read_date(line.cells["date"])
    if date is None:
        line.reason = f"“{line.cells['date']}” is not a date we can read. Write 4 November 2026."
        return
    try:
        kind, checked_on = kind_in(line.cells), checked_in(line.cells)
    except ValueError as error:
        line.reason = str(error)
        return
    new = Signature(
        council=council,
        date_precision=date.precision,
        date=date.date,
        checked_on=checked_on or today(),
    )
    try:
        on_record = same_signature(new, standing)
    except ValidationError as error:
        line.reason = " ".join(error.messages)
        return
    before = copy(on_record) if on_record else None
    new = on_record or new
    new.council = council
    if line.cells["date"] or not on_record:  # an empty cell takes nothing away
        new.date_precision, new.date = date.precision, date.date
    for cell, name in (
        ("evidence", "source"), ("link", "source_url"), ("who signed", "signed_by"),
        ("role", "signed_role"), ("note", "note"),
    ):  # fmt: skip
        if line.cells.get(cell):
            setattr(new, name, line.cells[cell])
    if kind or not new.source_kind:
        new.source_kind = kind or SourceKind.OTHER
    new.checked_on = checked_on or new.checked_on
    line.signature = new
    changed = changed_fields(before, new) if before else []
    if before and not changed:
        line.effect, line.reason = Effect.SAME, "It is on record so."
        return
    try:
        new.full_clean()
    except ValidationError as error:
        line.reason = " ".join(error.messages)
        return
    line.effect = Effect.CHANGED if before else Effect.NEW
    line.reason = new.corrected_text(before, changed) if before else new.recorded_text()


def kind_in(cells: dict[str, str]) -> SourceKind | None:
    """Return the kind of evidence in a line, or None. Raises ValueError if there is no such."""
    kind = names.folded(cells.get("kind of evidence", ""))
    if kind and kind not in KINDS:
        raise ValueError(f"“{kind}” is no kind of evidence: {', '.join(SourceKind.labels)}.")
    return KINDS.get(kind)


def checked_in(cells: dict[str, str]) -> dt.date | None:
    """Return the day of the check in a line, or None. Raises ValueError if it is no day."""
    checked = read_date(cells.get("checked on", ""))
    if checked is None or (checked.date and checked.precision != Precision.DAY):
        raise ValueError(f"“{cells['checked on']}” is not a day. Write 4 November 2026.")
    return checked.date
