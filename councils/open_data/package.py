"""The data described for machines: a data package and a schema.org Dataset."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse

from councils.dates import RECORD_BEGINS
from councils.open_data.licence import ATTRIBUTION, LICENCES
from councils.open_data.tables import COUNCILS, REGISTER, TABLES, Column, Table
from councils.record import Record, current_day, missing_from_care

NAME = "make-runaways-safe"
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
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}


def as_package(record: Record) -> str:
    """Return the data package: each file of the day with its columns, types and keys.

    Paths are relative for today, so that files saved beside it are found, and full addresses for
    any other day. The JSON of a table has the same rows and columns as its CSV.
    """
    query = "" if record.on == current_day() else f"?at={record.on.isoformat()}"
    base = f"{settings.SITE_URL}{reverse('councils:data')}" if query else ""

    def path(file: str) -> str:
        return f"{base}{file}{query}"

    document = {
        "profile": "data-package",
        "name": NAME,
        "title": TITLE,
        "description": f"{DESCRIPTION} {record.country.sentence}",
        "homepage": settings.SITE_URL + reverse("councils:data"),
        "version": record.on.isoformat(),
        "licenses": [licence.as_json for licence in LICENCES],
        "attribution": ATTRIBUTION,
        "sources": [{"title": title, "path": path} for title, path in SOURCES],
        "resources": [
            *(resource(table, path(f"{table.name}.csv")) for table in TABLES),
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


def resource(table: Table[Any], path: str) -> dict[str, Any]:
    """Describe a table as CSV."""
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": path,
        "format": "csv",
        "mediatype": MEDIA_TYPES["csv"],
        "encoding": "utf-8",
        "schema": schema(table),
    }


def schema(table: Table[Any]) -> dict[str, Any]:
    """Describe a table's columns in Table Schema."""
    return {
        "fields": [field(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
        "foreignKeys": [
            {
                "fields": [column.name],
                "reference": {
                    "resource": "" if table.name == REGISTER.name else REGISTER.name,
                    "fields": ["code"],
                },
            }
            for column in table.columns
            if column.in_register
        ],
        "missingValues": [""],
    }


def field(column: Column[Any]) -> dict[str, Any]:
    constraints = {
        **({"required": True} if column.required else {}),
        **({"enum": list(column.allowed_values)} if column.allowed_values else {}),
        **({"pattern": column.pattern} if column.pattern else {}),
    }
    return {
        "name": column.name,
        "type": column.type,
        **({"format": column.format} if column.format else {}),
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }


def as_dataset(record: Record) -> dict[str, Any]:
    """Describe the data in schema.org's terms, for search engines."""
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
        "description": f"{DESCRIPTION} {record.country.sentence}",
        "url": home,
        "license": [licence.path for licence in LICENCES],
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
            {"@type": "PropertyValue", "name": column.name, "description": column.description}
            for column in COUNCILS.columns
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": home + file}
            for file, kind in files
        ],
    }
