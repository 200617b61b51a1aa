"""Read a line of words as its parts: a place, the areas that it is in, and what stands around it.

    "I live in Hailsham, East Sussex, UK"    name "hailsham", areas ("east sussex",)
    "luton beds"                             name "luton", areas ("beds",)
    "near Leeds"                             name "leeds", is_near
    "12 High Street, Dover"                  name "dover", is_address

The line is parted at its commas; ``around_names.py`` drops what stands around a
name. The guard has heard the whole line before (``lookup.py``).
"""

import re

from councils.search.around_names import (
    BEFORE,
    TOWN_WORDS,
    all_dropped,
    area_least_dropped,
    begins_near,
    least_dropped,
    phrases_saying_nothing,
)
from councils.search.known_names import (
    county_called,
    is_without_councils,
    regions_called,
    spelled,
)
from councils.search.line_parts import Knows, Parts

NO_AREA = frozenset(
    ("england", "uk", "u k", "united kingdom", "great britain", "gb", "britain", "the uk", "europe")
)
"""What may follow a place's name without saying where it is."""

MOST_WORDS = 16
"""The most words in which a name and its areas are looked for without a comma."""

ADDRESS = re.compile(
    r".*\b(?:street|road|rd|lane|avenue|ave|close|drive|crescent|terrace|gardens|grove|court|square"
    r"|row|mews|parade|walk|place|way|hill|rise|view|house|flat|apartments?|lodge|farm|estate|school"
    r"|academy|college|primary|secondary|high|infants?|juniors?|nursery|sixth form|university"
    r"|hospital|surgery|church|station|library|shopping centre|motorway)\b|.*\b\d+[a-z]?\b"
)
"""The words of a house, a road, a school or another building, up to the last of them.

They are more than the ``BUILDINGS`` of a sentence: "hill" or "view" alone asks for no address."""

SECTIONS = re.compile(
    r"[,;()\[\]/|\n\r\t]+|\s[-–—]+\s|(?<=[a-z]{3})\.\s+(?=[A-Z])"
    r"|\b(?i:comma|full stop|question mark|new line)\b"
)
"""What stands between a place and where it is, also as a phone writes what it is told: "Dover,
Kent", "Ashford (Kent)", "Lynn comma Norfolk"."""


def read_parts(typed: str, knows: Knows) -> Parts:
    """Return the parts of a line. Its name is empty if the line has no word."""
    sections = []
    is_town = False
    for section in sections_of(typed):
        is_around = section in NO_AREA or section in phrases_saying_nothing()
        if knows(section) or not is_around:
            sections.append(section)
        elif not TOWN_WORDS.isdisjoint(section.split()):  # "Notts, city centre"
            is_town = True
    if not sections:
        return Parts("")
    if len(sections) == 1:
        parts = of_words(sections[0], knows)
    else:
        parts = of_sections(sections, knows)._replace(is_either="/" in typed)
    if is_town:
        return parts._replace(is_town=True)
    return parts


def sections_of(typed: str) -> list[str]:
    """Return the words between commas, spelled, without a section that has none."""
    return list(filter(None, map(spelled, SECTIONS.split(typed))))


def of_sections(sections: list[str], knows: Knows) -> Parts:
    """Return the parts of what stood between commas: an address, a place, its areas."""
    if sections[1].endswith(" of"):  # "Bristol, City of"
        return of_words(" ".join([*sections[1:], sections[0]]), knows)
    is_address = False
    first = of_first_section(sections[0], knows)
    while len(sections) > 1 and is_address_before(sections[0], first, knows):
        is_address = True
        sections = sections[1:]
        first = of_first_section(sections[0], knows)
    areas = list(first.areas)
    is_beside = first.is_beside
    for section in sections[1:]:
        areas += areas_in(section, knows) or (section,)
        is_beside = is_beside or begins_near(section)
    return first._replace(
        areas=tuple(areas),
        is_beside=is_beside,
        is_address=is_address or first.is_address,
    )


def is_address_before(section: str, read_as: Parts, knows: Knows) -> bool:
    """Whether a section is a house or a road before the place: "12 High Street"."""
    return not knows(read_as.name) and ADDRESS.match(section) is not None


