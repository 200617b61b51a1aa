"""A council as it stood on a day, and how its status follows from the facts and lineage."""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db import models

from councils import names
from councils.dates import ActivePeriod, PartialDate, format_date
from councils.models import RESPONSIBLE_KINDS, CouncilKind, Event, EventKind, LineageKind, Signature

if TYPE_CHECKING:
    from councils.record.snapshot import Record


class Status(models.TextChoices):
    """Where a council stands on a day, in the order of the legend, and what the public reads."""

    SIGNED = "signed", "Signed"
    INTENDS = "intends", "Says it will sign"
    INHERITED = "inherited", "Signed by the council before it"
    NOT_SIGNED = "not_signed", "No signature found"
    WITHDRAWN = "withdrawn", "Has withdrawn"
    FORMING = "forming", "Starts"
    FORMER = "former", "Closed"

    @property
    def is_current(self) -> bool:
        """Whether a council that exists on the day can have it."""
        return self not in (Status.FORMING, Status.FORMER)

    @property
    def rests_on_a_signature(self) -> bool:
        """Whether a signature, its own or that of the council before it, gives it."""
        return self in (Status.SIGNED, Status.INHERITED)

    @property
    def rests_on_an_event(self) -> bool:
        """Whether what the council said since gives it."""
        return self in (Status.INTENDS, Status.WITHDRAWN)

    @property
    def may_have_signed_unseen(self) -> bool:
        """Whether a signature may exist that nobody has found."""
        return self in (Status.NOT_SIGNED, Status.INTENDS)


class Confirmation(models.TextChoices):
    """How a council itself stands behind a signature of its own, the strongest first."""

    TO_US = "to us", "has confirmed it to us"
    REAFFIRMED = "re-affirmed", "has re-affirmed it since"
    SHOWN = "shown", "its own papers show it"
    NONE = "none", "hasn’t confirmed it to us"


@dataclass(frozen=True, kw_only=True)
class StatusText:
    """How a status is drawn, and what is said of a council that has it.

    In the sentences {name} stands for the council inside a sentence and {Name} at its start,
    {before} and {Before} for its predecessor, {when} for the day of the fact, and {day} for today.
    Former and forming councils have few: they are not asked for anything.
    """

    code: Status
    marker: tuple[tuple[str, str], ...]
    """Its hexagon in lists, legends and on the map: (CSS class, outline) of each part, in order."""
    pattern: tuple[str, str] | None = None
    """(CSS class, path) of its pattern on the map of true areas, where colour is not enough."""
    button: str = ""
    """The button on a council's page; {} stands for the council. Empty for former and forming."""
    ask: str = ""
    """On a council's page, after what it did: what one can ask it. {} stands for the council."""
    councillors: str = "Take the draft motion."
    """What a councillor can do, as a row of its page."""
    council: str = "Sign, or put us right."
    """What somebody who works for it can do."""
    press: str = ""
    """The first sentence to quote."""
    badge: tuple[str, str] = ("{Name}", "{status}")
    """The two lines of a badge."""
    message: str = ""
    """What somebody who has written to it says when sharing its page."""

    @property
    def words(self) -> str:
        """What the public reads, in the legend and wherever a status is named."""
        return str(self.code.label)


