"""The result of matching a name: how well it matches, and the councils it may mean."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.text import slugify

from councils.names import region_with_article
from councils.record import CouncilOnDay
from councils.search.places.gazetteer import Place


class MatchKind(StrEnum):
    """How well a name matches."""

    EXACT = "exact"
    """The exact name of one council, or of a place in one council's area."""
    SEVERAL = "several"
    """The exact name of several councils, or of a place divided between councils."""
    COUNTY = "county"
    """A historic or ceremonial county, served by several councils today."""
    ELSEWHERE = "elsewhere"
    """Another part of the United Kingdom, or one of the islands near it."""
    NEAR = "near"
    """Not a known name. The candidates' names look, sound or begin like it."""
    NONE = "none"


class Candidate(NamedTuple):
    """A council that a name may mean, and why.

    ``council`` runs children's services today, or is a council outside England. ``label`` is what a
    choice shows. The name is either that of ``named``, a council of any kind and time (``called``
    is set if it is a former name), or that of ``place``, of which ``share`` percent is in the
    council's area.
    """

    council: CouncilOnDay
    label: str
    named: CouncilOnDay | None = None
    place: Place | None = None
    share: int = 100
    called: str = ""

    @property
    def url(self) -> str:
        """The path of the council's page, with a query that explains why it is this council."""
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
        """The words beside the label that help a visitor to choose."""
        council, named = self.council, self.named
        if council.nation != "England":
            return f"in {council.nation}"
        status = council.status_words
        if named is None:
            return f"{council.short_name} runs children’s services here. {status}"
        kind = named.kind_words
        if not kind.endswith(council.region):  # "City of London", but "Unitary council in London"
            kind = f"{kind} in {region_with_article(council.region)}"
        if named is council:
            return f"{kind}. {status}" + (f". Formerly {self.called}" if self.called else "")
        if named.status == "former":
            return f"Took over from {named.name}, now closed. {status}"
        return f"{kind}. {council.name} runs children’s services here. {status}"


@dataclass(slots=True)
class Match:
    """The result of matching a name.

    ``county`` is set for COUNTY, ``nation`` and ``name`` (as pages write it) for ELSEWHERE.
    """

    kind: MatchKind
    candidates: list[Candidate] = field(default_factory=list)
    county: str = ""
    nation: str = ""
    name: str = ""

    @property
    def is_right(self) -> bool:
        """Whether something has exactly this name."""
        return self.kind not in (MatchKind.NEAR, MatchKind.NONE)
