"""A table of a day as a file: CSV for spreadsheets, JSON for programs; and whose the data are."""

import csv
import io
import json
from typing import Any, NamedTuple

from councils.dates import DAY_AHEAD, format_date, today
from councils.open_data.tables import JsonRow, Table
from councils.record import Record, closed_words


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
