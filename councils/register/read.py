"""Read the register's CSV files into rows and check them, without the database.

``read`` either returns a consistent register or raises one RegisterError with every problem.
"""

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_type_hints

from councils.register import rows
from councils.register.check import contradictions
from councils.register.rows import Register

TABLES: dict[str, type] = {
    "councils": rows.CouncilRow,
    "names": rows.NameRow,
    "codes": rows.CodeRow,
    "lineage": rows.SuccessionRow,
    "signatures": rows.SignatureRow,
    "missing_from_care": rows.MissingFromCareRow,
}
"""For each file, the class of its rows."""
MAY_BE_MISSING = {"missing_from_care"}
"""Files that a register made before release 1.1 does not have."""
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
        name: _read_table(path, row_class, problems)
        for name, row_class in TABLES.items()
        if (path := Path(folder) / f"{name}.csv").exists() or name not in MAY_BE_MISSING
    }
    by_file = {name: tables.get(name) or [] for name in TABLES}
    councils = by_file.pop("councils")
    register = Register({council.code: council for council in councils}, **by_file)
    if tables["councils"] is not None:
        # Without all councils, rows that refer to them would look wrong too.
        problems += contradictions(councils, register)
    if problems:
        raise RegisterError(problems)
    return register


def _read_table(path: Path, row_class: type, problems: list[str]) -> list[Any] | None:
    """Return the rows of one file, or None if any of it cannot be read."""
    text = _read_text(path, problems)
    if text is None:
        return None
    hints = get_type_hints(row_class, include_extras=True)
    columns = {name: hint.__metadata__[0] for name, hint in hints.items() if name != "line"}
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
    columns: dict[str, Callable[[str], Any]],
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
