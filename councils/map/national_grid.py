"""Convert the National Grid (OSGB36, metres) to latitude and longitude (WGS84, degrees).

Two polynomials, fitted to the formulas of Ordnance Survey's "A guide to coordinate systems in Great
Britain" (annexes A to C, with its Helmert transformation). Over England they differ from them by
less than a metre; Ordnance Survey gives the error of those as about 5 metres, and an outline drawn
from postcodes is far coarser than that.
"""

LATITUDE = (
    (52.597792, 3.146422, -0.000840, 0.000009, -0.000001, -0.000000),
    (0.000053, 0.000006, 0.000000, 0.000000, 0.000001),
    (-0.057505, -0.006504, -0.000465, -0.000039),
    (0.000000, -0.000000, -0.000001),
    (0.000075, 0.000017),
    (0.000000,),
)
LONGITUDE = (
    (-2.001433, -0.000121, -0.000011, -0.000001, -0.000000, -0.000002),
    (3.690890, 0.264431, 0.024497, 0.002018, 0.000166),
    (0.000006, -0.000003, 0.000001, 0.000009),
    (-0.004167, -0.001042, -0.000172),
    (-0.000000, -0.000002),
    (0.000009,),
)
"""Factors in degrees: a row for each power of the way east, a column for each of the way north."""

MIDDLE, REACH = (400_000, 300_000), (250_000, 350_000)
"""Where the ways east and north are nought, and how far away they are one, in metres."""


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude, in degrees, of a point of the National Grid, in metres.

    Good to about 6 metres in England, and meaningless elsewhere.
    """
    east = (easting - MIDDLE[0]) / REACH[0]
    north = (northing - MIDDLE[1]) / REACH[1]
    return _degrees(LATITUDE, east, north), _degrees(LONGITUDE, east, north)


def _degrees(factors: tuple[tuple[float, ...], ...], east: float, north: float) -> float:
    return sum(
        factor * east**i * north**j for i, row in enumerate(factors) for j, factor in enumerate(row)
    )
