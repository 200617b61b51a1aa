"""Councils that somebody means who misspells them, in the searches of staff."""

from difflib import get_close_matches

from councils.names import folded
from councils.record import record_on

MOST_ALIKE = 8
"""The most names that a misspelt one is taken for."""


def spelt_alike(typed: str) -> set[int]:
    """Return the ids of the councils that have a name spelt nearly like what was typed."""
    ids_of: dict[str, set[int]] = {}
    for row in record_on().all_councils:
        for name in row.folded_names:
            ids_of.setdefault(name, set()).add(row.id)
    found = set()
    for name in get_close_matches(folded(typed), ids_of, n=MOST_ALIKE, cutoff=0.75):
        found |= ids_of[name]
    return found
