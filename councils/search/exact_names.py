"""Answer an exact name: of a council of any kind and time, a place, a county, region or nation."""

from councils.names import without_kind
from councils.record import CouncilOnDay, Record
from councils.record.status import Status
from councils.search.answers import Answer
from councils.search.candidates import (
    Candidate,
    all_called,
    county_or_region,
    itself,
    of_councils,
    of_county,
    of_places_elsewhere,
    one_for_each_council,
)
from councils.search.cases import CASES
from councils.search.gazetteer import MOSTLY, gazetteer
from councils.search.known_names import (
    County,
    Elsewhere,
    county_called,
    places_elsewhere,
    spelled,
)
from councils.search.name_index import KIND_WORDS, NameIndex, as_written
from councils.search.nations import nation_code

UNFINISHED = (" and", " of", " on", " under", " the", " with")
"""Endings of a name that is not typed in full."""


def exact(asked: str, index: NameIndex) -> Answer | None:
    """Return the answer to a spelled name, or None if nothing has it.

    What only other nations have comes first, then counties. Names that several share ask, in
    England and beyond it.
    """
    if asked.endswith(UNFINISHED):
        return None
    councils = index.councils_called(asked)
    elsewhere = places_elsewhere().get(asked, [])
    if elsewhere and not may_be_in_england(asked, councils, elsewhere):
        return only_elsewhere(elsewhere, of_places_elsewhere(asked, index.record))
    county = exact_county(asked, councils, index)
    if county:
        return county
    english = in_england(asked, councils, index)
    if english:
        return with_namesakes(english, asked, index)
    return council_elsewhere(councils, asked)


def may_be_in_england(asked: str, councils: list[CouncilOnDay], elsewhere: list[Elsewhere]) -> bool:
    """Whether somebody who types a name that is known elsewhere may mean England's.

    They do if a council has it that runs children's services. If a place has it, they do unless all
    that is elsewhere is a nation or overseas: "Wales" is a village in Rotherham, but nobody means
    it.
    """
    if any(council.is_responsible for council in councils):
        return True
    if asked not in gazetteer():
        return False
    for place in elsewhere:
        if place.codes or CASES[place.nation].is_island:
            return True
    return False


def with_namesakes(english: list[Candidate], asked: str, index: NameIndex) -> Answer | None:
    """Return the answer to candidates in England and to what else has their name beyond it."""
    elsewhere = of_places_elsewhere(asked, index.record)
    for council in index.councils_called(asked):
        if council.nation != "England":
            elsewhere.append(itself(council))
    answer = settled([*english, *elsewhere])
    islands = []
    for place in places_elsewhere().get(asked, []):
        if CASES[place.nation].is_island:
            islands.append(place.nation)
    if answer and islands:
        return Answer("choices", answer.choices, nations=islands)
    return answer


def in_england(asked: str, councils: list[CouncilOnDay], index: NameIndex) -> list[Candidate]:
    """Return the candidates in England: of councils alone, if a word for their kind was typed."""
    if index.has_city_added(asked):
        return []
    is_council = not KIND_WORDS.isdisjoint(asked.split())
    if is_council and councils:  # "leeds city council"
        return list(of_councils(councils, index.record, asked))
    candidates = all_called(asked, index)
    if councils:
        candidates += longer_names(asked, councils, index)
    return candidates


def longer_names(asked: str, found: list[CouncilOnDay], index: NameIndex) -> list[Candidate]:
    """Return councils not yet found whose name begins so: Wyre Forest, Kingston upon Hull."""
    longer = []
    for council in index.by_first_words.get(asked, []):
        if council not in found and council.status != Status.FORMER:
            longer.append(council)
    return list(of_councils(longer, index.record))


def settled(candidates: list[Candidate]) -> Answer | None:
    """Return the council if all candidates are one and no place is divided, or else the choice.

    None if there is nothing at all.
    """
    if not candidates:
        return None
    # A council to come makes no name doubtful: today's page says what comes.
    of_today = [one for one in candidates if one.council.status != Status.FORMING]
    one_each = one_for_each_council(of_today or candidates)
    has_only_a_part = any(candidate.share < MOSTLY for candidate in one_each)
    place = one_each[0].place
    is_one_place = all(candidate.place == place for candidate in one_each)
    if place and is_one_place and len(one_each) > 1:  # one place, several councils
        return Answer("divided", one_each)
    if has_only_a_part or len(one_each) > 1:
        return Answer("choices", one_each)
    only = one_each[0]
    if only.council.nation != "England":
        return Answer(nation_code(only.council), one_each, name_elsewhere=only.label)
    return Answer("council", one_each)


# -- Counties and regions -------------------------------------------------------------------------


def exact_county(asked: str, councils: list[CouncilOnDay], index: NameIndex) -> Answer | None:
    """Return the answer to the name of a county or region, or to "Notts City", a town in one.

    None if it is no county, or a council of today has the name: Kent is that council.
    """
    county = county_called_a_city(asked, index)
    if county:
        return answer_of_county(county, index.record)
    if any(council.is_current(index.record.on) for council in councils):
        return None
    county = county_or_region(asked, index.record)
    if county is None and not KIND_WORDS.isdisjoint(asked.split()):
        county = county_or_region(without_kind(asked), index.record)
    if county is None:
        return None
    its_name = spelled(county.name)
    # "Devonshire" is Devon: a council has that name, and the name may be others' too.
    if its_name != asked and index.councils_called(its_name):
        return exact(its_name, index)
    return answer_of_county(county, index.record)


def county_called_a_city(asked: str, index: NameIndex) -> County | None:
    """Return the county in "Notts City": a town there is meant, and not the county council.

    None if no county is named, or something is really called so: Durham City.
    """
    if "city" not in asked.split() or asked in index.full or asked in gazetteer():
        return None
    return county_that_is_no_place(without_kind(asked))


def county_that_is_no_place(name: str) -> County | None:
    """Return the county with a spelled name, or None if a place has it, too: Durham is a city."""
    if name in gazetteer():
        return None
    return county_called(name)


def answer_of_county(county: County, record: Record) -> Answer | None:
    """Return all the councils that run children's services in a county on the record's day.

    None if none of those that we know in it is there on that day: Cumberland, before 2023.
    """
    choices = of_county(county, record)
    if not choices:
        return None
    if len(choices) == 1:
        return Answer("council", choices)
    return Answer("county", choices, subject=county.name)


# -- Outside England ------------------------------------------------------------------------------


def council_elsewhere(councils: list[CouncilOnDay], asked: str) -> Answer | None:
    """Return the council of another nation that alone has a name, or None."""
    for council in councils:
        if council.nation != "England":
            case = nation_code(council)
            return Answer(case, [itself(council)], name_elsewhere=as_written(council, asked))
    return None


def only_elsewhere(places: list[Elsewhere], found: list[Candidate]) -> Answer:
    """Return the answer to a name that only places in other nations have.

    ``found`` are their councils, if those are known.
    """
    nations = {place.nation for place in places}
    councils = one_for_each_council(found)
    islands = [nation for nation in sorted(nations) if CASES[nation].is_island]
    if len(nations) > 1 and councils:
        return Answer("choices", councils, nations=islands)
    if len(islands) > 1:  # the Channel Islands
        return Answer("choices", nations=islands)
    first = places[0]
    return Answer(first.nation, councils, name_elsewhere=first.name)
