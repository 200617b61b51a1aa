"""A table of a day as a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
from typing import Any

from councils.dates import DAY_AHEAD, format_date, today
from councils.open_data.licence import ATTRIBUTION, LICENCES, LICENCES_IN_ONE_LINE
from councils.open_data.tables import JsonRow, Table
from councils.record import Record, closed_words

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
        "age": record.provenance.sentence,
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
    writer.writerows([safe_cell(row[name]) for name in table.column_names] for row in rows)
    return out.getvalue()


def safe_cell(value: object) -> str:
    """Return a cell that a spreadsheet reads as text: an apostrophe goes before a formula sign.

    A list is written as JSON, with its square brackets, so that "3,4" is not read as a number.
    """
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
