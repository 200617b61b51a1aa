"""Read and load the Department for Education's file on children missing from care.

The file is "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv" of the
release "Children looked after in England including adoptions", as the department publishes it.
Numbers and symbols are copied as they are, except those that disclosure_control.py suppresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from councils.dates import today
from councils.models import (
    RESPONSIBLE_KINDS,
    Change,
    ChangeKind,
    Council,
    CouncilName,
    MissingFromCare,
    NameKind,
    RecordVersion,
)
from councils.models.logged import column
from councils.register.disclosure_control import NOTHING, SYMBOLS, suppress_small_numbers
from councils.register.load import RegisterError, rows_of

MEASURE_COLUMNS = ("CLA_group", "missing_status")
"""The names of the column that says what is counted: until the release of 2024, and since."""
COLUMNS = ("time_period", "geographic_level", "la_name", "new_la_code", "number")
MEASURES = {
    "children looked after during the year": "looked_after",
    "children who had a missing incident during the year": "children",
    "percentage of children who had a missing incident during the year": "percent",
    "number of missing incidents during the year": "incidents",
}
"""The measures that are read, and the column in which each is stored. Others are ignored."""

NUMBER = re.compile(r"\d{1,7}(\.\d{1,2})?")
YEAR = re.compile(r"20\d\d")
MOST_PROBLEMS = 20


@dataclass(slots=True)
class Figures:
    """A council's figures for a year, as the file has them."""

    gss: str
    name: str
    year: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FigureChanges:
    """What loading a file changed or, in a dry run, would change."""

    years: list[int]
    councils: int = 0
    added: int = 0
    unchanged: int = 0
    changes: list[str] = field(default_factory=list)


def read(file: Path) -> list[Figures]:
    """Return the figures of each council and year in a file. Raises RegisterError."""
    figures: dict[tuple[str, str], Figures] = {}
    problems: list[str] = []
    for number, line in enumerate(rows_of(file, COLUMNS), start=2):
        measures = [line.get(heading, "").strip().casefold() for heading in MEASURE_COLUMNS]
        name = next((MEASURES[measure] for measure in measures if measure in MEASURES), None)
        if line["geographic_level"].strip() != "Local authority" or name is None:
            continue
        try:
            add_figure(figures, line, name)
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    problems += missing_figures(figures) if not problems else []
    if problems:
        raise RegisterError(shortened(problems))
    return list(figures.values())


def add_figure(figures: dict[tuple[str, str], Figures], line: Mapping[str, str], name: str) -> None:
    """Add one line's figure, by its column's name, to its council and year. Raises ValueError."""
    year, gss = line["time_period"].strip(), line["new_la_code"].strip()
    council = line["la_name"].strip()
    if not YEAR.fullmatch(year):
        raise ValueError(f"“{year}” is not a year")
    row = figures.setdefault((gss, year), Figures(gss, council, int(year)))
    if name in row.values:
        raise ValueError(f"{council} has two figures of one kind for {year}")
    row.values[name] = figure(line["number"])


def figure(text: str) -> str:
    """Return a number or a symbol in the form that is stored. Raises ValueError."""
    plain = text.strip().replace(",", "")
    symbol = plain.strip("[]").casefold()
    if symbol in SYMBOLS:
        return symbol
    if not NUMBER.fullmatch(plain):
        raise ValueError(f"“{text}” is neither a number nor a symbol of the department’s")
    return plain


def missing_figures(figures: dict[tuple[str, str], Figures]) -> list[str]:
    if not figures:
        return [
            "it has no line about children missing from care in a local authority, in a column"
            f" named {' or '.join(MEASURE_COLUMNS)}"
        ]
    return [
        f"{row.name}, {row.year}: no figure of “{measure}”"
        for row in figures.values()
        for measure, name in MEASURES.items()
        if name not in row.values
    ]


def shortened(problems: list[str]) -> list[str]:
    more = len(problems) - MOST_PROBLEMS
    return problems if more <= 0 else [*problems[:MOST_PROBLEMS], f"and {more} more"]


