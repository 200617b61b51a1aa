"""The maps on which one chooses a council: of hexagons, and of true areas.

Each council is a link whose name has its status. Regions stand apart, each with its name and count
in the sea: a link to that region, enlarged. On a phone one chooses the region first.
"""

import csv
import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify

from councils.map import areas, layout
from councils.map.drawing import OUTLINES, Cell, HexagonMap, hexagon_map, label, layers
from councils.map.names_within import (
    WHOLE,
    WHOLE_WIDER,
    NameWithin,
    Setting,
    name_within,
    of_region,
)
from councils.map.picture import EDGE, GRAIN, GRAIN_OF_LONDON, HEIGHT, WIDTH, enlarged, picture
from councils.record import CouncilOnDay, Record, Tally, cached_with_record

HERE = Path(__file__).parent
MARGIN = 20
"""What is left free round the middles of a region's outermost hexagons, in units of the drawing."""


# Regions, and where their names stand


class Place(NamedTuple):
    """Where the name of a region stands, in the sea beside it."""

    lines: list[str]
    x: int
    y: int
    anchor: str


class RegionLinks(NamedTuple):
    """A region on the map: its name, where that leads, its outline, and its councils."""

    tally: Tally
    place: Place
    address: str
    outline: str
    links: Sequence[NamedTuple]
    at: tuple[int, int] = (0, 0)
    """By how much its outlines are shifted on the map."""

    @property
    def is_on_one_line(self) -> bool:
        """Whether its count stands beside its name: above London's hexagons."""
        return self.place.anchor == "middle"

    @property
    def label(self) -> str:
        return f"{self.tally.name} {self.signed_of_all} signed"

    @property
    def signed_of_all(self) -> str:
        return f"{self.tally.signed} of {self.tally.total}"


class HexagonLink(NamedTuple):
    """A council's hexagon."""

    row: CouncilOnDay
    label: str
    x: int
    y: int


class AreaLink(NamedTuple):
    """A council's true area, as path data."""

    row: CouncilOnDay
    label: str
    outline: str


def places_on(day: dt.date) -> dict[str, Place]:
    """Return where the names of the regions stand beside the hexagons of a day."""
    day = max(day, layout.first_day())
    places = {}
    for row in rows_of("region_names.csv"):
        if dt.date.fromisoformat(row["from"]) <= day:
            places[row["region"]] = place_in(row)
    return places


def places_beside_areas() -> dict[str, Place]:
    return {row["region"]: place_in(row) for row in rows_of("region_names_on_areas.csv")}


def place_in(row: dict[str, str]) -> Place:
    return Place(row["lines"].split("/"), int(row["x"]), int(row["top"]), row["anchor"])


