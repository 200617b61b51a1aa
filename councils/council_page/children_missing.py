"""The figures of children missing from care on a council's page."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.models import YearlyFigures
from councils.record import CouncilOnDay, Record
from councils.record.missing_from_care import missing_from_care
from councils.register.disclosure_control import NOT_PROVIDED, SYMBOLS
from councils.templatetags.councils_tags import thousands


class ChildrenMissing:
    """The part of a ``CouncilPage`` about children in the council's care who went missing."""

    record: Record
    row: CouncilOnDay

    @cached_property
    def missing_from_care(self) -> list[YearlyFigures]:
        """The department's figures for each completed year, newest first."""
        return missing_from_care(self.record).get(self.row.id, [])

    @property
    def missing_rows(self) -> SafeString:
        """The rows of the table of figures; a loop in a template takes ten times it."""
        return mark_safe(
            "\n".join(
                f'<tr><th scope="row">{year.year}</th>{cell(year.looked_after)}'
                f"{cell(year.children)}{cell(year.incidents)}</tr>"
                for year in self.missing_from_care
            )
        )

    @property
    def missing_chart(self) -> SafeString:
        """A column chart of how many went missing each year; empty if fewer than two are shown."""
        return columns(
            [(year.year, year.numbers.children) for year in reversed(self.missing_from_care)]
        )

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


def cell(text: str) -> str:
    """Return a number with commas, or one of the department's symbols, as a cell of a table."""
    return f"<td>{escape(thousands(text))}</td>"


HEIGHT, WIDTH, STEP = 110, 44, 68
"""In SVG units: the height of the tallest column, the width of each, and their spacing."""


def columns(years: Sequence[tuple[int, float | None]]) -> SafeString:
    """Draw the number of missing children each year; a year without a number says so."""
    known = [count for _, count in years if count is not None]
    if len(known) < 2:
        return SafeString("")
    parts = []
    for number, (year, count) in enumerate(years):
        middle = STEP * number + STEP // 2
        if count is None:
            parts.append(f'<text x="{middle}" y="{HEIGHT + 16}">–</text>')
        else:
            high = round(HEIGHT * count / max(known))
            left, top = middle - WIDTH // 2, HEIGHT + 20 - high
            parts.append(f'<path d="M{left} {top}h{WIDTH}v{high}h-{WIDTH}z"/>')
            parts.append(f'<text class="columns-count" x="{middle}" y="{top - 6}">{count:,}</text>')
        parts.append(f'<text x="{middle}" y="{HEIGHT + 40}">{year}</text>')
    words = ", ".join(
        f"{year}: {'not shown' if count is None else f'{count:,}'}" for year, count in years
    )
    return mark_safe(
        f'<svg class="columns" width="{STEP * len(years) / 14:.1f}rem"'
        f' viewBox="0 0 {STEP * len(years)} {HEIGHT + 46}" role="img"'
        f' aria-label="Children in care who went missing, by year ending March. {words}.">'
        f"{''.join(parts)}"
        f'<path class="columns-ground" d="M0 {HEIGHT + 20}h{STEP * len(years)}"/></svg>'
    )
