"""Functions to call during a restore. ``campaign/wiring.py`` registers them."""

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from campaign.ledger import Kind


class AfterRestore(Protocol):
    """End or settle what a room must not carry on with once an old state is back."""

    __module__: str

    def __call__(self, now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
        """Settle what was open when the backup was made; return how much of each kind."""


after_restore: list[AfterRestore] = []
"""Functions to call after a restore, in this order."""

type ApplyLedger = Callable[[set[str]], int]
"""Repeats what the ledger lines with these hashes record; returns how much there was to do."""

ledger_kinds: dict[Kind, ApplyLedger] = {}
"""By kind of ledger line: the function that applies it."""
