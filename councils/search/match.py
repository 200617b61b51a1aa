"""What a name fits: how well, and the councils that it may mean."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from django.utils.text import slugify

from councils.names import region_with_article
from councils.record import CouncilOnDay
from councils.search.places.gazetteer import Place


class Kind(StrEnum):
    """How well a name fits."""

    EXACT = "exact"
    """One council, by a name that is right."""
    SEVERAL = "several"
    """A name that is right for more than one council, or a place that no council mostly serves."""
    COUNTY = "county"
    """A historic or ceremonial county, served by several councils today."""
    ELSEWHERE = "elsewhere"
    """Another part of the United Kingdom, or one of the islands near it."""
    NEAR = "near"
    """No such name; the candidates have names that look, sound or begin like it."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A council that a name may mean, and why.

    ``council`` runs children's services today, except for a name outside England. ``named`` is the
    council of any kind and time that is called so, or was: ``called`` is then its former name.
    ``place`` is the place that is, with ``share`` percent of it in the council's area. ``label`` is
    what a choice shows: the name itself as we write it, or the council that took over.
    """

    council: CouncilOnDay
    label: str
    named: CouncilOnDay | None = None
    place: Place | None = None
    share: int = 100
    called: str = ""

    @property
    def url(self) -> str:
        """The council's page, with what explains why it is this one."""
        query = {}
        if self.place:
            query["place"] = self.place.slug
        elif self.named and self.named is not self.council:
            query["from"] = self.named.slug
        if self.called:
            query["called"] = slugify(self.called)
        return f"{self.council.url}?{urlencode(query)}" if query else self.council.url

    @property
    def explanation(self) -> str:
        """What stands beside the label, for somebody who has to choose."""
        council, named = self.council, self.named
        if council.nation != "England":
            return f"in {council.nation}"
        kind = "Place" if named is None else named.kind_words
        if not kind.endswith(council.region):  # "City of London", but "Unitary council in London"
            kind = f"{kind} in {region_with_article(council.region)}"
        status = council.status_words
        if named is council:
            return f"{kind}. {status}" + (f". Formerly {self.called}" if self.called else "")
        if named and named.status == "former":
            return f"Took over from {named.name}, now closed. {status}"
        return f"{kind}. {council.name} runs children’s services there. {status}"


@dataclass(slots=True)
class Match:
    """What a name leads to. ``county`` or ``nation`` say which where the kind is of those.

    ``name`` is the name outside England that was asked for, as we write it.
    """

    kind: Kind
    candidates: list[Candidate] = field(default_factory=list)
    county: str = ""
    nation: str = ""
    name: str = ""

    @property
    def is_right(self) -> bool:
        """Whether something is called so, rather than nearly so."""
        return self.kind not in (Kind.NEAR, Kind.NONE)
