"""Read and load the Department for Education's file on children missing from care.

The file is "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv" of the
release "Children looked after in England including adoptions", as the department publishes it.
Numbers and symbols are copied as they are, except those that disclosure_control.py suppresses.
"""

from pathlib import Path

from django.db import transaction

from councils.dates import format_date, today
from councils.models import (
    Change,
    ChangeKind,
    Council,
    CouncilName,
    MissingFromCare,
    NameKind,
    RecordVersion,
)
from councils.models.logged import RECORD_STANDS, stands_as_of
from councils.models.missing_from_care import is_number
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

type Figures = dict[tuple[str, str, str], dict[str, str]]
"""What the file says of a council for a year, by code, name and year: figures by their column."""


def read(file: Path) -> Figures:
    """Return the figures of each council and year in a file, with symbols as they are stored."""
    figures: Figures = {}
    for line in rows_of(file, COLUMNS):
        measures = [line.get(heading, "").strip().casefold() for heading in MEASURE_COLUMNS]
        column = next((MEASURES[measure] for measure in measures if measure in MEASURES), None)
        if column and line["geographic_level"].strip() == "Local authority":
            key = line["new_la_code"].strip(), line["la_name"].strip(), line["time_period"].strip()
            text = line["number"].strip().replace(",", "")
            figures.setdefault(key, {})[column] = text.strip("[]").casefold()
    return figures


def of_councils(figures: Figures) -> dict[tuple[Council, int], dict[str, str]]:
    """Return the figures that may be shown by council and year. Former codes count too.

    Raises RegisterError.
    """
    councils = {council.pk: council for council in Council.objects.responsible()}
    former = CouncilName.objects.filter(kind=NameKind.CODE)
    codes = dict(former.values_list("name", "council_id"))
    codes |= {council.gss: council.pk for council in councils.values() if council.gss}
    by_council: dict[tuple[Council, int], dict[str, str]] = {}
    problems = [] if figures else ["It has no line about children missing from care."]
    for (gss, name, year), values in figures.items():
        council = councils.get(codes.get(gss, 0))
        wrong = [text for text in values.values() if text not in SYMBOLS and not is_number(text)]
        if council is None:
            problems.append(f"{name} ({gss or 'no code'}) is not in the register")
        elif wrong or len(values) < len(MEASURES) or not year.isdecimal():
            problems.append(f"{name}, “{year}”: not a year with four figures ({', '.join(wrong)})")
        else:
            shown = suppress_small_numbers(council.code, int(year), values)
            earlier = by_council.setdefault((council, int(year)), shown)
            if earlier == NOTHING:  # the line of a code that it had before, or has since
                by_council[council, int(year)] = shown
            elif shown not in (NOTHING, earlier):
                problems.append(f"{year} has two lines for {council} that differ")
    if problems:
        raise RegisterError(dict.fromkeys(problems))
    return by_council


def added_text(rows: list[MissingFromCare]) -> str:
    """Return the line of the public log about figures that were added."""
    count = len({row.council_id for row in rows})
    years = sorted({row.year for row in rows})
    span = str(years[0])
    if len(years) > 1:
        span = f"{years[0]} to {years[-1]}"
    return f"Children missing from care: figures of councils ({count}) for the years to {span}."


def load(file: Path) -> list[str]:
    """Load a file in one transaction; return the public lines that say what changed.

    Stored figures that differ are corrected, others stay. Raises RegisterError, and changes
    nothing, for what is wrong.
    """
    why = f"The Department for Education’s file {file.name}."
    with transaction.atomic():
        # A lock: of two loads at the same time, each would add every row.
        list(RecordVersion.objects.select_for_update())
        closed = stands_as_of()
        if closed:
            raise RegisterError([RECORD_STANDS.format(format_date(closed))])
        logged, new = Change.objects.count(), []
        stored = {(row.council_id, row.year): row for row in MissingFromCare.objects.all()}
        for (council, year), values in of_councils(read(file)).items():
            row = stored.get((council.pk, year)) or MissingFromCare(council=council, year=year)
            for name, value in {**values, "loaded_on": today()}.items():
                setattr(row, name, value)
            if row.pk:
                row.correct(why)
            elif values != NOTHING:  # one without figures did not exist, or looked after nobody
                new.append(row)
        MissingFromCare.objects.bulk_create(new)
        if new:
            Change.objects.note(None, ChangeKind.RECORDED, added_text(new), why)
        return list(Change.objects.order_by("pk").values_list("what", flat=True)[logged:])
