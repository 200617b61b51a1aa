"""Names other than those of England's councils and places: counties, regions, nations, nicknames.

They are read from CSV files in this folder, so that anybody can extend them:

- ``counties.csv``: counties of today and of once, with the councils that serve there
- ``elsewhere.csv``, and ``places/beyond_england.csv``, which is made: places outside England
- ``nicknames.csv``: what people say for a name
- ``authorities.csv``: police forces, mayors and combined authorities
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from councils.names import folded

HERE = Path(__file__).parent
IN_FULL = {"co": "county", "gt": "great"}
"""Words that people shorten: "Co Durham", "Gt Yarmouth"."""
STOP_INSIDE = re.compile(rf"\b({'|'.join(['st', *IN_FULL])})\.(?=\w)", re.IGNORECASE)
"""A full stop without a space after it: "St.Helens" has two words."""


def spelled(text: str) -> str:
    """Return a name in the form in which this room compares names.

    It is the form of the other rooms, ``folded``, with the words of ``IN_FULL`` in full.
    """
    if "." in text:
        text = STOP_INSIDE.sub(r"\1 ", text)
    return " ".join(map(in_full, folded(text).split()))


def in_full(word: str) -> str:
    return IN_FULL.get(word, word)


def compact(name: str) -> str:
    """Return a spelled name without spaces and a first "the": "W. Yorks" equals "W.Yorks".

    By it counties, regions, nicknames and authorities are looked up; each has a function below
    that takes a spelled name.
    """
    return name.removeprefix("the ").replace(" ", "")


@cache
def table(file: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file in this folder, each by the names of its columns."""
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def names_of(row: dict[str, str]) -> list[str]:
    """Return the name and the other names of a line, as they are written."""
    names = [row["name"]]
    if row.get("other_names"):
        names += row["other_names"].split("|")
    return names


# -- Counties and regions -------------------------------------------------------------------------


class County(NamedTuple):
    """A county of today or of once, or a part of England that people name.

    A region, or the area of a police force or mayor, is made one, too, to be answered alike.

    ``codes`` are those of the councils, or of districts, that serve there; in ``also_written_in``
    are those whose places people write with it, by post or by history: "Bromley, Kent".
    """

    name: str
    codes: tuple[str, ...]
    also_written_in: tuple[str, ...] = ()


@cache
def counties() -> dict[str, County]:
    """Return the counties by every compact name."""
    by_name = {}
    for row in table("counties.csv"):
        codes = tuple(row["councils"].split())
        county = County(row["name"], codes, tuple(row["also_written_in"].split()))
        for name in names_of(row):
            by_name[compact(spelled(name))] = county
    return by_name


def county_called(name: str) -> County | None:
    """Return the county with a spelled name, with or without the article."""
    return counties().get(compact(name))


MIDLANDS = ("East Midlands", "West Midlands")
NORTH = ("North East", "North West", "Yorkshire and The Humber")
CALLED_TOGETHER = {MIDLANDS: "the Midlands", NORTH: "the north of England"}
"""Regions that have a name together."""
REGION_NAMES = {
    "northeast": ("North East",),
    "northeastengland": ("North East",),
    "northeastofengland": ("North East",),
    "northwest": ("North West",),
    "northwestengland": ("North West",),
    "northwestofengland": ("North West",),
    "yorkshireandthehumber": ("Yorkshire and The Humber",),
    "yorkshireandhumber": ("Yorkshire and The Humber",),
    "yorkshireandhumberside": ("Yorkshire and The Humber",),
    "eastmidlands": ("East Midlands",),
    "emidlands": ("East Midlands",),
    "eastmids": ("East Midlands",),
    "westmidlandsregion": ("West Midlands",),
    "westmidsregion": ("West Midlands",),
    "wmidlandsregion": ("West Midlands",),
    "midlands": MIDLANDS,
    "eastofengland": ("East of England",),
    "eastengland": ("East of England",),
    "easternengland": ("East of England",),
    "southeast": ("South East",),
    "southeastengland": ("South East",),
    "southeastofengland": ("South East",),
    "southwest": ("South West",),
    "southwestengland": ("South West",),
    "southwestofengland": ("South West",),
    "northernengland": NORTH,
    "northofengland": NORTH,
}
"""The regions that a compact name means. London and the West Midlands are counties first."""


def regions_called(name: str) -> tuple[str, ...]:
    """Return the regions of England that a spelled name means."""
    return REGION_NAMES.get(compact(name), ())


# -- Outside England ------------------------------------------------------------------------------


class Elsewhere(NamedTuple):
    """A place outside England, or a whole nation; ``nation`` is its key in ``CASES``.

    ``codes`` are those of its councils. A nation has none, nor has a place on an island or abroad.
    """

    name: str
    nation: str
    codes: tuple[str, ...]


@cache
def places_elsewhere() -> dict[str, list[Elsewhere]]:
    """Return the places outside England by every spelled name.

    A line of ``elsewhere.csv`` stands in place of what was made of the same name and nation.
    """
    by_hand = table("elsewhere.csv")
    known = {(spelled(row["name"]), row["nation"]) for row in by_hand}
    rows = list(by_hand)
    for row in table("places/beyond_england.csv"):
        if (spelled(row["name"]), row["nation"]) not in known:
            rows.append(row)
    places: dict[str, list[Elsewhere]] = {}
    for row in rows:
        place = Elsewhere(row["name"], row["nation"], tuple(row["councils"].split()))
        for name in names_of(row):
            places.setdefault(spelled(name), []).append(place)
    return places


def is_without_councils(name: str) -> bool:
    """Whether a spelled name is that of a nation, or of a place on an island or abroad."""
    for place in places_elsewhere().get(name, []):
        if not place.codes:
            return True
    return False


# -- What people say, and who else there is -------------------------------------------------------


@cache
def nicknames() -> dict[str, str]:
    """Return the names meant by nicknames, short forms, and districts of before 2012.

    The names are as written, by every compact nickname.
    """
    return {compact(spelled(row["typed"])): row["means"] for row in table("nicknames.csv")}


def meant_by_nickname(name: str) -> str:
    """Return the name, spelled, that a spelled nickname stands for; empty if it is none."""
    return spelled(nicknames().get(compact(name), ""))


class Authority(NamedTuple):
    """A police force, mayor or combined authority, and the codes of the councils in its area.

    ``kind`` is the key of its answer in ``CASES``: "police", "mayor" or "combined_authority".
    """

    name: str
    kind: str
    codes: tuple[str, ...]


@cache
def authorities() -> dict[str, Authority]:
    """Return the authorities above councils by every compact name."""
    by_name = {}
    for row in table("authorities.csv"):
        authority = Authority(row["name"], row["kind"], tuple(row["councils"].split()))
        for name in names_of(row):
            by_name[compact(spelled(name))] = authority
    return by_name


def authority_called(name: str) -> Authority | None:
    """Return the authority with a spelled name, with or without the article."""
    return authorities().get(compact(name))
