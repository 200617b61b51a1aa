"""Each room's purge, and its access to personal data. ``campaign/wiring.py`` registers them."""

import datetime as dt
from typing import Any, Protocol


class Purge(Protocol):
    """Delete what a room no longer keeps. Safe to repeat, and to run late."""

    __module__: str

    def __call__(self, now: dt.datetime) -> dict[str, int]:
        """Delete what is past its time at ``now``; return how many rows or files of each kind."""


class PersonalData(Protocol):
    """A room's ``personal_data`` module: what it holds about the owner of an email address."""

    def export(self, email: str) -> dict[str, list[dict[str, Any]]]:
        """Return the entries held, by kind, as the person may see them."""

    def erase(self, email: str) -> dict[str, int]:
        """Delete the entries held, and return how many of each kind."""


purges: list[Purge] = []
"""The rooms' purges, in the order in which they run."""

personal_data: list[PersonalData] = []
"""The rooms that hold personal data, in the order of exports and erasures."""
