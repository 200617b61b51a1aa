"""Names other than those of councils and places: counties, nations, nicknames, abbreviations.

They are read from CSV files in this folder, so that anybody can extend them.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from councils.names import folded

HERE = Path(__file__).parent
STOP_INSIDE = re.compile(r"\b(st|co)\.(?=\w)", re.IGNORECASE)
"""A full stop without a space after it: "St.Helens" has two words."""


def spelled(text: str) -> str:
    """Return a name in the form that is compared: folded, with "co" as "county"."""
    words = folded(STOP_INSIDE.sub(r"\1 ", text)).split()
    return " ".join("county" if word == "co" else word for word in words)


@cache
def table(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class County(NamedTuple):
    """A historic or ceremonial county: its name, and the codes of councils that serve there."""

    name: str
    codes: tuple[str, ...]


@cache
def counties() -> dict[str, County]:
    """Return the counties that have no council of their name today, by every folded name."""
    by_name = {}
    for row in table("counties.csv"):
        county = County(row["name"], tuple(row["councils"].split()))
        for name in (row["name"], *filter(None, row["other_names"].split("|"))):
            by_name[folded(name)] = county
    return by_name


@cache
def places_elsewhere() -> dict[str, list[dict[str, str]]]:
    """Return the places outside England that have no council of their name, by their name.

    Each has its nation, and its council's code if that is known.
    """
    places: dict[str, list[dict[str, str]]] = {}
    for row in table("elsewhere.csv"):
        places.setdefault(spelled(row["name"]), []).append(row)
    return places


@cache
def nicknames() -> dict[str, str]:
    """Return the names meant by nicknames, counties' short forms, and districts of before 2012."""
    return {row["typed"]: row["means"] for row in table("nicknames.csv")}


@cache
def ceremonial_counties() -> dict[str, str]:
    """Return the ceremonial county of each unitary or metropolitan council, by its code."""
    return {row["code"]: row["county"] for row in table("places/counties.csv")}
