"""What a council's page says: prepared here, so that the template only lays it out."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from councils.dates import in_words
from councils.map import drawing
from councils.models import Change, Event, EventKind, Signature
from councils.record import Record, Row, Tally

BUTTONS = {
    "not_signed": "Ask {} to sign",
    "intends": "Ask {} when it will sign",
    "inherited": "Ask {} to renew",
    "signed": "Thank {} and ask what comes next",
    "withdrawn": "Ask {} to sign",
}


@dataclass
class TimelineEntry:
    """One line of what happened and when."""

    sort: tuple
    when: str
    what: str
    source: str = ""
    source_url: str = ""


@dataclass
class CouncilPage:
    """A council's page on a record's day, and where its visitor came from, if that explains."""

    record: Record
    row: Row
    came_from: Row | None = None

    @property
    def template(self) -> str:
        if self.row.nation != "England":
            return "councils/elsewhere.html"
        if self.row.kind == "district":
            return "councils/district.html"
        if self.row.status in ("former", "forming"):
            return "councils/not_now.html"
        return "councils/council.html"

    @property
    def button(self) -> str:
        return BUTTONS[self.row.status].format(self.row.said)

    @property
    def write_url(self) -> str:
        return reverse("letters:write", args=[self.row.slug])

    @cached_property
    def region(self) -> Tally | None:
        return self.record.region(self.row.region)

    @cached_property
    def responsible(self) -> Row | None:
        """Who runs children's services here now, where this council does not."""
        return self.record.responsible_for(self.row)

    @property
    def explains(self) -> Row | None:
        """The district the visitor came from, where this council is the one for it."""
        if self.came_from and self.record.responsible_for(self.came_from) is self.row:
            return self.came_from if self.came_from is not self.row else None
        return None

    @cached_property
    def signatures(self) -> list[Signature]:
        return list(
            Signature.objects.standing()
            .filter(council_id=self.row.id)
            .select_related("edition")
            .order_by("checked_on", "pk")
        )

    @cached_property
    def signature(self) -> Signature | None:
        """The signature the status rests on, with its edition."""
        if self.row.status != "signed":
            return None
        return next(one for one in self.signatures if one.pk == self.row.signature.pk)

    @cached_property
    def timeline(self) -> list[TimelineEntry]:
        """Everything on record about it, the newest first."""
        name = self.row.short_name
        entries = [
            TimelineEntry(
                sort=(one.counts_from, one.pk),
                when=one.when.words,
                what=f"{name} signed the Runaways’ Charter.",
                source=one.source,
                source_url=one.source_url,
            )
            for one in self.signatures
        ]
        events = Event.objects.standing().filter(council_id=self.row.id)
        entries += [
            TimelineEntry(
                sort=(event.counts_from, event.pk),
                when=event.when.words,
                what=event.text,
                source=event.source,
                source_url=event.source_url,
            )
            for event in events
            if not self.is_past_decision(event)
        ]
        for on, new, _ in self.record.successors.get(self.row.id, []):
            successor = self.record.by_id[new]
            entries.append(
                TimelineEntry((on, 0), f"on {in_words(on)}", f"{successor.name} takes over here.")
            )
        return sorted(entries, key=lambda entry: entry.sort, reverse=True)

    def is_past_decision(self, event: Event) -> bool:
        """Whether it announced a decision whose day is over; an unknown day never is."""
        last = event.when.last_day
        return event.kind == EventKind.DECISION_DUE and last is not None and last < self.record.on

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
        """Corrections of ours about it, the newest first."""
        return list(Change.objects.filter(council_id=self.row.id)[:20])

    @cached_property
    def successors(self) -> list[Row]:
        return self.record.successors_of(self.row)

    @cached_property
    def predecessors(self) -> list[Row]:
        return self.record.predecessors_of(self.row)

    @cached_property
    def own_predecessors(self) -> list[Row]:
        """Councils before it that ran children's services too."""
        return [row for row in self.predecessors if row.is_responsible]

    @cached_property
    def districts(self) -> list[Row]:
        return self.record.districts_of(self.row)

    @cached_property
    def map(self):
        """A small map of England with the council ringed."""
        return drawing.small_hexagons(self.record, self.row)

    @cached_property
    def neighbours(self) -> list[Row]:
        """The councils that share a border on land with it, by name."""
        return drawing.neighbours(self.record, self.row)

    @cached_property
    def signed_neighbours(self) -> list[Row]:
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

    @cached_property
    def other_neighbours(self) -> list[Row]:
        return [row for row in self.neighbours if row.status != "signed"]
