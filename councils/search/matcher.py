"""Match the name of a council or a place, as a visitor or a spreadsheet gives it, to councils.

    match = match_name("Huddersfield", record)
    match.kind             # MatchKind.EXACT
    match.candidates[0]    # Kirklees, because of the place Huddersfield, West Yorkshire

A match is exact only for an official, short, former or other name, with or without the words for
the kind of council. Partial and misspelt names are only ever suggestions (``MatchKind.NEAR``).
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

import jellyfish
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from councils.names import NOISE
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.search.elsewhere import nation_code
from councils.search.known_names import (
    County,
    ceremonial_county,
    counties,
    county_abbreviations,
    nicknames,
    places_elsewhere,
    spelled,
)
from councils.search.match import Candidate, Match, MatchKind
from councils.search.places.gazetteer import (
    MOSTLY,
    Place,
    gazetteer,
    is_ambiguous,
    responsible_councils,
)

MOST_SUGGESTIONS = 3
"""The most suggestions for a misspelt name."""
CLOSE_ENOUGH = 80
"""Similarity (0 to 100, as rapidfuzz measures it) from which a name is suggested."""
SOUNDS_ALIKE = 8
"""Points added to the similarity of names that sound the same in English."""
INITIALS = {"lb", "lbc", "mbc", "mdc", "bc", "dc", "cc", "cbc", "rb", "bdc", "mb"}
"""Initials of kinds of council, before or after a name: "LB Hackney", "Kent CC"."""
NO_AREA = {"england", "uk", "united kingdom", "great britain", "gb"}
"""Words that may follow a place's name without saying where it is."""
UNFINISHED = (" and", " of", " upon", " on", " under", " the", " with")
"""Endings of a name that is not typed in full."""
KIND_WORDS = NOISE - {"of", "and", "the", "london", "royal"}
"""Words that show that a council is meant rather than a place."""


def match_name(typed: str, record: Record) -> Match:
    """Return the councils that a name may mean on the record's day."""
    asked = spelled(typed)
    if not asked:
        return Match(MatchKind.NONE)
    index = name_index(record)
    match = _exact(typed, asked, index)
    if match is None and "," in typed:
        match = _qualified(typed, index)
    if match is None and "(" in typed:
        match = _qualified(typed.replace("(", ",").replace(")", ""), index)
    return match or _near(asked, index)


# -- Names as they are compared -------------------------------------------------------------------


def without_kind(name: str) -> str:
    """Return a folded name without the words for kinds of council, or the name if none is left."""
    words = name.split()
    distinctive = [word for word in words if word not in NOISE and word not in INITIALS]
    return " ".join(distinctive) or name


def says_council(name: str) -> bool:
    """Return whether a folded name has words for a kind of council: "leeds city council"."""
    words = name.split()
    return bool(KIND_WORDS & set(words) or {words[0], words[-1]} & INITIALS)


class NameIndex:
    """Every council of a record by its names."""

    def __init__(self, record: Record):
        self.record = record
        self.full: dict[str, list[CouncilOnDay]] = {}
        self.bare: dict[str, list[CouncilOnDay]] = {}
        for council in record.all_councils:
            for name in dict.fromkeys(map(spelled, council.called)):
                self.full.setdefault(name, []).append(council)
            for name in dict.fromkeys(without_kind(spelled(name)) for name in council.called):
                self.bare.setdefault(name, []).append(council)

    def councils_called(self, asked: str) -> list[CouncilOnDay]:
        """Return the councils with exactly this name, those with children's services first."""
        called = self.full.get(asked) or self.bare.get(without_kind(asked), [])
        return sorted(called, key=lambda council: (not council.is_responsible, council.short_name))

    @cached_property
    def names(self) -> list[str]:
        """Every name that can be suggested."""
        return list(dict.fromkeys([*self.bare, *gazetteer().folded_names, *counties()]))

    @cached_property
    def lines(self) -> str:
        """All those names, each on a line after a space, so that " x" finds where words begin."""
        return "".join(f" {name}\n" for name in self.names)

    def names_with(self, words: list[str]) -> Iterator[str]:
        """Yield the names in which each of ``words`` begins a word."""
        rarest = f" {max(words, key=len)}"
        at = self.lines.find(rarest)
        while at >= 0:
            start, end = self.lines.rfind("\n", 0, at) + 1, self.lines.index("\n", at)
            line = self.lines[start:end]
            if all(f" {word}" in line for word in words):
                yield line[1:]
            at = self.lines.find(rarest, end)


# -- Exact names ----------------------------------------------------------------------------------


