"""Councils as GeoJSON (RFC 7946): the rows of councils.csv with their areas, on WGS84."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from councils.map import areas
from councils.map.drawing import register_of
from councils.open_data.files import about
from councils.open_data.tables import Table
from councils.record import Record

NOTE = areas.NOTICE
"""What each feature says of its shape."""

Shape = tuple[str, list[float]]
"""A geometry, written out, and the box round it: west, south, east, north."""


def as_geojson(table: Table, record: Record, rows: list[dict]) -> str:
    """Return councils as a FeatureCollection: land rings counterclockwise, holes clockwise.

    A council that no postcode leads to has no geometry (null), as the standard allows.
    """
    shapes = shapes_on(record)
    boxes = [shapes[row["code"]][1] for row in rows if row["code"] in shapes]
    head = {"type": "FeatureCollection", **({"bbox": round_all(boxes)} if boxes else {})}
    opening = json.dumps(head | about(record), ensure_ascii=False, indent=1).removesuffix("\n}")
    features = ",\n".join(feature(row, shapes.get(row["code"])) for row in rows)
    return f'{opening},\n "features": [\n{features}\n]}}\n'


def feature(row: dict, shape: Shape | None) -> str:
    geometry, box = shape or ("null", None)
    start = {"type": "Feature", "id": row["code"], **({"bbox": box} if box else {})}
    properties = json.dumps({**row, "note": NOTE}, ensure_ascii=False)
    return f'{json.dumps(start)[:-1]}, "properties": {properties}, "geometry": {geometry}}}'


@dataclass(frozen=True)
class Owners:
    """Which council each piece of the map belongs to: all that the shapes of a day depend on."""

    of_pieces: tuple[tuple[str, str], ...]

    def owners_on(self, day: dt.date, pieces: Iterable[str]) -> dict[str, str]:
        return dict(self.of_pieces)


def shapes_on(record: Record) -> dict[str, Shape]:
    """Return the shapes of a record's day: they outlast a change of statuses."""
    owners = register_of(record).owners_on(record.on, areas.pieces())
    return written(Owners(tuple(sorted(owners.items()))))


@lru_cache(maxsize=8)
def written(owners: Owners) -> dict[str, Shape]:
    geometries = areas.geometries_on(dt.date.min, owners)
    return {
        code: (json.dumps(geometry, separators=(",", ":")), round_all(boxes_of(geometry)))
        for code, geometry in geometries.items()
    }


def boxes_of(geometry: dict) -> Iterable[list[float]]:
    for polygon in geometry["coordinates"]:
        east, north = zip(*polygon[0], strict=True)
        yield [min(east), min(north), max(east), max(north)]


def round_all(boxes: Iterable[list[float]]) -> list[float]:
    """Return the one box round several."""
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]