def load(figures: list[Figures], file_name: str, *, dry_run: bool = False) -> FigureChanges:
    """Load figures in one transaction; with ``dry_run`` only report what would change.

    Stored figures that differ are corrected, with a public line for each council. Others stay.
    Raises RegisterError, and changes nothing, if a code belongs to no council.
    """
    with transaction.atomic():
        # A lock: of two loads at the same time, each would add every row.
        list(RecordVersion.objects.select_for_update())
        by_council = of_councils(figures)
        tally = store(by_council, file_name)
        if dry_run:
            transaction.set_rollback(True)
    return tally


def of_councils(figures: list[Figures]) -> dict[tuple[Council, int], dict[str, str]]:
    """Return the figures that may be shown by council and year. Former codes count too."""
    councils = {
        council.pk: council for council in Council.objects.filter(kind__in=RESPONSIBLE_KINDS)
    }
    former = CouncilName.objects.filter(kind=NameKind.CODE)
    codes = dict(former.values_list("name", "council_id"))
    codes |= {council.gss: council.pk for council in councils.values() if council.gss}
    by_council: dict[tuple[Council, int], dict[str, str]] = {}
    problems = []
    for row in figures:
        council = councils.get(codes[row.gss]) if row.gss in codes else None
        if council is None:
            problems.append(f"{row.name} ({row.gss or 'no code'}) is not in the register")
            continue
        values = suppress_small_numbers(council.code, row.year, row.values)
        earlier = by_council.get((council, row.year), NOTHING)
        if NOTHING not in (earlier, values) and earlier != values:
            problems.append(f"{row.year} has two lines for {council} that differ")
        elif earlier == NOTHING:
            by_council[council, row.year] = values
    if problems:
        raise RegisterError(shortened(sorted(set(problems))))
    return by_council


def store(by_council: dict[tuple[Council, int], dict[str, str]], file_name: str) -> FigureChanges:
    """Add and correct rows, and write the public lines."""
    on = today()
    stored = {(row.council_id, row.year): row for row in MissingFromCare.objects.all()}
    tally = FigureChanges(
        sorted({year for _, year in by_council}), len({council for council, _ in by_council})
    )
    new = []
    corrected: dict[Council, list[str]] = {}
    for (council, year), values in by_council.items():
        row = stored.get((council.pk, year))
        if row is None and values == NOTHING:
            continue  # the council did not exist, or looked after no children
        if row is None:
            new.append(
                MissingFromCare(council=council, year=year, file=file_name, loaded_on=on, **values)
            )
            continue
        changes = differences(row, values)
        if not changes:
            tally.unchanged += 1
            continue
        corrected.setdefault(council, []).append(f"{year}: {changes}")
        for name, value in values.items():
            setattr(row, name, value)
        row.file, row.loaded_on = file_name, on
        row.save()
    MissingFromCare.objects.bulk_create(new)
    tally.added = len(new)
    log(tally, new, corrected, file_name)
    return tally


def differences(row: MissingFromCare, values: dict[str, str]) -> str:
    return "; ".join(
        f"{column(row, name).verbose_name}: was {getattr(row, name)}, now {value}"
        for name, value in values.items()
        if getattr(row, name) != value
    )


def log(
    tally: FigureChanges,
    new: list[MissingFromCare],
    corrected: dict[Council, list[str]],
    file_name: str,
) -> None:
    """Write the public lines: one for all added figures, one for each corrected council."""
    why = f"The Department for Education’s file {file_name}."
    if new:
        Change.objects.note(None, ChangeKind.RECORDED, MissingFromCare.added_text(new), why)
    for council, years_corrected in corrected.items():
        text = f"Children missing from care, year ending March {'. '.join(years_corrected)}."
        tally.changes.append(f"{council}: {text}")
        Change.objects.note(council, ChangeKind.CORRECTED, text, why)
