"""A table of a day as a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json

from councils.dates import format_date, today
from councils.open_data.licence import ATTRIBUTION, IN_WORDS, LICENCES
from councils.open_data.tables import Table
from councils.record import Record

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, also in the wide forms of the east."""


def about(record: Record) -> dict:
    """Return what every JSON file begins with: the day, the totals, and how it may be used."""
    notice = {"notice": not_yet(record)} if record.on > today() else {}
    return {
        "as_at": record.on.isoformat(),
        **notice,
        "signed": record.signed,
        "total": record.total,
        "licence": IN_WORDS,
        "licences": [
            {"name": one.name, "title": one.title, "path": one.path, "covers": one.covers}
            for one in LICENCES
        ],
        "attribution": ATTRIBUTION,
    }


def not_yet(record: Record) -> str:
    return (
        f"{format_date(record.on)} has not come yet. This shows which councils there will be, and"
        " what is on record now."
    )


def as_json(table: Table, record: Record, rows: list[dict]) -> str:
    document = {**about(record), table.name: rows}
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_csv(table: Table, record: Record, rows: list[dict]) -> str:
    """Return rows as CSV that opens right in a spreadsheet and runs no formula there.

    It begins with a byte order mark: without one Excel reads "Children’s" as "Childrenâ€™s".
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows([safe_cell(row[name]) for name in table.names] for row in rows)
    return out.getvalue()


def safe_cell(value) -> str:
    """Return a cell that a spreadsheet takes for text: an apostrophe before a formula's sign.

    A list is written in JSON, in its square brackets, so that "3,4" is taken for no number.
    """
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
