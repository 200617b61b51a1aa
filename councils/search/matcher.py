"""Match a name to councils.

The first of these that finds something is the match:

1. the exact name of a council, of any kind and time, and of places called the same
2. a historic or ceremonial county
3. a name with an area: "Dover, Kent", "Newport (Shropshire)"
4. a nickname, then similar names: only ever suggestions

A name leads straight to a council only if it is an official, short, former or other name, with or
without the words for the kind of council.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from rapidfuzz import fuzz, process

from councils.names import NOISE, without_kind
from councils.record import CouncilOnDay, Record, cached_with_record
from councils.record.status import Status
from councils.search.answers import Answer, Candidate, nation_code
from councils.search.gazetteer import (
    MOSTLY,
    Place,
    gazetteer,
    responsible_councils,
)
from councils.search.known_names import (
    County,
    ceremonial_counties,
    counties,
    nicknames,
    places_elsewhere,
    spelled,
)

MOST_SUGGESTIONS = 3
"""The most suggestions for a misspelt name."""
CLOSE_ENOUGH = 75
"""Similarity (0 to 100, as rapidfuzz measures it) from which a name is suggested."""
NO_FURTHER = 15
"""Points below the most similar name, beyond which others are not suggested."""
SHORTEST = 4
"""The fewest letters of a name for which others are suggested."""
MOST_NAMES = 12
"""The most similar names that are looked at."""
NO_AREA = {"england", "uk", "united kingdom", "great britain", "gb"}
"""Words that may follow a place's name without saying where it is."""
UNFINISHED = (" and", " of", " upon", " on", " under", " the", " with")
"""Endings of a name that is not typed in full."""
KIND_WORDS = NOISE - {"of", "and", "the", "london", "royal"}
"""Words that show that a council is meant rather than a place."""


def match_name(typed: str, record: Record) -> Answer:
    """Return the councils that a name may mean on the record's day."""
    asked, index = spelled(typed), name_index(record)
    if not asked:
        return Answer("not_found")
    answer = _exact(typed, asked, index)
    if answer is None and ("," in typed or "(" in typed):
        answer = _qualified(typed.replace("(", ",").replace(")", ""), index)
    return answer or _near(asked, index)


# -- Names as they are compared -------------------------------------------------------------------


class NameIndex:
    """Every council of a record by its names."""

    def __init__(self, record: Record):
        self.record = record
        self.full: dict[str, list[CouncilOnDay]] = {}
        self.bare: dict[str, list[CouncilOnDay]] = {}
        for council in record.all_councils:
            names = list(dict.fromkeys(map(spelled, council.called)))
            for name in names:
                self.full.setdefault(name, []).append(council)
            for name in dict.fromkeys(map(without_kind, names)):
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
    def after_a_space(self) -> list[str]:
        """All those names, each after a space, so that " x" finds where words begin."""
        return [f" {name}" for name in self.names]

    @cached_property
    def in_one_text(self) -> str:
        return "\n".join(self.after_a_space)

    def names_with(self, words: list[str]) -> list[str]:
        """Return the names in which each of ``words`` begins a word."""
        first, *others = sorted((f" {word}" for word in words), key=len, reverse=True)
        if first not in self.in_one_text:  # most that is misspelt begins no name
            return []
        found = [name for name in self.after_a_space if first in name]
        return [name[1:] for name in found if all(word in name for word in others)]


@cached_with_record
def name_index(record: Record) -> NameIndex:
    return NameIndex(record)


def is_councils_name(typed: str, record: Record) -> bool:
    """Whether a text is the name of a council and nothing else. The guard need not read it."""
    return spelled(typed) in name_index(record).full


# -- Exact names ----------------------------------------------------------------------------------


