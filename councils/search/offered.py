"""Read a choice back from its own address: ``Answer.url`` wrote it, with what was offered in it."""

from django.http import QueryDict

from councils.record import CouncilOnDay, Record
from councils.search.answers import Answer
from councils.search.candidates import (
    Candidate,
    county_or_region,
    itself,
    of_councils,
    of_places,
    of_places_elsewhere,
    one_for_each_council,
)
from councils.search.cases import CASES
from councils.search.exact_names import answer_of_county, exact
from councils.search.gazetteer import gazetteer
from councils.search.name_index import name_index
from councils.search.nations import GOVERNMENTS
from councils.search.postcode_answers import border


def offer(query: QueryDict, record: Record) -> Answer:
    """Return the choice in a query, or the empty search box.

    Unknown slugs and names are ignored.
    """
    name = query.get("county", "").replace("-", " ")
    county = county_or_region(name, record)
    if county:
        # None of its councils may be there on that day: Cumbria had one council in 2015.
        of_that_day = answer_of_county(county, record) or exact(name, name_index(record))
        return of_that_day or Answer("search")
    between = candidates_of(query, record)
    nations = []
    for word in query.get("or", "").split(","):
        if word in GOVERNMENTS:
            nations.append(word)
    if between:
        return choice_of(query.get("why", ""), between, nations)
    if len(nations) == 1:
        return Answer(nations[0])
    if nations:
        return Answer("choices", nations=nations)
    return Answer("search")


def candidates_of(query: QueryDict, record: Record) -> list[Candidate]:
    """Return the candidates of a query, one for each council: of its councils, then places.

    Those outside England come last, as they did where they were offered.
    """
    councils = councils_of(query.get("between", ""), record)
    places = offered_places(query.get("places", ""), record)
    found = one_for_each_council([*councils, *places])
    return sorted(found, key=lambda candidate: candidate.council.nation != "England")


def choice_of(why: str, between: list[Candidate], nations: list[str]) -> Answer:
    """Return the choice between candidates for the reason in a query, if it is one of ours."""
    if why.endswith("_border"):  # that of nations or of councils: as they are on this day
        return border(between)
    if why in CASES and CASES[why].has_url:
        return Answer(why, between, nations=nations)
    return Answer("choices", between, nations=nations)


def councils_of(slugs: str, record: Record) -> list[Candidate]:
    """Return the candidates of councils whose slugs stand between commas.

    After a colon stands the place there, outside England: "gwynedd:bangor".
    """
    found: list[Candidate] = []
    for named in dict.fromkeys(slugs.split(",")):
        slug, _, place = named.partition(":")
        council = record.with_slug(slug)
        if council and council.nation == "England":
            found += of_councils([council], record)
        elif council:
            found.append(at_a_place(place, council, record))
    return found


def at_a_place(slug: str, council: CouncilOnDay, record: Record) -> Candidate:
    """Return the candidate of a place that a council outside England has, or of the council."""
    for candidate in of_places_elsewhere(slug.replace("-", " "), record):
        if candidate.council == council:
            return candidate
    return itself(council)


def offered_places(slugs: str, record: Record) -> list[Candidate]:
    """Return the candidates of places whose slugs stand between commas."""
    found: list[Candidate] = []
    for slug in dict.fromkeys(slugs.split(",")):
        place = gazetteer().by_slug(slug)
        if place:
            found += of_places([place], record)
    return found
