"""Links for places outside England, where the charter does not apply.

``northern_ireland_trusts.csv`` has the Health and Social Care Trusts by district. Four districts of
2015 were formed from older ones in different trusts, and have two.
"""

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


def trusts_of(district: CouncilOnDay | None) -> list[NextStep]:
    """Return the trusts that run children's social care in a district of Northern Ireland.

    All five without one, as their postcodes do not say which is meant.
    """
    steps = {}
    for row in table("northern_ireland_trusts.csv"):
        if district is None or row["district"] == district.code:
            why = (
                f"children’s social care in {row['part'] or district.short_name}"
                if district
                else ""
            )
            name = f"The {row['trust']} Health and Social Care Trust"
            steps[name] = NextStep(row["url"], name, why)
    return list(steps.values()) if district else [steps[name] for name in sorted(steps)]


def next_steps(case: str, council: CouncilOnDay | None = None) -> list[NextStep]:
    """Return links for a place outside England: its council or trust if known, its government.

    ``case`` is that of an answer; the list is empty for others.
    """
    if case == "northern_ireland":
        steps = trusts_of(council)
    elif case in GOVERNMENTS and council and council.website:
        steps = [NextStep(council.website, council.name, "the council there")]
    else:
        steps = []
    return steps + ([NextStep(*GOVERNMENTS[case])] if case in GOVERNMENTS else [])


def steps_elsewhere(council: CouncilOnDay) -> list[NextStep]:
    """Return links for the area of a council outside England; none for a council in England."""
    return next_steps(nation_code(council), council)


def nation_code(council: CouncilOnDay) -> str:
    """Return a council's nation as elsewhere.csv and the answers write it: "northern_ireland"."""
    return council.nation.lower().replace(" ", "_")
