"""Fill in what a line of ``gazetteer.csv`` leaves empty, from the postcodes nearest to its place.

    .venv/bin/python -m tools.make_gazetteer [ONSPD_NOV_2025.zip]

The gazetteer is edited by hand: see README.md beside it. A line without ``districts`` gets them,
and ``postcodes``; every line gets ``found_as``. Then the lines are sorted.
"""

import csv
import sys
from collections import Counter
from math import dist
from pathlib import Path

from councils.names import folded
from councils.search.gazetteer import SHIPPED
from tools.make_postcodes import PostcodeRow, from_packages, from_release

NEAREST = 20
"""How many of the nearest postcodes in use decide which districts a place is in."""
NEIGHBOURHOOD = 1_000
"""Metres around a place in which they are counted, as a measure of its size."""
OTHER_GRID = "N"
"""First letter of the codes of Northern Ireland's districts, which have a grid of their own."""


def complete(line: dict[str, str], postcodes: list[PostcodeRow]) -> None:
    """Give a line its districts, with shares in whole percent that add up, and its size."""
    here = (int(line["easting"]), int(line["northing"]))
    nearest = sorted((dist(here, row.spot or here), row.district or "") for row in postcodes)
    counts = Counter(district for _, district in nearest[:NEAREST])
    (largest, _), *others = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shares = {district: 100 * count // NEAREST for district, count in others}
    shares = {largest: 100 - sum(shares.values())} | shares
    line["districts"] = " ".join(f"{gss}:{share}" for gss, share in shares.items())
    line["postcodes"] = str(sum(away <= NEIGHBOURHOOD for away, _ in nearest))


def main(arguments: list[str]) -> None:
    _, rows = from_release(Path(arguments[0])) if arguments else from_packages()
    known = (row for row in rows if row.in_use and row.spot and row.district)
    postcodes = [row for row in known if not str(row.district).startswith(OTHER_GRID)]
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        if not line["districts"]:
            complete(line, postcodes)
        names = (line["name"], *filter(None, line["other_names"].split("|")))
        line["found_as"] = "|".join(dict.fromkeys(map(folded, names)))
    lines.sort(key=lambda line: (folded(line["name"]), -int(line["postcodes"]), line["area"]))
    with SHIPPED.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, lines[0], lineterminator="\n")
        table.writeheader()
        table.writerows(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