@cached_with_record
def name_index(record: Record) -> NameIndex:
    return NameIndex(record)


def _exact(typed: str, asked: str, index: NameIndex) -> Match | None:
    """Return the match of an exact name, or None if nothing has it."""
    if asked.endswith(UNFINISHED):
        return None
    called = index.councils_called(asked)
    if asked in places_elsewhere() and not any(council.is_responsible for council in called):
        return elsewhere(asked)
    is_council = says_council(asked)
    county = counties().get(asked) or (is_council and counties().get(without_kind(asked))) or None
    if county and not any(council.is_current(index.record.on) for council in called):
        return match_county(county, index.record)
    candidates = list(of_councils(called, index.record, asked))
    if not (is_council and called):
        candidates += of_places(gazetteer().lookup(typed), index.record)
    if called and not is_council:
        candidates += _longer_names(asked, called, index)
    abroad = next((council for council in called if council.nation != "England"), None)
    return _settled(candidates, abroad, asked)


def elsewhere(asked: str) -> Match:
    """Return the match of a place outside England that has no council of its name."""
    place = places_elsewhere()[asked]
    return Match(MatchKind.ELSEWHERE, nation=place["nation"], name=place["name"])


def _longer_names(asked: str, called: list[CouncilOnDay], index: NameIndex) -> Iterator[Candidate]:
    """Yield other councils with a name that begins so: Wyre Forest, Kingston upon Hull."""
    longer = [
        row for name in index.full if name.startswith(f"{asked} ") for row in index.full[name]
    ]
    for council in longer:
        if council not in called and council.status != "former":
            yield from of_councils([council], index.record)


def _settled(
    candidates: list[Candidate], abroad: CouncilOnDay | None = None, asked: str = ""
) -> Match | None:
    """Return an exact match if all candidates are one council and no place is divided, or several.

    ``abroad`` is a council outside England with the same name (Newport in Wales): it is added to
    the candidates or, without any, is the match. None if there is nothing at all.
    """
    nation = ""
    if abroad:
        nation, itself = nation_code(abroad), Candidate(abroad, abroad.name, named=abroad)
        if not candidates:
            name = as_written(abroad, asked)
            return Match(MatchKind.ELSEWHERE, [itself], nation=nation, name=name)
        candidates = [*candidates, itself]
    if not candidates:
        return None
    one_each = _one_for_each_council(candidates)
    split = any(candidate.share < MOSTLY for candidate in one_each)
    kind = MatchKind.EXACT if len(one_each) == 1 and not split else MatchKind.SEVERAL
    return Match(kind, one_each, nation=nation)


