"""CSV text, of a file or pasted, read into lines of cells under known columns.

A *title* is what people call a column, and a *field* our name of it, as in ``reading.py``.
"""

import csv
import io
import re
from collections.abc import Iterable

from campaign.recording.reading import COLUMNS, NEEDED, YES_OR_NO
from campaign.recording.sheets import UNREADABLE
from councils.models import ListKind, StoredLine
from councils.names import folded

LINK = "source_url"
"""The field of the links to the documents: a list of contacts has none."""
DELIMITERS = (",", ";", "\t", "|")
OF_TABLES = ("\t", "|")
"""Those that Word and web pages put between cells: the quotes beside them are words."""
TOP = 12
"""In how many lines the names of the columns are looked for: a title may stand above them."""
MOST_LINES = 500
"""Maximum lines in one list: three contacts for each council. More is more than a person checks."""
CURLY = re.compile(r"(^|[,;\t|])“([^“”\n]*)”(?=[,;\t|]|$)", re.MULTILINE)
"""A cell in quotes that a word processor made curly: they hold it together all the same."""
IN_BRACKETS = re.compile(r"\([^()]*\)")
WORDS_OF_LINK = re.compile(r"\[([^\[\]]*)\]\(((?:https?://|mailto:)[^()\s]+)\)")
"""A link as Markdown writes it, and ``workbook.py``: ``[Minutes](https://a.example/7)``."""
BEGINS_LINK = re.compile(r"https?://|www\.")
ADDRESS = r"(?:https?://|www\.)[^\s<>]+"
NAME_AND_LINK = re.compile(
    r"(?P<name>.*?)[\s:,;–-]*"
    rf"(?:<(?P<angled>{ADDRESS})>|\((?P<bracketed>{ADDRESS})\)|(?<![<(])(?P<bare>{ADDRESS}))"
)
"""A document's name, if any, and its link, in brackets or not: its own brackets stay."""
MOST_NAMED = 1500
"""Characters of a cell up to which a link is looked for beside a name."""


def read_table(text: str, kind: ListKind) -> tuple[list[StoredLine], list[str]]:
    """Return the lines of a CSV (commas, semicolons, tabs or bars), and the columns not read.

    Of two columns of one field the one is read whose title says it best, if it is filled.

    Raises ValueError, in words for whoever brought the list.
    """
    rows = rows_of(text, kind)
    at = row_of_titles(rows, kind)
    titles: list[str] = []
    if rows:
        titles = [cell.strip() for cell in rows[at]]
    below = rows[at + 1 :]
    fields = [field_called(title, kind) for title in titles]
    refuse_without_columns(titles, fields, kind)
    if kind == ListKind.SIGNATURES:
        fields = with_column_of_links(fields, below)
        fields = without_yes_or_no(fields, below)
    order = best_first(titles, kind)
    first = at + 2  # as a spreadsheet counts its lines
    lines = lines_below(titles, fields, order, below, first)
    if kind == ListKind.SIGNATURES:
        for line in lines:
            line["cells"] = with_link_in_its_field(line["cells"])
    refuse_none_or_too_many(lines)
    return lines, not_read(titles, fields, order)


def columns_known(text: str, kind: ListKind) -> int:
    """Return how many columns of a list would be read; 0 where one that is needed is missing."""
    try:
        rows = rows_of(text, kind)
    except ValueError:
        return 0
    if not rows:
        return 0
    known = fields_called(rows[row_of_titles(rows, kind)], kind) - {""}
    return len(known) if known >= NEEDED[kind] else 0


# From the text to its rows, and the one that names the columns


