"""Functions to call when a council writes to us. ``campaign/wiring.py`` registers them."""

from collections.abc import Callable

on_confirmed: list[Callable[[int], object]] = []
"""Called with a council's primary key, in the transaction that confirms a message from it."""
