"""Who is told when staff change the words that emails repeat. ``campaign/wiring.py`` fills it."""

from collections.abc import Callable

on_organisation_change: list[Callable[[], object]] = []
"""Called in the transaction in which staff change who runs the site."""
