"""Put councils into the database: all that ships into an empty one, new ones into a filled one.

Each row becomes a model and passes its ``full_clean()``, so that a file may say nothing that staff
could not enter. From the first load on the database is the truth: no load changes what is there.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import CommandError
from django.db import models, transaction

from councils.dates import today
from councils.models import (
    Council,
    CouncilName,
    Edition,
    Lineage,
    LineageKind,
    MissingFromCare,
    NameKind,
    RecordVersion,
    Signature,
)
from councils.models.logged import column
from councils.register.disclosure_control import FIGURES, suppress_small_numbers
from councils.search.known_names import spelled

SHIPPED = Path(__file__).resolve().parent
"""The folder of the register that comes with the site."""
EDITIONS = {"2012-07-09": "The Runaways’ Charter"}
"""Editions of the charter that a shipped signature can name, by the day they were published."""
CHECKED_BY = "the makers of this site"
"""Who read the evidence of the signatures that ship. No council has confirmed them."""
COUNCIL_COLUMNS = (
    "code", "slug", "gss", "name", "short_name", "kind", "nation", "region", "website",
    "county", "starts_on", "ends_on",
)  # fmt: skip
DAYS = ("starts_on", "ends_on")
SIGNATURE_COLUMNS = (
    "date", "signed_by", "source", "source_url", "source_kind", "note", "checked_on",
)  # fmt: skip
TAKES_OVER = {"takes_over_from": LineageKind.REPLACES, "takes_part_of": LineageKind.PART}
"""Columns of a file of new councils with the codes of those before, and what each means."""


ALREADY_FILLED = (
    "There are councils in this database already. It fills an empty one; add new councils with"
    " add_councils."
)


class RegisterError(CommandError):
    """The files are wrong, with a sentence for each fault: commands print them."""

    def __init__(self, problems: Iterable[str]):
        lines = [f"  {problem}" for problem in problems]
        count = "1 fault" if len(lines) == 1 else f"{len(lines)} faults"
        super().__init__("\n".join([f"Nothing was added: {count}.", *lines]))


def rows_of(path: Path, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a CSV file. Raises RegisterError where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise RegisterError([f"There is no file {path} that can be read."]) from None
    except UnicodeDecodeError:
        message = f"{path.name} is not UTF-8 text. Save the file again as “CSV UTF-8”."
        raise RegisterError([message]) from None
    lines = csv.DictReader(text.splitlines(), strict=True)
    try:
        rows = list(lines)
    except csv.Error as error:
        raise RegisterError([f"{path.name} is not a file of CSV ({error})."]) from None
    missing = [name for name in columns if name not in (lines.fieldnames or ())]
    if missing:
        raise RegisterError([f"{path.name} has no column named {', '.join(missing)}."])
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            message = f"{path.name}, line {number}: it has another number of cells than line 1."
            raise RegisterError([message])
    return rows


class Loader:
    """Makes rows of files into models, and collects what the models refuse."""

    def __init__(self, check: bool = True) -> None:
        self.problems: list[str] = []
        self.councils: dict[str, Council] = {}
        self.added = 0
        self.check = check

    @contextmanager
    def line(self, file: str, number: int) -> Iterator[None]:
        """Say of what is refused within the block where it stands."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as error:
            for fault in faults_in(error):
                self.problems.append(f"{file}, line {number}: {fault}")

    def council(self, code: str) -> Council:
        if code not in self.councils:
            raise ValidationError(f"“{code}” is no council that we know.")
        return self.councils[code]

    def made[M: models.Model](self, model: type[M], **values: Any) -> M:
        """Return an unsaved row from cells and objects. Raises ValidationError."""
        row = model()
        for name, value in values.items():
            setattr(row, name, as_stored(model, name, value))
        row.clean_fields(exclude=["council", "county", "edition", "old", "new"])
        if self.check:
            row.full_clean()
        return row

    def fill(
        self, path: Path, columns: Iterable[str], make: Callable[[dict[str, str]], models.Model]
    ) -> None:
        """Save what ``make`` makes of each line of a file."""
        lines = enumerate(rows_of(path, columns), start=2)
        # A district points to its county, which must be there first.
        for number, row in sorted(lines, key=lambda line: line[1].get("kind") == "district"):
            with self.line(path.name, number):
                made = make(row)
                made.save(force_insert=True)
                self.added += 1
                if isinstance(made, Council):
                    self.councils[made.code] = made

    def finish(self) -> None:
        if self.problems:
            raise RegisterError(self.problems)

    # What a line of each file is

    def council_of(self, row: dict[str, str]) -> Council:
        facts: dict[str, Any] = cells_of(row, COUNCIL_COLUMNS)
        facts["county"] = self.council(row["county"]) if row["county"] else None
        return self.made(Council, **facts)

    def name_of(self, row: dict[str, str]) -> CouncilName:
        return self.made(
            CouncilName,
            council=self.council(row["code"]),
            name=row.get("name") or row["gss"],
            kind=row.get("kind", NameKind.CODE),
            **cells_of(row, DAYS),
        )

    def line_of(self, row: dict[str, str]) -> Lineage:
        old = self.council(row["old"])
        new = self.council(row["new"])
        return self.made(Lineage, old=old, new=new, on=row["on"], kind=row["kind"])

    def signature_of(self, row: dict[str, str]) -> Signature:
        if row["edition"] not in EDITIONS:
            raise ValidationError(f"There is no edition of {row['edition']}.")
        day = dt.date.fromisoformat(row["edition"])
        named = {"title": EDITIONS[row["edition"]]}
        edition, _ = Edition.objects.get_or_create(published_on=day, defaults=named)
        return self.made(
            Signature,
            council=self.council(row["code"]),
            edition=edition,
            date_precision=row["precision"],
            signed_role=row["role"],
            register_key=f"{row['code']}-{row['edition']}",
            checked_by=CHECKED_BY,
            **cells_of(row, SIGNATURE_COLUMNS),
        )

    def figures_of(self, row: dict[str, str]) -> MissingFromCare:
        """Return figures of children missing from care; a small number is not stored."""
        year = int(row["year"])
        figures = suppress_small_numbers(row["code"], year, cells_of(row, FIGURES))
        return self.made(
            MissingFromCare,
            council=self.council(row["code"]),
            year=year,
            loaded_on=today(),
            **figures,
        )


