"""Reading the Department for Education's file on children missing from care, and loading it.

The file is "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv" of the
release "Children looked after in England including adoptions", as the department publishes it.
Numbers and symbols are copied as they are, except those that disclosure_control.py suppresses.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from councils.dates import today
from councils.models import (
    RESPONSIBLE_KINDS,
    Change,
    ChangeKind,
    Council,
    CouncilCode,
    MissingFromCare,
    RecordVersion,
)
from councils.register.disclosure_control import NOTHING, SYMBOLS, suppress_small_numbers
from councils.register.load import words_of

MEASURE_COLUMNS = ("CLA_group", "missing_status")
"""The column that says what is counted: its name until the release of 2024, and since."""
COLUMNS = ("time_period", "geographic_level", "la_name", "new_la_code", "number")
MEASURES = {
    "children looked after during the year": "looked_after",
    "children who had a missing incident during the year": "children",
    "percentage of children who had a missing incident during the year": "percent",
    "number of missing incidents during the year": "incidents",
}
"""What is taken of the file, and under which name. All else in it is left."""

NUMBER = re.compile(r"\d{1,7}(\.\d{1,2})?")
YEAR = re.compile(r"20\d\d")
MOST_PROBLEMS = 20


class FiguresRejectedError(Exception):
    """The file was not taken, and nothing was changed. ``problems`` say why in plain words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(slots=True)
class Figures:
    """One line of the public table: a council by its code in the file, a year, four figures."""

    gss: str
    name: str
    year: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """What became, or would become, of a file."""

    years: list[int]
    councils: int = 0
    added: int = 0
    unchanged: int = 0
    changes: list[str] = field(default_factory=list)


def read(file: Path, show: Callable[[int, int], None] = lambda done, total: None) -> list[Figures]:
    """Return the figures of each council and year in a file. Raises FiguresRejectedError."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FiguresRejectedError([f"{file} cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise FiguresRejectedError([f"{file} is not text in UTF-8."]) from error
    lines = csv.DictReader(io.StringIO(text))
    measure = measure_column(lines.fieldnames or [])
    found: dict[tuple[str, str], Figures] = {}
    problems: list[str] = []
    total = text.count("\n")
    for number, line in enumerate(lines, start=2):
        show(number, total)
        what = MEASURES.get((line[measure] or "").strip().casefold())
        if (line["geographic_level"] or "").strip() != "Local authority" or what is None:
            continue
        try:
            take(found, line, what)
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    problems += lacking(found) if not problems else []
    if problems:
        raise FiguresRejectedError(shortened(problems))
    return list(found.values())


def measure_column(header: Sequence[str]) -> str:
    missing = [name for name in COLUMNS if name not in header]
    measure = next((name for name in MEASURE_COLUMNS if name in header), None)
    if measure is None:
        missing.append(" or ".join(MEASURE_COLUMNS))
    if measure is None or missing:
        raise FiguresRejectedError([f"its first line lacks the column {name}" for name in missing])
    return measure


def take(found: dict[tuple[str, str], Figures], line: Mapping[str, str], what: str) -> None:
    """Add one line's figure to those of its council and year. Raises ValueError."""
    year, gss = (line["time_period"] or "").strip(), (line["new_la_code"] or "").strip()
    name = (line["la_name"] or "").strip()
    if not YEAR.fullmatch(year):
        raise ValueError(f"“{year}” is no year")
    figures = found.setdefault((gss, year), Figures(gss, name, int(year)))
    if what in figures.values:
        raise ValueError(f"{name} has two figures of one kind for {year}")
    figures.values[what] = figure(line["number"] or "")


def figure(text: str) -> str:
    """Return a number or a symbol as it is kept. Raises ValueError for anything else."""
    plain = text.strip().replace(",", "")
    symbol = plain.strip("[]").casefold()
    if symbol in SYMBOLS:
        return symbol
    if not NUMBER.fullmatch(plain):
        raise ValueError(f"“{text}” is neither a number nor a symbol of the department’s")
    return plain


