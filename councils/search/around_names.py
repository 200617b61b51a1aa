"""Drop what people put around a name: "I live in", "city centre", "UK".

Words are dropped only if they are in ``around_names.csv``, which a volunteer edits. What is left is
looked up as it stands, so a line with anything unknown in it is nobody's.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from councils.search.known_names import county_called, spelled, table
from councils.search.line_parts import Knows, Parts


class Phrases(NamedTuple):
    """Phrases at one end of a name, and what they say of the place.

    They say "near" it, "parish", a "direction" (which is near it, too), or "": nothing.
    """

    pattern: re.Pattern[str]
    says: str


type Ends = tuple[tuple[str, str], ...]
"""Which phrases: at which end they stand, and what they say, as in ``around_names.csv``."""
MOST_TRIED = 60
"""The ways of dropping phrases after which no further phrase is dropped: enough for every line."""
LIKELY: Ends = (
    ("before", ""),
    ("after", ""),
    ("after", "parish"),
    ("before", "near"),
    ("after", "near"),
)
"""From the most to the least likely."""
DIRECTIONS: Ends = (("before", "direction"), ("after", "direction"))
"""Words that may also belong to a name that we don't know."""
BEFORE: Ends = (("before", ""), ("before", "near"))
"""Only what stands before a name: what stands after it may be its area."""
TOWN_WORDS = frozenset(("city", "town", "village", "hamlet", "centre", "center"))
"""Words of a phrase that beside a county mean a town there, and not its council."""
COMPASS = {
    "n": "north",
    "ne": "north east",
    "e": "east",
    "se": "south east",
    "s": "south",
    "sw": "south west",
    "w": "west",
    "nw": "north west",
    "northeast": "north east",
    "northwest": "north west",
    "southeast": "south east",
    "southwest": "south west",
}
"""Directions as people shorten them, or write them in one word."""


def least_dropped(words: str, knows: Knows) -> Parts:
    """Return a name without what people put around it, its letters written out: "S Shields".

    The fewest phrases are dropped that leave a name we know: "Camden Town" keeps its town. Of a
    name that we don't know all are dropped but directions before it, which may belong to it.
    """
    for parts in shorter_and_shorter(words):
        for name in (parts.name, *written_out(parts.name)):
            if knows(name):
                return parts._replace(name=name)
    return all_dropped(Parts(words))


def area_least_dropped(words: str, is_area: Callable[[str], bool]) -> str:
    """Return an area without what people put around it: "N. Devon" is Devon, not the district.

    ``is_area`` says whether a spelled name is an area: to some callers only a county is one.
    """
    for parts in shorter_and_shorter(words):
        if is_area(parts.name):
            return parts.name
    return all_dropped(Parts(words)).name


def begins_near(area: str) -> bool:
    """Whether "near" or the like stands before an area: "close to Greenwich"."""
    return all_dropped(Parts(area), BEFORE).is_near


def shorter_and_shorter(words: str) -> Iterator[Parts]:
    """Yield the parts of a name with no phrase dropped, then with each one, then with each two."""
    yield Parts(words)
    seen = {words}
    as_short = [Parts(words)]
    while as_short and len(seen) < MOST_TRIED:
        shorter = []
        for parts in as_short:
            for less in without_one(parts, phrases(LIKELY + DIRECTIONS)):
                if less.name not in seen:
                    seen.add(less.name)
                    shorter.append(less)
                    yield less
        as_short = shorter


def written_out(name: str) -> Iterator[str]:
    """Yield a name with its letters and its county in full: "N Warks" is North Warwickshire.

    A direction may be two words, "N E Lincs", and an n between two words is "and".
    """
    first, _, rest = name.partition(" ")
    second, _, after = rest.partition(" ")
    if after and f"{first}{second}" in COMPASS:
        first = f"{first}{second}"
        rest = after
    if not rest:
        return
    first = COMPASS.get(first, first)
    county = county_called(rest)
    yield f"{first} {rest}"
    if county:
        yield f"{first} {spelled(county.name)}"
    if " n " in name:
        yield name.replace(" n ", " and ")


def all_dropped(parts: Parts, ends: Ends = LIKELY) -> Parts:
    """Return a name without every phrase around it at some ends."""
    while True:
        less = next(without_one(parts, phrases(ends)), None)
        if less is None:
            return parts
        parts = less


def without_one(parts: Parts, at_its_ends: list[Phrases]) -> Iterator[Parts]:
    """Yield the parts without one phrase, from the most to the least likely."""
    for end in at_its_ends:
        found = end.pattern.search(parts.name)
        if not found:
            continue
        less = parts._replace(name=parts.name[: found.start()] + parts.name[found.end() :])
        if not TOWN_WORDS.isdisjoint(found.group().split()):
            less = less._replace(is_town=True)
        if end.says == "parish":
            less = less._replace(is_parish=True)
        elif end.says:
            less = less._replace(is_near=True)
        yield less


# -- The phrases of around_names.csv --------------------------------------------------------------


@cache
def phrases(ends: Ends) -> list[Phrases]:
    """Return what is dropped from a name, end by end."""
    found = []
    for stands, says in ends:
        words = []
        for row in table("around_names.csv"):
            if row["stands"] == stands and row["says"] == says:
                words.append(row["phrase"])
        found.append(Phrases(pattern_of(stands, words), says))
    return found


def pattern_of(stands: str, words: list[str]) -> re.Pattern[str]:
    """Return the pattern of phrases at an end of a name, the longest first; a letter is left."""
    either = "|".join(sorted(words, key=len, reverse=True))
    if stands == "before":
        return re.compile(f"^(?:{either}) (?=.)")
    return re.compile(f"(?<=.) (?:{either})$")


@cache
def every_phrase() -> frozenset[str]:
    """Return all that may stand around a name: alone, it names nothing."""
    return frozenset(row["phrase"] for row in table("around_names.csv"))


@cache
def phrases_saying_nothing() -> frozenset[str]:
    """Return the phrases that are no part of a place, even between commas: "who do I ask"."""
    return frozenset(row["phrase"] for row in table("around_names.csv") if not row["says"])
