"""What each room does after a restore, and with the ledger. ``campaign/wiring.py`` fills it."""

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from campaign.ledger import Kind


class AfterRestore(Protocol):
    """Ends or settles what a room must not go on with once an old state is back."""

    __module__: str

    def __call__(self, now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
        """Settle what was open when the backup was made; return how much of each kind."""


after_restore: list[AfterRestore] = []
"""In the order in which a restore calls them."""

type ApplyLedger = Callable[[set[str]], int]
"""Does once more what the lines with these hashes say; returns how much there was to do."""

ledger_kinds: dict[Kind, ApplyLedger] = {}
"""By kind of line: who applies it."""