def _exact(typed: str, asked: str, index: NameIndex) -> Answer | None:
    """Return the answer to an exact name, or None if nothing has it."""
    if asked.endswith(UNFINISHED):
        return None
    called, there = index.councils_called(asked), places_elsewhere().get(asked, [])
    outside = [
        Candidate(council, place["name"], named=council)
        for place in there
        if (council := index.record.by_code.get(place["council"]))
    ]
    english = any(council.is_responsible for council in called) or (
        outside and gazetteer().lookup(typed)
    )
    if there and not english:
        return elsewhere(there[0], outside)
    is_council = not KIND_WORDS.isdisjoint(asked.split())  # "leeds city council"
    county = counties().get(asked) or (is_council and counties().get(without_kind(asked))) or None
    if county and not any(council.is_current(index.record.on) for council in called):
        return match_county(county, index.record)
    candidates = list(of_councils(called, index.record, asked))
    if not (is_council and called):
        candidates += of_places(gazetteer().lookup(typed), index.record)
    if called and not is_council:
        # Other councils with a name that begins so: Wyre Forest, Kingston upon Hull.
        longer = [
            council
            for name, councils in index.full.items()
            if name.startswith(f"{asked} ")
            for council in councils
            if council not in called and council.status != Status.FORMER
        ]
        candidates += of_councils(longer, index.record)
    abroad = next((council for council in called if council.nation != "England"), None)
    return _settled([*candidates, *outside], abroad, asked)


def elsewhere(place: dict[str, str], outside: list[Candidate]) -> Answer:
    """Return the answer to a place outside England that has no council of its name.

    ``outside`` has its council, if that is known, or those of places of this name in two nations.
    """
    if len(outside) > 1:
        return Answer("choices", outside)
    return Answer(place["nation"], outside, named=place["name"])


def _settled(
    candidates: list[Candidate], abroad: CouncilOnDay | None = None, asked: str = ""
) -> Answer | None:
    """Return the council if all candidates are one and no place is divided, or else the choice.

    ``abroad`` is a council outside England with the same name (Newport in Wales): it is added to
    the candidates or, without any, is the answer. None if there is nothing at all.
    """
    if abroad:
        itself = Candidate(abroad, abroad.name, named=abroad)
        if not candidates:
            return Answer(nation_code(abroad), [itself], named=as_written(abroad, asked))
        candidates = [*candidates, itself]
    if not candidates:
        return None
    # A council to come makes no name doubtful: today's page says what comes.
    candidates = [c for c in candidates if c.council.status != Status.FORMING] or candidates
    one_each = _one_for_each_council(candidates)
    is_divided = any(candidate.share < MOSTLY for candidate in one_each)
    return Answer("choices" if is_divided or len(one_each) > 1 else "council", one_each)


