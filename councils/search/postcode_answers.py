"""Answer a postcode: with its council, a choice, or the reason why there is none."""

import datetime as dt
import re
from collections.abc import Iterable

from councils.postcodes import parsing
from councils.postcodes.index import PostcodeFacts, postcodes
from councils.record import CouncilOnDay, Record
from councils.search.answers import Answer, among_several
from councils.search.candidates import Candidate, itself, of_county
from councils.search.cases import CASES
from councils.search.known_names import County, county_called, spelled
from councils.search.nations import GOVERNMENTS, nation_code

NEARLY_ALL = 0.9
"""The share of a sector's postcodes in use from which they show whose a doubtful one is."""
MOST_POSTCODES = 6
"""The most postcodes that are suggested for one that does not exist."""
OF_A_TOWN = 150
"""The live postcodes within a kilometre from which a place may be a post town."""
WITH_A_SLIP = re.compile(r"\s*([A-Z]{1,2}[0-9][A-Z0-9]?)[ -]+[0-9][A-Z0-9]{1,4}\W*", re.IGNORECASE)
"""Half a postcode, and what may have become of the other half: "LS1 4DYY"."""
KNOWN_BY_LETTERS = {
    parsing.Kind.BFPO: "bfpo",
    parsing.Kind.GIRO: "giro",
    parsing.Kind.NORTHERN_IRELAND: "northern_ireland",
    parsing.Kind.JERSEY: "jersey",
    parsing.Kind.GUERNSEY: "guernsey",
    parsing.Kind.ISLE_OF_MAN: "isle_of_man",
    parsing.Kind.OVERSEAS: "overseas",
}
"""The kinds of code whose letters alone say enough, and the answer (a key of ``CASES``) to each."""


def by_postcode(postcode: parsing.Postcode, typed: str, record: Record) -> Answer:
    """Return the answer to a well-formed postcode."""
    facts = postcodes().lookup(postcode)
    if facts is None:
        return likely_postcodes(typed) or Answer("unknown_postcode")
    if facts.is_doubtful:
        return by_doubtful_facts(facts, postcodes().districts_in_sector(postcode), record)
    return by_facts(facts, record)


def likely_postcodes(typed: str) -> Answer | None:
    """Return an answer with existing postcodes that may be meant (0 for O, 1 for I), or None."""
    suggestions = []
    for postcode in parsing.look_alikes(typed):
        if postcodes().lookup(postcode) or parsing.is_northern_irish(postcode.outward):
            suggestions.append(str(postcode))
    if not suggestions:
        return None
    return Answer("did_you_mean", postcodes_to_choose=suggestions[:MOST_POSTCODES])


def by_facts(facts: PostcodeFacts, record: Record) -> Answer:
    """Return the answer to a postcode that exists: its council, or why there is none."""
    if facts.in_use is False:  # None where nobody is sure: see below
        ended = dt.date.fromisoformat(f"{facts.ended}-01")
        return Answer("ended", month=f"{ended:%B %Y}")
    gss = facts.district_gss or ""
    here = councils_at([gss], record)
    if not here:
        return Answer("unknown_postcode")
    council = next(iter(here.values()))
    here |= councils_at(facts.nearby, record)
    if len(here) > 1:
        return border(list(map(itself, here.values())))
    case = "council"
    if council.nation != "England":
        case = nation_code(council)
    # The council's page says that it is responsible in this district.
    of_district = itself(council)._replace(named_council=record.with_gss(gss))
    return Answer(case, [of_district])


def by_doubtful_facts(facts: PostcodeFacts, sector: dict[str, int], record: Record) -> Answer:
    """Return the answer to a postcode that may have ended.

    The data may place such a postcode at a sorting office far from its homes. Its council is
    probably right if nearly all postcodes in use in the same sector are its own; otherwise the
    visitor is asked. ``sector`` says how many of them each district has, by GSS code.
    """
    as_placed = by_facts(facts, record)
    here = councils_at([facts.district_gss or ""], record)
    if len(here) != 1:
        return as_placed
    if share_of(here, sector, record) < NEARLY_ALL:
        return among_the_sector(here, sector, record)
    if as_placed.case == "council":
        return Answer("maybe_ended", as_placed.choices)
    return as_placed


