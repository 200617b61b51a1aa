"""Each region as a row of hexagons: as many as it counts, in the legend's order."""

import re

from councils.map.region_rows import MOST_IN_A_ROW, WIDTH, region_rows
from councils.record import record_on


def test_every_council_is_one_hexagon_of_its_status_within_the_drawing(rich):
    rows = region_rows(record_on())
    assert len(rows) == 9
    for row in rows:
        drawn = re.findall(r'href="#hex-(\w+)" x="(\d+)" y="(\d+)"', row.hexagons)
        statuses = [status for status, _, _ in drawn]
        assert (statuses.count("signed"), len(drawn)) == (row.tally.signed, row.tally.total)
        assert statuses[: row.tally.signed] == ["signed"] * row.tally.signed
        assert max(int(x) for _, x, _ in drawn) <= WIDTH - 12
        lines = [[y for _, _, y in drawn].count(y) for y in {y for _, _, y in drawn}]
        assert max(lines) <= MOST_IN_A_ROW
        assert max(lines) - min(lines) <= 1