def rows_of(text: str, kind: ListKind) -> list[list[str]]:
    """Return the cells of each line of a CSV. Raises ValueError if it is none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = text.lstrip("\ufeff")
    if '"' not in text:  # else those that hold cells together are straight already
        text = CURLY.sub(r'\1"\2"', text)
    delimiter = delimiter_of(text, kind)
    try:
        return parted(text, delimiter)
    except csv.Error as error:
        raise ValueError(f"{UNREADABLE}: {error}.") from None


def parted(text: str, delimiter: str) -> list[list[str]]:
    """Return the cells of each line, those in quotes whole, even over several lines.

    Raises ValueError where a quotation mark that is not closed would run lines together.
    """
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:  # some of its quotes hold no cell together
        pass
    if delimiter in OF_TABLES:
        words = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
        return list(words)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    for cells in rows:
        for cell in cells:
            first, line_end, _ = cell.partition("\n")
            if line_end:
                raise ValueError(
                    f"A quotation mark opens before “{first[:60]}” and is not closed, so that lines"
                    " run together. Close it, or take it out."
                )
    return rows


def delimiter_of(text: str, kind: ListKind) -> str:
    """Return what parts the names of the columns, or else what is most frequent at the top.

    What the documents say may hold more commas than there are tabs between columns.
    """
    lines = text.split("\n", TOP)[:TOP]
    by_frequency = sorted(DELIMITERS, key="\n".join(lines).count, reverse=True)
    for delimiter in by_frequency:
        for line in lines:
            titles = line.replace('"', "").split(delimiter)
            if fields_called(titles, kind) >= NEEDED[kind]:
                return delimiter
    return by_frequency[0]


def row_of_titles(rows: list[list[str]], kind: ListKind) -> int:
    """Return the index of the line that names the columns: the first that has all we need.

    If none has, it is the first that says anything.
    """
    for number, cells in enumerate(rows[:TOP]):
        if fields_called(cells, kind) >= NEEDED[kind]:
            return number
    for number, cells in enumerate(rows[:TOP]):
        if says_something(cells):
            return number
    return 0


def says_something(cells: list[str]) -> bool:
    """Whether any cell says more than the rule under the titles of a Markdown table, or nothing."""
    return any(cell.strip(" -:") for cell in cells)


# What the columns are


def field_called(title: str, kind: ListKind) -> str:
    """Return the field of a column; "" for one that we do not read.

    What stands in brackets in its title says how to fill it in: "Date (dd/mm/yyyy)".
    """
    return COLUMNS[kind].get(folded_title(title), "")


def folded_title(title: str) -> str:
    without_brackets = IN_BRACKETS.sub("", title)
    return folded(without_brackets.replace("_", " "))


def best_first(titles: list[str], kind: ListKind) -> list[int]:
    """Return the indexes of the columns in the order in which ``reading.py`` has their titles."""
    known = list(COLUMNS[kind])

    def place(column: int) -> int:
        title = folded_title(titles[column])
        return known.index(title) if title in known else len(known)

    return sorted(range(len(titles)), key=place)


def fields_called(titles: Iterable[str], kind: ListKind) -> set[str]:
    return {field_called(title.strip(), kind) for title in titles}


def refuse_without_columns(titles: list[str], fields: list[str], kind: ListKind) -> None:
    missing = sorted(NEEDED[kind].difference(fields))
    if missing:
        raise ValueError(
            f"A line at the top must name the columns. Missing: {', '.join(missing)}. It has:"
            f" {', '.join(filter(None, titles))[:300]}."
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
        are_links = all(is_link(cell) for cell in filled)
        if filled and are_links:
            return [*fields[:column], LINK, *fields[column + 1 :]]
    return fields


def without_yes_or_no(fields: list[str], rows: list[list[str]]) -> list[str]:
    """Return the fields of the columns; of several of days, one of "yes" and "no" is none."""
    kept = list(fields)
    for column, field in enumerate(fields):
        answers = {folded(cell) for cell in filled_cells(rows, column)}
        if field == "date" and kept.count("date") > 1 and answers <= YES_OR_NO:
            kept[column] = ""
    return kept


def is_link(cell: str) -> bool:
    """Whether a cell holds a link alone, or one behind words."""
    name, link = name_and_link(cell)
    return bool(link) and (not name or bool(WORDS_OF_LINK.fullmatch(cell)))


def filled_cells(rows: list[list[str]], column: int) -> list[str]:
    """Return what stands in a column, without its empty cells; a line may end before it."""
    filled = []
    for cells in rows:
        if column < len(cells) and cells[column].strip():
            filled.append(cells[column].strip())
    return filled


def not_read(titles: list[str], fields: list[str], order: list[int]) -> list[str]:
    """Return the titles of columns that we do not know, or that say what a better one does."""
    read: dict[str, int] = {}
    for column in order:
        read.setdefault(fields[column], column)
    unread = []
    for column, title in enumerate(titles):
        is_read = fields[column] and read[fields[column]] == column
        if title and not is_read:
            unread.append(title)
    return unread


# The lines below them


def lines_below(
    titles: list[str], fields: list[str], order: list[int], rows: list[list[str]], first: int
) -> list[StoredLine]:
    """Return the lines that say something; ``first`` is the number of the first row.

    ``order`` is that of the columns, the best first.
    """
    all_titles = with_numbers_for_titles(titles)
    lines: list[StoredLine] = []
    for number, cells in enumerate(rows, start=first):
        if says_something(cells):
            line: StoredLine = {
                "number": number,
                "cells": best_filled(fields, order, cells),
                "brought": by_title(all_titles, cells),
            }
            lines.append(line)
    return lines


def with_numbers_for_titles(titles: list[str]) -> list[str]:
    """Return the titles of columns, with a name for each that has none: "column 4"."""
    return [title or f"column {number}" for number, title in enumerate(titles, start=1)]


def by_title(titles: list[str], cells: list[str]) -> list[tuple[str, str]]:
    """Return each cell with the title of its column."""
    return [(title, cell.strip()) for title, cell in zip(titles, cells, strict=False)]


def best_filled(fields: list[str], order: list[int], cells: list[str]) -> dict[str, str]:
    """Return the cell of each field: of several columns the best that is filled."""
    found: dict[str, str] = {}
    for column in order:
        field = fields[column]
        if field and column < len(cells):
            text = without_link_behind_words(field, cells[column].strip())
            found[field] = found.get(field) or text
    return found


def with_link_in_its_field(cells: dict[str, str]) -> dict[str, str]:
    """Return the cells of a line with its link where links go, and its document's name alone.

    People write a link in place of the name, after it, or behind words. In other lines the same
    column may hold names: "Minutes of Cabinet, item 4".
    """
    source_name, source_link = name_and_link(cells.get("source", ""))
    link_name, link = name_and_link(cells.get(LINK, ""))
    if link:
        source = cells.get("source") or link_name
        return {**cells, "source": source, LINK: link}
    if source_link and not cells.get(LINK):
        return {**cells, "source": source_name, LINK: source_link}
    return cells


def name_and_link(text: str) -> tuple[str, str]:
    """Return what a cell says and the link in it, which is "" where it has none, or several."""
    behind_words = WORDS_OF_LINK.fullmatch(text)
    if behind_words:
        return behind_words[1], behind_words[2]
    if len(text) > MOST_NAMED or len(BEGINS_LINK.findall(text)) != 1:
        return text, ""
    found = NAME_AND_LINK.fullmatch(text)
    if found is None:
        return text, ""
    link = found["angled"] or found["bracketed"] or found["bare"]
    return found["name"], link


def without_link_behind_words(field: str, text: str) -> str:
    """Return what a cell says; of an address that is behind words the address."""
    if field in (LINK, "source"):
        return text
    behind_words = WORDS_OF_LINK.fullmatch(text)
    if behind_words is None:
        return text
    return behind_words[2] if field == "where" else behind_words[1]


def refuse_none_or_too_many(lines: list[StoredLine]) -> None:
    if not lines:
        raise ValueError("There are no lines under the column names.")
    if len(lines) > MOST_LINES:
        raise ValueError(
            f"This has {len(lines):,} lines; {MOST_LINES} is the most. Bring it in parts: nothing"
            " was read."
        )
