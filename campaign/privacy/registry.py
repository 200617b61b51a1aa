"""What each room forgets, and what it holds of one person. ``campaign/wiring.py`` fills it."""

import datetime as dt
from typing import Any, Protocol


class Purge(Protocol):
    """Deletes what a room no longer keeps. Safe to repeat, and to run late."""

    __module__: str

    def __call__(self, now: dt.datetime) -> dict[str, int]:
        """Delete what is past keeping at ``now``; return how many rows or files of each kind."""


class PersonalData(Protocol):
    """A room's ``personal_data`` module: what it holds of the person behind one email address."""

    def find(self, email: str) -> dict[str, int]:
        """Return the number of entries held, by kind."""

    def export(self, email: str) -> dict[str, list[dict[str, Any]]]:
        """Return the entries held, by kind, as the person may see them."""

    def erase(self, email: str) -> dict[str, int]:
        """Delete the entries held, and return how many of each kind."""


purges: list[Purge] = []
"""In the order in which the nightly purge calls them."""

personal_data: list[PersonalData] = []
"""In the order in which an export shows them and an erasure deletes them."""