def of_first_section(words: str, knows: Knows) -> Parts:
    """Return the parts of what stood before a comma; its name is unknown in an address."""
    whole = least_dropped(words, knows)
    if knows(whole.name):
        return whole
    return split_at_areas(words, knows) or after_an_address(words, knows) or whole


def of_words(words: str, knows: Knows) -> Parts:
    """Return the parts of words without a comma."""
    whole = least_dropped(words, knows)
    if knows(whole.name):
        return whole
    return (
        split_at_areas(words, knows)
        or split_at_areas(whole.name, knows)
        or after_an_address(words, knows)
        or before_a_county(whole)
    )


def split_at_areas(line: str, knows: Knows) -> Parts | None:
    """Return the parts of "Exeter Devon": a name we know, the longest, and areas after it.

    A line is not cut within a county: of "clapham south london" the name is "clapham" and the area
    "south london". But there is a Clapham South too, which is its ``or_name``.
    """
    words = line.split()
    if len(words) > MOST_WORDS:
        return None
    or_name = ""
    for end in range(len(words) - 1, 0, -1):
        areas = areas_in(" ".join(words[end:]), knows)
        if not areas:
            continue
        before = " ".join(words[:end])
        in_short = all_dropped(Parts(before), BEFORE).name
        if is_of_the_county(" ".join(words[end - 1 :]), in_short, knows):
            if knows(in_short):  # "clapham south | london"
                or_name = in_short
            continue
        named = least_dropped(before, knows)
        if knows(named.name):
            is_beside = begins_near(" ".join(words[end:]))
            return named._replace(areas=areas, or_name=or_name, is_beside=is_beside)
    return None


def is_of_the_county(last_word_and_county: str, before_in_short: str, knows: Knows) -> bool:
    """Whether the last word before a cut belongs to the county after it.

    ``before_in_short`` is what stands before the cut, without what people put around a name.

        before | after             last word and county   before is known   it belongs there
        hailsham east | sussex     east sussex, one       no                yes
        clayton west | yorkshire   west yorkshire, one    yes               yes
        clayton west | west yorks  west west yorks, none  yes               no
        scunthorpe north | lincs   north lincs, of lincs  no                yes
    """
    if is_county_or_nation(last_word_and_county):
        return True
    if knows(before_in_short):
        return False
    without_direction = area_least_dropped(last_word_and_county, is_county_or_nation)
    return is_county_or_nation(without_direction)


def areas_in(line: str, knows: Knows) -> tuple[str, ...]:
    """Return the areas of "leeds west yorkshire", one after another; none if a word is over."""

    def is_area(name: str) -> bool:
        is_road = " " not in name and ADDRESS.fullmatch(name)
        if is_road:  # Street is a place, too, but not in "oxford street"
            return False
        return knows(name)

    whole = area_least_dropped(line, is_area)
    if is_area(whole):
        return (whole,)
    words = whole.split()
    if len(words) > MOST_WORDS:
        return ()
    for end in range(len(words) - 1, 0, -1):
        first = " ".join(words[:end])
        if is_area(first):
            rest = areas_in(" ".join(words[end:]), knows)
            if rest:
                return (first, *rest)
    return ()


def is_county(name: str) -> bool:
    """Whether a name is that of a county or region."""
    return county_called(name) is not None or bool(regions_called(name))


def is_county_or_nation(name: str) -> bool:
    """Whether a name is that of a county, a region or a nation, or lies on an island or abroad."""
    return is_county(name) or is_without_councils(name)


def after_an_address(line: str, knows: Knows) -> Parts | None:
    """Return the place of "12 High Street Dover", or None."""
    address = ADDRESS.match(line)
    if address is None:
        return None
    rest = line[address.end() :].strip()
    if not rest:
        return None
    place = least_dropped(rest, knows)
    if not knows(place.name):
        split = split_at_areas(rest, knows)
        if split is None:
            return None
        place = split
    return place._replace(is_address=True)


def before_a_county(whole: Parts) -> Parts:
    """Return a name that nobody has with the county after it, if there is one."""
    words = whole.name.split()
    for start in range(1, len(words)):
        county = " ".join(words[start:])
        if is_county(county):
            return whole._replace(name=" ".join(words[:start]), areas=(county,))
    return whole
