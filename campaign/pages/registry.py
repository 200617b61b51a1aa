"""Functions to call when staff change who runs the site. ``campaign/wiring.py`` registers them."""

from collections.abc import Callable

on_organisation_change: list[Callable[[], object]] = []
"""Called in the transaction in which staff save the change."""
