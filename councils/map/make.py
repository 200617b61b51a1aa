"""Make the map again from the postcodes: ``python -m councils.map.make [areas] [hexagons]``.

Needs the development requirements (numpy, scipy, shapely and the postcode package). The random
seed is fixed, so the result is the same every time.
"""

import sys
from time import monotonic

from councils.map.areas import FILE as AREAS
from councils.map.layout import FILE as HEXAGONS
from councils.map.lineage import ShippedRegister
from councils.map.making.hexagons import make_hexagons
from councils.map.making.outlines import make_areas


def main(wanted: list[str]) -> None:
    """Write ``areas.txt``, then ``hexagons.csv`` from it; or only the one given as an argument."""
    started = monotonic()

    def say(message: str) -> None:
        print(f"{monotonic() - started:6.0f} s  {message}", flush=True)

    register = ShippedRegister()
    if "areas" in wanted or not wanted:
        make_areas(register, AREAS, say)
    if "hexagons" in wanted or not wanted:
        make_hexagons(register, HEXAGONS, say)


if __name__ == "__main__":
    main(sys.argv[1:])
