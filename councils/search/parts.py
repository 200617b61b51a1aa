"""Read a line of words as its parts: a place, the areas that it is in, and what stands around it.

    "I live in Hailsham, East Sussex, UK"    place "hailsham", areas ("east sussex",)
    "luton beds"                             place "luton", areas ("beds",)
    "near Leeds"                             place "leeds", is_near
    "12 High Street, Dover"                  place "dover", is_address

Words are dropped only if they are in ``around_names.csv``, which a volunteer edits. What is left is
looked up as it stands, so a line with anything unknown in it is nobody's. The guard has heard the
whole line before (``lookup.py``).
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from councils.search.known_names import (
    county_called,
    places_elsewhere,
    regions_called,
    spelled,
    table,
)

type Knows = Callable[[str], bool]
"""Whether a council, a place or a county has a spelled name."""


class Parts(NamedTuple):
    """What a line says. Names are spelled (``known_names.spelled``), to be compared."""

    place: str
    areas: tuple[str, ...] = ()
    """Where the place is, in the words of the line: a county, region, council, nation or town."""
    is_near: bool = False
    """Whether the line says near it, outside it or north of it: near is not in."""
    is_parish: bool = False
    """Whether a parish or town council of that name is meant."""
    is_address: bool = False
    """Whether a house, a road or a school stands before the place."""


# -- What people put around a name ----------------------------------------------------------------

NO_AREA = frozenset(
    ("england", "uk", "u k", "united kingdom", "great britain", "gb", "britain", "the uk", "europe")
)
"""What may follow a place's name without saying where it is."""

GREETINGS = frozenset(("hi", "hello", "hey", "hiya", "please", "dear all", "good morning"))
"""What may stand before a comma and say nothing."""

MOST_WORDS = 16
"""The most words in which a name and its areas are looked for without a comma."""
MOST_TRIED = 60
"""The most ways of dropping phrases that are tried: enough for every line that people write."""
LONGEST_NAME = 4
"""The most words of a name that is looked for within a line."""
BEFORE_A_NAME = re.compile(
    r"^(?:(?:hi|hello|hey) )?"
    r"(?:(?:(?:i am|im|i m|we are|were|i|we) )?(?:(?:live|come) )?(?:in|at|from)"
    r"|(?:just )?outside(?: of)?|near|nr|close to) "
)
"""The few words that with a name alone are no call for help: "I’m from", "near"."""

ADDRESS = re.compile(
    r".*\b(?:street|road|rd|lane|avenue|ave|close|drive|crescent|terrace|gardens|grove|court|square"
    r"|row|mews|parade|walk|place|way|hill|rise|view|house|flat|apartments?|lodge|farm|school|academy"
    r"|college|primary|secondary|high|infants?|juniors?|nursery|sixth form|university|hospital"
    r"|surgery|church|station|library|shopping centre|motorway)\b|.*\b\d+[a-z]?\b"
)
"""The words of a house, a road, a school or another building, up to the last of them."""

SECTIONS = re.compile(r"[,;()\[\]/|\n\r\t]+|\s[-–—]+\s|(?<=[a-z]{3})\.\s+(?=[A-Z])")
"""What stands between a place and where it is: "Dover, Kent", "Ashford (Kent)"."""


class Phrases(NamedTuple):
    """Phrases at one end of a name, and what they say of the place: near it, or its parish."""

    pattern: re.Pattern[str]
    says: str


LIKELY = (("before", ""), ("after", ""), ("after", "parish"), ("before", "near"), ("after", "near"))
"""Where phrases stand and what they say, from the most to the least likely."""
DIRECTIONS = (("before", "direction"), ("after", "direction"))
"""Words that may also belong to a name that we don't know."""


@cache
def phrases(kinds: tuple[tuple[str, str], ...]) -> list[Phrases]:
    """Return what is dropped from a name, kind by kind."""
    found = []
    for stands, says in kinds:
        words = []
        for row in table("around_names.csv"):
            if row["stands"] == stands and row["says"] == says:
                words.append(row["phrase"])
        found.append(Phrases(_pattern(stands, words), says))
    return found


def _pattern(stands: str, words: list[str]) -> re.Pattern[str]:
    """Return the pattern of phrases at an end of a name, the longest first; a letter is left."""
    either = "|".join(sorted(words, key=len, reverse=True))
    if stands == "before":
        return re.compile(f"^(?:{either}) (?=.)")
    return re.compile(f"(?<=.) (?:{either})$")


# -- From a line to its parts ---------------------------------------------------------------------


def read(typed: str, knows: Knows) -> Parts:
    """Return the parts of a line. Its place is empty if the line has no word."""
    sections = []
    for section in SECTIONS.split(typed):
        words = spelled(section)
        if words and words not in NO_AREA:
            sections.append(words)
    if len(sections) > 1 and sections[0] in GREETINGS:
        sections = sections[1:]
    if not sections:
        return Parts("")
    if len(sections) == 1:
        return _of_words(sections[0], knows)
    return _of_sections(sections, knows)


def has_only_names(typed: str, knows: Knows) -> bool:
    """Whether a line is names we know with commas between them, or one with "near" before it."""
    sections = list(map(spelled, SECTIONS.split(typed)))
    if len(sections) > 1 and sections[0] in GREETINGS:
        sections = sections[1:]
    first = BEFORE_A_NAME.sub("", sections[0])
    if len(sections) == 1 and first == sections[0]:
        return False
    return all(map(knows, [first, *sections[1:]]))


