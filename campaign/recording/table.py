"""Read a list in CSV, Excel or pasted form into lines of cells under known columns."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import load_workbook

from councils import names
from councils.dates import format_date

MOST_LINES = 500
"""Maximum lines in one list: three contacts for each council. More is more than a person checks."""
MOST_COLUMNS = 40
MOST_ROWS = 10 * MOST_LINES
"""Rows of an Excel file that are looked at, empty ones among them."""
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
UNREADABLE = "This cannot be read as a spreadsheet. Save it as CSV or as Excel (.xlsx)"


def read_table(
    text: str, columns: Mapping[str, str], needed: Iterable[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the lines of a CSV (commas, semicolons, tabs or bars), and the columns not read.

    Each line has its number, the cells that we read by our name of their column, and all that was
    brought: each column as it was written, with its cell. ``columns`` maps what people call them
    to ours.

    Raises ValueError, in words for whoever brought the list.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = text.lstrip("\n\ufeff")  # pasted, it may begin with an empty line
    first = text.split("\n", 1)[0]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t|", key=first.count)))
    except csv.Error as error:
        raise ValueError(f"{UNREADABLE}: {error}.") from None
    titles = [cell.strip() for cell in rows[0]] if rows else []
    header = [field_called(title, columns) for title in titles]
    if missing := [name for name in needed if name not in header]:
        raise ValueError(
            f"The first line must name the columns. Missing: {', '.join(missing)}. It has:"
            f" {', '.join(filter(None, titles))[:300]}."
        )
    lines = [
        {
            "number": number,
            "cells": dict(by_column(header, cells)),
            "brought": by_column(titles, cells),
        }
        for number, cells in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not lines:
        raise ValueError("There are no lines under the column names.")
    if len(lines) > MOST_LINES:
        raise ValueError(
            f"This has {len(lines):,} lines; {MOST_LINES} is the most. Bring it in parts: nothing"
            " was read."
        )
    return lines, [title for title in titles if title and not field_called(title, columns)]


def field_called(title: str, columns: Mapping[str, str]) -> str:
    """Return our name of a column; "" for one that we do not read."""
    return columns.get(names.folded(title.replace("_", " ")), "")


def by_column(titles: list[str], cells: list[str]) -> list[tuple[str, str]]:
    return [(title, cell.strip()) for title, cell in zip(titles, cells, strict=False) if title]


def text_of_file(data: bytes) -> str:
    """Return a file as CSV text. Raises ValueError for an Excel file that cannot be read.

    CSV is UTF-8, or else what Excel on Windows writes.
    """
    if data.startswith((ZIP, OLD_EXCEL)):
        return text_of_workbook(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def text_of_workbook(data: bytes) -> str:
    """Return the first sheet of an Excel file as CSV. Raises ValueError if there is none."""
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        out = io.StringIO()
        writer = csv.writer(out)
        for row in workbook.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
            writer.writerow([cell_text(cell) for cell in row])
    except Exception as error:  # a broken file can raise many kinds of error in the library
        raise ValueError(f"{UNREADABLE}.") from error
    return out.getvalue()


def cell_text(cell: Any) -> str:
    """Return what a person sees in a cell: a day without its time.

    Excel keeps "Sept 2013" as the first of that month, shown without its day.
    """
    value = cell.value
    if isinstance(value, dt.datetime):
        shows_day = "d" in cell.number_format.lower()
        return format_date(value.date()) if shows_day else f"{value:%B %Y}"
    return "" if value is None else str(value)
