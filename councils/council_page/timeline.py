"""The timeline on a council's page: what happened, with evidence, newest first."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.text import capfirst

from councils.models import Commitment, Event, EventKind, EvidenceLevel, Signature
from councils.models.dated import DatedFact
from councils.record import CouncilOnDay, Record


class Entry(NamedTuple):
    """One entry: when, what, the council's own words, and the fact behind it, if any."""

    sort: tuple[dt.date, int]
    when: str
    what: str
    fact: DatedFact | None = None
    council_words: str = ""


def timeline(
    record: Record,
    row: CouncilOnDay,
    signatures: Iterable[Signature],
    events: Iterable[Event],
) -> list[Entry]:
    """Return everything on record about a council up to the record's day."""
    entries = [
        *(of_signature(row, fact) for fact in signatures),
        *(of_event(record, row, fact) for fact in events),
    ]
    return sorted(entries, key=lambda entry: entry.sort, reverse=True)


def of_signature(row: CouncilOnDay, signature: Signature) -> Entry:
    signatory = ", ".join(part for part in (signature.signed_by, signature.signed_role) if part)
    by = f" Signed by {signatory}." if signatory else ""
    text = f"{capfirst(row.short_name_in_sentence)} signed the Runaways’ Charter.{by}"
    return Entry((signature.counts_from, signature.pk), signature.when.words, text, signature)


def of_event(record: Record, row: CouncilOnDay, event: Event) -> Entry:
    """Return an entry; a decision now past gets new words, as staff wrote of it as ahead."""
    text, when = event.text, event.when.words
    if event.commitment:
        level = event.get_evidence_level_display().lower()
        text = f"{event.get_commitment_display()}, {level}: {text}"
    day = event.counts_from
    if event.kind == EventKind.DECISION_DUE:
        last_day = event.when.last_day
        day = last_day or day
        if last_day and last_day < record.on:
            text = f"A decision by {row.short_name_in_sentence} was due {when}."
    return Entry((day, event.pk), when, text, event, event.council_words)


PATIENCE = dt.timedelta(days=28)
"""Time a council has to reply to an ask before its page says that no reply has come."""

MEANINGS = {
    Commitment.COUNT: "the numbers",
    Commitment.THINK: "how a child is treated and what a child is told",
    Commitment.ACT: "what to do as soon as a child runs away",
    Commitment.PREVENT: "stopping it from happening, or from happening again",
}
"""What each of the four words means, as on the page about the charter."""


class CommitmentProgress(NamedTuple):
    """What is on record under one of the four words, in the order of the evidence levels."""

    word: str
    meaning: str
    facts: list[Event]


@dataclass(slots=True)
class SinceSigning:
    """What is on record since a council signed, as it stood on a day."""

    on: dt.date
    asked: Event | None = None
    reply: Event | None = None
    words: list[CommitmentProgress] = field(default_factory=list)

    @property
    def no_reply_yet(self) -> bool:
        """Whether PATIENCE has passed since the last ask, with no reply since."""
        if self.asked is None or self.asked.counts_from + PATIENCE > self.on:
            return False
        asked_on = self.asked.counts_from
        answered = self.reply is not None and self.reply.counts_from >= asked_on
        facts = (fact for commitment in self.words for fact in commitment.facts)
        return not answered and not any(
            fact.council_words and fact.counts_from >= asked_on for fact in facts
        )

    @property
    def summary(self) -> str:
        """Return a one-line summary: "Asked on 1 March 2026. No reply yet."."""
        if self.asked is None:
            return "We have not asked about this."
        words = f"Asked {self.asked.when.words}."
        if self.no_reply_yet:
            return f"{words} No reply yet."
        if self.reply is not None:
            return f"{words} It replied {self.reply.when.words}."
        return words


def since_signing(signature: Signature, events: Iterable[Event], on: dt.date) -> SinceSigning:
    """Return what is on record since a signature, from the facts that count on a day."""
    events = list(events)
    since = [event for event in events if event.counts_from >= signature.counts_from]
    last_asked = last_of(since, EventKind.CONTACTED)
    if last_asked is None:
        return SinceSigning(on)
    steps = EvidenceLevel.values
    facts = sorted(
        (event for event in events if event.commitment),
        key=lambda fact: (steps.index(fact.evidence_level), fact.counts_from, fact.pk),
    )
    words = [
        CommitmentProgress(
            commitment.label,
            MEANINGS[commitment],
            [fact for fact in facts if fact.commitment == commitment],
        )
        for commitment in Commitment
    ]
    return SinceSigning(on, last_asked, last_of(since, EventKind.REPLY), words)


def last_of(events: Iterable[Event], kind: str) -> Event | None:
    of_kind = [event for event in events if event.kind == kind]
    return max(of_kind, key=lambda event: (event.counts_from, event.pk), default=None)
