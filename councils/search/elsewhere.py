"""Links for places outside England, where the charter does not apply.

``northern_ireland_trusts.csv`` has the Health and Social Care Trusts by district. Four districts of
2015 were formed from older ones in different trusts, and have two.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from councils.record import CouncilOnDay

TRUSTS = Path(__file__).parent / "northern_ireland_trusts.csv"

GOVERNMENTS = {
    "wales": ("https://www.gov.wales/", "GOV.WALES: the Welsh Government"),
    "scotland": ("https://www.gov.scot/", "GOV.SCOT: the Scottish Government"),
    "northern_ireland": ("https://www.nidirect.gov.uk/", "nidirect: public services"),
    "isle_of_man": ("https://www.gov.im/", "The Isle of Man Government"),
    "Jersey": ("https://www.gov.je/", "The Government of Jersey"),
    "Guernsey": ("https://www.gov.gg/", "The States of Guernsey"),
}
"""(URL, name) of each government's home page, by the answer's kind or the island's name."""


class NextStep(NamedTuple):
    """A link to another site, and what it is for."""

    url: str
    name: str
    why: str = ""


class Trust(NamedTuple):
    """A Health and Social Care Trust, which runs children's social care in Northern Ireland.

    ``part`` names the part of the district that it serves, and is empty if it serves all of it.
    """

    name: str
    url: str
    part: str


@cache
def _trusts() -> dict[str, list[Trust]]:
    trusts: dict[str, list[Trust]] = {}
    with TRUSTS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            trust = Trust(row["trust"], row["url"], row["part"])
            trusts.setdefault(row["district"], []).append(trust)
    return trusts


def trusts_of(district: CouncilOnDay) -> list[Trust]:
    """Return the trusts that run children's social care in a district of Northern Ireland."""
    return _trusts().get(district.code, [])


def every_trust() -> list[Trust]:
    """Return each trust once: Northern Ireland's postcodes do not say which is meant."""
    by_name = {trust.name: trust for trusts in _trusts().values() for trust in trusts}
    return [by_name[name] for name in sorted(by_name)]


def next_steps(kind: str, island: str = "", council: CouncilOnDay | None = None) -> list[NextStep]:
    """Return links for a place outside England: its council or trust if known, its government.

    ``kind`` is the value of an ``AnswerKind``. The list is empty for other kinds of answer.
    """
    steps = []
    if kind == "northern_ireland":
        trusts = trusts_of(council) if council else every_trust()
        steps = [
            NextStep(
                trust.url,
                f"The {trust.name} Health and Social Care Trust",
                f"children’s social care in {trust.part or council.short_name}" if council else "",
            )
            for trust in trusts
        ]
    elif council and council.website:
        steps = [NextStep(council.website, council.name, "the council there")]
    places = ["Jersey", "Guernsey"] if kind == "channel_islands" and not island else [island, kind]
    governments = [GOVERNMENTS[place] for place in places if place in GOVERNMENTS]
    return steps + [NextStep(url, name) for url, name in governments]


def steps_elsewhere(council: CouncilOnDay) -> list[NextStep]:
    """Return links for the area of a council outside England; none for a council in England."""
    if council.nation == "England":
        return []
    return next_steps(nation_code(council), council=council)


def nation_code(council: CouncilOnDay) -> str:
    """Return a council's nation as elsewhere.csv writes it: "northern_ireland"."""
    return council.nation.lower().replace(" ", "_")
