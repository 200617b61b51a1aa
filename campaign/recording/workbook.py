"""Read the first sheet of an Excel file as CSV, in a process of its own (councils/apart.py).

openpyxl keeps what it reads as objects: thirty megabytes of styles would take it minutes and more
than a gigabyte. A list for us takes it a moment.
"""

import csv
import datetime as dt
import io
import re
import sys
from typing import Any

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
"""Rows that are looked at, empty ones among them: ten times as many as a list may have lines."""
NOT_OF_THE_DAY = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
"""What stands in a cell's format beside the letters for the day: words, "[Red]", a language."""


def first_sheet_as_csv(data: bytes) -> str:
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    out = io.StringIO()
    writer = csv.writer(out)
    for row in workbook.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        writer.writerow([cell_text(cell) for cell in row])
        if out.tell() > MOST_TEXT:
            raise apart.TooMuchError
    return out.getvalue()


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
        text = first_sheet_as_csv(sys.stdin.buffer.read())
    except (MemoryError, apart.TooMuchError):
        sys.exit(apart.TOO_MUCH)
    except Exception:  # a broken file can raise many kinds of error in the library
        sys.exit(1)
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
