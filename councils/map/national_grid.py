"""Convert between the National Grid (OSGB36, metres) and latitude and longitude (WGS84, degrees).

The steps and constants are those of Ordnance Survey's "A guide to coordinate systems in Great
Britain", annexes A to C: Transverse Mercator on the Airy 1830 ellipsoid back to latitude and
longitude, those to Cartesian coordinates, a Helmert transformation with seven parameters, and
down again on the WGS84 ellipsoid. Ordnance Survey gives its error as about 5 metres in Great
Britain; an outline drawn from postcodes is far coarser than that.
"""

from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt, tan

AIRY_1830 = (6_377_563.396, 6_356_256.909)
"""Semi-major and semi-minor axis of the ellipsoid of the National Grid, metres."""

WGS84 = (6_378_137.0, 6_356_752.314245)
"""Semi-major and semi-minor axis of the ellipsoid of GPS and of GeoJSON, metres."""

SCALE = 0.9996012717
"""Scale of the grid on its central meridian."""

TRUE_ORIGIN = (radians(49), radians(-2))
"""Latitude and longitude of the true origin."""

FALSE_ORIGIN = (400_000.0, -100_000.0)
"""Easting and northing of the true origin, metres."""

SHIFT = (446.448, -125.157, 542.060)
"""Helmert translation from OSGB36 to WGS84, metres."""

TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
"""Helmert rotation about each axis, from OSGB36 to WGS84."""

GROWTH = 1 - 20.4894e-6
"""Helmert scale from OSGB36 to WGS84."""

METRES_NORTH, METRES_EAST = 111_200, 68_000
"""Metres in a degree of latitude and of longitude, about, in the middle of England."""

STEPS = 6
"""Each step leaves less than a tenth of the error; after six it is less than a metre."""


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude, in degrees, of a point of the National Grid, in metres.

    Good to about 5 metres in Great Britain. Meaningless for Northern Ireland, which has a grid
    of its own.
    """
    latitude, longitude = _from_grid(easting, northing)
    x, y, z = _cartesian(latitude, longitude)
    (tx, ty, tz), (rx, ry, rz) = SHIFT, TURN
    return _geographic(
        tx + GROWTH * x - rz * y + ry * z,
        ty + rz * x + GROWTH * y - rx * z,
        tz - ry * x + rx * y + GROWTH * z,
    )


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


def _from_grid(easting: float, northing: float) -> tuple[float, float]:
    """Undo the Transverse Mercator projection (annex C.2 of the guide); radians on Airy 1830."""
    a, b = AIRY_1830
    squared = 1 - (b / a) ** 2
    latitude = TRUE_ORIGIN[0]
    remaining = northing - FALSE_ORIGIN[1]
    while abs(remaining) > 0.00001:
        latitude += remaining / (a * SCALE)
        remaining = northing - FALSE_ORIGIN[1] - _meridian_arc(latitude)
    sine = 1 - squared * sin(latitude) ** 2
    nu = a * SCALE / sqrt(sine)
    rho = a * SCALE * (1 - squared) / sine**1.5
    eta = nu / rho - 1
    t, sec = tan(latitude), 1 / cos(latitude)
    east = easting - FALSE_ORIGIN[0]
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    xii = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    xiia = sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    return (
        latitude - vii * east**2 + viii * east**4 - ix * east**6,
        TRUE_ORIGIN[1] + x * east - xi * east**3 + xii * east**5 - xiia * east**7,
    )


def _meridian_arc(latitude: float) -> float:
    """Return the distance along the meridian from the true origin, metres (equation C3)."""
    a, b = AIRY_1830
    n = (a - b) / (a + b)
    apart, together = latitude - TRUE_ORIGIN[0], latitude + TRUE_ORIGIN[0]
    return (
        b
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * apart
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(apart) * cos(together)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * apart) * cos(2 * together)
            - 35 / 24 * n**3 * sin(3 * apart) * cos(3 * together)
        )
    )


def _cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return the point on the surface of Airy 1830, metres from the centre of the earth.

    Height is taken as nought: it moves the result by less than a metre here.
    """
    a, b = AIRY_1830
    squared = 1 - (b / a) ** 2
    nu = a / sqrt(1 - squared * sin(latitude) ** 2)
    return (
        nu * cos(latitude) * cos(longitude),
        nu * cos(latitude) * sin(longitude),
        nu * (1 - squared) * sin(latitude),
    )


def _geographic(x: float, y: float, z: float) -> tuple[float, float]:
    """Return latitude and longitude in degrees on WGS84 of a point in metres."""
    a, b = WGS84
    squared = 1 - (b / a) ** 2
    across = hypot(x, y)
    latitude = asin(z / sqrt(x * x + y * y + z * z))
    for _ in range(6):
        nu = a / sqrt(1 - squared * sin(latitude) ** 2)
        latitude = atan2(z + squared * nu * sin(latitude), across)
    return degrees(latitude), degrees(atan2(y, x))
