"""Read a list in CSV, Excel or pasted form into lines of cells under known columns."""

import codecs
import csv
import io
import re
import struct
from collections.abc import Iterable, Mapping
from zipfile import BadZipFile, ZipFile

from councils import apart
from councils.models import StoredLine
from councils.names import folded

LINK = "source_url"
"""Our name of the column of links to the documents."""
DELIMITERS = (",", ";", "\t", "|")
TOP = 12
"""In how many lines the names of the columns are looked for: a title may stand above them."""
MOST_LINES = 500
"""Maximum lines in one list: three contacts for each council. More is more than a person checks."""
MOST_UNPACKED = 30_000_000
"""Bytes to which an Excel file may unpack."""
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
NO_LISTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"{\\rtf")
"""How pictures, PDFs and rich text begin: chosen by mistake, they are no list."""
TOO_MUCH = (
    "This spreadsheet unpacks to too much to read. Copy the lines that matter into a new one, and"
    " bring that."
)
CURLY = re.compile(r"(^|[,;\t|])“([^“”\n]*)”(?=[,;\t|]|$)", re.MULTILINE)
"""A cell in quotes that a word processor made curly: they hold it together all the same."""
IN_BRACKETS = re.compile(r"\([^()]*\)")
UNREADABLE = "This cannot be read as a spreadsheet. Save it as CSV or as Excel (.xlsx)"


def read_table(
    text: str, columns: Mapping[str, str], needed: Iterable[str]
) -> tuple[list[StoredLine], list[str]]:
    """Return the lines of a CSV (commas, semicolons, tabs or bars), and the columns not read.

    ``columns`` maps what people call a column, its title, to our name of it, its field. Of two
    columns of one field the first that is filled in a line is read.

    Raises ValueError, in words for whoever brought the list.
    """
    rows = rows_of(text, columns, needed)
    at = row_of_titles(rows, columns, needed)
    titles: list[str] = []
    if rows:
        titles = [cell.strip() for cell in rows[at]]
    below = rows[at + 1 :]
    fields = [field_called(title, columns) for title in titles]
    refuse_without_columns(titles, fields, needed)
    has_field_for_links = LINK in columns.values()  # a list of contacts has none
    if has_field_for_links:
        fields = with_column_of_links(fields, below)
    first = at + 2  # as a spreadsheet counts its lines
    lines = lines_below(titles, fields, below, first)
    if has_field_for_links:
        for line in lines:
            line["cells"] = with_link_in_its_field(line["cells"])
    refuse_none_or_too_many(lines)
    return lines, not_read(titles, fields)


def lines_below(
    titles: list[str], fields: list[str], rows: list[list[str]], first: int
) -> list[StoredLine]:
    """Return the lines that say something; ``first`` is the number of the first row."""
    all_titles = with_numbers_for_titles(titles)
    lines: list[StoredLine] = []
    for number, cells in enumerate(rows, start=first):
        if says_something(cells):
            line: StoredLine = {
                "number": number,
                "cells": first_filled(by_column(fields, cells)),
                "brought": by_column(all_titles, cells),
            }
            lines.append(line)
    return lines


def columns_known(text: str, columns: Mapping[str, str], needed: Iterable[str]) -> int:
    """Return how many columns of a list would be read; 0 where one that is needed is missing."""
    try:
        rows = rows_of(text, columns, needed)
    except ValueError:
        return 0
    if not rows:
        return 0
    known = fields_called(rows[row_of_titles(rows, columns, needed)], columns) - {""}
    return len(known) if known >= set(needed) else 0


def refuse_without_columns(titles: list[str], fields: list[str], needed: Iterable[str]) -> None:
    missing = [name for name in needed if name not in fields]
    if missing:
        raise ValueError(
            f"A line at the top must name the columns. Missing: {', '.join(missing)}. It has:"
            f" {', '.join(filter(None, titles))[:300]}."
        )


def not_read(titles: list[str], fields: list[str]) -> list[str]:
    """Return the titles of columns that we do not know, or that say what one before them does."""
    unread = []
    for column, title in enumerate(titles):
        field = fields[column]
        is_second = field in fields[:column]
        if title and (not field or is_second):
            unread.append(title)
    return unread


def first_filled(cells: list[tuple[str, str]]) -> dict[str, str]:
    """Return the cell of each field: of several columns the first that is filled."""
    found: dict[str, str] = {}
    for field, text in cells:
        found[field] = found.get(field) or text
    return found


def with_link_in_its_field(cells: dict[str, str]) -> dict[str, str]:
    """Return the cells of a line; a link in place of the document's name goes where links go.

    In other lines that column may hold names: "Minutes of Cabinet, item 4".
    """
    source = cells.get("source", "")
    is_link = source.startswith(("http://", "https://")) and " " not in source
    if not is_link or cells.get(LINK):
        return cells
    return {**cells, "source": "", LINK: source}


