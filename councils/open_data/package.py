"""What machines read about the data: a Frictionless data package, and schema.org's Dataset."""

import json

from django.conf import settings
from django.urls import reverse

from councils.dates import RECORD_BEGINS, today
from councils.open_data.licence import ATTRIBUTION, LICENCES
from councils.open_data.tables import COUNCILS, TABLES, Column, Table
from councils.record import Record

NAME = "make-runaways-safe"
TITLE = "Which councils in England have signed the Runaways’ Charter"
SAYS = (
    "The public record of Make Runaways Safe: every council in England that runs children’s"
    " services, whether it is on record as having signed the Runaways’ Charter, since when, and"
    " how that is known; for today or any day since 9 July 2012."
)
SOURCES = (
    ("mySociety, UK local authority names and codes",
     "https://github.com/mysociety/uk_local_authority_names_and_codes"),
    ("Office for National Statistics, ONS Postcode Directory, November 2025",
     "https://geoportal.statistics.gov.uk/"),
    ("Department for Education, Children looked after in England including adoptions",
     "https://explore-education-statistics.service.gov.uk/find-statistics/"
     "children-looked-after-in-england-including-adoptions"),
)  # fmt: skip
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}


def as_package(record: Record) -> str:
    """Return the data package: each file of the day with its columns, types and keys.

    Its paths are relative for today, so that files saved beside it are found, and whole addresses
    for another day. The JSON of a table without rows is left out: frictionless reads none.
    """
    asked = "" if record.on == today() else f"?at={record.on.isoformat()}"
    base = f"{settings.SITE_URL}{reverse('councils:data')}" if asked else ""

    def path(file: str) -> str:
        return f"{base}{file}{asked}"

    document = {
        "profile": "data-package",
        "name": NAME,
        "title": TITLE,
        "description": SAYS,
        "homepage": settings.SITE_URL + reverse("councils:data"),
        "version": record.on.isoformat(),
        "licenses": [{"name": one.name, "title": one.title, "path": one.path} for one in LICENCES],
        "attribution": ATTRIBUTION,
        "sources": [{"title": title, "path": path} for title, path in SOURCES],
        "resources": [
            *(resource(table, "csv", path) for table in TABLES),
            *(resource(table, "json", path) for table in TABLES if not table.is_empty(record)),
            {
                "name": "councils-geojson",
                "title": f"{COUNCILS.title}, with their areas",
                "description": "Areas drawn from postcodes; not boundaries.",
                "path": path("councils.geojson"),
                "format": "geojson",
                "mediatype": "application/geo+json",
                "encoding": "utf-8",
            },
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def resource(table: Table, form: str, path) -> dict:
    """Return one file of a table. Those in CSV have the table's own name."""
    return {
        "profile": "tabular-data-resource",
        "name": table.name if form == "csv" else f"{table.name}-{form}",
        "title": table.title,
        "description": table.says,
        "path": path(f"{table.name}.{form}"),
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "encoding": "utf-8",
        **({"dialect": dialect(table)} if form == "json" else {}),
        "schema": schema(table),
    }


def dialect(table: Table) -> dict:
    """Say where in the JSON the rows are: as version 2 of Data Package does, and as frictionless
    5 reads it.
    """
    return {
        "property": table.name,
        "itemType": "object",
        "json": {"property": table.name, "keyed": True},
    }


def schema(table: Table) -> dict:
    """Return a table's columns as Table Schema has them."""
    return {
        "fields": [field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": [column],
                "reference": {"resource": "" if other == table.name else other, "fields": [theirs]},
            }
            for column, other, theirs in table.refers
        ],
        "missingValues": [""],
    }


def field(column: Column) -> dict:
    constraints = {
        **({"required": True} if column.required else {}),
        **({"enum": list(column.values)} if column.values else {}),
        **({"pattern": column.pattern} if column.pattern else {}),
    }
    return {
        "name": column.name,
        "type": column.type,
        **({"format": column.format} if column.format else {}),
        "description": column.says,
        **({"constraints": constraints} if constraints else {}),
    }


def as_dataset(record: Record) -> dict:
    """Return schema.org's description, for search engines of data."""
    home = settings.SITE_URL + reverse("councils:data")
    files = [
        (f"{table.name}.{form}", kind) for table in TABLES for form, kind in MEDIA_TYPES.items()
    ]
    files.append(("councils.geojson", "application/geo+json"))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": home,
        "name": TITLE,
        "description": SAYS,
        "url": home,
        "license": [one.path for one in LICENCES],
        "creditText": ATTRIBUTION,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "keywords": ["Runaways’ Charter", "councils", "missing children", "England"],
        "creator": {
            "@type": "Organization",
            "name": "Make Runaways Safe",
            "url": f"{settings.SITE_URL}/",
        },
        "temporalCoverage": f"{RECORD_BEGINS.isoformat()}/..",
        "spatialCoverage": {"@type": "Place", "name": "England"},
        "version": record.on.isoformat(),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": column.name, "description": column.says}
            for column in COUNCILS.columns
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": home + file}
            for file, kind in files
        ],
    }
