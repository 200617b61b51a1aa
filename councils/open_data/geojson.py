"""Councils as GeoJSON (RFC 7946): the rows of councils.csv with their areas, on WGS84."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from councils.map import areas
from councils.map.areas import owners
from councils.open_data.files import file_header
from councils.open_data.tables import JsonRow, Table
from councils.record import Record

Shape = tuple[str, list[float]]
"""A geometry as JSON, and the box round it: west, south, east, north, in degrees."""


def as_geojson(table: Table[Any], record: Record, rows: list[JsonRow]) -> str:
    """Return councils as a FeatureCollection: land rings anticlockwise, holes clockwise.

    A council that no postcode leads to has a null geometry, as the standard allows.
    """
    shapes = shapes_on(record)
    codes = [str(row["code"]) for row in rows]
    boxes = [shapes[code][1] for code in codes if code in shapes]
    head = {"type": "FeatureCollection", **({"bbox": union_box(boxes)} if boxes else {})}
    header = json.dumps(head | file_header(record), ensure_ascii=False, indent=1)
    opening = header.removesuffix("\n}")
    features = ",\n".join(feature(row, shapes.get(str(row["code"]))) for row in rows)
    return f'{opening},\n "features": [\n{features}\n]}}\n'


def feature(row: JsonRow, shape: Shape | None) -> str:
    geometry, box = shape or ("null", None)
    start = {"type": "Feature", "id": row["code"], **({"bbox": box} if box else {})}
    properties = json.dumps({**row, "note": areas.NOTICE}, ensure_ascii=False)
    return f'{json.dumps(start)[:-1]}, "properties": {properties}, "geometry": {geometry}}}'


def shapes_on(record: Record) -> dict[str, Shape]:
    """Return each council's shape by code. A change of status needs no new shapes."""
    return geometries_json(tuple(sorted(owners(record).items())))


@lru_cache(maxsize=8)
def geometries_json(owners: tuple[tuple[str, str], ...]) -> dict[str, Shape]:
    """Return the shapes for the council that each piece of the map belongs to."""
    geometries = areas.geometries_of(dict(owners))
    return {
        code: (json.dumps(geometry, separators=(",", ":")), union_box(bounding_boxes(geometry)))
        for code, geometry in geometries.items()
    }


def bounding_boxes(geometry: dict[str, Any]) -> Iterable[list[float]]:
    for polygon in geometry["coordinates"]:
        east, north = zip(*polygon[0], strict=True)
        yield [min(east), min(north), max(east), max(north)]


def union_box(boxes: Iterable[list[float]]) -> list[float]:
    """Return the smallest box round several boxes."""
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]
