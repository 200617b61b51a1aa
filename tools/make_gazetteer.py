"""Fill in what a line of ``gazetteer.csv`` leaves empty, from the postcodes nearest to its place.

    .venv/bin/python -m tools.make_gazetteer [ONSPD_NOV_2025.zip]

The gazetteer is edited by hand: see README.md beside it. A line without ``districts`` gets them,
and ``postcodes``; every line gets ``found_as``. Then the lines are sorted.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from math import hypot
from pathlib import Path

from councils.names import folded
from tools.make_postcodes import PostcodeRow, from_packages, from_release

NEAREST = 20
"""How many of the nearest postcodes in use decide which districts a place is in."""
NEIGHBOURHOOD = 1_000
"""Metres around a place in which they are counted, as a measure of its size."""
FURTHEST = 50_000
"""Metres within which the nearest must lie: no place in England is so remote."""
OTHER_GRID = "N"
"""First letter of the codes of Northern Ireland's districts, which have a grid of their own."""

GAZETTEER = Path(__file__).parents[1] / "councils" / "search" / "places" / "gazetteer.csv"

type Line = dict[str, str]


def fill(lines: list[Line], postcodes: Iterable[PostcodeRow]) -> list[Line]:
    """Return the lines of a gazetteer complete and in order. Raises ValueError."""
    empty = [line for line in lines if not line["districts"]]
    spots = [
        (row.spot, row.district)
        for row in postcodes
        if empty and row.in_use and row.spot and row.district and row.district[0] != OTHER_GRID
    ]
    for line in empty:
        easting, northing = int(line["easting"]), int(line["northing"])
        by_distance = sorted(
            (distance, district)
            for (east, north), district in spots
            if (distance := hypot(east - easting, north - northing)) <= FURTHEST
        )
        if len(by_distance) < NEAREST:
            raise ValueError(f"{line['name']}: hardly any postcodes near {easting},{northing}.")
        shares = in_percent(Counter(district for _, district in by_distance[:NEAREST]))
        line["districts"] = " ".join(f"{gss}:{share}" for gss, share in shares.items())
        line["postcodes"] = str(sum(distance <= NEIGHBOURHOOD for distance, _ in by_distance))
    for line in lines:
        names = (line["name"], *filter(None, line["other_names"].split("|")))
        line["found_as"] = "|".join(dict.fromkeys(map(folded, names)))
    return sorted(
        lines, key=lambda line: (folded(line["name"]), -int(line["postcodes"]), line["area"])
    )


def in_percent(counts: Counter[str]) -> dict[str, int]:
    """Return shares in whole percent that add up to 100, the largest first, none of them 0.

    The remainder of rounding goes to the largest.
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shares = {gss: max(1, 100 * count // counts.total()) for gss, count in ordered}
    shares[ordered[0][0]] += 100 - sum(shares.values())
    return shares


def main(arguments: list[str]) -> None:
    _, postcodes = from_release(Path(arguments[0])) if arguments else from_packages()
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        lines = fill(list(csv.DictReader(file)), postcodes)
    with GAZETTEER.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, lines[0], lineterminator="\n")
        table.writeheader()
        table.writerows(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