STATUSES = {
    text.code: text
    for text in (
        StatusText(
            code=Status.SIGNED,
            marker=(("lit", "hexagon"), ("core", "core")),
            button="Thank {}, and ask",
            ask="Ask {} what it does today.",
            councillors="Ask what the signature has led to: take the draft motion.",
            council="Tell us what it does today, or put us right.",
            press="On {day}, there was evidence that {name} had signed the Runaways’ Charter"
            " {when}.",
            badge=("{Name} has signed", "the Runaways’ Charter {when}"),
            message="{Name} has signed the Runaways’ Charter for children who run away. I thanked"
            " it. You can write to it too:",
        ),
        StatusText(
            code=Status.INTENDS,
            marker=(("cell", "hexagon"), ("ember", "lower half"), ("line", "hexagon")),
            pattern=("fill-ember", "M0 15H30V30H0z"),
            button="Ask {} when it will sign",
            ask="Ask it when.",
            councillors="Ask when it will sign: take the draft motion.",
            press="{Name} says it will sign the Runaways’ Charter {when}.",
            badge=("{Name} says it will sign", "the Runaways’ Charter"),
            message="{Name} says it will sign the Runaways’ Charter for children who run away. I"
            " asked when. Will you?",
        ),
        StatusText(
            code=Status.INHERITED,
            marker=(("cell", "hexagon"), ("ring", "ring")),
            pattern=("fill-ring", "M0 0H9V30H0z"),
            button="Ask {} to sign too",
            ask="Ask {} to sign too.",
            council="Have you signed? Tell us, and it’s counted from that day.",
            press="On {day}, there was no evidence that {name} had signed the Runaways’ Charter"
            " itself. {Before}, the council before it, {signed}.",
            badge=(
                "Ask {name} to sign too",
                "the Runaways’ Charter, signed by the council before it",
            ),
            message="I asked {name} to sign the Runaways’ Charter for children who run away, as the"
            " council before it did. Will you?",
        ),
        StatusText(
            code=Status.NOT_SIGNED,
            marker=(("cell", "hexagon"),),
            button="Ask {} to sign",
            press="By {day}, Make Runaways Safe had found no evidence that {name} signed the"
            " Runaways’ Charter. It may have signed, or it may never have been asked.",
            badge=("Ask {name} to sign", "the Runaways’ Charter"),
            message="When a child runs away, their council should be ready. I asked {name} to sign"
            " the Runaways’ Charter. Will you?",
        ),
        StatusText(
            code=Status.WITHDRAWN,
            marker=(("cell", "hexagon"), ("bar", "bar")),
            pattern=("fill-bar", "M0 12H30V17H0z"),
            button="Ask {} to think again",
            ask="Ask it to think again.",
            press="{Name} has told Make Runaways Safe in writing that it has withdrawn from the"
            " Runaways’ Charter ({when}).",
            badge=("{Name} has withdrawn", "from the Runaways’ Charter, {when}"),
            message="I wrote to {name} about children who run away. Will you?",
        ),
        StatusText(code=Status.FORMING, marker=(("dashed", "hexagon"),)),
        StatusText(code=Status.FORMER, marker=(("dotted", "hexagon"),)),
    )
}
"""Every status by its code, in the order of the legend."""

DISPUTED = replace(
    STATUSES[Status.SIGNED],
    button="Ask {} whether it signed",
    ask="Ask it whether it did.",
    councillors="Ask whether it signed: take the draft motion.",
    council="Say what is right, or sign.",
    message="I asked {name} whether it has signed the Runaways’ Charter for children who run away."
    " Will you?",
)
"""What is said of a council that disputes the signature on record: it is thanked for nothing."""


STATUS_WORDS = {status: str(status.label) for status in Status}
CURRENT_STATUSES = tuple(status for status in Status if status.is_current)
"""The statuses a council that exists on the day can have."""


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
    called: list[str]
    """Its official name, its short name, then every other name people search by."""
    former_names: list[str]
    url: str
    """The path of its page."""
    lines: list[LineageLink] = field(default_factory=list, repr=False)
    """Every line of lineage with it as the old or the new council, by day, as known now."""
    status: Status = Status.NOT_SIGNED
    signature: Signature | None = None
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
        return [names.folded(name) for name in self.called]

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


