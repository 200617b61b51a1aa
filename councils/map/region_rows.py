"""The regions as rows of small hexagons: one for each council, those on record as signed first."""

from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from councils.map.layout import ACROSS, DOWN
from councils.record import CURRENT_STATUSES, CouncilOnDay, Record, Tally, cached_with_record

MOST_IN_A_ROW = 19
"""The most hexagons in one row. A larger region has a second row below."""
WIDTH = ACROSS * MOST_IN_A_ROW + ACROSS // 2
"""The width of every drawing, so that all hexagons have the same size."""


class RegionRow(NamedTuple):
    """A region's count and its councils as hexagons."""

    tally: Tally
    hexagons: SafeString


@cached_with_record
def region_rows(record: Record) -> list[RegionRow]:
    """Return the nine regions, each with its hexagons."""
    return [
        RegionRow(tally, draw([row for row in record.councils if row.region == tally.name]))
        for tally in record.regions
    ]


def draw(rows: list[CouncilOnDay]) -> SafeString:
    """Draw councils in the legend's order, in as few rows as possible, of about equal length."""
    ordered = sorted(rows, key=lambda row: CURRENT_STATUSES.index(row.status))
    lines = -(-len(ordered) // MOST_IN_A_ROW) or 1
    in_a_line = -(-len(ordered) // lines)
    uses = []
    for number, row in enumerate(ordered):
        line, column = divmod(number, in_a_line)
        x = ACROSS // 2 * (1 + 2 * column + line % 2)
        uses.append(f'<use href="#hex-{row.status}" x="{x}" y="{14 + DOWN * line}"/>')
    return mark_safe(
        f'<svg class="region-hexagons" viewBox="0 0 {WIDTH} {28 + DOWN * (lines - 1)}"'
        f' aria-hidden="true">{"".join(uses)}</svg>'
    )
