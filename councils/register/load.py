"""Load a register into the database: rows are added and corrected, never deleted.

Rows are matched by natural keys: a council by its code, a name by council, name and kind, a former
code by its GSS code, a line of lineage by its two councils. A council with ``staff_managed`` set is
left alone, with its names, codes, lineage and signatures. A signature is added once and then left
to staff.
"""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models, transaction

from councils.dates import format_date, today
from councils.models import (
    Change,
    ChangeKind,
    Council,
    CouncilCode,
    CouncilName,
    Edition,
    FormerSlug,
    Lineage,
    MissingFromCare,
    RecordVersion,
    Signature,
)
from councils.models.logged import LoggedModel, column
from councils.register.read import RegisterError
from councils.register.rows import EDITIONS, CouncilRow, Register

CHECKED_BY = "the makers of this site"
"""Who read the evidence of the signatures that ship. No council has confirmed them."""
SHIPPED_FIGURES = "the department’s file for 2020 to 2024"
"""The source of the shipped figures of children missing from care, as pages name it."""
WHY = "The register that comes with the site was brought up to date."


@dataclass
class FileChanges:
    """What loading one file changed or, in a dry run, would change."""

    file: str
    added: int = 0
    unchanged: int = 0
    changes: list[str] = field(default_factory=list)
    """One line for each row that was corrected."""
    left: list[str] = field(default_factory=list)
    """One line for each row that differs from what staff entered, and was left alone."""

    @property
    def changed(self) -> int:
        return len(self.changes)


def load(register: Register, dry_run: bool = False) -> list[FileChanges]:
    """Load a register in one transaction; with ``dry_run`` only report what would change.

    Returns a tally for each file. Raises RegisterError, and changes nothing, if the register
    contradicts what staff entered.
    """
    with transaction.atomic():
        # A lock: of two loads at the same time, each would add every row.
        list(RecordVersion.objects.select_for_update())
        councils = {council.code: council for council in Council.objects.select_related("county")}
        is_first = not councils
        tallies = [
            _load_councils(register, councils, is_first),
            _load_names(register, councils),
            _load_codes(register, councils),
            _load_lineage(register, councils),
            _load_signatures(register, councils, is_first),
            _load_missing_from_care(register, councils, is_first),
        ]
        if dry_run:
            transaction.set_rollback(True)
    return tallies


type ByCode = dict[str, Council]


def _load_councils(register: Register, held: ByCode, is_first: bool) -> FileChanges:
    """Load the councils, and add new ones to ``held``, those in the database by code."""
    tally = FileChanges("councils.csv")
    _refuse_taken(register, held)
    _make_way(register, held)
    # A district points to its county, which must be there first.
    for row in sorted(register.councils.values(), key=lambda row: row.kind == "district"):
        council = held.get(row.code)
        facts = asdict(row)
        del facts["line"], facts["code"]
        facts |= {"gss": row.gss or None, "county": held[row.county] if row.county else None}
        kept = council is not None and council.staff_managed
        slug_before = council.slug if council else row.slug
        council, what = _put(tally, Council, council, {"code": row.code}, facts, kept)
        if council.slug != slug_before:
            FormerSlug.objects.keep(council, slug_before)
        held[row.code] = council
        if what and not is_first:
            kind = ChangeKind.CORRECTED if what != ADDED else ChangeKind.RECORDED
            Change.objects.note(council, kind, what, WHY)
    FormerSlug.objects.forget_used()
    return tally


def _refuse_taken(register: Register, held: ByCode) -> None:
    """Raise RegisterError if a slug or GSS code would belong to two councils after the load."""
    problems = []
    for name, words in (("slug", "slug"), ("gss", "GSS code")):
        owners: dict[str, str] = {}
        for code in sorted({*register.councils, *held}):
            row: CouncilRow | Council | None = register.councils.get(code)
            if row is None or (code in held and held[code].staff_managed):
                row = held[code]
            value = getattr(row, name)
            if value and value in owners:
                problems.append(
                    f"The {words} “{value}” would belong to both {owners[value]} and"
                    f" {row.name} ({code})."
                )
            elif value:
                owners[value] = f"{row.name} ({code})"
    if problems:
        raise RegisterError(problems)


def _make_way(register: Register, held: ByCode) -> None:
    """Clear the slugs and GSS codes that will change, so that two councils can swap them."""
    for code, row in register.councils.items():
        council = held.get(code)
        if council is None or council.staff_managed:
            continue
        if (council.slug, council.gss) != (row.slug, row.gss or None):
            Council.objects.filter(pk=council.pk).update(slug=f"moving-{council.pk}", gss=None)


def _load_names(register: Register, councils: ByCode) -> FileChanges:
    tally = FileChanges("names.csv")
    held = {
        (name.council_id, name.name, name.kind): name
        for name in CouncilName.objects.select_related("council")
    }
    for row in register.names:
        council = councils[row.code]
        identity = {"council": council, "name": row.name, "kind": row.kind}
        facts = {"starts_on": row.starts_on, "ends_on": row.ends_on}
        name = held.get((council.pk, row.name, row.kind))
        _put(tally, CouncilName, name, identity, facts, council.staff_managed)
    return tally


