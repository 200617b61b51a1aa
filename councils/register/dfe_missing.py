"""Read and load the Department for Education's file on children missing from care.

The file is "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv" of the
release "Children looked after in England including adoptions", as the department publishes it.
Numbers and symbols are copied as they are, except those that disclosure_control.py suppresses.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from councils.dates import today
from councils.models import (
    Change,
    ChangeKind,
    Council,
    CouncilName,
    MissingFromCare,
    NameKind,
    RecordVersion,
)
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
type Figures = dict[tuple[str, str, int], dict[str, str]]
"""What the file says of a council for a year, by code, name and year: figures by their column."""


def read(file: Path) -> Figures:
    """Return the figures of each council and year in a file. Raises RegisterError."""
    figures: Figures = {}
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
    if not figures:
        problems.append(
            "it has no line about children missing from care in a local authority, in a column"
            f" named {' or '.join(MEASURE_COLUMNS)}"
        )
    problems += [
        f"{council}, {year}: no figure of “{measure}”"
        for (_, council, year), values in figures.items()
        for measure, name in MEASURES.items()
        if name not in values
    ]
    if problems:
        raise RegisterError(problems)
    return figures


def add_figure(figures: Figures, line: Mapping[str, str], name: str) -> None:
    """Add one line's figure, by its column's name, to its council and year. Raises ValueError."""
    year, council = line["time_period"].strip(), line["la_name"].strip()
    if not YEAR.fullmatch(year):
        raise ValueError(f"“{year}” is not a year")
    values = figures.setdefault((line["new_la_code"].strip(), council, int(year)), {})
    if name in values:
        raise ValueError(f"{council} has two figures of one kind for {year}")
    values[name] = figure(line["number"])


def figure(text: str) -> str:
    """Return a number or a symbol in the form that is stored. Raises ValueError."""
    plain = text.strip().replace(",", "")
    symbol = plain.strip("[]").casefold()
    if symbol in SYMBOLS:
        return symbol
    if not NUMBER.fullmatch(plain):
        raise ValueError(f"“{text}” is neither a number nor a symbol of the department’s")
    return plain


def load(file: Path, *, dry_run: bool = False) -> list[str]:
    """Load a file in one transaction; return the public lines that say what changed.

    With ``dry_run`` they say what would change. Stored figures that differ are corrected, others
    stay. Raises RegisterError, and changes nothing, for what is wrong.
    """
    why = f"The Department for Education’s file {file.name}."
    with transaction.atomic():
        # A lock: of two loads at the same time, each would add every row.
        list(RecordVersion.objects.select_for_update())
        before, new = Change.objects.count(), []
        stored = {(row.council_id, row.year): row for row in MissingFromCare.objects.all()}
        for (council, year), values in of_councils(read(file)).items():
            # One without figures did not exist, or looked after no children.
            row = stored.get((council.pk, year)) or MissingFromCare(council=council, year=year)
            for name, value in values.items():
                setattr(row, name, value)
            row.file, row.loaded_on = file.name, today()
            if row.pk:
                row.correct(why)
            elif values != NOTHING:
                new.append(row)
        MissingFromCare.objects.bulk_create(new)
        if new:
            Change.objects.note(None, ChangeKind.RECORDED, MissingFromCare.added_text(new), why)
        changes = Change.objects.order_by("pk").values_list("what", flat=True)[before:]
        said = list(changes)
        transaction.set_rollback(dry_run)
    return said


def of_councils(figures: Figures) -> dict[tuple[Council, int], dict[str, str]]:
    """Return the figures that may be shown by council and year. Former codes count too."""
    councils = {council.pk: council for council in Council.objects.responsible()}
    former = CouncilName.objects.filter(kind=NameKind.CODE)
    codes = dict(former.values_list("name", "council_id"))
    codes |= {council.gss: council.pk for council in councils.values() if council.gss}
    by_council: dict[tuple[Council, int], dict[str, str]] = {}
    problems = {}
    for (gss, name, year), values in figures.items():
        council = councils.get(codes.get(gss, 0))
        if council is None:
            problems[f"{name} ({gss or 'no code'}) is not in the register"] = True
            continue
        shown = suppress_small_numbers(council.code, year, values)
        earlier = by_council.get((council, year), NOTHING)
        if NOTHING not in (earlier, shown) and earlier != shown:
            problems[f"{year} has two lines for {council} that differ"] = True
        elif earlier == NOTHING:
            by_council[council, year] = shown
    if problems:
        raise RegisterError(problems)
    return by_council
