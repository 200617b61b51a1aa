"""Read a list in CSV, Excel or pasted form into lines of cells under known columns."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook

from councils import names

MOST_LINES = 2000
"""Maximum lines in one import. More is a mistake, or more than a person can check."""
MOST_UNPACKED = 30_000_000
"""Maximum bytes of an unpacked Excel file."""
MOST_COLUMNS = 40
ZIP = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MOST_ROWS = 10 * MOST_LINES
"""Rows of an Excel file that are looked at, empty ones among them."""
SEPARATOR_LINE = re.compile(r"sep=.\n")
"""What some programs write before the names of columns, for Excel."""
UNREADABLE = "This cannot be read as a spreadsheet saved as CSV or as Excel (.xlsx)"


@dataclass(slots=True)
class Table:
    """The lines below the header, each with its number and cells by column; or the errors."""

    lines: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_text(
    text: str, columns: Iterable[str], also: Mapping[str, str], optional: Iterable[str] = ()
) -> Table:
    """Read CSV (commas, semicolons, tabs or bars). ``also`` maps other column names to ours."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.lstrip("\n\ufeff")  # what is pasted may begin with an empty line
    text = SEPARATOR_LINE.sub("", text)
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=header_line.count)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter))
    except csv.Error as error:
        return Table(errors=[f"{UNREADABLE}: {error}."])
    if not rows:
        return Table(errors=["The sheet is empty."])
    header = [names.folded(cell.replace("_", " ")) for cell in rows[0]]
    header = [also.get(name, name) for name in header]
    missing = [column for column in columns if column not in header]
    if missing:
        return Table(
            errors=[f"The first line must name the columns. Missing: {', '.join(missing)}."]
        )
    known = [column for column in (*columns, *optional) if column in header]
    table = Table()
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            padded = cells + [""] * (len(header) - len(cells))
            table.lines.append(
                (number, {column: padded[header.index(column)].strip() for column in known})
            )
    if not table.lines:
        table.errors.append("There are no lines under the column names.")
    if len(table.lines) > MOST_LINES:
        most, has = f"{MOST_LINES:,}", f"{len(table.lines):,}"
        table.errors.append(
            f"This has {has} lines; {most} is the most. Load it in parts: nothing was read."
        )
        table.lines.clear()
    return table


def text_of_file(data: bytes) -> str:
    """Return a file as CSV text. Raises ValueError for an Excel file that cannot be read.

    CSV is UTF-8, or else what Excel on Windows writes.
    """
    if data.startswith(ZIP):
        return text_of_workbook(data)
    if data.startswith(OLD_EXCEL):
        raise ValueError("This is an Excel file of the old kind (.xls). Save it as .xlsx or CSV.")
    if data.startswith(UTF_16):
        raise ValueError("This is text in UTF-16. Save it as “CSV UTF-8” instead.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def text_of_workbook(data: bytes) -> str:
    """Return the first sheet of an Excel file as CSV. Raises ValueError if there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise ValueError(f"{UNREADABLE}: it is too large.")
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        out, lines = io.StringIO(), 0
        writer = csv.writer(out)
        for row in workbook.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
            cells = cells_of(row)
            writer.writerow(cells)
            lines += bool(cells)
            if lines > MOST_LINES + 1:  # the header, and one too many
                break
    except ValueError:
        raise
    except Exception as error:  # a broken file can raise many kinds of error in the library
        raise ValueError(f"{UNREADABLE}.") from error
    return out.getvalue()


def cells_of(row: Iterable[Any]) -> list[str]:
    """Return the cells of a row as text, without the empty ones at its end."""
    cells = [cell_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def cell_text(cell: Any) -> str:
    """Return what a person sees in a cell: a day without its time, a year without a point.

    Excel keeps "Sept 2013" as the first of that month, shown without its day.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        shows_day = "d" in cell.number_format.lower()
        return value.date().isoformat() if shows_day else f"{value:%Y-%m}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
