"""Convert latitude and longitude (WGS84) to the National Grid."""

from councils.map.national_grid import to_wgs84

METRES_NORTH = 111_200
METRES_EAST = 68_000
"""Metres in a degree of latitude and of longitude, about, in the middle of England."""

STEPS = 6
"""Each step leaves less than a tenth of the error; after six it is less than a metre."""


def from_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """Return easting and northing, in metres, of a point in England given in degrees.

    The result is iterated with ``to_wgs84``, so it is accurate to about 5 metres as well.
    """
    easting = 400_000 + (longitude + 2) * METRES_EAST
    northing = (latitude - 49) * METRES_NORTH - 100_000
    for _ in range(STEPS):
        there = to_wgs84(easting, northing)
        northing += (latitude - there[0]) * METRES_NORTH
        easting += (longitude - there[1]) * METRES_EAST
    return easting, northing


def rounded(metres: float) -> int:
    """Return an easting or northing to the nearest 100 metres."""
    return int(round(metres, -2))
