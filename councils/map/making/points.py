"""Every postcode of Great Britain as a point with the piece of the map it lies in.

The points are those of the package that the site's postcodes come from (ONS Postcode Directory,
live and ended postcodes together).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from councils.map.lineage import ShippedRegister
from councils.postcodes.sources import from_installed_package

NORTH = 720_000
"""The northing, in metres, beyond which points do not affect the map of England."""

OUTSIDE = ""
"""The piece of a point in Wales or Scotland: drawn by nobody, but it holds the land border."""

BCP = "E06000058"
POOLE = {f"BH{number}" for number in (12, 13, 14, 15, 16, 17, 18, 21)}
CHRISTCHURCH = {f"BH{number}" for number in (22, 23, 24)}
"""How Bournemouth, Christchurch and Poole is cut into the three councils it was until 2019.

The postcodes know only the council of today, so the cut is by outcode: approximate.
"""


@dataclass(frozen=True)
class Points:
    """Postcodes as arrays: position in metres, and the number of the piece in ``pieces``."""

    at: np.ndarray
    piece: np.ndarray
    pieces: list[str]


def read_points(register: ShippedRegister) -> Points:
    """Read the package; a code of England that the register does not know is refused."""
    pieces = [OUTSIDE]
    number: dict[str, int] = {OUTSIDE: 0}
    at, piece = [], []
    for postcode, gss, east, north, *_ in from_installed_package().rows():
        if gss is None or gss[0] not in "EWS" or east is None or north is None:
            continue
        if not (east > 0 and 0 < north < NORTH):
            continue
        code = _piece(postcode[:-3], gss, register.code_of_gss)
        if code not in number:
            number[code] = len(pieces)
            pieces.append(code)
        at.append((east, north))
        piece.append(number[code])
    return _without_strays(np.array(at, dtype=np.float64), np.array(piece), pieces)


def _piece(outcode: str, gss: str, code_of_gss: Mapping[str, str]) -> str:
    """Return the code of the district, or former council of Bournemouth, that holds an outcode."""
    if gss[0] != "E":
        return OUTSIDE
    if gss == BCP:
        return "POL" if outcode in POOLE else "CHC" if outcode in CHRISTCHURCH else "BMH"
    return code_of_gss[gss]


def _without_strays(at: np.ndarray, piece: np.ndarray, pieces: list[str]) -> Points:
    """Keep one postcode a place, and none whose neighbours are all of another piece.

    A large user's postcode is sometimes placed where its letters are sorted, not where it is.
    """
    _, first = np.unique(at, axis=0, return_index=True)
    at, piece = at[first], piece[first]
    _, near = cKDTree(at).query(at, k=9)
    alike = (piece[near[:, 1:]] == piece[:, None]).sum(axis=1)
    return Points(at[alike > 0], piece[alike > 0], pieces)