def _one_for_each_council(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the first candidate of each council, in order."""
    first: dict[int, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.council.id, candidate)
    return list(first.values())


def as_written(council: CouncilOnDay, asked: str) -> str:
    """Return the name by which a council was found, as pages write it."""
    names = sorted(council.called, key=lambda name: spelled(name) != asked)
    return _of_the_same_words(names, asked) or council.name


def former_name(council: CouncilOnDay, asked: str) -> str:
    """Return the former name by which a council was found; empty if it was a current name."""
    if _of_the_same_words([council.name, council.short_name], asked):
        return ""
    return _of_the_same_words(council.former_names, asked)


def _of_the_same_words(names: Iterable[str], asked: str) -> str:
    bare = without_kind(asked)
    return next((name for name in names if without_kind(spelled(name)) == bare), "")


def of_councils(called: list[CouncilOnDay], record: Record, asked: str = "") -> Iterator[Candidate]:
    """Yield the councils that run children's services in the areas of councils of any kind.

    Councils outside England are left out. ``asked`` is the name by which they were found.
    """
    for council in called:
        if council.nation != "England":
            continue
        before = former_name(council, asked)
        if council.is_responsible and council.status != Status.FORMER:
            yield Candidate(council, council.name, named=council, called=before)
            continue
        for responsible in record.followers_of(council):
            label = responsible.name if council.status == Status.FORMER else council.name
            yield Candidate(responsible, label, named=council, called=before)


def of_places(places: Iterable[Place], record: Record) -> Iterator[Candidate]:
    """Yield the councils that run children's services in places, in the order of ``places``."""
    for place in places:
        councils = responsible_councils(place, record)
        if councils and councils[0][1] >= MOSTLY:
            councils = [(councils[0][0], 100)]
        for council, share in councils:
            yield Candidate(council, place.in_full, place=place, share=share)


def match_county(county: County, record: Record) -> Answer:
    """Return the councils that run children's services in a county today, all of them."""
    councils = filter(None, map(record.by_code.get, county.codes))
    served = {row.id: row for council in councils for row in record.followers_of(council)}
    ordered = sorted(served.values(), key=lambda council: council.short_name)
    choices = [Candidate(council, council.name, named=council) for council in ordered]
    return Answer("county", choices, place=county.name)


# -- Names with an area: "Dover, Kent" ------------------------------------------------------------


def _qualified(typed: str, index: NameIndex) -> Answer | None:
    first, _, second = typed.partition(",")
    asked = spelled(first)
    areas = [spelled(area).removeprefix("near ") for area in second.split(",")]
    areas = [area for area in areas if area and area not in NO_AREA]
    if not asked:
        return None
    if not areas:
        return _exact(first, asked, index)
    if not set(" ".join(areas).split()) - NOISE:  # "Bristol, City of"
        answer = _exact(f"{second} {first}", " ".join([*areas, asked]), index)
        if answer:
            return answer
    candidates = list(of_councils(index.councils_called(asked), index.record, asked))
    candidates += of_places(gazetteer().lookup(first), index.record)
    if inside := [c for c in candidates if all(_lies_in(c, area) for area in areas)]:
        return _settled(inside)
    known = places_elsewhere()
    if abroad := [name for name in (asked, *areas) if name in known]:
        nation = known[abroad[-1]][0]["nation"]
        for council in index.councils_called(asked):  # "Newport, Wales"
            if nation_code(council) == nation:
                return _settled([], council, asked)
        named = known[abroad[0]]  # "Bangor, Wales"
        return elsewhere(next((row for row in named if row["nation"] == nation), named[0]), [])
    answer = _exact(first, asked, index)
    return answer if answer is None or answer.case == "county" else _suggested(answer)


def _lies_in(candidate: Candidate, where: str) -> bool:
    """Return whether a candidate is in a county, borough or region, given as a folded name."""
    where = spelled(nicknames().get(where.replace(" ", ""), where))
    council = candidate.council
    areas = [*council.called, council.region, ceremonial_counties().get(council.code, "")]
    if candidate.place:
        areas += candidate.place.area.removeprefix("near ").split(", ")
    if candidate.named:
        areas.append(candidate.named.region)
    county = counties().get(where)
    in_county = bool(county and council.code in county.codes)
    return in_county or bool(_of_the_same_words(areas, where))


# -- Similar names --------------------------------------------------------------------------------


def _suggested(answer: Answer) -> Answer:
    """Offer what comes nearest, in the singular or the plural."""
    return Answer("similar_names", answer.choices[:MOST_SUGGESTIONS])


def _near(asked: str, index: NameIndex) -> Answer:
    """Return at most ``MOST_SUGGESTIONS`` councils with similar names or similarly named places."""
    bare = without_kind(asked)
    for nickname in (asked, bare):
        real_name = nicknames().get(nickname.replace(" ", ""), "")
        if real_name and (answer := _exact(real_name, spelled(real_name), index)):
            return _suggested(answer)
    if len(bare) < SHORTEST or not set(bare.split()) - NOISE:
        return Answer("not_found")
    candidates: list[Candidate] = []
    for name in _similar_names(bare, index):
        answer = _exact(name, name, index)
        if answer and answer.case == "county":
            if candidates:  # some of its councils would be no answer
                continue
            return answer
        candidates = _one_for_each_council([*candidates, *(answer.choices if answer else [])])
        if len(candidates) >= MOST_SUGGESTIONS:
            break
    return _suggested(Answer("similar_names", candidates)) if candidates else Answer("not_found")


def _similar_names(asked: str, index: NameIndex) -> list[str]:
    """Return names that begin like ``asked`` or are spelt like it, the most similar first."""
    scored = {
        name: 100.0 - min(20, 4 * (len(name) - len(asked)))
        for name in index.names_with(asked.split())
    }
    for name, likeness, _ in process.extract(
        asked, index.names, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=MOST_NAMES
    ):
        scored[name] = max(likeness, scored.get(name, 0))
    likely = max(scored.values(), default=0) - NO_FURTHER
    close = [name for name in scored if scored[name] >= likely]
    return sorted(close, key=lambda name: (-scored[name], len(name)))[:MOST_NAMES]
