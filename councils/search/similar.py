"""Names that are spelt like one that nobody has, or have its words: only ever suggestions."""

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from councils.record import Record, cached_with_record
from councils.search.name_index import name_index

CLOSE_ENOUGH = 75
"""Similarity (0 to 100, as rapidfuzz measures it) from which a name is suggested."""
VERY_CLOSE = 85
"""Similarity from which a name of the same first letter is close enough that no other is sought:
hardly anybody mistakes the first letter, and most names begin with another."""
SHARED = 50
"""Similarity from which a name with such words is suggested: it shares half of its letters."""
NO_FURTHER = 15
"""Points below the most similar name, beyond which others are not suggested."""
MOST_NAMES = 12
"""The most similar names that are looked at."""
BEGINS_SO = "Begins like what you typed."
HAS_SUCH_A_WORD = "Has a word like what you typed."
SPELT_SO = "Spelt like what you typed."


class Similar(NamedTuple):
    """A name, how likely it is meant (0 to 100), and why it is suggested."""

    name: str
    likeness: float
    reason: str


class Suggested:
    """Every name that can be suggested, the shortest first, in the forms that are searched."""

    def __init__(self, names: list[str]):
        self.names = sorted(names, key=len)
        self.lengths = list(map(len, self.names))

    @cached_property
    def by_first_letter(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for name in self.names:
            names.setdefault(name[0], []).append(name)
        return names

    @cached_property
    def after_a_space(self) -> list[str]:
        """All those names, each after a space, so that " x" finds where words begin."""
        return [f" {name}" for name in self.names]

    @cached_property
    def in_one_text(self) -> str:
        return "\n".join(self.after_a_space)

    def about_as_long(self, asked: str) -> list[str]:
        """Return the names of a length that can be ``CLOSE_ENOUGH`` to ``asked``: most are not."""
        # Of two names of a and b letters, a the shorter, at most 2a / (a + b) is shared. That this
        # be CLOSE_ENOUGH of 100 bounds a / b by the share.
        share = CLOSE_ENOUGH / (200 - CLOSE_ENOUGH)
        first = bisect_left(self.lengths, len(asked) * share)
        last = bisect_right(self.lengths, len(asked) / share)
        return self.names[first:last]

    def with_words(self, words: list[str]) -> list[str]:
        """Return the names in which each of ``words`` begins a word."""
        begins = sorted((f" {word}" for word in words), key=len, reverse=True)
        longest = begins[0]
        if longest not in self.in_one_text:  # most that is misspelt begins no name
            return []
        found = []
        for name in self.after_a_space:
            if longest in name and all(begin in name for begin in begins):
                found.append(name[1:])
        return found


@cached_with_record
def suggested(record: Record) -> Suggested:
    return Suggested(name_index(record).names)


def spelt_like(asked: str, known: Suggested) -> list[tuple[str, float]]:
    """Return the names that are spelt like ``asked``, and how similar each is."""
    found = most_similar(asked, known.by_first_letter.get(asked[0], []))
    if found and found[0][1] >= VERY_CLOSE:
        return found
    return most_similar(asked, known.about_as_long(asked))


def most_similar(asked: str, names: list[str]) -> list[tuple[str, float]]:
    found = process.extract(
        asked, names, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=MOST_NAMES
    )
    return [(name, likeness) for name, likeness, _ in found]


def similar_names(asked: str, record: Record) -> list[Similar]:
    """Return names that are spelt like ``asked``, or whose words begin so, the most similar first.

    For "regis" that is Bognor Regis, too.
    """
    known = suggested(record)
    found = {}
    for name in known.with_words(asked.split()):
        if fuzz.ratio(asked, name) >= SHARED:
            # Each letter more or less costs four points, and twenty at most: a name with such a
            # word still stands before most misspellings.
            likeness = 100.0 - min(20, 4 * abs(len(name) - len(asked)))
            reason = BEGINS_SO if name.startswith(asked) else HAS_SUCH_A_WORD
            found[name] = Similar(name, likeness, reason)
    for name, likeness in spelt_like(asked, known):
        if name not in found or likeness > found[name].likeness:
            found[name] = Similar(name, likeness, SPELT_SO)
    if not found:
        return []
    likely = max(similar.likeness for similar in found.values()) - NO_FURTHER
    close = [similar for similar in found.values() if similar.likeness >= likely]
    close.sort(key=lambda similar: (-similar.likeness, len(similar.name)))
    return close[:MOST_NAMES]
