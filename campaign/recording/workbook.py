"""Read the first sheet of an Excel file as CSV, in a process of its own (councils/apart.py).

openpyxl keeps what it reads as objects: thirty megabytes of styles would take it minutes and more
than a gigabyte. A list for us takes it a moment.
"""

import csv
import datetime as dt
import io
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
    """Return what a person sees in a cell: a day without its time.

    Excel keeps "Sept 2013" as the first of that month, shown without its day.
    """
    value = cell.value
    if isinstance(value, dt.datetime):
        if "d" in cell.number_format.lower():
            return format_date(value.date())
        return f"{value:%B %Y}"
    if value is None:
        return ""
    return str(value)


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
