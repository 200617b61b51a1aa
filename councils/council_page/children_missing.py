"""The figures of children missing from care on a council's page."""

from dataclasses import dataclass
from functools import cached_property

from councils.models import YearlyFigures
from councils.record import CouncilOnDay, Record
from councils.record.missing_from_care import missing_from_care
from councils.register.disclosure_control import NOT_PROVIDED, SYMBOLS


class ChildrenMissing:
    """The part of a ``CouncilPage`` about children in the council's care who went missing."""

    record: Record
    row: CouncilOnDay

    @cached_property
    def missing_from_care(self) -> list[YearlyFigures]:
        """The department's figures for each completed year, newest first."""
        return missing_from_care(self.record).get(self.row.id, [])

    @property
    def missing_chart(self) -> "Chart | None":
        """A column chart of how many went missing each year; None if fewer than two are shown."""
        years = [(year.year, year.numbers.children) for year in reversed(self.missing_from_care)]
        known = [count for _, count in years if count is not None]
        return Chart(years, max(known)) if len(known) > 1 else None

    @property
    def not_provided(self) -> list[int]:
        """The years for which the council gave the department no figures."""
        years = [year.year for year in self.missing_from_care]
        return [year for year in years if (self.row.code, year) in NOT_PROVIDED]

    @property
    def symbols(self) -> list[tuple[str, str]]:
        """The department's symbols used in these figures, with their meanings."""
        cells = {
            cell
            for year in self.missing_from_care
            for cell in (year.looked_after, year.children, year.incidents)
        }
        return [(symbol, words) for symbol, words in SYMBOLS.items() if symbol in cells]


HEIGHT, WIDTH, STEP = 110, 44, 68
"""In SVG units: the height of the tallest column, the width of each, and their spacing."""


@dataclass
class Chart:
    """The number of missing children each year; None where the department shows none."""

    years: list[tuple[int, float | None]]
    highest: float

    @property
    def width(self) -> int:
        return STEP * len(self.years)

    @property
    def rem(self) -> str:
        """Its width on a page."""
        return f"{self.width / 14:.1f}rem"

    @property
    def words(self) -> str:
        counts = [f"{column['year']}: {column['count'] or 'not shown'}" for column in self.columns]
        return f"Children in care who went missing, by year ending March. {', '.join(counts)}."

    @property
    def columns(self) -> list[dict[str, object]]:
        """Return each year's column: its middle, left side, top and height."""
        columns: list[dict[str, object]] = []
        for number, (year, count) in enumerate(self.years):
            middle = STEP * number + STEP // 2
            high = round(HEIGHT * (count or 0) / self.highest)
            top, left = HEIGHT + 20 - high, middle - WIDTH // 2
            columns.append(
                {"year": year, "count": "" if count is None else f"{count:,}", "middle": middle}
                | {"left": left, "top": top, "high": high, "label": top - 6}
            )
        return columns
