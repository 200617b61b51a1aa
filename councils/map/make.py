"""Make the map again from the postcodes: ``python -m councils.map.make``.

Needs the development requirements (numpy, scipy, shapely and the postcode package). The result
is the same every time: nothing is random but for fixed seeds.
"""

from time import monotonic

from councils.map.areas import FILE as AREAS
from councils.map.making.outlines import make_areas
from councils.map.register import shipped_register


def main() -> None:
    """Write ``areas.txt``."""
    started = monotonic()

    def say(what: str) -> None:
        print(f"{monotonic() - started:6.0f} s  {what}", flush=True)

    make_areas(shipped_register(), AREAS, say)


if __name__ == "__main__":
    main()