def derive_statuses(record: "Record") -> None:
    """Set the status of every council in a record, from signatures, events and lineage."""
    on = record.on
    signatures, events = last_facts(on)
    for row in record.all_councils:
        row.signature = signatures.get(row.id)
        row.reaffirmed = events.get((row.id, EventKind.REAFFIRMED))
        row.refusal = refusal_that_stands(row, events)
        withdrawn = events.get((row.id, EventKind.WITHDRAWN))
        intends = events.get((row.id, EventKind.INTENDS))
        row.status = own_status(row, withdrawn, None if row.refusal else intends)
        signature = row.signature if row.status == Status.SIGNED else None
        if signature:
            row.confirmation = confirmation_of(row, signature, on)
        if not row.is_current(on):
            has_ended = row.ends_on is not None and row.ends_on <= on
            row.status = Status.FORMER if has_ended else Status.FORMING
    for row in record.all_councils:
        may_inherit = row.status.may_have_signed_unseen and not row.has_withdrawn
        if may_inherit and row.is_responsible:
            inherit(record, row)
        if row.status not in (Status.NOT_SIGNED, Status.INHERITED):
            row.refusal = None


KINDS_READ = (
    EventKind.WITHDRAWN,
    EventKind.INTENDS,
    EventKind.REAFFIRMED,
    EventKind.REFUSES,
    EventKind.REPLY,
)
"""The kinds of event that a status can rest on, that confirm a signature, or say no to one."""


def refusal_that_stands(row: CouncilOnDay, events: dict[tuple[int, str], Event]) -> Event | None:
    """Return the event in which a council said that it will not sign, unless it said more since."""
    refusal = events.get((row.id, EventKind.REFUSES))
    if refusal is None:
        return None
    for kind in (EventKind.INTENDS, EventKind.REPLY):
        later = events.get((row.id, kind))
        if later and later.counts_from > refusal.counts_from:
            return None
    return refusal


def last_facts(
    on: dt.date,
) -> tuple[dict[int, Signature], dict[tuple[int, str], Event]]:
    """Return the last signatures and events that count on a day.

    Signatures are keyed by council id, events by council id and kind.
    """
    signatures = Signature.objects.counting(on).order_by("counted_from", "pk")
    events = Event.objects.counting(on).filter(kind__in=KINDS_READ).order_by("counted_from", "pk")
    return (
        {signature.council_id: signature for signature in signatures},
        {(event.council_id, event.kind): event for event in events},
    )


def own_status(row: CouncilOnDay, withdrawn: Event | None, intends: Event | None) -> Status:
    """Return a council's status by its own facts, and set ``has_withdrawn`` and ``status_event``.

    The last of signature and withdrawal counts, the withdrawal if both are of the same day. An
    intention counts only without a signature, or after the withdrawal.
    """
    if row.signature and (not withdrawn or row.signature.counts_from > withdrawn.counts_from):
        return Status.SIGNED
    row.has_withdrawn = withdrawn is not None
    if withdrawn and not (intends and intends.counts_from > withdrawn.counts_from):
        row.status_event = withdrawn
        return Status.WITHDRAWN
    if intends:
        row.status_event = intends
        return Status.INTENDS
    return Status.NOT_SIGNED


def confirmation_of(row: CouncilOnDay, signature: Signature, on: dt.date) -> Confirmation:
    """Return how a council itself stands on a day behind a signature of its own."""
    if signature.confirmed_on and signature.confirmed_on <= on:
        return Confirmation.TO_US
    if row.reaffirmation_of(signature):
        return Confirmation.REAFFIRMED
    if signature.is_shown_by_the_council:
        return Confirmation.SHOWN
    return Confirmation.NONE


def inherit(record: "Record", row: CouncilOnDay) -> None:
    """Make a council inherit the signature of its nearest predecessor that signed, if any.

    A council that withdrew passes nothing on, neither its own signature nor an inherited one.
    """
    pending, visited = row.predecessors, set()
    while pending:
        before = pending.pop(0)
        if before.id in visited or before.ends_on is None or before.ends_on > record.on:
            continue
        visited.add(before.id)
        if before.has_withdrawn:
            continue
        if before.signature:
            row.status = Status.INHERITED
            row.inherited_from = before
            row.signature = before.signature
            return
        pending.extend(before.predecessors)