def _load_codes(register: Register, councils: ByCode) -> FileChanges:
    tally = FileChanges("codes.csv")
    held = {code.gss: code for code in CouncilCode.objects.select_related("council")}
    for row in register.codes:
        council, code = councils[row.code], held.get(row.gss)
        facts = {"council": council, "starts_on": row.starts_on, "ends_on": row.ends_on}
        kept = council.staff_managed or (code is not None and code.council.staff_managed)
        _put(tally, CouncilCode, code, {"gss": row.gss}, facts, kept)
    return tally


def _load_lineage(register: Register, councils: ByCode) -> FileChanges:
    tally = FileChanges("lineage.csv")
    held = {
        (line.old_id, line.new_id): line for line in Lineage.objects.select_related("old", "new")
    }
    for row in register.lineage:
        old, new = councils[row.old], councils[row.new]
        facts = {"on": row.on, "kind": row.kind}
        line, kept = held.get((old.pk, new.pk)), old.staff_managed or new.staff_managed
        _put(tally, Lineage, line, {"old": old, "new": new}, facts, kept)
    return tally


def _load_signatures(register: Register, councils: ByCode, is_first: bool) -> FileChanges:
    tally = FileChanges("signatures.csv")
    editions = _editions(register)
    by_key: dict[str | None, Signature] = {}
    by_council: dict[tuple[int, int], Signature] = {}
    for signature in Signature.objects.select_related("council"):
        by_key[signature.register_key] = signature
        by_council[signature.council_id, signature.edition_id] = signature
    for row in register.signatures:
        council, edition = councils[row.code], editions[row.edition]
        facts = {
            "council": council,
            "edition": edition,
            "date_precision": row.precision,
            "date": row.date,
            "signed_by": row.signed_by,
            "signed_role": row.role,
            "source": row.source,
            "source_url": row.source_url,
            "source_kind": row.source_kind,
            "note": row.note,
            "checked_on": row.checked_on,
        }
        identity = {"register_key": row.key, "checked_by": CHECKED_BY}
        held = by_key.get(row.key) or by_council.get((council.pk, edition.pk))
        kept = held is not None or council.staff_managed
        _put(tally, Signature, held, identity, facts, kept, "" if is_first else WHY)
    return tally


def _load_missing_from_care(register: Register, councils: ByCode, is_first: bool) -> FileChanges:
    """Add the figures that are missing. Those from a file that staff loaded since stay."""
    tally = FileChanges("missing_from_care.csv")
    rows = MissingFromCare.objects.select_related("council")
    held = {(row.council_id, row.year): row for row in rows}
    new = []
    for row in register.missing_from_care:
        council = councils[row.code]
        stored = held.get((council.pk, row.year))
        if stored is None:
            origin = {"file": SHIPPED_FIGURES, "loaded_on": today()}
            new.append(MissingFromCare(council=council, year=row.year, **row.figures, **origin))
            continue
        kept = stored.file != SHIPPED_FIGURES
        _, what = _put(tally, MissingFromCare, stored, {}, row.figures, kept)
        if what:
            text = f"Children missing from care, year ending March {row.year}. {what}"
            Change.objects.note(council, ChangeKind.CORRECTED, text, WHY)
    MissingFromCare.objects.bulk_create(new)
    tally.added = len(new)
    if new and not is_first:
        text = MissingFromCare.added_text(new)
        Change.objects.note(None, ChangeKind.RECORDED, text, WHY)
    return tally


def _editions(register: Register) -> dict[dt.date, Edition]:
    """Return the editions that the signatures name, creating those that are missing."""
    named = sorted({row.edition for row in register.signatures})
    return {
        day: Edition.objects.get_or_create(published_on=day, defaults={"title": EDITIONS[day]})[0]
        for day in named
    }


ADDED = "Added to the register."


def _put[M: models.Model](
    tally: FileChanges,
    model: type[M],
    held: M | None,
    identity: dict[str, Any],
    facts: dict[str, Any],
    kept: bool,
    reason: str = "",
) -> tuple[M, str]:
    """Add a row, or update the stored row ``held`` to ``facts``, and count it in the tally.

    If ``kept``, nothing is saved and the tally notes how the register differs. With ``reason``, a
    new row is saved by ``record``, which logs it. Returns the row, unsaved if it was not added,
    and a description of what was done, empty if nothing was.
    """
    if held is None:
        new = model(**identity, **facts)
        if kept:
            tally.left.append(f"{_called(new)}: not added")
            return new, ""
        if reason:
            assert isinstance(new, LoggedModel)
            new.record(reason)
        else:
            new.save(force_insert=True)
        tally.added += 1
        return new, ADDED
    before = {name: getattr(held, name) for name in facts}
    differs = [name for name in facts if before[name] != facts[name]]
    if not differs:
        tally.unchanged += 1
        return held, ""
    what = "; ".join(
        f"{column(model, name).verbose_name}: was {_shown(before[name])}, now {_shown(facts[name])}"
        for name in differs
    )
    if kept:
        tally.left.append(f"{_called(held)}: {what}")
        return held, ""
    tally.changes.append(f"{_called(held)}: {what}")
    for name in differs:
        setattr(held, name, facts[name])
    held.save()
    return held, what


def _shown(value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    return format_date(value) if isinstance(value, dt.date) else f"“{value}”"


def _called(row: models.Model) -> str:
    council = getattr(row, "council", None)
    return f"{council}, {row}" if council else str(row)
