"""The statuses a council can have, and how they follow from signatures, events and lineage."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from councils.models import Event, EventKind, Signature

if TYPE_CHECKING:
    from councils.record.council_on_day import CouncilOnDay
    from councils.record.snapshot import Record


@dataclass(frozen=True, kw_only=True)
class Status:
    """A status: what it is called, how it is drawn, and what is said of a council that has it.

    In the sentences {name} stands for the council inside a sentence and {Name} at its start,
    {before} and {Before} for its predecessor, {when} for the day of the fact, and {day} for today.
    Former and forming councils have few: they are not asked for anything.
    """

    code: str
    words: str
    """What the public reads, in the legend and wherever a status is named."""
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
    def is_current(self) -> bool:
        """Whether a council that exists on the day can have it."""
        return bool(self.button)


STATUSES = {
    status.code: status
    for status in (
        Status(
            code="signed",
            words="Signed",
            marker=(("lit", "hexagon"), ("core", "core")),
            button="Thank {}, and ask what’s next",
            ask="Ask it what it does today.",
            councillors="Ask what the signature has led to: take the draft motion.",
            council="Confirm the signature, or put us right.",
            press="On {day}, there was evidence that {name} had signed the Runaways’ Charter"
            " {when}.",
            badge=("{Name} has signed", "the Runaways’ Charter {when}"),
            message="{Name} has signed the Runaways’ Charter for children who run away. I thanked"
            " it. You can write to it too:",
        ),
        Status(
            code="intends",
            words="Says it will sign",
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
        Status(
            code="inherited",
            words="Signed by the council before it",
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
        Status(
            code="not_signed",
            words="No signature found",
            marker=(("cell", "hexagon"),),
            button="Ask {} to sign",
            press="By {day}, Make Runaways Safe had found no evidence that {name} signed the"
            " Runaways’ Charter. It may have signed, or it may never have been asked.",
            badge=("Ask {name} to sign", "the Runaways’ Charter"),
            message="When a child runs away, their council should be ready. I asked {name} to sign"
            " the Runaways’ Charter. Will you?",
        ),
        Status(
            code="withdrawn",
            words="Has withdrawn",
            marker=(("cell", "hexagon"), ("bar", "bar")),
            pattern=("fill-bar", "M0 12H30V17H0z"),
            button="Ask {} to think again",
            ask="Ask it to think again.",
            press="{Name} has told Make Runaways Safe in writing that it has withdrawn from the"
            " Runaways’ Charter ({when}).",
            badge=("{Name} has withdrawn", "from the Runaways’ Charter, {when}"),
            message="I wrote to {name} about children who run away. Will you?",
        ),
        Status(code="forming", words="Starts", marker=(("dashed", "hexagon"),)),
        Status(code="former", words="Closed", marker=(("dotted", "hexagon"),)),
    )
}
"""Every status by its code, in the order of the legend."""

STATUS_WORDS = {code: status.words for code, status in STATUSES.items()}
CURRENT_STATUSES = tuple(code for code, status in STATUSES.items() if status.is_current)
"""The statuses a council that exists on the day can have."""


def derive_statuses(record: "Record") -> None:
    """Set the status of every council in a record, from signatures, events and lineage."""
    on = record.on
    signatures, events = last_facts(on)
    for row in record.all_councils:
        row.signature = signatures.get(row.id)
        withdrawn, intends, row.reaffirmed = (events.get((row.id, kind)) for kind in KINDS_READ)
        row.status = own_status(row, withdrawn, intends)
        row.is_confirmed = is_confirmed(row, on)
        if not row.is_current(on):
            row.status = "former" if row.ends_on and row.ends_on <= on else "forming"
    for row in record.all_councils:
        may_inherit = row.status in ("not_signed", "intends") and not row.has_withdrawn
        if may_inherit and row.is_responsible:
            inherit(record, row)


KINDS_READ = (EventKind.WITHDRAWN, EventKind.INTENDS, EventKind.REAFFIRMED)
"""The kinds of event that a status can rest on, and the one that confirms a signature."""


def last_facts(
    on: dt.date,
) -> tuple[dict[int, Signature], dict[tuple[int, str], Event]]:
    """Return the last signatures and events that count on a day.

    Signatures are keyed by council id, events by council id and kind.
    """
    signatures = Signature.objects.last_of_each_council(on)
    of_each_kind = [Event.objects.filter(kind=kind).last_of_each_council(on) for kind in KINDS_READ]
    events = reduce(or_, of_each_kind)  # in one query
    return (
        {signature.council_id: signature for signature in signatures},
        {(event.council_id, event.kind): event for event in events},
    )


def own_status(row: "CouncilOnDay", withdrawn: Event | None, intends: Event | None) -> str:
    """Return a council's status by its own facts, and set ``has_withdrawn`` and ``status_event``.

    The last of signature and withdrawal counts, the withdrawal if both are of the same day. An
    intention counts only without a signature, or after the withdrawal.
    """
    if row.signature and (not withdrawn or row.signature.counts_from > withdrawn.counts_from):
        return "signed"
    row.has_withdrawn = withdrawn is not None
    if withdrawn and not (intends and intends.counts_from > withdrawn.counts_from):
        row.status_event = withdrawn
        return "withdrawn"
    if intends:
        row.status_event = intends
        return "intends"
    return "not_signed"


def is_confirmed(row: "CouncilOnDay", on: dt.date) -> bool:
    """Return whether a signed council itself shows its signature, confirmed or re-affirmed it."""
    if row.status != "signed" or row.signature is None:
        return False
    if row.signature.is_shown_by_the_council:
        return True
    confirmed = row.signature.confirmed_on
    return bool(confirmed and confirmed <= on) or row.reaffirmation_of(row.signature) is not None


def inherit(record: "Record", row: "CouncilOnDay") -> None:
    """Make a council inherit the signature of its nearest predecessor that signed, if any.

    A council that withdrew passes nothing on, neither its own signature nor an inherited one.
    """
    pending, visited = record.predecessors_of(row), set()
    while pending:
        before = pending.pop(0)
        if before.id in visited or before.ends_on is None or before.ends_on > record.on:
            continue
        visited.add(before.id)
        if before.has_withdrawn:
            continue
        if before.signature:
            row.status, row.inherited_from = "inherited", before
            row.signature = before.signature
            return
        pending.extend(record.predecessors_of(before))
