"""The record as open data: one row for each council that runs children's services."""

import csv
import io
import json

from django.conf import settings

from councils.map import drawing
from councils.record import Record, Row

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Make Runaways Safe. Council names and codes: mySociety, CC BY 4.0. Websites: GOV.UK, Crown"
    " copyright. Contains OS data © Crown copyright and database right 2025. Contains Royal Mail"
    " data © Royal Mail copyright and database right 2025. Source: Office for National Statistics"
    " licensed under the Open Government Licence v3.0."
)
COLUMNS = (
    "code",
    "slug",
    "gss",
    "name",
    "kind",
    "region",
    "status",
    "signed_on",
    "evidence",
    "url",
    "hex",
)


def row_data(row: Row, record: Record) -> dict:
    """Return a council's public columns.

    ``signed_on`` is in EDTF; for "inherited" it is empty, since the council itself has not signed.
    ``hex`` is its column and row on the map, odd rows shifted right, row 0 in the north.
    """
    signed = row.status == "signed"
    return {
        "code": row.code,
        "slug": row.slug,
        "gss": row.gss,
        "name": row.name,
        "kind": row.kind,
        "region": row.region,
        "status": row.status,
        "signed_on": row.signature.when.edtf if signed else None,
        "evidence": (row.signature.source_url or row.signature.source) if signed else None,
        "url": settings.SITE_URL + row.url,
        "hex": list(drawing.hexagon_map(record).places[row.code]),
    }


def as_json(record: Record) -> str:
    document = {
        "as_at": record.on.isoformat(),
        "signed": record.signed,
        "total": record.total,
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
        "councils": [row_data(row, record) for row in record.councils],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_csv(record: Record) -> str:
    """Return the rows as CSV that opens right in a spreadsheet and runs no formula there."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in record.councils:
        data = row_data(row, record)
        data["hex"] = ",".join(map(str, data["hex"]))
        writer.writerow([safe_cell(data[column]) for column in COLUMNS])
    return out.getvalue()


def safe_cell(value) -> str:
    """Return a cell that a spreadsheet takes for text: an apostrophe before a formula's sign."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
