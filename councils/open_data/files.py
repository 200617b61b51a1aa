"""A table of a day as a file: CSV, JSON, GeoJSON, and the package that describes them all."""

import csv
import io
import json
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse

from councils.dates import DAY_AHEAD, format_date, today
from councils.map import areas
from councils.map.areas import owners
from councils.open_data.columns import Column, JsonRow, Table
from councils.open_data.tables import COUNCILS, TABLES
from councils.record import Record, closed_words, missing_from_care


class Licence(NamedTuple):
    """A licence and the part of the data it covers."""

    name: str
    title: str
    path: str
    covers: str

    @property
    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "title": self.title, "path": self.path}


CC_BY = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
    "names, codes and kinds of councils (mySociety, changed here), and the record itself",
)
OGL = Licence(
    "OGL-UK-3.0",
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "GSS codes, postcodes and the shapes drawn from them (Office for National Statistics), regions"
    " and children missing from care (Department for Education), websites (GOV.UK)",
)
LICENCES = (CC_BY, OGL)

LICENCES_IN_ONE_LINE = "; ".join(f"{licence.title} ({licence.path})" for licence in LICENCES)
"""For a field that holds a single string."""

ATTRIBUTION = (
    "Make Runaways Safe. Council names and codes: mySociety, CC BY 4.0, changed here. Websites:"
    " GOV.UK, Crown copyright. Regions and children missing from care: Department for Education,"
    " Children looked after in England including adoptions, Open Government Licence v3.0. Contains"
    " OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal Mail"
    " copyright and database right 2025. Source: Office for National Statistics licensed under the"
    " Open Government Licence v3.0."
)
"""The words to put beside the data wherever it is used."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet reads as the start of a formula, full-width East Asian forms included."""


def file_header(record: Record) -> dict[str, Any]:
    """Return what every JSON file begins with: the day, the totals and the licences."""
    is_ahead = record.on > today()
    words = f"{format_date(record.on)}. {DAY_AHEAD}" if is_ahead else closed_words()
    notice = {"notice": words} if words else {}
    return {
        "as_at": record.on.isoformat(),
        **notice,
        "signed": record.signed,
        "total": record.total,
        "age": record.provenance.sentence(),
        "licence": LICENCES_IN_ONE_LINE,
        "licences": [{**licence.as_json, "covers": licence.covers} for licence in LICENCES],
        "attribution": ATTRIBUTION,
    }


def as_json(table: Table[Any], record: Record, rows: list[JsonRow]) -> str:
    document = {**file_header(record), table.name: rows}
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_csv(table: Table[Any], record: Record, rows: list[JsonRow]) -> str:
    """Return rows as CSV that opens correctly in a spreadsheet and runs no formula there.

    It begins with a byte order mark: without one Excel reads "Children’s" as "Childrenâ€™s".
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.column_names)
    for row in rows:
        writer.writerow([safe_cell(row[name]) for name in table.column_names])
    return out.getvalue()


def safe_cell(value: object) -> str:
    """Return a cell that a spreadsheet reads as text: an apostrophe goes before a formula sign.

    A list is written as JSON, with its square brackets, so that "3,4" is not read as a number.
    """
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        value = str(value).lower()  # as JSON and Table Schema write it
    text = "" if value is None else str(value)
    if text.startswith(FORMULA_SIGNS):
        return f"'{text}"
    return text


# -- Councils as GeoJSON (RFC 7946): the rows of councils.csv with their areas, on WGS84 ----------


def as_geojson(table: Table[Any], record: Record, rows: list[JsonRow]) -> str:
    """Return councils as a FeatureCollection: land rings anticlockwise, holes clockwise.

    A council that no postcode leads to has a null geometry, as the standard allows.
    """
    shapes = areas.geometries_of(owners(record))
    features = [
        {
            "type": "Feature",
            "id": row["code"],
            "properties": {**row, "note": areas.NOTICE},
            "geometry": shapes.get(str(row["code"])),
        }
        for row in rows
    ]
    document = {"type": "FeatureCollection", **file_header(record), "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


# -- The data described for machines ---------------------------------------------------------------

TITLE = "Which councils in England have signed the Runaways’ Charter"
DESCRIPTION = (
    "What Make Runaways Safe has found: every council in England that runs children’s services,"
    " whether it has signed the Runaways’ Charter, as far as we know, since when, and how we know;"
    " for today or any day since 9 July 2012."
)
SOURCES = (
    ("mySociety, UK local authority names and codes",
     "https://github.com/mysociety/uk_local_authority_names_and_codes"),
    ("Office for National Statistics, ONS Postcode Directory, November 2025",
     "https://geoportal.statistics.gov.uk/"),
    (missing_from_care.SOURCE, missing_from_care.SOURCE_URL),
)  # fmt: skip


def as_package(record: Record) -> str:
    """Return the data package: each file with its columns, types and keys (Table Schema).

    Paths are relative, so that files saved beside it are found. The JSON of a table has the same
    rows and columns as its CSV.
    """
    document = {
        "profile": "data-package",
        "name": "make-runaways-safe",
        "title": TITLE,
        "description": f"{DESCRIPTION} {record.country.sentence_on(record.on)}",
        "homepage": settings.SITE_URL + reverse("councils:data"),
        "version": record.on.isoformat(),
        "licenses": [licence.as_json for licence in LICENCES],
        "attribution": ATTRIBUTION,
        "sources": [{"title": title, "path": path} for title, path in SOURCES],
        "resources": [
            *(resource(table) for table in TABLES),
            {
                "name": "councils-geojson",
                "title": f"{COUNCILS.title}, with their areas",
                "description": "Areas drawn from postcodes; not boundaries.",
                "path": "councils.geojson",
                "format": "geojson",
                "mediatype": "application/geo+json",
                "encoding": "utf-8",
            },
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def resource(table: Table[Any]) -> dict[str, Any]:
    """Describe a table as CSV."""
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [field(column) for column in table.columns],
            "primaryKey": list(table.primary_key),
            "missingValues": [""],
        },
    }


def field(column: Column[Any]) -> dict[str, Any]:
    described = {"name": column.name, "type": column.type, "description": column.description}
    values = {"constraints": {"enum": list(column.allowed_values)}}
    return {**described, **(values if column.allowed_values else {})}
