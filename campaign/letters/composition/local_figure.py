"""The Department for Education's figure of children who went missing from a council's care."""

from typing import NamedTuple

from councils.record import CouncilOnDay, Record
from councils.record.missing_from_care import missing_from_care

YEARS = 5
"""A figure more years old than this is not quoted in a letter."""


class LocalFigure(NamedTuple):
    """How many of the children in a council's care went missing in the year to March ``year``."""

    year: int
    children: int
    looked_after: int


def local_figure(record: Record, row: CouncilOnDay) -> LocalFigure | None:
    """Return a council's newest published figure; None if there is none within ``YEARS``."""
    for year in missing_from_care(record).get(row.id, []):
        numbers = year.numbers
        is_shown = numbers.children is not None and numbers.looked_after is not None
        if is_shown and year.year >= record.on.year - YEARS:
            return LocalFigure(
                year.year, int(numbers.children or 0), int(numbers.looked_after or 0)
            )
    return None
