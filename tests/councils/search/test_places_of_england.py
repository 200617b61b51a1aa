"""Every place of the gazetteer, typed in the box, against the districts that it lies in."""

import csv
from collections import Counter

import pytest

from councils.record import record_on
from councils.search.gazetteer import SHIPPED
from tests.seen import links, slugs

pytestmark = pytest.mark.fault

STRAIGHT, ASKED, ANOTHER, NOT_FOUND = "straight", "asked", "another", "not found"


def led_to(client, line) -> str:
    record = record_on()
    districts = [district.partition(":")[0] for district in line["districts"].split()]
    there = {council.slug for gss in districts for council in record.responsible_in(gss)}
    response = client.post("/find/", {"q": line["name"]})
    address = response.headers.get("Location", "")
    if address.startswith("/councils/"):
        return STRAIGHT if slugs([address]) <= there else ANOTHER
    offered = slugs(links(client.get(address) if address else response))
    return ASKED if there & offered else NOT_FOUND


@pytest.mark.promise(9)
def test_places_lead_to_their_council_or_to_a_choice_that_has_it(client, db):
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        outcomes = [(line, led_to(client, line)) for line in csv.DictReader(file)]
    print(Counter(outcome for _, outcome in outcomes))
    assert not [line["name"] for line, outcome in outcomes if outcome == ANOTHER]
    lost = [line["name"] for line, outcome in outcomes if outcome == NOT_FOUND]
    assert lost == ["St Helier", "Wales"]  # which mean Jersey’s, and the nation
