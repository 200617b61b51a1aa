"""Functions to call during a restore. ``campaign/wiring.py`` registers them."""

import datetime as dt
from collections.abc import Callable

from campaign.ledger import Kind

type AfterRestore = Callable[[dt.datetime, dt.datetime], dict[str, int]]
"""Settles what a room must not carry on with once an old state is back, given the time now and the
time at which the backup was made; returns how much of each kind."""

after_restore: list[AfterRestore] = []
"""Functions to call after a restore, in this order."""

type ApplyLedger = Callable[[set[str]], int]
"""Repeats what the ledger lines with these hashes record; returns how much there was to do."""

ledger_kinds: dict[Kind, ApplyLedger] = {}
"""By kind of ledger line: the function that applies it."""
