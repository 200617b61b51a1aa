"""A council as it stood on a day, with everything a list or a map says about it."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from councils import names
from councils.dates import ActivePeriod, PartialDate, format_date
from councils.models import RESPONSIBLE_KINDS, CouncilKind, Event, LineageKind, Signature
from councils.record.status import (
    DISPUTED,
    STATUS_WORDS,
    STATUSES,
    Confirmation,
    Status,
    StatusText,
)

ENDS_SOON = dt.timedelta(days=183)
"""How long before it ends a council's pages speak of those that take over."""


class LineageLink(NamedTuple):
    """One council took over from another, or took a small part of it, on a day."""

    on: dt.date
    old: "CouncilOnDay"
    new: "CouncilOnDay"
    kind: str


@dataclass(eq=False)
class CouncilOnDay(ActivePeriod):
    """One council on one day, with everything a list or a map says about it.

    What it says is put into words once, after ``derive_statuses``.
    """

    id: int
    code: str
    slug: str
    gss: str | None
    name: str
    short_name: str
    kind: str
    nation: str
    region: str
    website: str
    county_id: int | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    members_elected_on: dt.date | None
    """Of a council to come: the day on which its first members were elected, once recorded."""
    all_names: list[str]
    """Its official name, its short name, then every other name people search by."""
    former_names: list[str]
    url: str
    """The path of its page."""
    lines: list[LineageLink] = field(default_factory=list, repr=False)
    """Every line of lineage with it as the old or the new council, by day, as known now."""
    status: Status = Status.NOT_SIGNED
    signature: Signature | None = None
    """Its last signature, of those that count."""
    is_listed: bool = False
    """Whether the list of 2013 names it, though it may have signed again since."""
    status_event: Event | None = None
    """The event its status rests on: its withdrawal or its intention to sign."""
    has_withdrawn: bool = False
    """Whether it withdrew and has not signed since, even if it says that it will."""
    inherited_from: "CouncilOnDay | None" = None
    reaffirmed: Event | None = None
    """The last event in which it re-affirmed a signature."""
    refusal: Event | None = None
    """The event in which it said that it will not sign, if that is its last word and it has not."""
    confirmation: Confirmation = Confirmation.NONE
    """How the council itself stands behind the signature that its status rests on."""

    @property
    def is_confirmed(self) -> bool:
        """Whether the council itself shows, confirmed or re-affirmed that signature."""
        return self.confirmation != Confirmation.NONE

    def reaffirmation_of(self, signature: Signature) -> Event | None:
        """Return the last event in which it re-affirmed one of its signatures, or None."""
        event = self.reaffirmed
        return event if event and event.counts_from >= signature.counts_from else None

    @property
    def successors(self) -> list["CouncilOnDay"]:
        """The councils that take over from it, on any day."""
        return [line.new for line in self.lines
                if line.old is self and line.kind == LineageKind.REPLACES]  # fmt: skip

    @property
    def predecessors(self) -> list["CouncilOnDay"]:
        return [line.old for line in self.lines
                if line.new is self and line.kind == LineageKind.REPLACES]  # fmt: skip

    def may_be_asked_early(self, on: dt.date) -> bool:
        """Whether people can write to it before it starts: somebody was elected to answer."""
        if self.status != Status.FORMING or not self.is_responsible:
            return False
        return self.members_elected_on is not None and self.members_elected_on <= on

    def is_replaced_soon(self, on: dt.date) -> bool:
        """Whether others take over from it within half a year of a day."""
        if not self.successors or self.ends_on is None:
            return False
        return dt.timedelta() < self.ends_on - on <= ENDS_SOON

    @cached_property
    def folded_names(self) -> list[str]:
        """Its names, prepared for comparison when somebody first searches."""
        return [names.folded(name) for name in self.all_names]

    @cached_property
    def short_name_in_sentence(self) -> str:
        """Its short name as it stands inside a sentence: "the Isle of Wight"."""
        return names.with_article(self.short_name)

    @cached_property
    def name_in_sentence(self) -> str:
        """Its official name as it stands inside a sentence: "the London Borough of Barnet"."""
        return names.with_article(self.name)

    @property
    def kind_words(self) -> str:
        return CouncilKind(self.kind).label

    @property
    def is_responsible(self) -> bool:
        return self.kind in RESPONSIBLE_KINDS

    @cached_property
    def fact(self) -> Signature | Event | None:
        """The fact its status rests on, if there is one."""
        if self.status.rests_on_a_signature:
            return self.signature
        if self.status.rests_on_an_event:
            return self.status_event
        return None

    @cached_property
    def status_words(self) -> str:
        """Its status wherever it is shown: "Signed", and "Signed (disputed)" until that is settled.

        One that closed or starts has its day: "Closed on 31 March 2023".
        """
        return f"{self.plain_status_words}{self.disputed}"

    @cached_property
    def disputed(self) -> str:
        """The mark of a council that disputes the fact its status rests on, or ""."""
        return " (disputed)" if self.fact and self.fact.disputed else ""

    @property
    def text(self) -> StatusText:
        """What is said of it, and what one can ask it."""
        if self.status == Status.SIGNED and self.disputed:
            return DISPUTED
        return STATUSES[self.status]

    @cached_property
    def plain_status_words(self) -> str:
        if self.status == Status.FORMING and self.starts_on:
            return f"Starts on {format_date(self.starts_on)}"
        if self.status == Status.FORMER and self.last_day:
            return f"Closed on {format_date(self.last_day)}"
        return STATUS_WORDS[self.status]

    @property
    def when_words(self) -> str:
        """The date of the fact its status rests on, in words; empty if there is no such fact."""
        if self.when is None:
            return ""
        if self.status == Status.INTENDS:  # "will sign on 14 January" would mean something else
            return f"(said {self.when.words})"
        return self.when.words

    @cached_property
    def dated_status(self) -> str:
        """Its status and when: "Signed in March 2015", "Has withdrawn (on 3 March 2018)"."""
        when = self.when_words
        if self.status == Status.WITHDRAWN and when:
            when = f"({when})"
        return f"{self.status_words} {when}".rstrip()

    @cached_property
    def when(self) -> PartialDate | None:
        """The date of the fact its status rests on, or None if there is no such fact."""
        return self.fact.when if self.fact else None
