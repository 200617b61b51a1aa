"""Read the sheets of an Excel file as CSV, in a process of its own (councils/apart.py).

openpyxl keeps what it reads as objects: thirty megabytes of styles would take it minutes and more
than a gigabyte. A list for us takes it a moment.

Written are a name and a text for each sheet, as JSON.
"""

import csv
import datetime as dt
import io
import json
import re
import sys
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from councils import apart
from councils.dates import format_date

SECONDS = 5
"""The time that a list may take to read."""
BYTES = 400_000_000
"""The memory that it may take."""
MOST_TEXT = 8_000_000
"""Characters of the CSV: as many as may be pasted. One long text may stand in every cell."""
MOST_COLUMNS = 40
"""Columns that are looked at."""
MOST_ROWS = 5000
"""Rows of a sheet that are looked at, empty ones among them: ten times as many as a list may have
lines."""
MOST_WITH_LINKS = 3_000_000
"""Bytes up to which a file is read whole, with the links behind its words: what openpyxl reads row
by row has none."""
NOT_OF_THE_DAY = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
"""What stands in a cell's format beside the letters for the day: words, "[Red]", a language."""
FORMULA_OF_LINK = re.compile(r'=HYPERLINK\(\s*"(https?://[^"]+)"', re.IGNORECASE)


type Links = dict[tuple[int, int], str]
"""The addresses to which the words of a sheet lead, by the row and the column of their cell."""


def sheets_as_csv(data: bytes) -> list[tuple[str, str]]:
    """Return the name and the text of each sheet that is shown and says something."""
    links = links_behind_words(data)
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    found = []
    left = MOST_TEXT
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        text = sheet_as_csv(sheet, links.get(sheet.title, {}), left)
        left -= len(text)
        if text.strip(",\r\n"):
            found.append((sheet.title, text))
    return found


def sheet_as_csv(sheet: Any, links: Links, most: int) -> str:
    """Return what a sheet says, a link as ``[words](address)``; raise TooMuchError."""
    out = io.StringIO()
    writer = csv.writer(out)
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
    for row, cells in enumerate(rows, start=1):
        texts = []
        for column, cell in enumerate(cells, start=1):
            texts.append(with_link(cell_text(cell), links.get((row, column), "")))
        writer.writerow(texts)
        if out.tell() > most:
            raise apart.TooMuchError
    return out.getvalue()


def links_behind_words(data: bytes) -> dict[str, Links]:
    """Return the links of each sheet by its name; none of a file that is large or out of order.

    What is read row by row has none. Read whole, many a filter or picture breaks the library: the
    words of such a file are read all the same.
    """
    with ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MOST_WITH_LINKS:
        return {}
    try:
        workbook = load_workbook(io.BytesIO(data))
    except Exception:
        return {}
    return {sheet.title: links_of(sheet) for sheet in workbook.worksheets}


def links_of(sheet: Any) -> Links:
    found = {}
    most = min(sheet.max_row, MOST_ROWS)
    for row, cells in enumerate(sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS), start=1):
        for column, cell in enumerate(cells, start=1):
            formula = FORMULA_OF_LINK.match(str(cell.value))
            if formula:
                found[row, column] = formula[1]
            elif cell.hyperlink and cell.hyperlink.target:
                found[row, column] = cell.hyperlink.target
    return found


def with_link(text: str, link: str) -> str:
    """Return what a cell says with the address behind it, where that says more.

    A formula that no program has worked out yet says nothing: then it is the address.
    """
    leads_somewhere = link.startswith(("http://", "https://", "mailto:"))
    if not leads_somewhere or text in (link, link.removeprefix("mailto:")):
        return text
    if not text:
        return link
    words = text.replace("[", "(").replace("]", ")")
    address = link.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{words}]({address})"


def cell_text(cell: Any) -> str:
    """Return what a person sees in a cell: a day without its time."""
    value = cell.value
    if isinstance(value, dt.datetime):
        return day_as_shown(value.date(), cell.number_format)
    if value is None:
        return ""
    return str(value)


def day_as_shown(day: dt.date, number_format: str) -> str:
    """Return a day as exactly as its cell shows it.

    Excel keeps "Sept 2013" as the first of that month, and "2013" as the first of that year.
    """
    letters = NOT_OF_THE_DAY.sub("", number_format.lower())
    if "d" in letters:
        return format_date(day)
    if "m" in letters:
        return f"{day:%B %Y}"
    return str(day.year)


def main() -> None:
    apart.limit(SECONDS, BYTES)
    try:
        sheets = sheets_as_csv(sys.stdin.buffer.read())
    except (MemoryError, apart.TooMuchError):
        sys.exit(apart.TOO_MUCH)
    except Exception:  # a broken file can raise many kinds of error in the library
        sys.exit(1)
    sys.stdout.buffer.write(json.dumps(sheets).encode())


if __name__ == "__main__":
    main()