def share_of(here: dict[int, CouncilOnDay], sector: dict[str, int], record: Record) -> float:
    """Return the share of a sector's postcodes that are in the same councils as ``here``."""
    total = sum(sector.values())
    if total == 0:
        return 0
    own = 0
    for gss, number in sector.items():
        has_the_same_councils = councils_at([gss], record).keys() == here.keys()
        if has_the_same_councils:
            own += number
    return own / total


def among_the_sector(
    here: dict[int, CouncilOnDay], sector: dict[str, int], record: Record
) -> Answer:
    """Ask which of a sector's councils is meant, or name the nation if that alone is certain."""
    council = next(iter(here.values()))
    in_sector = councils_at(sector, record)
    nation_names = {other.nation for other in in_sector.values()}
    is_nation_certain = nation_names <= {council.nation}
    if council.nation != "England" and is_nation_certain:
        return Answer(nation_code(council))
    either = {**in_sector, **here}
    return Answer("doubtful", list(map(itself, either.values())))


def border(choices: list[Candidate]) -> Answer:
    """Return the choice near a border: between councils, or between nations if they differ.

    If all are in one nation outside England, there is nothing to choose.
    """
    nation_names = {choice.council.nation for choice in choices}
    if len(nation_names) > 1:
        return Answer("nation_border", sorted(choices, key=lambda choice: choice.council.nation))
    if nation_names != {"England"}:
        return Answer(nation_code(choices[0].council))
    return Answer("near_border", choices)


def councils_at(districts: Iterable[str], record: Record) -> dict[int, CouncilOnDay]:
    """Return the councils that run children's services in districts (GSS codes), by id, in order.

    Outside England, these are the districts' own councils.
    """
    found = {}
    for gss in districts:
        own = record.with_gss(gss)
        councils = record.responsible_in(gss)
        if own and own.nation != "England":
            councils = [own]
        for council in councils:
            found[council.id] = council
    return found


# -- Half a postcode ------------------------------------------------------------------------------


def by_half(outward: str, shown: str, record: Record) -> Answer:
    """Return the answer to half a postcode alone: what lies in it, and that we need the rest.

    ``shown`` is what the page quotes: the half, and what more was typed of it ("LS1 4").
    """
    return Answer("partial", in_half(outward, record), tidy=shown)


def by_halves(halves: list[str], named: Answer, record: Record) -> Answer:
    """Return the answer to several halves in a line: what lies in each.

    ``named`` is the answer to the words beside them: another place ("York, LS1 or S1"), or where
    they are ("London, SE5 or SE15").
    """
    there = []
    nations = []
    for outward in halves:
        nation = nation_of_half(outward)
        if nation:
            nations.append(nation)
        else:
            there += in_half(outward, record)
    if not there and set(nations) == {named.case}:  # "Belfast BT1 BT2"
        return named
    if is_another_place(named, there, nations):
        there += named.choices
        nations += named.all_nations
    return among_several(there, nations)


def is_another_place(named: Answer, there: list[Candidate], nations: list[str]) -> bool:
    """Whether words beside halves of postcodes name a place that is in none of the halves.

    ``there`` and ``nations`` are what the halves lie in; ``named`` is the answer to the words.
    """
    if named.case == "several_places":
        return True
    if not CASES[named.case].is_place or named.case in nations:  # "Jersey, JE2 or JE3"
        return False
    ids = {candidate.council.id for candidate in there}
    return ids.isdisjoint(choice.council.id for choice in named.choices)


def nation_of_half(outward: str) -> str:
    """Return the nation that the letters of half a postcode say, or an empty string: "BT1".

    It is a key of ``CASES``. Of Wales and Scotland the letters say nothing: SY10 is in England.
    """
    case = KNOWN_BY_LETTERS.get(parsing.parse(outward).kind, "")
    if case in GOVERNMENTS:
        return case
    return ""


def in_half(outward: str, record: Record) -> list[Candidate]:
    """Return the councils of the postcodes in use that begin with an outcode, the most first."""
    councils = councils_at(postcodes().districts_in_outcode(outward), record)
    return list(map(itself, councils.values()))


