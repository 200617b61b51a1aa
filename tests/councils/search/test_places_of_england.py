"""Every place of the gazetteer, typed in the box, against the postcodes nearest to it."""

import csv
from collections import Counter

import pytest

from councils.record import record_on
from councils.search.gazetteer import SHIPPED
from tests.seen import links, slugs
from tools.make_gazetteer import FEWEST, OTHER_GRID
from tools.make_postcodes import from_packages

pytestmark = pytest.mark.fault

STRAIGHT, ASKED, ANOTHER, NOT_FOUND = "straight", "asked", "another", "not found"


@pytest.fixture(scope="module")
def places():
    """Each place with the districts of the postcodes in use nearest to it (20 seconds, 600 MB)."""
    spatial = pytest.importorskip("scipy.spatial")
    spots = [
        (row.spot, row.district)
        for row in from_packages()[1]
        if row.in_use and row.spot and row.district and row.district[0] != OTHER_GRID
    ]
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["area"]]  # London is no spot
    here = [(int(line["easting"]), int(line["northing"])) for line in lines]
    _, nearest = spatial.cKDTree([spot for spot, _ in spots]).query(here, FEWEST)
    return [
        (line, {spots[at][1] for at in near}) for line, near in zip(lines, nearest, strict=True)
    ]


def led_to(client, typed, districts) -> str:
    record = record_on()
    councils = (record.responsible_for(record.with_gss(gss)) for gss in districts)
    there = {council.slug for council in councils if council}
    response = client.post("/find/", {"q": typed})
    address = response.headers.get("Location", "")
    if address.startswith("/councils/"):
        return STRAIGHT if slugs([address]) <= there else ANOTHER
    offered = slugs(links(client.get(address) if address else response))
    return ASKED if there & offered else NOT_FOUND


@pytest.mark.promise(9)
def test_places_lead_to_their_council_or_to_a_choice_that_has_it(client, db, places):
    outcomes = [(line, led_to(client, line["name"], districts)) for line, districts in places]
    print(Counter(outcome for _, outcome in outcomes))
    assert not [line["name"] for line, outcome in outcomes if outcome == ANOTHER]
    lost = [line["name"] for line, outcome in outcomes if outcome == NOT_FOUND]
    assert lost == ["Wales"]  # which means the nation


@pytest.mark.promise(9)
def test_a_place_and_where_it_is_leads_to_no_other_council_and_is_never_lost(client, db, places):
    outcomes = []
    for line, districts in places:
        typed = f"im in {line['name']} {line['area'].split(', ')[-1]}".lower()
        outcomes.append((typed, led_to(client, typed, districts)))
    count = Counter(outcome for _, outcome in outcomes)
    print(count)
    assert [typed for typed, outcome in outcomes if outcome == ANOTHER] == []
    assert [typed for typed, outcome in outcomes if outcome == NOT_FOUND] == []