def _of_sections(sections: list[str], knows: Knows) -> Parts:
    """Return the parts of what stood between commas: an address, a place, its areas."""
    if sections[1].endswith(" of"):  # "Bristol, City of"
        return _of_words(" ".join([*sections[1:], sections[0]]), knows)
    is_address = False
    first = _first_section(sections[0], knows)
    while len(sections) > 1 and not knows(first.place) and ADDRESS.match(sections[0]):
        is_address = True
        sections = sections[1:]
        first = _first_section(sections[0], knows)
    areas = list(first.areas)
    for section in sections[1:]:
        areas += _areas(section, knows) or (section,)
    return first._replace(areas=tuple(areas), is_address=is_address or first.is_address)


def _first_section(words: str, knows: Knows) -> Parts:
    """Return the parts of what stood before a comma; its place is unknown in an address."""
    whole = _trimmed(words, knows)
    if knows(whole.place):
        return whole
    return _split(words, knows) or _addressed(words, knows) or whole


def _of_words(words: str, knows: Knows) -> Parts:
    """Return the parts of words without a comma."""
    whole = _trimmed(words, knows)
    if knows(whole.place):
        return whole
    return (
        _split(words, knows)
        or _split(whole.place, knows)
        or _addressed(words, knows)
        or _in_county(whole)
    )


def _trimmed(words: str, knows: Knows) -> Parts:
    """Return a name without what people put around it.

    The fewest phrases are dropped that leave a name we know: "Camden Town" keeps its town. Of a
    name that we don't know all are dropped but directions, which may belong to it.
    """
    found = Parts(words)
    if knows(words):
        return found
    seen = {words}
    row = [found]
    while row and len(seen) < MOST_TRIED:
        shorter = []
        for parts in row:
            for less in _without_one(parts, phrases(LIKELY + DIRECTIONS)):
                if knows(less.place):
                    return less
                if less.place not in seen:
                    seen.add(less.place)
                    shorter.append(less)
        row = shorter
    return _bare(found)


def _bare(parts: Parts) -> Parts:
    """Return a name that we don't know without every phrase around it."""
    for less in _without_one(parts, phrases(LIKELY)):
        return _bare(less)
    return parts


def _without_one(parts: Parts, dropped: list[Phrases]) -> Iterator[Parts]:
    """Yield the parts without one phrase, from the most to the least likely."""
    for phrase in dropped:
        found = phrase.pattern.search(parts.place)
        if not found:
            continue
        less = parts._replace(place=parts.place[: found.start()] + parts.place[found.end() :])
        if phrase.says == "parish":
            less = less._replace(is_parish=True)
        elif phrase.says:
            less = less._replace(is_near=True)
        yield less


def _split(line: str, knows: Knows) -> Parts | None:
    """Return the parts of "Exeter Devon": a name we know, the longest, and areas after it."""
    words = line.split()
    if len(words) > MOST_WORDS:
        return None
    for end in range(len(words) - 1, 0, -1):
        areas = _areas(" ".join(words[end:]), knows)
        if not areas or _cuts_a_county(words, end, knows):
            continue
        head = _trimmed(" ".join(words[:end]), knows)
        if knows(head.place):
            return head._replace(areas=areas)
    return None


def _cuts_a_county(words: list[str], end: int, knows: Knows) -> bool:
    """Whether the last word before ``end`` belongs to the county after it.

    Not "Hailsham East" in Sussex, nor "Scunthorpe North" in Lincs; but "Clayton West" in West
    Yorkshire.
    """
    longer = " ".join(words[end - 1 :])
    if _is_county_or_nation(_bare(Parts(longer)).place):
        return True
    name = BEFORE_A_NAME.sub("", " ".join(words[:end]))
    return not knows(name) and _is_county_or_nation(_trimmed(longer, _is_county_or_nation).place)


def _areas(line: str, knows: Knows) -> tuple[str, ...]:
    """Return the areas of "leeds west yorkshire", one after another; none if a word is over."""

    def is_area(name: str) -> bool:
        return _is_county(name) or name in places_elsewhere() or knows(name)

    whole = _trimmed(line, is_area).place
    if is_area(whole):
        return (whole,)
    words = whole.split()
    for end in range(len(words) - 1, 0, -1):
        first = " ".join(words[:end])
        if is_area(first):
            rest = _areas(" ".join(words[end:]), knows)
            if rest:
                return (first, *rest)
    return ()


def _is_county(name: str) -> bool:
    """Whether a name is that of a county or region."""
    return county_called(name) is not None or bool(regions_called(name))


def _is_county_or_nation(name: str) -> bool:
    """Whether a name is that of a county or region, or of a nation without councils of ours."""
    if _is_county(name):
        return True
    return any(not place["councils"] for place in places_elsewhere().get(name, []))


def _addressed(line: str, knows: Knows) -> Parts | None:
    """Return the place of "12 High Street Dover", or None."""
    address = ADDRESS.match(line)
    if address is None:
        return None
    rest = line[address.end() :].strip()
    if not rest:
        return None
    place = _trimmed(rest, knows)
    if not knows(place.place):
        split = _split(rest, knows)
        if split is None:
            return None
        place = split
    return place._replace(is_address=True)


def _in_county(whole: Parts) -> Parts:
    """Return a name that nobody has with the county after it, if there is one."""
    words = whole.place.split()
    for start in range(1, len(words)):
        county = " ".join(words[start:])
        if _is_county(county):
            return whole._replace(place=" ".join(words[:start]), areas=(county,))
    return whole
