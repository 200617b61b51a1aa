"""The plan of a reorganisation as staff enter it, and its contradictions.

A county council and its districts are replaced by other councils on a day. Each district goes to
one of them. They may be new councils, existing councils, or the county itself under a new name.
Other councils may close and join one of them.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from councils.dates import format_date, today
from councils.models import Council, Kind, RecordVersion
from councils.names import with_article


@dataclass
class Successor:
    """A council that takes over districts: a new one, or an existing one (``council``).

    ``name`` and ``kind`` of an existing council are its new ones, and empty if they stay.
    """

    name: str = ""
    short_name: str = ""
    code: str = ""
    slug: str = ""
    kind: str = Kind.UNITARY
    council: Council | None = None

    @property
    def is_new(self) -> bool:
        return self.council is None

    @property
    def name_in_sentence(self) -> str:
        """Its official name from the day on, as used inside a sentence."""
        now = self.council.name if self.council else ""
        return with_article(self.name or now)


@dataclass
class Plan:
    """A reorganisation as entered: who takes over, and where each council goes.

    ``goes`` has every district of the county, ``joins`` other councils that close on the day. The
    values of both are indexes of ``successors``.
    """

    county: Council
    on: dt.date
    successors: list[Successor]
    goes: dict[Council, int]
    joins: dict[Council, int] = field(default_factory=dict)
    reason: str = field(default="", repr=False)

    @property
    def county_goes_on(self) -> bool:
        return any(successor.council == self.county for successor in self.successors)

    def predecessors_of(self, successor: Successor) -> list[Council]:
        """Return the districts and other councils that a successor takes over from."""
        place = self.successors.index(successor)
        closing = [*self.goes.items(), *self.joins.items()]
        return [council for council, goes_to in closing if goes_to == place]

    def faults(self) -> Iterator[str]:
        """Yield a sentence for each contradiction within the plan or with the register."""
        if self.on <= today():
            yield "The day must be in the future: correct the past council by council."
        # Read again: somebody else may have entered a plan since the screen was opened.
        closing = Council.objects.exclude(ends_on=None).values_list("pk", "ends_on")
        ends = {pk: format_date(day - dt.timedelta(days=1)) for pk, day in closing if day}
        for council in (self.county, *self.goes, *self.joins):
            if council.pk in ends:
                yield f"{council} closes on {ends[council.pk]} already."
        for successor in self.successors:
            if not any(council in self.goes for council in self.predecessors_of(successor)):
                yield f"No district goes to {successor.name_in_sentence}."
        yield from self._faults_of_existing(ends)
        yield from self._taken()

    def _faults_of_existing(self, ends: dict[int, str]) -> Iterator[str]:
        """Yield why existing councils cannot take over. ``ends`` has closing days by council id."""
        existing = [successor.council for successor in self.successors if successor.council]
        for council in self.joins:
            if council in (self.county, *existing):
                yield f"{council} cannot both close and go on."
        if len(set(existing)) < len(existing):
            yield "The same council is given twice."
        for council in existing:
            if council.pk in ends and council != self.county:
                yield f"{council} closes on {ends[council.pk]}: it cannot take over."

    def _taken(self) -> Iterator[str]:
        """Yield values of new councils that are not unique among them and in the register."""
        for column, words in (("code", "code"), ("slug", "place in addresses"), ("name", "name")):
            values = [getattr(new, column) for new in self.successors if new.is_new]
            for value in sorted({value for value in values if values.count(value) > 1}):
                yield f"Two new councils have the {words} “{value}”."
            for council in Council.objects.filter(**{f"{column}__in": values}):
                yield f"The {words} “{getattr(council, column)}” is that of {council} already."

    def digest(self) -> str:
        """Return a hash of the plan and the record's version, which tells if either has changed."""
        facts = f"{RecordVersion.objects.number()} {self}"
        return hashlib.sha256(facts.encode()).hexdigest()
