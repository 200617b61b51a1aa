"""Councils as GeoJSON: RFC 7946 to the letter, and the rows of the other files."""

import json
from itertools import pairwise

import pytest

DAYS = ["", "2012-07-09", "2020-06-01", "2027-04-01"]
ENGLAND = (-6.6, 49.8, 1.9, 55.9)
"""West, south, east, north: nothing of England lies outside."""


@pytest.fixture
def geojson(client, db):
    return lambda **asked: json.loads(client.get("/data/councils.geojson", asked).content)


def twice_the_area(ring) -> float:
    """Positive for a ring that runs counterclockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def corners(geometry):
    return [corner for polygon in geometry["coordinates"] for ring in polygon for corner in ring]


def is_inside(geometry, x, y):
    """Return whether a point lies in an area: a line from it to the east crosses an odd number."""
    sides = [
        side for polygon in geometry["coordinates"] for ring in polygon for side in pairwise(ring)
    ]
    crossed = [
        ((y1 > y) != (y2 > y)) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in sides
        if y1 != y2
    ]
    return sum(crossed) % 2 == 1


@pytest.mark.parametrize("day", DAYS)
def test_the_geojson_is_valid_for_every_set_of_councils(geojson, day):
    found = geojson(**({"at": day} if day else {}))
    assert found["type"] == "FeatureCollection"
    assert len({feature["id"] for feature in found["features"]}) == found["total"]
    west, south, east, north = ENGLAND
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        geometry = feature["geometry"]
        assert geometry["type"] == "MultiPolygon"
        for polygon in geometry["coordinates"]:
            for number, ring in enumerate(polygon):
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert all(one != other for one, other in pairwise(ring))
                # The right-hand rule: land counterclockwise, its holes clockwise.
                assert (twice_the_area(ring) > 0) == (number == 0)
        assert all(west < x < east and south < y < north for x, y in corners(geometry))


def test_a_council_lies_where_it_is(geojson):
    shapes = {one["id"]: one["geometry"] for one in geojson()["features"]}
    # Dover and Sheffield town hall, York Minster (in a hole of North Yorkshire), on WGS84.
    assert is_inside(shapes["KEN"], 1.3134, 51.1279)
    assert is_inside(shapes["SHF"], -1.4701, 53.3800)
    assert is_inside(shapes["YOR"], -1.0819, 53.9623)
    assert not is_inside(shapes["NYE"], -1.0819, 53.9623)


@pytest.mark.parametrize("asked", [{}, {"at": "2013-09-19"}, {"region": "london"}])
def test_the_properties_are_the_rows_of_the_json_with_a_note_on_the_shape(client, geojson, asked):
    rows = json.loads(client.get("/data/councils.json", asked).content)["councils"]
    for feature, row in zip(geojson(**asked)["features"], rows, strict=True):
        assert feature["properties"] == {**row, "note": "Drawn from postcodes; not a boundary"}
        assert feature["id"] == row["code"]
    headers = client.get("/data/councils.geojson").headers
    assert headers["Content-Type"] == "application/geo+json"


def test_a_council_that_no_postcode_leads_to_has_no_shape(geojson, make_council):
    make_council("Nova", "2020-04-01")
    feature = next(one for one in geojson()["features"] if one["properties"]["slug"] == "nova")
    assert feature["geometry"] is None
