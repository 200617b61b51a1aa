"""The data described for machines: a data package and a schema.org Dataset."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse

from councils.dates import RECORD_BEGINS
from councils.open_data.files import ATTRIBUTION, LICENCES
from councils.open_data.tables import COUNCILS, REGISTER, TABLES, Column, Table
from councils.record import Record, missing_from_care

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
        "description": f"{DESCRIPTION} {record.country.sentence}",
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
    register = "" if table.name == REGISTER.name else REGISTER.name
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
            "foreignKeys": [
                {"fields": [column.name], "reference": {"resource": register, "fields": ["code"]}}
                for column in table.columns
                if column.in_register
            ],
            "missingValues": [""],
        },
    }


def field(column: Column[Any]) -> dict[str, Any]:
    """Describe a column, leaving out what it does not have."""
    limits = {
        "required": column.required,
        "enum": list(column.allowed_values),
        "pattern": column.pattern,
    }
    described = {
        "name": column.name,
        "type": column.type,
        "format": column.format,
        "description": column.description,
        "constraints": {name: limit for name, limit in limits.items() if limit},
    }
    return {name: value for name, value in described.items() if value}


def as_dataset(record: Record) -> dict[str, Any]:
    """Describe the data in schema.org's terms, for search engines."""
    home = settings.SITE_URL + reverse("councils:data")
    files = [
        *((f"{table.name}.csv", "text/csv") for table in TABLES),
        ("councils.geojson", "application/geo+json"),
    ]
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
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{home}{file}"}
            for file, kind in files
        ],
    }
