"""Read the register's CSV files into rows and check them, without the database.

``read`` either returns a consistent register or raises one RegisterError with every problem.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from councils.names import damage_in
from councils.register.check import contradictions
from councils.register.disclosure_control import FIGURES, SYMBOLS
from councils.register.rows import (
    LINEAGE_KINDS,
    NAME_KINDS,
    NATION_OF_KIND,
    PRECISIONS,
    REGIONS,
    SOURCE_KINDS,
    Code,
    Council,
    MissingFromCare,
    Name,
    Register,
    Rows,
    Signature,
    Succession,
)

type Columns = dict[str, Callable[[str], Any]]
"""For each column of a file, the function that converts a cell into a value."""

SHIPPED = Path(__file__).resolve().parent
"""The folder of the register that comes with the site."""


class RegisterError(Exception):
    """The files are wrong. ``problems`` has a sentence for each fault."""

    def __init__(self, problems: Iterable[str]):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def read(folder: Path | str = SHIPPED) -> Register:
    """Return the register in ``folder``. Raises RegisterError with every problem in it."""
    problems: list[str] = []
    tables = {
        name: _read_table(path, row, columns, problems)
        for name, (row, columns) in TABLES.items()
        if (path := Path(folder) / f"{name}.csv").exists() or name not in MAY_BE_MISSING
    }
    rows = Rows(**{name: tables.get(name) or [] for name in TABLES})
    if tables["councils"] is not None:
        # Without all councils, rows that refer to them would look wrong too.
        problems += contradictions(rows)
    if problems:
        raise RegisterError(problems)
    return Register(
        councils={council.code: council for council in rows.councils},
        names=tuple(rows.names),
        codes=tuple(rows.codes),
        lineage=tuple(rows.lineage),
        signatures=tuple(rows.signatures),
        missing_from_care=tuple(rows.missing_from_care),
    )


# Functions that convert a cell


def _text(most: int, needed: bool = False) -> Callable[[str], str]:
    """Return a function that reads text of at most ``most`` characters, the database's limit."""

    def parse(cell: str) -> str:
        if needed and not cell.strip():
            raise ValueError("is empty")
        if cell != cell.strip() or "  " in cell:
            raise ValueError("has a space too many")
        if damage_in(cell) or not cell.isprintable():
            raise ValueError("has a character that was damaged in copying")
        if len(cell) > most:
            raise ValueError(f"is {len(cell)} characters long; {most} is the most")
        return cell

    return parse


def _day(cell: str) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        raise ValueError("is not a date written like 2027-04-01")
    try:
        return dt.date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError("is not a date in the calendar") from error


def _day_or_none(cell: str) -> dt.date | None:
    return _day(cell) if cell else None


def _year(cell: str) -> int:
    if not re.fullmatch(r"20\d\d", cell):
        raise ValueError("is not a year like 2024")
    return int(cell)


def _one_of(*values: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if cell not in values:
            raise ValueError("is unknown. It can be " + ", ".join(v or "empty" for v in values))
        return cell

    return parse


def _like(pattern: str, words: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not re.fullmatch(pattern, cell, re.ASCII):
            raise ValueError(f"is not {words}")
        return cell

    return parse


def _address(most: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not cell:
            return cell
        parts = urlsplit(cell)
        if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in cell:
            raise ValueError("is not a web address that begins with https:// or http://")
        return _text(most)(cell)

    return parse


_code = _like(r"[A-Z0-9]{2,8}", "a code of two to eight capital letters")
_code_or_none = _like(r"([A-Z0-9]{2,8})?", "a code of two to eight capital letters")
_gss = _like(r"[ENSW]\d{8}", "a letter and eight digits, like E10000016")
_gss_or_none = _like(r"([ENSW]\d{8})?", "a letter and eight digits, like E10000016")
_figure = _like(
    rf"\d{{1,7}}(\.\d{{1,2}})?|{'|'.join(SYMBOLS)}",
    f"a number or one of {', '.join(SYMBOLS)}",
)
_slug = _like(
    r"(?=.{1,80}\Z)[a-z0-9]+(-[a-z0-9]+)*", "up to 80 small letters, digits and single hyphens"
)

TABLES: dict[str, tuple[type, Columns]] = {
    "councils": (
        Council,
        {
            "code": _code,
            "slug": _slug,
            "gss": _gss_or_none,
            "name": _text(120, needed=True),
            "short_name": _text(80, needed=True),
            "kind": _one_of(*NATION_OF_KIND),
            "nation": _one_of(*dict.fromkeys(NATION_OF_KIND.values())),
            "region": _one_of(*REGIONS, ""),
            "website": _address(200),
            "county": _code_or_none,
            "starts_on": _day_or_none,
            "ends_on": _day_or_none,
        },
    ),
    "names": (
        Name,
        {
            "code": _code,
            "name": _text(120, needed=True),
            "kind": _one_of(*NAME_KINDS),
            "starts_on": _day_or_none,
            "ends_on": _day_or_none,
        },
    ),
    "codes": (
        Code,
        {"code": _code, "gss": _gss, "starts_on": _day_or_none, "ends_on": _day_or_none},
    ),
    "lineage": (
        Succession,
        {"old": _code, "new": _code, "on": _day, "kind": _one_of(*LINEAGE_KINDS)},
    ),
    "signatures": (
        Signature,
        {
            "code": _code,
            "edition": _day,
            "precision": _one_of(*PRECISIONS),
            "date": _day_or_none,
            "signed_by": _text(120),
            "role": _text(120),
            "source": _text(1000),
            "source_url": _address(500),
            "source_kind": _one_of(*SOURCE_KINDS),
            "note": _text(1000),
            "checked_on": _day,
        },
    ),
    "missing_from_care": (
        MissingFromCare,
        {"code": _code, "year": _year, **dict.fromkeys(FIGURES, _figure)},
    ),
}
"""For each file, the class of its rows and the functions that convert its columns."""
MAY_BE_MISSING = {"missing_from_care"}
"""Files that a register made before release 1.1 does not have."""


# Files


def _read_table(
    path: Path, row_class: type, columns: Columns, problems: list[str]
) -> list[Any] | None:
    """Return the rows of one file, or None if any of it cannot be read."""
    text = _read_text(path, problems)
    if text is None:
        return None
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        missing = [column for column in columns if column not in (lines.fieldnames or ())]
        if missing:
            problems.append(f"{path.name} has no column named {', '.join(missing)}.")
            return None
        rows = [
            _read_row(path.name, lines.line_num, cells, row_class, columns, problems)
            for cells in lines
        ]
    except csv.Error as error:
        problems.append(f"{path.name}, after line {lines.line_num}: not a row of CSV ({error}).")
        return None
    return None if None in rows else rows


def _read_text(path: Path, problems: list[str]) -> str | None:
    try:
        data = path.read_bytes()
    except OSError:
        problems.append(f"There is no file {path.name} that can be read in {path.parent}.")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(
            f"{path.name}, line {line}: not UTF-8 text. Save the file again as “CSV UTF-8”."
        )
        return None


def _read_row(
    file: str,
    line: int,
    cells: dict[str, str],
    row_class: type,
    columns: Columns,
    problems: list[str],
) -> Any:
    if None in cells or None in cells.values():
        problems.append(
            f"{file}, line {line}: the row has another number of cells than the first line."
        )
        return None
    values: dict[str, Any] = {}
    faulty = False
    for column, parse in columns.items():
        try:
            values[column] = parse(cells[column])
        except ValueError as error:
            faulty = True
            problems.append(f"{file}, line {line}: {column} “{cells[column]}” {error}.")
    return None if faulty else row_class(line=line, **values)
