"""470 towns with their county, its short name and their councils, and lines as people type them."""

import csv
from pathlib import Path

HERE = Path(__file__).parent


def rows(name):
    return list(csv.DictReader((HERE / name).read_text("utf-8").splitlines()))


TOWNS = rows("towns.csv")


def swapped(name):
    """Return a name with the two letters in its middle the other way round: a slip of the thumb."""
    middle = len(name) // 2
    return name[:middle] + name[middle : middle + 2][::-1] + name[middle + 2 :]


def line(shape, town):
    name = town["town"]
    county = swapped(town["county"])
    return shape.format(**town, low=name.lower(), swapped=swapped(name), swapped_county=county)
