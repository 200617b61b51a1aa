"""What a model holds of people. It is declared on the model, and campaign/privacy/ acts on it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

type Value = str | Callable[[Any], object]
"""What is shown of a row: an attribute, of it or of what it leads to, or a function."""


@dataclass(frozen=True)
class Kept:
    """Until when some rows are kept, and what becomes of them in the night after."""

    name: str
    """What the purge calls them."""
    over: str | Callable[[Any, dt.datetime], Any]
    """The queryset's method that returns those past their time (campaign/retention.py)."""
    then: str | Callable[[Any, dt.datetime], int] = "erase"
    """The queryset's method that deletes or empties them, and returns how many; named, it gets no
    time, and a function gets that of the night."""


@dataclass(frozen=True)
class Personal:
    """What a model holds of people, how theirs is found, and when it is deleted.

    ``objects.for_email`` finds what is a person's, unless ``found`` does.
    """

    name: str
    """What its rows are called on the screen for one person, and in their file."""
    addresses: tuple[str, ...] = ()
    """The fields with somebody's email address."""
    names: tuple[str, ...] = ()
    """The other fields that name somebody, or say where they live."""
    words: tuple[str, ...] = ()
    """The other fields with words that somebody wrote, or that are about them."""
    of_nobody: tuple[str, ...] = ()
    """The fields of text that hold neither."""
    shown: Mapping[str, Value] | None = None
    """What its person may see of a row, by what it is called; None if no row is anybody's."""
    found: Callable[[str], Any] | None = None
    kept: tuple[Kept, ...] = ()
    erase: str | Callable[[Any], int] | None = "erase"
    """The queryset's method that erases a person's rows; None if they stay: they name nobody."""
    is_of_staff: bool = False
    """Whether it is about staff, who go on keeping the record once the campaign has closed."""
