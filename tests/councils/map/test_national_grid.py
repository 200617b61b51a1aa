"""The National Grid, against points that Ordnance Survey publishes."""

from math import cos, hypot, radians

import pytest

from councils.map.national_grid import to_wgs84

METRES_A_DEGREE = 111_200

PUBLISHED = {
    # Test points of the OSTN15 transformation: easting, northing, latitude, longitude.
    "Scilly": (91492.146, 11318.804, 49.92226394, -6.29977752),
    "the Lizard": (170370.718, 11572.405, 49.96006138, -5.20304610),
    "Plymouth": (250359.811, 62016.569, 50.43885826, -4.10864564),
    "the Isle of Wight": (449816.371, 75335.861, 50.57563665, -1.29782277),
    "Southampton": (438710.920, 114792.250, 50.93127938, -1.45051434),
    "Bristol": (362269.991, 169978.690, 51.42754743, -2.54407618),
    "London": (530624.974, 178388.464, 51.48936565, -0.11992557),
    "Kent": (639821.835, 169565.858, 51.37447026, 1.44454730),
    # The worked example of "A guide to coordinate systems in Great Britain", by the same
    # Helmert transformation.
    "Caister": (651409.903, 313177.270, 52.657977, 1.716052),
}


@pytest.mark.parametrize("place", PUBLISHED)
def test_a_published_point_is_found_within_five_metres(place):
    easting, northing, latitude, longitude = PUBLISHED[place]
    found = to_wgs84(easting, northing)
    north = (found[0] - latitude) * METRES_A_DEGREE
    east = (found[1] - longitude) * METRES_A_DEGREE * cos(radians(latitude))
    assert hypot(north, east) < 5
