"""What each room does after a restore. ``campaign/wiring.py`` fills it."""

import datetime as dt
from typing import Protocol


class AfterRestore(Protocol):
    """Ends or settles what a room must not go on with once an old state is back."""

    __module__: str

    def __call__(self, now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
        """Settle what was open when the backup was made; return how much of each kind."""


after_restore: list[AfterRestore] = []
"""In the order in which a restore calls them."""