@cache
def rows_of(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def address_of(region: str, record: Record, view: str = "", kept: str = "") -> str:
    """Return the address of a region, enlarged, on the record's day.

    ``kept`` are the other filters of the list, as a query: "status=signed".
    """
    asked = {"region": slugify(region)}
    if view:
        asked["view"] = view
    address = f"{reverse('councils:tracker')}?{urlencode(asked)}"
    if kept:
        address = f"{address}&{kept}"
    return f"{record.on_its_day(address)}#map"


# Hexagons


def hexagon_links(
    record: Record, shown: list[CouncilOnDay] | None = None, kept: str = ""
) -> SafeString:
    """Return the whole map of hexagons, each region's links after its name.

    ``shown`` are the councils that match the filters (default: all). The others are faint, and no
    links. ``kept`` are those filters, which a region's link keeps.
    """
    if shown is None:
        return links_of_all(record)
    return draw_hexagons(record, shown, kept)


@cached_with_record
def links_of_all(record: Record) -> SafeString:
    return draw_hexagons(record, record.councils)


def draw_hexagons(record: Record, shown: list[CouncilOnDay], kept: str = "") -> SafeString:
    prepared = hexagon_map(record)
    ids = {row.id for row in shown}
    cells = [cell for cell in prepared.cells if cell.row.id in ids]
    x, y = layout.centre(layout.HUB)
    context = {
        "record": record,
        "css_class": "all",
        "view_box": prepared.view_box,
        "layers": layers(prepared.cells, ids),
        "borders": prepared.lines,
        "hub": (x, y),
        "regions": regions_of(record, prepared, cells, kept),
        "names": [("", WHOLE.size, names_on_whole_map(cells))],
        "outline": OUTLINES["hexagon"],
    }
    return render_to_string("map/hexagons.svg", context)


def regions_of(
    record: Record, prepared: HexagonMap, cells: list[Cell], kept: str
) -> list[RegionLinks]:
    """Return the regions in the order of the keyboard; ``cells`` are those that are links."""
    places = places_on(record.on)
    outlines: dict[str, str] = {}
    for cell in prepared.cells:
        outlines.setdefault(cell.row.region, "")
        outlines[cell.row.region] += outline_at(cell.x, cell.y)
    outlines["London"] += outline_at(*layout.centre(layout.HUB))
    found = []
    for region, outline in outlines.items():
        tally = record.region(region)
        if tally is None:
            continue
        links = hexagon_links_to([cell for cell in cells if cell.row.region == region])
        address = address_of(region, record, kept=kept)
        found.append(RegionLinks(tally, places[region], address, outline, links))
    return found


def hexagon_links_to(cells: list[Cell]) -> list[HexagonLink]:
    return [HexagonLink(cell.row, cell.label, cell.x, cell.y) for cell in cells]


def outline_at(x: int, y: int) -> str:
    return f"M{x} {y}{OUTLINES['hexagon']}"


def names_on_whole_map(cells: list[Cell]) -> list[NameWithin]:
    """Return the names that fit, those that need a wider map marked "tight"."""
    names = []
    for cell in cells:
        name = name_within(cell.row, cell.x, cell.y, WHOLE)
        if name is None:
            name = name_within(cell.row, cell.x, cell.y, WHOLE_WIDER)
            if name:
                name = name._replace(css_class=f"{name.css_class} tight")
        if name:
            names.append(name)
    return names


def names_of(cells: list[Cell], setting: Setting) -> list[NameWithin]:
    names = []
    for cell in cells:
        name = name_within(cell.row, cell.x, cell.y, setting)
        if name:
            names.append(name)
    return names


def region_hexagons(record: Record, region: str, shown: list[CouncilOnDay]) -> SafeString:
    """Return the hexagons of one region, enlarged. ``shown`` are those that are links."""
    prepared = hexagon_map(record)
    ids = {row.id for row in shown}
    its_cells = [cell for cell in prepared.cells if cell.row.region == region]
    cells = [cell for cell in its_cells if cell.row.id in ids]
    left, top, width, height = frame_round(its_cells)
    narrow = of_region(width, narrow=True)
    broad = of_region(width, narrow=False)
    context = {
        "record": record,
        "css_class": "near-region",
        "view_box": f"{left} {top} {width} {height}",
        "layers": layers(its_cells, ids),
        "regions": [{"links": hexagon_links_to(cells)}],
        "names": [
            ("thin", narrow.size, names_of(cells, narrow)),
            ("broad", broad.size, names_of(cells, broad)),
        ],
        "outline": OUTLINES["hexagon"],
    }
    return render_to_string("map/hexagons.svg", context)


def frame_round(cells: list[Cell]) -> tuple[int, int, int, int]:
    """Return left, top, width and height of a frame round hexagons."""
    left = min(cell.x for cell in cells) - MARGIN
    top = min(cell.y for cell in cells) - MARGIN
    right = max(cell.x for cell in cells) + MARGIN
    foot = max(cell.y for cell in cells) + MARGIN
    return left, top, right - left, foot - top


# True areas


def area_links(
    record: Record, shown: list[CouncilOnDay], region: str = "", kept: str = ""
) -> SafeString:
    """Return the map of true areas over its picture, London enlarged; one region alone if named.

    ``kept`` are the other filters of the list, which a region's link keeps.
    """
    ids = {row.id for row in shown}
    regions = [area_region(record, name, ids, kept) for name in in_order(record)]
    box = f"-6 -6 {WIDTH + 68} {HEIGHT + 18}"
    if region:
        regions = [one for one in regions if one.tally.name == region]
        box = box_of(record, region)
    address = reverse("councils:england", args=[picture(record).digest])
    context = {
        "record": record,
        "css_class": "near-region" if region else "all",
        "view_box": box,
        "england": f"{address}{record.query}",
        "width": WIDTH,
        "height": HEIGHT,
        "edge": EDGE,
        "borders": borders_of_regions(record),
        "regions": regions,
    }
    return render_to_string("map/areas.svg", context)


def in_order(record: Record) -> list[str]:
    """Return the regions in the order of the keyboard."""
    names = [cell.row.region for cell in hexagon_map(record).cells]
    return list(dict.fromkeys(names))


def area_region(record: Record, region: str, ids: set[int], kept: str) -> RegionLinks:
    tally = record.region(region)
    assert tally is not None  # it is one of a council of this record
    outlines = area_outlines(record)
    links = []
    for cell in hexagon_map(record).cells:
        row = cell.row
        if row.region == region and row.id in ids and row.code in outlines:
            links.append(AreaLink(row, label(row), outlines[row.code]))
    at = enlarged(record)[2] if region == "London" else (EDGE, EDGE)
    place = places_beside_areas()[region]
    address = address_of(region, record, "areas", kept)
    return RegionLinks(tally, place, address, region_outlines(record)[region], links, at)


@cached_with_record
def area_outlines(record: Record) -> dict[str, str]:
    """Return the path data of each council's area, by its code: London's at its larger scale."""
    in_london, lines, _ = enlarged(record)
    shapes = {}
    for code, its in areas.outlines_of(areas.owners(record), areas.plain_arcs()).items():
        shapes[code] = areas.shape(its, GRAIN)
    for code, its in areas.outlines_of(in_london, lines).items():
        shapes[code] = areas.shape(its, GRAIN_OF_LONDON)
    return shapes


@cached_with_record
def region_outlines(record: Record) -> dict[str, str]:
    """Return the path data of each region, by its name: London's at its larger scale."""
    in_london, lines, _ = enlarged(record)
    shapes = {}
    for region, rings in region_rings(record).items():
        shapes[region] = areas.shape(rings, GRAIN)
    london = areas.outlines_of(dict.fromkeys(in_london, "London"), lines)
    shapes["London"] = areas.shape(london["London"], GRAIN_OF_LONDON)
    return shapes


def region_rings(record: Record) -> dict[str, list[areas.Ring]]:
    regions = {}
    for piece, code in areas.owners(record).items():
        regions[piece] = record.by_code[code].region
    return areas.outlines_of(regions, areas.plain_arcs())


@cached_with_record
def borders_of_regions(record: Record) -> str:
    """Return the path data of the gaps between regions."""
    regions = {}
    for piece, code in areas.owners(record).items():
        regions[piece] = record.by_code[code].region
    return areas.seams(regions, areas.plain_arcs(), GRAIN)


def box_of(record: Record, region: str) -> str:
    """Return the part of the map that one region fills, with some sea round it."""
    if region == "London":
        in_london, lines, at = enlarged(record)
        rings = areas.outlines_of(dict.fromkeys(in_london, "London"), lines)["London"]
        box = areas.box_round(areas.drawn(rings, GRAIN_OF_LONDON))
    else:
        at = (EDGE, EDGE)
        box = areas.box_round(areas.drawn(region_rings(record)[region], GRAIN))
    left = box.left + at[0] - MARGIN // 2
    top = box.top + at[1] - MARGIN // 2
    return f"{left} {top} {box.width + MARGIN} {box.height + MARGIN}"