def cells_of(row: dict[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: row[name] for name in names}


def faults_in(error: ValidationError) -> list[str]:
    """Return each fault as a sentence, after the name of its column where it has one."""
    if not hasattr(error, "error_dict"):
        return error.messages
    faults = []
    for name, messages in error.message_dict.items():
        sentence = " ".join(messages)
        if name != NON_FIELD_ERRORS:
            sentence = f"{name}: {sentence}"
        faults.append(sentence)
    return faults


def as_stored(model: type[models.Model], name: str, value: Any) -> Any:
    """Return None for an empty cell of a field that can be unknown."""
    if value == "" and column(model, name).null:
        return None
    return value


def load(folder: Path | str = SHIPPED, check: bool = True) -> int:
    """Fill an empty database from a folder, in one transaction; return how many rows were added.

    ``check=False`` leaves out the rules between rows, which cost seconds: for tests, which load
    the shipped files again and again. Raises RegisterError, and adds nothing, for what is wrong.
    """
    folder = Path(folder)
    loader = Loader(check)
    with transaction.atomic():
        # A lock: of two loads at the same time, each would add every row.
        list(RecordVersion.objects.select_for_update())
        if Council.objects.exists():
            raise RegisterError([ALREADY_FILLED])
        loader.fill(folder / "councils.csv", COUNCIL_COLUMNS, loader.council_of)
        loader.finish()  # whatever else is wrong may come from a council that is missing
        loader.fill(folder / "names.csv", ("name", "kind", *DAYS), loader.name_of)
        loader.fill(folder / "codes.csv", ("gss", *DAYS), loader.name_of)
        loader.fill(folder / "lineage.csv", ("old", "new", "on", "kind"), loader.line_of)
        loader.fill(folder / "signatures.csv", SIGNATURE_COLUMNS, loader.signature_of)
        figures = ("code", "year", *FIGURES)
        loader.fill(folder / "missing_from_care.csv", figures, loader.figures_of)
        loader.finish()
    return loader.added


def add_councils(path: Path, why: str, apply: bool = False) -> list[str]:
    """Add the councils of a file and what they take over, each with its public line.

    Return what was added or, unless ``apply``, would be. No council that is there is changed: one
    that closes is ended in the admin. Raises RegisterError, and adds nothing, for what is wrong.
    """
    loader = Loader()
    said = []
    with transaction.atomic():
        list(RecordVersion.objects.select_for_update())
        loader.councils = {council.code: council for council in Council.objects.all()}
        named = {spelled(council.name): council for council in loader.councils.values()}
        rows = list(enumerate(rows_of(path, COUNCIL_COLUMNS), start=2))
        for number, row in sorted(rows, key=lambda line: line[1]["kind"] == "district"):
            with loader.line(path.name, number):
                council = loader.council_of(row)
                other = named.setdefault(spelled(council.name), council)
                if other is not council:
                    taken = f"“{council}” is the name of the council with the code {other.code}."
                    raise ValidationError({"name": taken})
                council.record(why)
                loader.councils[council.code] = council
                said.append(f"{council.recorded_text()} Its page: {council.get_absolute_url()}")
        for number, row in rows:
            for code, kind in taken_over(row):
                with loader.line(path.name, number):
                    old = loader.council(code)
                    new = loader.council(row["code"])
                    line = loader.made(Lineage, old=old, new=new, on=row["starts_on"], kind=kind)
                    line.record(why)
                    said.append(line.recorded_text())
        loader.finish()
        transaction.set_rollback(not apply)
    return said


def taken_over(row: dict[str, str]) -> list[tuple[str, LineageKind]]:
    """Return the codes of the councils before a new one, and how much it takes of each."""
    found = []
    for name, kind in TAKES_OVER.items():
        for code in (row.get(name) or "").split():
            found.append((code, kind))
    return found
