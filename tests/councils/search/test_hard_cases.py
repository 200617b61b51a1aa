"""What people from all over England type, and what somebody from there expects.

hard_cases.csv was written by somebody who had not seen the matcher. ``expect`` is what the box
does: leads straight to a ``council``, offers a ``choice`` that has them all, ``suggest``s, lists
the councils of a county (``counties``), names a ``nation``, asks for the rest of a ``half``
postcode, or finds ``none``. ``also`` is another answer that is as good.
"""

import csv
from pathlib import Path

import pytest

from councils.postcodes import parsing
from tests.seen import links, slugs, words

FILE = Path(__file__).parent / "hard_cases.csv"
CASES = list(csv.DictReader(FILE.read_text("utf-8").splitlines(), restkey="rest"))
NATIONS = {
    "wales": "in Wales",
    "scotland": "in Scotland",
    "northern-ireland": "in Northern Ireland",
    "isle-of-man": "Isle of Man",
    "jersey": "Jersey",
    "guernsey": "Guernsey",
    "overseas": "isn’t in the UK",
}


def is_postcode(case: dict) -> bool:
    is_a_name = parsing.parse(case["typed"]).kind == parsing.Kind.NOT_A_POSTCODE
    return bool(case["typed"].strip()) and not (is_a_name and "letter" not in case["note"])


NAMES = [case for case in CASES if not is_postcode(case)]
POSTCODES = [case for case in CASES if is_postcode(case)]


def answer(client, text: str) -> tuple[str, set[str], str]:
    """Type something in the box; return what it did, the councils it names, and its words."""
    response = client.post("/find/", {"q": text})
    address = response.headers.get("Location", "")
    if address.startswith("/councils/"):
        return "council", slugs([address]), ""
    page = client.get(address) if address else response
    councils = slugs(links(page))
    for postcode in page.context["answer"].postcodes_to_choose:
        next_answer = client.post("/find/", {"q": postcode})
        address = next_answer.headers.get("Location", "")
        councils |= slugs([address])
        if not address.startswith("/councils/"):
            councils |= slugs(links(client.get(address) if address else next_answer))
    return "page", councils, words(page)


ACCEPTS = {
    "council": "straight",
    "choice": "all",
    "counties": "all",
    "suggest": "some",
    "nation": "nation",
    "half": "page",
    "none": "page",
    "straight": "straight",
    "asks": "some",
    "not_found": "nothing",  # as in ``also``
}


def is_as_expected(case: dict, did: str, councils: set[str], text: str) -> bool:
    wanted = set(filter(None, case["councils"].split("|")))
    if did == "council":
        outcomes = {"straight"} if councils == wanted else set()
    else:
        outcomes = {
            "page": True,
            "nothing": not councils,
            "all": wanted <= councils,
            "some": bool(wanted & councils if wanted else councils),
            "nation": all(NATIONS.get(nation, "?") in text for nation in wanted),
        }
        outcomes = {name for name, holds in outcomes.items() if holds}
    return not outcomes.isdisjoint({ACCEPTS[case["expect"]], ACCEPTS.get(case["also"])})


def test_there_are_cases_of_every_kind():
    assert len(CASES) >= 500
    assert {case["expect"] for case in CASES} >= {"council", "choice", "suggest", "nation", "none"}


def wrong(client, cases: list[dict]) -> list[str]:
    """Return what was typed and answered differently from what somebody from there expects."""
    return [
        f"{case['typed']!r}: {did} {councils}"
        for case in cases
        for did, councils, text in [answer(client, case["typed"])]
        if not is_as_expected(case, did, councils, text)
    ]


@pytest.mark.promise(9)
def test_names_lead_where_somebody_from_there_expects(client, db):
    assert wrong(client, NAMES) == []


@pytest.mark.promise(9)
def test_postcodes_lead_where_somebody_from_there_expects(client, db):
    assert wrong(client, POSTCODES) == []