def _one_for_each_council(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the first candidate of each council, in order."""
    first: dict[int, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.council.id, candidate)
    return list(first.values())


def as_written(council: CouncilOnDay, asked: str) -> str:
    """Return the name by which a council was found, as pages write it."""
    bare = without_kind(asked)
    names = sorted(council.called, key=lambda name: spelled(name) != asked)
    matching = (name for name in names if without_kind(spelled(name)) == bare)
    return next(matching, council.name)


def former_name(council: CouncilOnDay, asked: str) -> str:
    """Return the former name by which a council was found; empty if it was a current name."""
    bare = without_kind(asked)
    if bare in (without_kind(spelled(own)) for own in (council.name, council.short_name)):
        return ""
    former = (name for name in council.former_names if without_kind(spelled(name)) == bare)
    return next(former, "")


def of_councils(called: list[CouncilOnDay], record: Record, asked: str = "") -> Iterator[Candidate]:
    """Yield the councils that run children's services in the areas of councils of any kind.

    Councils outside England are left out. ``asked`` is the name by which they were found.
    """
    for council in called:
        if council.nation != "England":
            continue
        before = former_name(council, asked)
        if council.is_responsible and council.status != "former":
            yield Candidate(council, council.name, named=council, called=before)
            continue
        today = record.responsible_for(council)
        for responsible in [today] if today else record.followers_of(council):
            label = responsible.name if council.status == "former" else council.name
            yield Candidate(responsible, label, named=council, called=before)


def of_places(places: list[Place], record: Record) -> Iterator[Candidate]:
    """Yield the councils that run children's services in places, in the order of ``places``."""
    for place in places:
        councils = responsible_councils(place, record)
        split = is_ambiguous(councils)
        for council, share in councils if split else councils[:1]:
            yield Candidate(council, place.in_full, place=place, share=share if split else 100)


def match_county(county: County, record: Record) -> Match:
    """Return the councils that run children's services in a county today."""
    served = []
    for code in county.codes:
        council = record.by_code.get(code)
        served += record.followers_of(council) if council else []
    unique = {council.id: council for council in served}
    ordered = sorted(unique.values(), key=lambda council: council.short_name)
    candidates = [Candidate(council, council.name, named=council) for council in ordered]
    return Match(MatchKind.COUNTY, candidates, county=county.name)


# -- Names with an area: "Dover, Kent" ------------------------------------------------------------


def _qualified(typed: str, index: NameIndex) -> Match | None:
    first, _, second = typed.partition(",")
    asked = spelled(first)
    areas = [spelled(area).removeprefix("near ") for area in second.split(",")]
    areas = [area for area in areas if area and area not in NO_AREA]
    if not asked:
        return None
    if not areas:
        return _exact(first, asked, index)
    if not set(" ".join(areas).split()) - NOISE:  # "Bristol, City of"
        match = _exact(f"{second} {first}", " ".join([*areas, asked]), index)
        if match:
            return match
    candidates = list(of_councils(index.councils_called(asked), index.record, asked))
    candidates += of_places(gazetteer().lookup(first), index.record)
    if inside := [c for c in candidates if all(_lies_in(c, area) for area in areas)]:
        return _settled(inside)
    if abroad := [name for name in (asked, *areas) if name in places_elsewhere()]:
        nation = places_elsewhere()[abroad[-1]]["nation"]
        return _abroad(asked, nation, index) or elsewhere(abroad[0])
    match = _exact(first, asked, index)
    if match is None or match.kind == MatchKind.COUNTY:
        return match
    return Match(MatchKind.NEAR, match.candidates[:MOST_SUGGESTIONS])


def _abroad(asked: str, nation: str, index: NameIndex) -> Match | None:
    """Return the council with a name in a nation outside England: "Newport, Wales"."""
    for council in index.councils_called(asked):
        if nation_code(council) == nation:
            return _settled([], council, asked)
    return None


def _lies_in(candidate: Candidate, where: str) -> bool:
    """Return whether a candidate is in a county, borough or region, given as a folded name."""
    where = county_abbreviations().get(where, where)
    council = candidate.council
    areas = [*council.called, council.region, ceremonial_county(council)]
    if candidate.place:
        areas += candidate.place.area.removeprefix("near ").split(", ")
    if candidate.named:
        areas.append(candidate.named.region)
    county = counties().get(where)
    in_county = bool(county and council.code in county.codes)
    return in_county or without_kind(where) in {without_kind(spelled(area)) for area in areas}


# -- Similar names --------------------------------------------------------------------------------


def _near(asked: str, index: NameIndex) -> Match:
    """Return at most ``MOST_SUGGESTIONS`` councils with similar names or similarly named places."""
    real_name = nicknames().get(asked.replace(" ", "")) or nicknames().get(
        without_kind(asked).replace(" ", "")
    )
    if real_name:
        match = _exact(real_name, spelled(real_name), index)
        if match:
            return Match(MatchKind.NEAR, match.candidates[:MOST_SUGGESTIONS])
    bare = without_kind(asked)
    if len(bare) < 4 or bare in NOISE or bare == asked and not (set(asked.split()) - NOISE):
        return Match(MatchKind.NONE)
    candidates = []
    for name in _similar_names(bare, index):
        match = _exact(name, name, index)
        candidates += match.candidates if match else []
        candidates = _one_for_each_council(candidates)
        if len(candidates) >= MOST_SUGGESTIONS:
            break
    if not candidates:
        return Match(MatchKind.NONE)
    return Match(MatchKind.NEAR, candidates[:MOST_SUGGESTIONS])


def _similar_names(asked: str, index: NameIndex) -> list[str]:
    """Return names that begin, look or sound like ``asked``, the most similar first."""
    scored = {
        name: 100.0 - 2 * min(10, len(name) - len(asked))
        for name in index.names_with(asked.split())
    }
    sound = jellyfish.metaphone(asked)
    alike = process.extract(
        asked, index.names, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH - SOUNDS_ALIKE, limit=40
    )
    for name, likeness, _ in alike:
        swapped = 100 * DamerauLevenshtein.normalized_similarity(asked, name)
        score = max(likeness, swapped)
        score += SOUNDS_ALIKE if jellyfish.metaphone(name) == sound else 0
        if score >= CLOSE_ENOUGH:
            scored[name] = max(score, scored.get(name, 0))
    return sorted(scored, key=lambda name: (-scored[name], len(name), name))[:12]