def rows_of(text: str, columns: Mapping[str, str], needed: Iterable[str]) -> list[list[str]]:
    """Return the cells of each line of a CSV. Raises ValueError if it is none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = text.lstrip("\ufeff")
    if '"' not in text:  # else those that hold cells together are straight already
        text = CURLY.sub(r'\1"\2"', text)
    delimiter = delimiter_of(text, columns, set(needed))
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError(f"{UNREADABLE}: {error}.") from None


def refuse_none_or_too_many(lines: list[StoredLine]) -> None:
    if not lines:
        raise ValueError("There are no lines under the column names.")
    if len(lines) > MOST_LINES:
        raise ValueError(
            f"This has {len(lines):,} lines; {MOST_LINES} is the most. Bring it in parts: nothing"
            " was read."
        )


def with_column_of_links(fields: list[str], rows: list[list[str]]) -> list[str]:
    """Return the fields of the columns; one that holds nothing but links is read as the links.

    Its title does not matter: people call it "Minutes" or "Evidence".
    """
    if LINK in fields:
        return fields
    for column, field in enumerate(fields):
        if field not in ("", "source"):
            continue
        filled = filled_cells(rows, column)
        are_links = all(cell.startswith(("http://", "https://")) for cell in filled)
        if filled and are_links:
            return [*fields[:column], LINK, *fields[column + 1 :]]
    return fields


def filled_cells(rows: list[list[str]], column: int) -> list[str]:
    """Return what stands in a column, without its empty cells; a line may end before it."""
    filled = []
    for cells in rows:
        if column < len(cells) and cells[column].strip():
            filled.append(cells[column].strip())
    return filled


def delimiter_of(text: str, columns: Mapping[str, str], needed: set[str]) -> str:
    """Return what parts the names of the columns, or else what is most frequent at the top.

    What the documents say may hold more commas than there are tabs between columns.
    """
    lines = text.split("\n", TOP)[:TOP]
    by_frequency = sorted(DELIMITERS, key="\n".join(lines).count, reverse=True)
    for delimiter in by_frequency:
        for line in lines:
            titles = line.replace('"', "").split(delimiter)
            if needed <= fields_called(titles, columns):
                return delimiter
    return by_frequency[0]


def says_something(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells)


def row_of_titles(rows: list[list[str]], columns: Mapping[str, str], needed: Iterable[str]) -> int:
    """Return the index of the line that names the columns: the first that has all we need.

    If none has, it is the first that says anything.
    """
    wanted = set(needed)
    for number, cells in enumerate(rows[:TOP]):
        if wanted <= fields_called(cells, columns):
            return number
    for number, cells in enumerate(rows[:TOP]):
        if says_something(cells):
            return number
    return 0


def field_called(title: str, columns: Mapping[str, str]) -> str:
    """Return our name of a column; "" for one that we do not read.

    What stands in brackets in its title says how to fill it in: "Date (dd/mm/yyyy)".
    """
    without_brackets = IN_BRACKETS.sub("", title)
    return columns.get(folded(without_brackets.replace("_", " ")), "")


def fields_called(titles: Iterable[str], columns: Mapping[str, str]) -> set[str]:
    return {field_called(title.strip(), columns) for title in titles}


def with_numbers_for_titles(titles: list[str]) -> list[str]:
    """Return the titles of columns, with a name for each that has none: "column 4"."""
    return [title or f"column {number}" for number, title in enumerate(titles, start=1)]


def by_column(names: list[str], cells: list[str]) -> list[tuple[str, str]]:
    """Return each cell with the title or field of its column; one without is left out."""
    found = []
    for name, cell in zip(names, cells, strict=False):
        if name:
            found.append((name, cell.strip()))
    return found


def text_of_file(data: bytes) -> str:
    """Return a file as CSV text.

    Raises ValueError for an Excel file that cannot be read, and for a picture or a document.
    CSV is UTF-8, UTF-16 (Excel's "Unicode text"), or else what Excel on Windows writes.
    """
    if data.startswith((ZIP, OLD_EXCEL)):
        return text_of_workbook(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if data.startswith(NO_LISTS):
        raise ValueError("This file is a picture or a document. Choose the list itself.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def text_of_workbook(data: bytes) -> str:
    """Return the first sheet of an Excel file as CSV. Raises ValueError if there is none."""
    refuse_what_unpacks_to_too_much(data)
    try:
        # Without lxml, whatever is installed here: its parser would expand what it is told to.
        text = apart.read_apart("campaign.recording.workbook", data, OPENPYXL_LXML="False")
    except apart.TooMuchError as error:
        raise ValueError(TOO_MUCH) from error
    except apart.RefusedApartError as error:
        raise ValueError(f"{UNREADABLE}.") from error
    return text.decode()


def refuse_what_unpacks_to_too_much(data: bytes) -> None:
    """Raise ValueError if its directory says that a zip unpacks to too much; unpack nothing.

    A directory that gives too small a size does no harm: no more than that is unpacked later, and
    the file is refused as broken.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            sizes = [entry.file_size for entry in archive.infolist()]
    except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise ValueError(f"{UNREADABLE}.") from error
    if sum(sizes) > MOST_UNPACKED:
        raise ValueError(TOO_MUCH)
