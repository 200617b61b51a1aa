"""The predecessors, successors and former names on a council's page."""

import datetime as dt
from functools import cached_property
from typing import NamedTuple

from councils.dates import format_date
from councils.models import CouncilName, Kind, LineageKind, NameKind
from councils.names import join_names
from councils.record import CouncilOnDay, LineageLink, Record

ENDS_SOON = dt.timedelta(days=183)
"""How long before a council ends its button names its successors instead."""
MOST_NAMES = 3
"""Maximum number of successors that a button names."""


class Kin(NamedTuple):
    """A predecessor or successor, with the words before and after its name and their spaces."""

    when: str
    before: str
    council: CouncilOnDay
    after: str = ""


def kin(line: LineageLink, row: CouncilOnDay, on: dt.date) -> Kin:
    """Describe a line of lineage from the point of view of ``row``, one of its two councils."""
    takes = "takes" if line.on > on else "took"
    over = "over a small part of" if line.kind == LineageKind.PART else "over from"
    if line.old is row:
        territory = "its area" if line.kind == LineageKind.PART else "it"
        return Kin(format_date(line.on), "", line.new, f" {takes} {over} {territory}.")
    signed = line.old.signature
    after = f", which is on record as having signed {signed.when.words}" if signed else ""
    return Kin(format_date(line.on), f"It {takes} {over}", line.old, f"{after}.")


class Lineage:
    """The part of a ``CouncilPage`` that follows its council through reorganisations."""

    record: Record
    row: CouncilOnDay
    at: dt.date | None

    @cached_property
    def lines(self) -> list[LineageLink]:
        """Its lines of lineage to predecessors and successors, as known now."""
        return self.record.lines_of(self.row)

    @property
    def kin(self) -> list[Kin]:
        """Its lineage in words, oldest first."""
        return [kin(line, self.row, self.record.on) for line in self.lines]

    @cached_property
    def former_names(self) -> list[CouncilName]:
        """Its names before the one it has on the day shown."""
        if not self.row.former_names:
            return []
        names = CouncilName.objects.filter(council_id=self.row.id, kind=NameKind.OFFICIAL)
        known = [name for name in names if name.name != self.row.name]
        return [name for name in known if not name.ends_on or name.ends_on <= self.record.on]

    @cached_property
    def successors(self) -> list[CouncilOnDay]:
        return self.record.successors_of(self.row)

    @cached_property
    def predecessors(self) -> list[CouncilOnDay]:
        return self.record.predecessors_of(self.row)

    @cached_property
    def own_predecessors(self) -> list[CouncilOnDay]:
        """Its predecessors that ran children's services."""
        return [row for row in self.predecessors if row.is_responsible]

    @cached_property
    def followers(self) -> list[CouncilOnDay]:
        """The councils that have replaced it for children's services, once it has closed."""
        return self.record.followers_of(self.row) or self.successors

    @cached_property
    def districts_to_come(self) -> list[CouncilOnDay]:
        """The districts that it will take over from on its first day."""
        return [line.old for line in self.lines
                if line.new is self.row and line.old.kind == Kind.DISTRICT]  # fmt: skip

    @property
    def days_until(self) -> int:
        """Days from today until it starts, or until its successors take over."""
        day = self.row.starts_on if self.row.status == "forming" else self.row.ends_on
        return (day - self.record.on).days if day else 0

    @property
    def countdown(self) -> str:
        """Return how far off the reorganisation is: "in 128 days", "tomorrow"."""
        days = self.days_until
        return "tomorrow" if days == 1 else f"in {days} days"

    @property
    def ends_soon(self) -> bool:
        """Whether its successors take over within six months; always False on another day."""
        if self.at or not self.successors or self.row.ends_on is None:
            return False
        return dt.timedelta() < self.row.ends_on - self.record.on <= ENDS_SOON

    @property
    def councils_to_come(self) -> str:
        """Name its successors for use in a sentence, or describe them if there are many."""
        names = [row.short_name_in_sentence for row in self.successors]
        return join_names(names) if len(names) <= MOST_NAMES else "the councils to come"

    @property
    def taken_over_on(self) -> str:
        """Return when its successors take over: "1 April 2027, in 128 days"."""
        if self.row.ends_on is None:
            return ""
        day = format_date(self.row.ends_on)
        return day if self.at else f"{day}, {self.countdown}"
