"""Whom to turn to outside England: the councils, trusts and governments there.

All nations but "overseas" are in ``GOVERNMENTS``. Jersey, Guernsey and the Isle of Man are islands
(``Case.is_island``): no council is known there, as in all that is overseas. An ``Elsewhere``
without ``codes`` is a nation, or a place on an island or overseas.
"""

from collections.abc import Iterable
from typing import NamedTuple

from councils.names import join_names
from councils.record import CouncilOnDay
from councils.search.known_names import table

GOVERNMENTS = {
    "wales": ("https://www.gov.wales/", "GOV.WALES: the Welsh Government"),
    "scotland": ("https://www.gov.scot/", "GOV.SCOT: the Scottish Government"),
    "northern_ireland": ("https://www.nidirect.gov.uk/", "nidirect: public services"),
    "isle_of_man": ("https://www.gov.im/", "The Isle of Man Government"),
    "jersey": ("https://www.gov.je/", "The Government of Jersey"),
    "guernsey": ("https://www.gov.gg/", "The States of Guernsey"),
}
"""(URL, name) of each government's home page, by the answer's case."""


class NextStep(NamedTuple):
    """A link to another site, and what it is for."""

    url: str
    name: str
    why: str = ""


def nation_code(council: CouncilOnDay) -> str:
    """Return a council's nation as elsewhere.csv and the answers write it: "northern_ireland".

    Of a council in England "england": in ``CASES`` that is a sentence, and no nation.
    """
    return council.nation.lower().replace(" ", "_")


def next_steps(case: str, *councils: CouncilOnDay) -> list[NextStep]:
    """Return links for a place outside England: its councils or trusts if known, its government.

    ``case`` is that of an answer, or a nation's code; the list is empty for others.
    """
    if case not in GOVERNMENTS:
        return []
    if case == "northern_ireland":
        steps = trusts_of(councils)
    else:
        steps = []
        for council in councils:
            if council.website:
                steps.append(NextStep(council.website, council.name, "the council there"))
    return [*steps, NextStep(*GOVERNMENTS[case])]


def trusts_of(districts: Iterable[CouncilOnDay]) -> list[NextStep]:
    """Return the trusts that run children's social care in districts of Northern Ireland, by name.

    All five if no district is known: a postcode there does not say which is meant. Four districts
    of 2015 were formed from older ones in different trusts, and have two:
    ``northern_ireland_trusts.csv``.
    """
    by_code = {district.code: district for district in districts}
    addresses = {}
    served: dict[str, list[str]] = {}
    for row in table("northern_ireland_trusts.csv"):
        district = by_code.get(row["district"])
        if by_code and district is None:
            continue
        name = f"The {row['trust']} Health and Social Care Trust"
        addresses[name] = row["url"]
        parts_served = served.setdefault(name, [])
        if district:
            parts_served.append(row["part"] or district.short_name)
    steps = []
    for name in sorted(addresses):
        where = join_names(served[name])
        why = f"children’s social care in {where}" if where else ""
        steps.append(NextStep(addresses[name], name, why))
    return steps