def lacking(found: dict[tuple[str, str], Figures]) -> list[str]:
    if not found:
        return ["it has no line about children missing from care in a local authority"]
    return [
        f"{figures.name}, {figures.year}: no figure of “{measure}”"
        for figures in found.values()
        for measure, what in MEASURES.items()
        if what not in figures.values
    ]


def shortened(problems: list[str]) -> list[str]:
    more = len(problems) - MOST_PROBLEMS
    return problems if more <= 0 else [*problems[:MOST_PROBLEMS], f"and {more} more"]


def load(
    figures: list[Figures], file_name: str, *, dry_run: bool = False, on: dt.date | None = None
) -> Tally:
    """Bring the database up to the figures of a file in one transaction, or, dry, only reckon it.

    Figures that are there already stay; those that differ are corrected, each with a public line.
    Raises FiguresRejectedError, and changes nothing, if a code is of no council in the register.
    """
    with transaction.atomic():
        # Two loads at once would add every row twice: the second waits here for the first.
        list(RecordVersion.objects.select_for_update())
        by_council = of_councils(figures)
        tally = put(by_council, file_name, on or today())
        if dry_run:
            transaction.set_rollback(True)
    return tally


def of_councils(figures: list[Figures]) -> dict[tuple[Council, int], dict[str, str]]:
    """Return the figures by council and year; codes of former years lead to the same council."""
    councils = {
        council.pk: council for council in Council.objects.filter(kind__in=RESPONSIBLE_KINDS)
    }
    codes = dict(CouncilCode.objects.values_list("gss", "council_id"))
    codes |= {council.gss: council.pk for council in councils.values() if council.gss}
    found: dict[tuple[Council, int], dict[str, str]] = {}
    problems = []
    for one in figures:
        council = councils.get(codes[one.gss]) if one.gss in codes else None
        if council is None:
            problems.append(f"{one.name} ({one.gss or 'no code'}) is not in the register")
            continue
        values = suppress_small_numbers(council.code, one.year, one.values)
        other = found.get((council, one.year), NOTHING)
        if NOTHING not in (other, values) and other != values:
            problems.append(f"{one.year} has two lines for {council} that differ")
        elif other == NOTHING:
            found[council, one.year] = values
    if problems:
        raise FiguresRejectedError(shortened(sorted(set(problems))))
    return found


def put(found: dict[tuple[Council, int], dict[str, str]], file_name: str, on: dt.date) -> Tally:
    held = {(row.council_id, row.year): row for row in MissingFromCare.objects.all()}
    tally = Tally(sorted({year for _, year in found}), len({council for council, _ in found}))
    new = []
    corrected: dict[Council, list[str]] = {}
    for (council, year), values in found.items():
        row = held.get((council.pk, year))
        if row is None and values == NOTHING:
            continue  # there was no such council, or no child in its care
        if row is None:
            new.append(
                MissingFromCare(council=council, year=year, file=file_name, loaded_on=on, **values)
            )
            continue
        what = differences(row, values)
        if not what:
            tally.unchanged += 1
            continue
        corrected.setdefault(council, []).append(f"{year}: {what}")
        for name, value in values.items():
            setattr(row, name, value)
        row.file, row.loaded_on = file_name, on
        row.save()
    MissingFromCare.objects.bulk_create(new)
    tally.added = len(new)
    note(tally, new, corrected, file_name)
    return tally


def differences(row: MissingFromCare, values: dict[str, str]) -> str:
    return "; ".join(
        f"{words_of(MissingFromCare, name)}: was {getattr(row, name)}, now {value}"
        for name, value in values.items()
        if getattr(row, name) != value
    )


def note(
    tally: Tally, new: list[MissingFromCare], corrected: dict[Council, list[str]], file_name: str
) -> None:
    """Write the public lines: one for all that was added, one for each council corrected."""
    why = f"The Department for Education’s file {file_name}."
    if new:
        Change.objects.note(None, ChangeKind.RECORDED, MissingFromCare.added_text(new), why)
    for council, years_corrected in corrected.items():
        said = f"Children missing from care, year ending March {'. '.join(years_corrected)}."
        tally.changes.append(f"{council}: {said}")
        Change.objects.note(council, ChangeKind.CORRECTED, said, why)
