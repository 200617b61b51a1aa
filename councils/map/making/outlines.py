"""Make ``areas.txt`` from postcodes, by way of points, coast, cells and borders."""

from collections.abc import Callable, Iterable
from pathlib import Path

from councils.map.areas import Arc
from councils.map.lineage import ShippedRegister
from councils.map.making.borders import borders
from councils.map.making.cells import cells
from councils.map.making.coast import land
from councils.map.making.points import read_points
from councils.postcodes.sources import DIRECTORY_PACKAGE

HEADER = f"""\
# Drawn from postcodes; not a boundary. Made by python -m councils.map.make (docs/map.md).
# From {DIRECTORY_PACKAGE} (ONS Postcode Directory, November 2025; Open Government Licence v3.0).
# Contains OS data © Crown copyright and database right 2025.
# Contains Royal Mail data © Royal Mail copyright and database right 2025.
# Source: Office for National Statistics licensed under the Open Government Licence v3.0.
# Each line: piece on the left, piece on the right (- for none), then the easting and northing of
# the first corner and the step to each next one, in units of 100 metres of the National Grid.
"""


def make_areas(register: ShippedRegister, file: Path, say: Callable[[str], None]) -> None:
    """Write the arcs between all pieces of England to a file."""
    say("reading the postcodes")
    points = read_points(register)
    say(f"{len(points.at):,} places; finding the coast")
    dry = land(points.at)
    say("giving each cell to its nearest postcode")
    grid = cells(points, dry)
    say("drawing and simplifying the borders")
    arcs = borders(grid, points.pieces)
    file.write_text(HEADER + "".join(_lines(arcs)), encoding="utf-8")
    say(f"{len(arcs):,} arcs, {sum(len(arc.points) for arc in arcs):,} corners: {file.name}")


def _lines(arcs: Iterable[Arc]) -> Iterable[str]:
    for arc in arcs:
        (x, y), *rest = arc.points
        numbers = [x, y]
        for east, north in rest:
            numbers += [east - x, north - y]
            x, y = east, north
        yield f"{arc.left} {arc.right or '-'} {' '.join(map(str, numbers))}\n"
