"""Names that are neither a council's nor a place's: counties, nations, nicknames.

Each stands in a CSV file beside this one, so that anybody can read and extend it.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from councils.names import folded
from councils.record import CouncilOnDay

HERE = Path(__file__).parent
STOP_INSIDE = re.compile(r"\b(st|co)\.(?=\w)", re.IGNORECASE)
"""A stop with no space behind it: "St.Helens" has two words."""


def spelled(text: str) -> str:
    """Return a name as it is compared: folded, initials with stops as one word, "co" as county."""
    words = folded(STOP_INSIDE.sub(r"\1 ", text)).split()
    return " ".join("county" if word == "co" else word for word in words)


@cache
def _table(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True, slots=True)
class County:
    """A historic or ceremonial county: its name, and the codes of councils that serve there."""

    name: str
    codes: tuple[str, ...]


@cache
def counties() -> dict[str, County]:
    """Return the counties that have no council of their name today, by every folded name."""
    by_name = {}
    for row in _table("counties.csv"):
        county = County(row["name"], tuple(row["councils"].split()))
        for name in (row["name"], *filter(None, row["other_names"].split("|"))):
            by_name[folded(name)] = county
    return by_name


@cache
def nations() -> dict[str, str]:
    """Return nations by names of places elsewhere that are no council's."""
    return {spelled(row["name"]): row["nation"] for row in _table("elsewhere.csv")}


@cache
def names_elsewhere() -> dict[str, str]:
    """Return those names as we write them."""
    return {spelled(row["name"]): row["name"] for row in _table("elsewhere.csv")}


@cache
def nicknames() -> dict[str, str]:
    """Return what people mean by nicknames and by districts that ended before 2012."""
    return {row["typed"]: row["means"] for row in _table("nicknames.csv")}


@cache
def county_abbreviations() -> dict[str, str]:
    """Return counties by how they are shortened in addresses: "hants" is Hampshire."""
    return {row["short"]: row["county"] for row in _table("county_abbreviations.csv")}


@cache
def _ceremonial_counties() -> dict[str, str]:
    return {row["code"]: row["county"] for row in _table("places/counties.csv")}


def ceremonial_county(council: CouncilOnDay) -> str:
    """Return the ceremonial county of a unitary or metropolitan council; empty for others."""
    return _ceremonial_counties().get(council.code, "")
