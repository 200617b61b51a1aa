"""Every council that a name may mean: of councils, of places, in England and beyond it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.text import capfirst, slugify

from councils.names import region_with_article
from councils.record import CouncilOnDay, Record
from councils.record.status import Status
from councils.search.gazetteer import MOSTLY, Place, gazetteer, responsible_councils
from councils.search.known_names import (
    CALLED_TOGETHER,
    County,
    county_called,
    places_elsewhere,
    regions_called,
    spelled,
)
from councils.search.name_index import NameIndex, former_name


class Candidate(NamedTuple):
    """A council that a name may mean, and why.

    ``council`` runs children's services on the record's day, or is a council outside England.
    ``label`` is what a choice shows. The name is either that of ``named_council``, of any kind and
    time (``formerly`` is its former name, if that was typed), or that of ``place``, of which
    ``share`` percent is in the council's area. ``reason`` says why it is offered, where the name
    that was typed is another.
    """

    council: CouncilOnDay
    label: str
    named_council: CouncilOnDay | None = None
    place: Place | None = None
    share: int = 100
    formerly: str = ""
    reason: str = ""

    @property
    def url(self) -> str:
        """The path of the council's page, with a query that explains why it is this council."""
        if self.is_elsewhere:  # that page explains nothing
            return self.council.url
        query = {}
        if self.place:
            query["place"] = self.place.slug
        elif self.named_council and self.named_council is not self.council:
            query["from"] = self.named_council.slug
        if self.formerly:
            query["called"] = slugify(self.formerly)
        if not query:
            return self.council.url
        return f"{self.council.url}?{urlencode(query)}"

    @property
    def in_url(self) -> str:
        """The slug of a named council, and after a colon that of a place outside England there."""
        slug = (self.named_council or self.council).slug
        if self._is_place_elsewhere:
            return f"{slug}:{slugify(self.label)}"
        return slug

    @property
    def is_elsewhere(self) -> bool:
        return self.council.nation != "England"

    @property
    def _is_place_elsewhere(self) -> bool:
        return self.is_elsewhere and self.label != self.council.name

    @property
    def explanation(self) -> str:
        """The words beside the label by which a local can tell it from the others."""
        if self.reason:
            return f"{self.reason} {self._who_and_where}"
        return self._who_and_where

    @property
    def _who_and_where(self) -> str:
        council = self.council
        if self._is_place_elsewhere:
            return f"in {council.nation}: {council.name}"
        if self.is_elsewhere:
            return f"in {council.nation}"
        status = council.status_words
        named = self.named_council
        if named is None:
            who = capfirst(council.short_name_in_sentence)
            return f"{who} runs children’s services here. {status}"
        kind = named.kind_words
        if council.region not in kind:  # "City of London", but "Unitary council in the East"
            kind = f"{kind} in {region_with_article(council.region)}"
        if named is council:
            if self.formerly:
                return f"{kind}. {status}. Formerly {self.formerly}"
            return f"{kind}. {status}"
        if named.status == Status.FORMER:
            return f"Took over from {named.name}, now closed. {status}"
        return f"{kind}. {council.name} runs children’s services here. {status}"


def itself(council: CouncilOnDay) -> Candidate:
    """Return a council as the candidate for its own name."""
    return Candidate(council, council.name, named_council=council)


def one_for_each_council(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the first candidate of each council, in order."""
    first: dict[int, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.council.id, candidate)
    return list(first.values())


# -- Candidates -----------------------------------------------------------------------------------


def all_called(asked: str, index: NameIndex) -> list[Candidate]:
    """Return what may be meant in England by a spelled name: councils first, then places."""
    candidates = list(of_councils(index.councils_called(asked), index.record, asked))
    return candidates + of_places_called(asked, candidates, index.record)


def of_councils(
    councils: list[CouncilOnDay], record: Record, asked: str = ""
) -> Iterator[Candidate]:
    """Yield the councils that run children's services in the areas of councils of any kind.

    Councils outside England are left out. ``asked`` is the name by which they were found.
    """
    for council in councils:
        if council.nation != "England":
            continue
        before = former_name(council, asked)
        if council.is_responsible and council.status != Status.FORMER:
            yield itself(council)._replace(formerly=before)
            continue
        for responsible in record.followers_of(council):
            label = council.name
            if council.status == Status.FORMER:
                label = responsible.name
            yield Candidate(responsible, label, named_council=council, formerly=before)


def of_places(places: Iterable[Place], record: Record) -> Iterator[Candidate]:
    """Yield the councils that run children's services in places, in the order of ``places``.

    Those of a divided place are told apart: "Herne Hill in Lambeth".
    """
    for place in places:
        candidates = list(candidates_of_place(place, record))
        if len(candidates) == 1:
            yield candidates[0]
            continue
        for candidate in candidates:
            council_name = candidate.council.short_name_in_sentence
            yield candidate._replace(label=f"{place.name} in {council_name}")


def candidates_of_place(place: Place, record: Record) -> Iterator[Candidate]:
    """Yield the councils of a place with their shares, then those of its part outside England.

    One in England that has most of it has all: Clifford in Herefordshire has a few homes in Powys.
    """
    councils = responsible_councils(place, record)
    if councils and councils[0][1] >= MOSTLY:
        yield Candidate(councils[0][0], place.in_full, place=place)
        return
    for council, share in councils:
        yield Candidate(council, place.in_full, place=place, share=share)
    for gss, share in place.districts:
        council_there = record.with_gss(gss)
        if council_there and council_there.nation != "England":
            yield Candidate(council_there, place.in_full, place=place, share=share)


def of_places_called(asked: str, so_named: list[Candidate], record: Record) -> list[Candidate]:
    """Return the candidates of the places with a name; ``so_named`` are the councils that have it.

    The town of a council that is named after it is the council's, though a part of the town may lie
    across the border: Gateshead is Gateshead's.
    """
    named = {candidate.council.id for candidate in so_named}
    found = []
    for place in gazetteer().lookup(asked):
        candidates = list(of_places([place], record))
        if candidates and candidates[0].council.id in named:
            candidates = [candidates[0]._replace(share=100)]
        found += candidates
    return found


def of_places_elsewhere(asked: str, record: Record) -> list[Candidate]:
    """Return the councils of the places with a name in Wales, Scotland and Northern Ireland."""
    candidates = []
    for place in places_elsewhere().get(asked, []):
        for code in place.codes:
            council = record.by_code.get(code)
            if council:
                candidates.append(itself(council)._replace(label=place.name))
    return candidates


def of_county(county: County, record: Record) -> list[Candidate]:
    """Return the councils that run children's services in a county on the record's day, by name."""
    served = {}
    for code in county.codes:
        council = record.by_code.get(code)
        if council:
            for responsible in record.followers_of(council):
                served[responsible.id] = responsible
    ordered = sorted(served.values(), key=lambda council: council.short_name)
    return list(map(itself, ordered))


def county_or_region(name: str, record: Record) -> County | None:
    """Return the county with a spelled name, or the regions as if they were one, or None."""
    county = county_called(name)
    if county:
        return county
    regions = regions_called(name)
    if not regions:
        return None
    codes = []
    for council in record.councils:
        if council.region in regions:
            codes.append(council.code)
    its_name = CALLED_TOGETHER.get(regions) or region_with_article(regions[0])
    if county_called(spelled(its_name)):  # the West Midlands are a county of fewer councils, too
        its_name = f"{its_name} region"
    return County(its_name, tuple(codes))
