"""Whom to turn to outside England: the councils, trusts and governments there."""

from collections.abc import Iterable
from typing import NamedTuple

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
    """Return a council's nation as elsewhere.csv and the answers write it: "northern_ireland"."""
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

    All five without one, as its postcodes do not say which is meant. Four districts of 2015 were
    formed from older ones in different trusts, and have two: ``northern_ireland_trusts.csv``.
    """
    by_code = {district.code: district for district in districts}
    steps = {}
    for row in table("northern_ireland_trusts.csv"):
        why = ""
        if by_code:
            district = by_code.get(row["district"])
            if district is None:
                continue
            why = f"children’s social care in {row['part'] or district.short_name}"
        name = f"The {row['trust']} Health and Social Care Trust"
        steps[name] = NextStep(row["url"], name, why)
    return sorted(steps.values(), key=lambda step: step.name)