def by_half_and_words(outward: str, named: Answer, typed: str, record: Record) -> Answer | None:
    """Return the answer to half a postcode beside words, of which ``named`` is the answer.

    "Leeds LS1" is Leeds; "which council is S6 in" names no place, so the half is all there is. None
    for words that may mean something else: "our flat number is E4".
    """
    if named.case == "several_places":  # "Leeds or LS1 or York"
        return by_halves([outward], named, record)
    nation = nation_of_half(outward)
    if nation:
        return by_nation_and_words(nation, named)
    names_something = bool(named.choices or named.all_nations)
    if names_something and CASES[named.case].is_place:
        return by_half_and_place(outward, named, record)
    if CASES[named.case].half_stands:
        return likely_postcodes(typed) or by_half(outward, outward, record)
    return None


def by_nation_and_words(nation: str, named: Answer) -> Answer:
    """Return the answer to half a postcode of a nation beside words: "Bangor BT20", "JE2 or Leeds".

    What the words name in that nation is meant; what they name elsewhere is a second place.
    """
    if named.case == nation:
        return named
    there = [choice for choice in named.choices if nation_code(choice.council) == nation]
    if there:
        return Answer(nation, there, name_elsewhere=there[0].label)
    if nation in named.all_nations or not CASES[named.case].is_place:
        return Answer(nation)
    return among_several(named.choices, [nation, *named.all_nations])


def by_half_and_place(outward: str, named: Answer, record: Record) -> Answer:
    """Return what lies both in half a postcode and in a place or a nation, or else in either."""
    there = in_half(outward, record)
    in_county = those_of_its_county(named, there, record)
    if len(in_county) == 1:
        return the_one(in_county[0])
    if in_county:
        return Answer("half_in", in_county, tidy=outward)
    ids = {candidate.council.id for candidate in there}
    both = [choice for choice in named.choices if choice.council.id in ids]
    if len(both) == 1 and may_be_a_post_town(both[0], there):
        return Answer("half_in", there, tidy=outward)
    if len(both) == 1:
        return the_one(both[0], both[0].label)
    if not both:
        both = [one for one in there if nation_code(one.council) in named.all_nations]
    if len(both) == 1:
        return the_one(both[0])
    if both:
        return Answer("half_in", both, tidy=outward)
    return among_several([*there, *named.choices], named.all_nations)


def those_of_its_county(named: Answer, there: list[Candidate], record: Record) -> list[Candidate]:
    """Return those in half a postcode that people write with a county, if one was named.

    "DA1 Kent" may be in Bexley, and "WA14 Cheshire" is mostly in Trafford.
    """
    county = county_of(named)
    if county is None:
        return []
    every_code = (*county.codes, *county.also_written_in)
    served = of_county(County(county.name, every_code), record)
    ids = {candidate.council.id for candidate in served}
    return [candidate for candidate in there if candidate.council.id in ids]


def county_of(named: Answer) -> County | None:
    """Return the county whose name, or whose council's, was answered; None for any other name."""
    if named.case != "council":
        return county_called(spelled(named.subject))
    first = named.choices[0]
    if first.named_council is not first.council:  # a district or a place
        return None
    return county_called(spelled(first.council.short_name))


def may_be_a_post_town(candidate: Candidate, there: list[Candidate]) -> bool:
    """Whether a town may only be the post town of what most of half a postcode is in.

    Addresses in Wokingham end in "Reading RG6". In London the post town is London, and a borough's
    name is its own; nor is a village a post town.
    """
    if candidate.council.region == "London" or candidate.council.id == there[0].council.id:
        return False
    return candidate.place is None or candidate.place.postcodes >= OF_A_TOWN


def the_one(candidate: Candidate, name: str = "") -> Answer:
    """Return the answer to a single candidate: its council, or that ``name`` lies elsewhere."""
    if candidate.is_elsewhere:
        return Answer(nation_code(candidate.council), [candidate], name_elsewhere=name)
    return Answer("council", [candidate])


def by_half_of_a_mistyped(typed: str, record: Record) -> Answer | None:
    """Return what lies in the good half of a postcode with a slip in the other, or None."""
    found = WITH_A_SLIP.fullmatch(typed)
    if found is None:
        return None
    outward = found[1].upper()
    there = in_half(outward, record)
    if not there:
        return None
    return Answer("mistyped", there, subject=outward)
