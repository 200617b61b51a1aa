"""What a council's page says: prepared here, so that the template only lays it out."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from councils.council_page import status_text, timeline
from councils.council_page.commitments import SinceSigning, since_signing
from councils.council_page.lineage import Lineage
from councils.dates import PartialDate, Precision
from councils.map import drawing
from councils.models import (
    Change,
    DailyLetterCount,
    Event,
    EventKind,
    LettersSent,
    MissingFromCare,
    Progress,
    Signature,
)
from councils.models.dated import DatedFact
from councils.models.missing_from_care import SYMBOLS
from councils.record import CURRENT_STATUSES, CouncilOnDay, Record, Tally
from councils.record.status import STATUSES
from councils.search.places.gazetteer import MOSTLY, Place, responsible_councils

WHAT_A_DATE_MEANS: dict[str, str] = {
    Precision.MONTH: "The month is on record. The day is not.",
    Precision.YEAR: "The year is on record. The day is not.",
    Precision.BY: "“By” a day means that day or earlier: the day itself is on no record we found.",
    Precision.UNKNOWN: "Nothing we found says when.",
}
"""What a reader should know of a date that is no exact day."""


@dataclass
class Evidence:
    """How a fact is known: the fact itself, whose it is, and what to call its date."""

    fact: DatedFact
    council: CouncilOnDay
    verb: str

    @property
    def date_note(self) -> str:
        return WHAT_A_DATE_MEANS.get(self.fact.when.precision, "")

    @property
    def who_signed(self) -> str:
        """Who signed and in what role, as far as it is on record."""
        parts = (getattr(self.fact, "signed_by", ""), getattr(self.fact, "signed_role", ""))
        return ", ".join(part for part in parts if part)


@dataclass
class CouncilPage(Lineage):
    """A council's page on a record's day, and where its visitor came from, if that explains.

    ``at`` is the other day that was asked for, None for today; ``today`` is today.
    """

    record: Record
    row: CouncilOnDay
    came_from: CouncilOnDay | None = None
    place: Place | None = None
    at: dt.date | None = None
    today: dt.date | None = None

    @property
    def template(self) -> str:
        if self.row.nation != "England":
            return "councils/elsewhere.html"
        if self.row.kind == "district":
            return "councils/district.html"
        if self.row.status in ("former", "forming"):
            return "councils/not_now.html"
        return "councils/council.html"

    # Another day

    @property
    def is_ahead(self) -> bool:
        return self.at is not None and self.today is not None and self.at > self.today

    @property
    def as_at(self) -> str:
        """What addresses of the record end in, so that links stay on the day that was asked for."""
        return f"?at={self.at.isoformat()}" if self.at else ""

    # What to do

    @property
    def button(self) -> str:
        return STATUSES[self.row.status].button.format(self.row.short_name_in_sentence)

    @property
    def sentence(self) -> str:
        """Say in one or two sentences what the status means."""
        row = self.row
        if row.status == "withdrawn" and row.signature:
            return status_text.WITHDRAWN_AFTER_SIGNING
        before = row.inherited_from.name_in_sentence if row.inherited_from else ""
        name = row.short_name_in_sentence
        return status_text.SENTENCES[row.status].format(
            name=name, Name=capfirst(name), Before=capfirst(before)
        )

    @property
    def for_councillors(self) -> str:
        return status_text.FOR_COUNCILLORS[self.row.status]

    @property
    def for_the_council(self) -> str:
        return status_text.FOR_THE_COUNCIL[self.row.status]

    @property
    def tell_us_url(self) -> str:
        """Where to tell us of a signature, or of a mistake where one is on record."""
        about = "wrong" if self.row.status == "signed" else "signed"
        return f"{reverse('tasks:tell_us', args=[self.row.slug])}?about={about}"

    @property
    def write_url(self) -> str:
        return reverse("letters:write", args=[self.row.slug])

    @cached_property
    def decision_ahead(self) -> str:
        """Say when a decision is due and what helps: "Sheffield decides on 14 January. …"."""
        settled = [event for event in self.events if event.kind in SETTLES] + self.signatures
        event = timeline.decision_ahead(self.events, settled, self.record.on)
        if event is None:
            return ""
        when = timeline.decides(event.when, self.record.on)
        return f"{capfirst(self.row.short_name_in_sentence)} {when}. Letters before then help most."

    @cached_property
    def letters(self) -> LettersSent:
        return DailyLetterCount.objects.sent_to(self.row.id, self.record.on)

    # Where it is

    @cached_property
    def region(self) -> Tally | None:
        return self.record.region(self.row.region)

    @cached_property
    def responsible(self) -> CouncilOnDay | None:
        """Who runs children's services here now, where this council does not."""
        return self.record.responsible_for(self.row)

    @property
    def explains(self) -> CouncilOnDay | None:
        """The district the visitor came from, where this council is the one for it."""
        if self.came_from and self.record.responsible_for(self.came_from) is self.row:
            return self.came_from if self.came_from is not self.row else None
        return None

    @cached_property
    def where_the_place_is(self) -> str:
        """Say why this council answers for the place the visitor looked for ("Margate is in Kent").

        Empty where it does not.
        """
        if self.place is None:
            return ""
        shares = dict.fromkeys([self.row.id], 0)
        shares |= {row.id: share for row, share in responsible_councils(self.place, self.record)}
        share = shares[self.row.id]
        if not share:
            return ""
        how_much = "" if share == 100 else "Most of " if share >= MOSTLY else "Part of "
        return f"{how_much}{self.place.name} is in {self.row.short_name_in_sentence}."

    @cached_property
    def districts(self) -> list[CouncilOnDay]:
        return self.record.districts_of(self.row)

    @cached_property
    def map(self) -> SafeString:
        """A small map of England with the council ringed."""
        return drawing.small_hexagons(self.record, self.row)

    @cached_property
    def neighbours(self) -> list[CouncilOnDay]:
        """The councils that share a border on land with it, by name."""
        return drawing.neighbours(self.record, self.row)

    @cached_property
    def signed_neighbours(self) -> list[CouncilOnDay]:
        return [row for row in self.neighbours if row.status == "signed"]

    @property
    def how_many_neighbours_signed(self) -> str:
        """Say how many of its neighbours signed: "1 of its 3 neighbours", "Its one neighbour"."""
        signed, total = len(self.signed_neighbours), len(self.neighbours)
        if signed < total:
            return f"{signed} of its {total} neighbours"
        return {1: "Its one neighbour", 2: "Both its neighbours"}.get(
            total, f"All its {total} neighbours"
        )

    @property
    def neighbours_by_status(self) -> list[tuple[str, list[CouncilOnDay]]]:
        """Its neighbours by what is on record of them, in the legend's order."""
        return [
            (status, rows)
            for status in CURRENT_STATUSES
            if (rows := [row for row in self.neighbours if row.status == status])
        ]

    # Its facts

    @cached_property
    def signatures(self) -> list[Signature]:
        return list(
            Signature.objects.counting(self.record.on)
            .filter(council_id=self.row.id)
            .select_related("edition")
            .order_by("counted_from", "pk")
        )

    @cached_property
    def events(self) -> list[Event]:
        counting = Event.objects.counting(self.record.on)
        return list(counting.filter(council_id=self.row.id).order_by("counted_from", "pk"))

    @cached_property
    def progress(self) -> list[Progress]:
        """What it did since it signed, once it was asked; nothing is said before."""
        counting = Progress.objects.counting(self.record.on).filter(council_id=self.row.id)
        facts = list(counting.order_by("counted_from", "pk"))
        signed = [signature.counts_from for signature in self.signatures]
        asked = [event.counts_from for event in self.events if event.kind == EventKind.CONTACTED]
        return facts if signed and asked and max(asked) >= min(signed) else []

    @cached_property
    def timeline(self) -> list[timeline.Entry]:
        """Everything on record about it, the newest first."""
        return timeline.timeline(self.record, self.row, self.signatures, self.events, self.progress)

    # How we know

    @cached_property
    def evidence(self) -> Evidence | None:
        """What the status rests on."""
        row = self.row
        if row.status == "inherited" and row.signature and row.inherited_from:
            return Evidence(row.signature, row.inherited_from, "Signed")
        if row.status in ("intends", "withdrawn") and row.spell:
            return Evidence(row.spell, row, row.status_words)
        if row.signature is not None:
            return Evidence(self._with_edition(row.signature), row, "Signed")
        return None

    def _with_edition(self, signature: Signature) -> Signature:
        return next(one for one in self.signatures if one.pk == signature.pk)

    @cached_property
    def last_confirmed(self) -> PartialDate | None:
        """When the council last confirmed or re-affirmed that it signed, if it did."""
        signature = self.row.signature
        if self.row.status != "signed" or signature is None:
            return None
        since = signature.counts_from
        said = [
            (event.counts_from, event.when)
            for event in self.events
            if event.kind == EventKind.REAFFIRMED and event.counts_from >= since
        ]
        confirmed = signature.confirmed_on
        if confirmed and confirmed <= self.record.on:
            said.append((confirmed, PartialDate(Precision.DAY, confirmed)))
        return max(said, key=lambda pair: pair[0])[1] if said else None

    @cached_property
    def retracted(self) -> Signature | None:
        """The last signature that was recorded in error and taken back."""
        return (
            Signature.objects.filter(council_id=self.row.id)
            .exclude(retracted_on=None)
            .order_by("retracted_on")
            .last()
        )

    @cached_property
    def changes(self) -> list[Change]:
        """Corrections of ours about it, the newest first. They are no part of a past day."""
        return [] if self.at else list(Change.objects.filter(council_id=self.row.id)[:20])

    # Since it signed

    @cached_property
    def since_signing(self) -> SinceSigning | None:
        if self.row.status != "signed" or self.row.signature is None:
            return None
        return since_signing(self.row.signature, self.events, self.progress, self.record.on)

    # Children missing from care

    @cached_property
    def missing_from_care(self) -> list[MissingFromCare]:
        """The department's figures of each year that had ended, where they were loaded.

        Those of all councils are read once for each version of the record.
        """
        derived = self.record.derived
        if "missing from care" not in derived:
            derived["missing from care"] = MissingFromCare.objects.shown(self.record.on)
        return derived["missing from care"].get(self.row.id, [])

    @property
    def symbols(self) -> list[tuple[str, str]]:
        """The department's symbols that stand in these figures, and what each means."""
        cells = {
            cell
            for year in self.missing_from_care
            for cell in (year.looked_after, year.children, year.incidents)
        }
        return [(symbol, words) for symbol, words in SYMBOLS.items() if symbol in cells]


SETTLES = (EventKind.DECIDED, EventKind.WITHDRAWN)
"""The events that settle a decision which was due."""
