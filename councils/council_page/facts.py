"""What is on record of a council, as its page tells it."""

import datetime as dt
from functools import cached_property

from councils.council_page.asking import AskedOnPage
from councils.council_page.read_once import (
    events_by_council,
    letters_sent,
    retracted,
    signatures_by_council,
    unanswered,
)
from councils.dates import PartialDate, Precision
from councils.decisions import Decision, decisions_ahead
from councils.models import (
    Commitment,
    Event,
    EventKind,
    EvidenceLevel,
    LettersSent,
    MissingFromCare,
    Signature,
)
from councils.record.missing_from_care import missing_from_care, newest_figures
from councils.record.snapshot import pause_of
from councils.record.status import Status
from councils.register.disclosure_control import NOT_PROVIDED, SYMBOLS
from councils.sentences import CHARTER, acting, capitalised, missing_from_its_care

MOST_WORDS = 100
"""Maximum words of a reply beside a council's status. A longer one is only in its history."""
PATIENCE = dt.timedelta(days=28)
"""Time a council has to reply to an ask before its page says that no reply has come."""


class FactsOnPage(AskedOnPage):
    """A council with what is on record of it on the day of its page."""

    @property
    def letters(self) -> LettersSent | None:
        return letters_sent(self.record).get(self.row.id)

    @cached_property
    def decision_ahead(self) -> Decision | None:
        """The decision that is due next, unless letters to it rest or nobody can write any more."""
        if self.pause or self.closed_on:
            return None
        for due in decisions_ahead(self.record):
            if due.row is self.row:
                return due
        return None

    @cached_property
    def reply(self) -> Event | None:
        """What the council last said, if that is short enough to stand beside its status, or None.

        A reply, or that it will not sign, in its own words.
        """
        kinds = (EventKind.REPLY, EventKind.REFUSES)
        for event in reversed(self.events):
            words = len(event.council_words.split())
            if event.kind in kinds and 0 < words <= MOST_WORDS:
                return event
        return None

    # Children missing from its care

    @cached_property
    def missing_from_care(self) -> list[MissingFromCare]:
        """The department's figures for each completed year, newest first."""
        return missing_from_care(self.record).get(self.row.id, [])

    @property
    def care(self) -> str:
        """The newest figure of children missing from its care; "" if none is published."""
        if self.newest_figures is None:
            return ""
        return f"{missing_from_its_care(acting(self.row), self.newest_figures)} at least once."

    @cached_property
    def newest_figures(self) -> MissingFromCare | None:
        return newest_figures(self.record, self.row)

    @property
    def not_provided(self) -> list[int]:
        """The years for which the council gave the department no figures."""
        missing = []
        for figures in self.missing_from_care:
            if (self.row.code, figures.year) in NOT_PROVIDED:
                missing.append(figures.year)
        return missing

    @property
    def symbols(self) -> list[tuple[str, str]]:
        """The department's symbols used in these figures, with their meanings."""
        cells = set()
        for year in self.missing_from_care:
            cells |= {year.looked_after, year.children, year.incidents}
        return [(symbol, words) for symbol, words in SYMBOLS.items() if symbol in cells]

    # Its facts

    @cached_property
    def signatures(self) -> list[Signature]:
        return signatures_by_council(self.record).get(self.row.id, [])

    @cached_property
    def events(self) -> list[Event]:
        return events_by_council(self.record).get(self.row.id, [])

    @cached_property
    def timeline(self) -> list[tuple[Signature | Event, str]]:
        """Everything on record about it up to the day, in words, newest first."""
        facts: list[Signature | Event] = [*self.signatures, *self.events]
        facts.sort(key=lambda fact: (fact.when.last_day or fact.counts_from, fact.pk), reverse=True)
        return [(fact, told_in_history(self, fact)) for fact in facts]

    # What it does, if it signed

    @cached_property
    def asked(self) -> Event | None:
        """Our last question about what it does since it signed."""
        return self._last_since_signing(EventKind.CONTACTED)

    @cached_property
    def last_reply(self) -> Event | None:
        return self._last_since_signing(EventKind.REPLY)

    def _last_since_signing(self, kind: str) -> Event | None:
        if self.row.signature is None:
            return None
        of_kind = [event for event in self.events if event.kind == kind]
        if not of_kind or of_kind[-1].counts_from < self.row.signature.counts_from:
            return None
        return of_kind[-1]

    @property
    def no_reply_yet(self) -> bool:
        """Whether PATIENCE has passed since we asked, and nothing has come from the council."""
        if self.asked is None or self.asked.counts_from + PATIENCE > self.record.on:
            return False
        for event in self.events:
            is_reply = event.kind == EventKind.REPLY or (event.commitment and event.council_words)
            if is_reply and event.counts_from >= self.asked.counts_from:
                return False
        return True

    @property
    def four_words(self) -> list[tuple[str, list[Event]]]:
        """What is on record under each of the four words, in the order of the evidence levels."""
        level = EvidenceLevel.values.index
        facts = [event for event in self.events if event.commitment]
        facts.sort(key=lambda event: level(event.evidence_level))
        words = []
        for word in Commitment:
            words.append((word.label, [fact for fact in facts if fact.commitment == word]))
        return words

    # How sure we are

    @cached_property
    def last_confirmed(self) -> PartialDate | None:
        """When the council last confirmed or reaffirmed its signature, if it did."""
        signature = self.row.signature
        if self.row.status != Status.SIGNED or signature is None:
            return None
        event = self.row.reaffirmation_of(signature)
        confirmed = signature.confirmed_on
        last = event.counts_from if event else dt.date.min
        if confirmed and last < confirmed <= self.record.on:
            return PartialDate(Precision.DAY, confirmed)
        return event.when if event else None

    @property
    def retracted(self) -> Signature | None:
        """The last signature that was recorded in error and retracted."""
        return retracted(self.record).get(self.row.id)

    @cached_property
    def unanswered(self) -> str:
        """Say that it was asked and that no answer has reached us, where a person chose that.

        Nothing while the council is kept quiet.
        """
        if pause_of(self.record, self.row):
            return ""
        return unanswered(self.record).get(self.row.id, "")


def told_in_history(page: AskedOnPage, fact: Signature | Event) -> str:
    """Say what happened; of a decision now past in other words, as staff wrote of it as ahead."""
    if isinstance(fact, Signature):
        by = f" Signed by {fact.signatory}." if fact.signatory else ""
        return f"{capitalised(page.row)} signed {CHARTER}.{by}"
    last_day = fact.when.last_day
    if fact.kind == EventKind.DECISION_DUE and last_day and last_day < page.record.on:
        return f"A decision by {page.row.short_name_in_sentence} was due {fact.when.words}."
    if fact.commitment:
        level = fact.get_evidence_level_display().lower()
        return f"{fact.get_commitment_display()}, {level}: {fact.text}"
    return fact.text
