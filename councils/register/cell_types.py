"""Functions that convert a cell of the register's files, or raise ValueError saying what it is."""

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from councils.names import damage_in


def text(most: int, needed: bool = False) -> Callable[[str], str]:
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


def day(cell: str) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        raise ValueError("is not a date written like 2027-04-01")
    try:
        return dt.date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError("is not a date in the calendar") from error


def day_or_none(cell: str) -> dt.date | None:
    return day(cell) if cell else None


def year(cell: str) -> int:
    if not re.fullmatch(r"20\d\d", cell):
        raise ValueError("is not a year like 2024")
    return int(cell)


def one_of(*values: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if cell not in values:
            raise ValueError("is unknown. It can be " + ", ".join(v or "empty" for v in values))
        return cell

    return parse


def like(pattern: str, words: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not re.fullmatch(pattern, cell, re.ASCII):
            raise ValueError(f"is not {words}")
        return cell

    return parse


def address(most: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not cell:
            return cell
        parts = urlsplit(cell)
        if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in cell:
            raise ValueError("is not a web address that begins with https:// or http://")
        return text(most)(cell)

    return parse
