"""The public record as it stood on a day: one place where statuses are derived and counted.

Everything the public sees (home, tracker, a council's page, data) reads from a ``Record``, so
that totals cannot differ between surfaces. It is built with a constant number of queries and
kept in memory for as long as the version of the record stays the same.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.text import slugify

from councils import names
from councils.dates import PartialDate, in_words, today
from councils.kept import stamp
from councils.lifetime import Lifetime
from councils.models import (
    RESPONSIBLE_KINDS,
    Council,
    CouncilCode,
    CouncilName,
    Event,
    EventKind,
    Kind,
    Lineage,
    LineageKind,
    NameKind,
    Nation,
    Region,
    Signature,
)

STATUS_WORDS = {
    "signed": "Signed",
    "intends": "Says it will sign",
    "inherited": "Signed by the council before it",
    "not_signed": "No signature on record",
    "withdrawn": "Has withdrawn",
    "forming": "Starts",
    "former": "Closed",
}
"""Every status and the words the public reads, in the order of the legend."""

REPORTED_IN_2014 = 41
"""Signatures in all, in the charity's impact report of 2014. It names none of them."""

CURRENT_STATUSES = ("signed", "intends", "inherited", "not_signed", "withdrawn")
"""The statuses a council that exists on the day can have."""

MILESTONES = ((1, 4, "a quarter"), (1, 3, "a third"), (1, 2, "half"), (2, 3, "two thirds"),
              (3, 4, "three quarters"), (1, 1, "all"))  # fmt: skip


@dataclass(slots=True)
class Row(Lifetime):
    """One council on one day, with everything a list or a map says about it."""

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
    called: list[str]
    """Its official name, its short name, then all others people search by."""
    former_names: list[str]
    url: str
    status: str = "not_signed"
    signature: Signature | None = None
    spell: Event | None = None
    has_withdrawn: bool = False
    """Whether it withdrew and has not signed since, whatever it said or became afterwards."""
    inherited_from: "Row | None" = None
    status_words: str = STATUS_WORDS["not_signed"]
    when_words: str = ""
    _search: list[names.Name] | None = None

    @property
    def search(self) -> list[names.Name]:
        """What it is called, ready to be compared. Made when somebody first searches."""
        if self._search is None:
            self._search = [names.Name.of(name) for name in self.called]
        return self._search

    @property
    def said(self) -> str:
        """Its short name as it stands inside a sentence: "the Isle of Wight"."""
        return names.with_article(self.short_name)

    @property
    def in_full(self) -> str:
        """Its official name as it stands inside a sentence: "the London Borough of Barnet"."""
        return names.with_article(self.name)

    @property
    def kind_words(self) -> str:
        return Kind(self.kind).label

    @property
    def is_responsible(self) -> bool:
        return self.kind in RESPONSIBLE_KINDS

    @property
    def region_slug(self) -> str:
        return slugify(self.region)

    def put_in_words(self) -> None:
        """Prepare what lists say of it, so that a template of many rows only puts it down."""
        if self.status == "forming":
            self.status_words = f"Starts on {in_words(self.starts_on)}"
        elif self.status == "former":
            self.status_words = f"Closed on {in_words(self.ends_on - dt.timedelta(days=1))}"
        else:
            self.status_words = STATUS_WORDS[self.status]
        when = self.when
        self.when_words = when.words if when else ""
        if self.status == "intends":  # "will sign on 14 January" would say another thing
            self.when_words = f"(said {when.words})"

    @property
    def when(self) -> PartialDate | None:
        """The date of the fact the status rests on, or None where there is none."""
        if self.status in ("signed", "inherited"):
            return self.signature.when
        if self.status in ("intends", "withdrawn"):
            return self.spell.when
        return None


@dataclass(slots=True)
class Line:
    """One council took over from another, or took a small part of it, on a day."""

    old: Row
    new: Row
    on: dt.date
    kind: str


@dataclass(slots=True)
class Tally:
    """How many of a group of councils have signed."""

    name: str
    slug: str
    signed: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        return round(100 * self.signed / self.total) if self.total else 0

    @property
    def said(self) -> str:
        """Its name as it stands inside a sentence: "the North East"."""
        return names.region_with_article(self.name)

    @property
    def counted(self) -> str:
        return f"{self.signed} of {self.total} councils"

    @property
    def are(self) -> str:
        return "is" if self.signed == 1 else "are"

    @property
    def were(self) -> str:
        return "was" if self.signed == 1 else "were"


@dataclass(slots=True)
class Milestone:
    """The next round share of all councils, and how many signatures away it is."""

    words: str
    at: int
    more: int


@dataclass
class Record:
    """The record as it stood on ``on``, as known now."""

    on: dt.date
    rows: list[Row]
    successors: dict[int, list[tuple[dt.date, int, str]]] = field(default_factory=dict)
    gss_codes: dict[str, int] = field(default_factory=dict)
    named_of_2014: int = 0
    """How many of the 41 signatures that the campaign reported in 2014 can be named now."""
    query: str = ""
    """What the address of another page ends in to show it on the same day; empty for today."""
    prepared: dict = field(default_factory=dict)
    """What others made of this record to be used again, such as the map."""

    @cached_property
    def by_id(self) -> dict[int, Row]:
        return {row.id: row for row in self.rows}

    @cached_property
    def by_slug(self) -> dict[str, Row]:
        return {row.slug: row for row in self.rows}

    @cached_property
    def by_code(self) -> dict[str, Row]:
        return {row.code: row for row in self.rows}

    @cached_property
    def councils(self) -> list[Row]:
        """The councils that run children's services in England on the day, by name."""
        return [
            row
            for row in sorted(self.rows, key=lambda row: row.short_name)
            if row.is_responsible and row.status in CURRENT_STATUSES
        ]

    @property
    def total(self) -> int:
        return len(self.councils)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many councils have each status: the one count every surface shows."""
        counts = dict.fromkeys(CURRENT_STATUSES, 0)
        for row in self.councils:
            counts[row.status] += 1
        return counts

    @property
    def not_named(self) -> int:
        """How many of them cannot."""
        return max(0, REPORTED_IN_2014 - self.named_of_2014)

    @property
    def signed(self) -> int:
        return self.counts["signed"]

    @cached_property
    def legend(self) -> list[dict]:
        """The statuses that occur, in the legend's order, with their counts."""
        return [
            {"status": status, "words": STATUS_WORDS[status], "count": count}
            for status, count in self.counts.items()
            if count
        ]

    @cached_property
    def bar(self) -> dict[str, int]:
        """The bar from none to all, in thousandths: how far it is lit, where the next mark is."""
        total = self.total or 1
        mark = self.milestone.at if self.milestone else self.total
        return {"lit": 1000 * self.signed // total, "mark": 1000 * mark // total}

    @cached_property
    def regions(self) -> list[Tally]:
        tallies = {region: Tally(region, slugify(region)) for region in Region.values}
        for row in self.councils:
            tally = tallies[row.region]
            tally.total += 1
            tally.signed += row.status == "signed"
        return list(tallies.values())

    @cached_property
    def forming(self) -> list[Row]:
        """Councils that start on a later day."""
        return [row for row in self.rows if row.is_responsible and row.status == "forming"]

    @cached_property
    def milestone(self) -> Milestone | None:
        """The next milestone, or None once every council has signed."""
        for part, whole, words in MILESTONES:
            needed = -(-self.total * part // whole)
            if needed > self.signed:
                return Milestone(words, needed, needed - self.signed)
        return None

    def region(self, name: str) -> Tally | None:
        return next((tally for tally in self.regions if tally.name == name), None)

    # Who is responsible where

    def place(self, gss: str) -> Row | None:
        """Return the council a GSS code of any time stands for, as a row of any kind."""
        council_id = self.gss_codes.get(gss)
        return self.by_id.get(council_id)

    def responsible_for(self, row: Row | None) -> Row | None:
        """Return who runs children's services where ``row`` is, or was: its county, its successor.

        None outside England, where the charter does not reach.
        """
        seen = set()
        while row is not None and row.id not in seen:
            seen.add(row.id)
            if row.nation != Nation.ENGLAND:
                return None
            if row.is_current(self.on):
                if row.is_responsible:
                    return row
                row = self.by_id.get(row.county_id)
            else:
                row = self._successor(row)
        return None

    def _successor(self, row: Row) -> Row | None:
        taken_over = [
            (on, self.by_id[new])
            for on, new, kind in self.successors.get(row.id, [])
            if on <= self.on and kind == LineageKind.REPLACES
        ]
        return max(taken_over, key=lambda pair: pair[0])[1] if len(taken_over) == 1 else None

    def followers_of(self, row: Row) -> list[Row]:
        """Return the councils that run children's services on the day where ``row`` did.

        Itself while it is there; its successors, through chains, once it has closed; none where
        the register does not say who followed, or where ``row`` never ran them.
        """
        if row.is_current(self.on):
            return [row] if row.is_responsible else []
        found, pending, seen = {}, [row], set()
        while pending:
            old = pending.pop(0)
            seen.add(old.id)
            for on, new, kind in self.successors.get(old.id, []):
                follower = self.by_id[new]
                if on > self.on or kind != LineageKind.REPLACES or follower.id in seen:
                    continue
                if follower.is_current(self.on) and follower.is_responsible:
                    found[follower.id] = follower
                else:
                    pending.append(follower)
        return sorted(found.values(), key=lambda follower: follower.short_name)

    def lines_of(self, row: Row) -> list[Line]:
        """Return every line of lineage that a council is in, as the old or the new one, by day."""
        lines = [
            Line(self.by_id[old], self.by_id[new], on, kind)
            for old, its in self.successors.items()
            for on, new, kind in its
            if row.id in (old, new)
        ]
        return sorted(lines, key=lambda line: (line.on, line.old.name, line.new.name))

    def successors_of(self, row: Row) -> list[Row]:
        return [self.by_id[new] for _, new, kind in self.successors.get(row.id, [])
                if kind == LineageKind.REPLACES]  # fmt: skip

    @cached_property
    def _origins(self) -> dict[int, list[int]]:
        origins = {}
        for old, lines in self.successors.items():
            for _, new, kind in lines:
                if kind == LineageKind.REPLACES:
                    origins.setdefault(new, []).append(old)
        return origins

    def predecessors_of(self, row: Row) -> list[Row]:
        return [self.by_id[old] for old in self._origins.get(row.id, ())]

    def districts_of(self, row: Row) -> list[Row]:
        return [
            other
            for other in sorted(self.rows, key=lambda other: other.short_name)
            if other.county_id == row.id and other.is_current(self.on)
        ]

    # Finding by name

    def search(self, query: str, rows: list[Row] | None = None) -> list[Row]:
        """Return the councils a name fits, the best fit first, then by name."""
        asked = names.Name.of(query)
        scored = [
            (-names.match(asked, row.search), row.status == "former", row.short_name, row)
            for row in (self.rows if rows is None else rows)
        ]
        found = sorted((entry for entry in scored if entry[0]), key=lambda entry: entry[:3])
        return [entry[3] for entry in found]

    def named(self, query: str) -> list[Row]:
        """Return the councils that are called just so; if none, those it fits in part."""
        asked = names.Name.of(query)
        scored = [(names.match(asked, row.search), row) for row in self.rows]
        proper = [
            row
            for score, row in scored
            if score == 3 and asked.folded in (name.folded for name in row.search[:2])
        ]
        if proper:
            return proper
        best = max((score for score, _ in scored), default=0)
        # A nickname of one may be part of another's name: Newcastle is upon Tyne or under Lyme.
        least = 1 if best == 3 else best
        return [row for score, row in scored if score >= least and score]


COUNCIL_FIELDS = (
    *("id", "code", "slug", "gss", "name", "short_name", "kind", "nation", "region", "website"),
    *("county_id", "starts_on", "ends_on"),
)
MORE_FIELDS = ("kind_before", "kind_since", "signed_by_2014")
"""What is read of a council and stands in no row."""


def build(on: dt.date) -> Record:
    """Read the record of a day from the database: six queries, however many councils.

    Rows are read as plain values: making 430 model objects would take half of the time.
    """
    former, called = names_of_councils()
    tracker = reverse("councils:tracker")  # a council's page is below it; reversing each costs more
    rows, gss_codes, named_of_2014 = [], {}, 0
    for *values, kind_before, kind_since, signed_by_2014 in with_2014().values_list(
        *COUNCIL_FIELDS, *MORE_FIELDS
    ):
        named_of_2014 += signed_by_2014
        facts = dict(zip(COUNCIL_FIELDS, values, strict=True))
        if kind_since and on < kind_since:
            facts["kind"] = kind_before
        now, past = facts["name"], former.get(facts["id"], ())
        facts["name"] = name_on(now, past, on)
        rows.append(
            Row(
                **facts,
                url=f"{tracker}{facts['slug']}/",
                called=[now, facts["short_name"], *called.get(facts["id"], ())],
                former_names=[name for name, _, _ in past if name != facts["name"]],
            )
        )
        if facts["gss"]:
            gss_codes[facts["gss"]] = facts["id"]
    for gss, council_id in CouncilCode.objects.values_list("gss", "council_id"):
        gss_codes.setdefault(gss, council_id)
    successors = {}
    lines = Lineage.objects.order_by("on", "pk").values_list("old_id", "on", "new_id", "kind")
    for old, day, new, kind in lines:
        successors.setdefault(old, []).append((day, new, kind))
    query = "" if on == today() else f"?at={on.isoformat()}"
    record = Record(on, rows, successors, gss_codes, named_of_2014, query)
    derive_statuses(record)
    return record


def with_2014() -> QuerySet:
    """Return councils by name, each with whether it is on record as signed by the end of 2014.

    As known now, on whatever day the record is shown: what can be named does not depend on it.
    Signatures stay the councils' that gave them, whatever they or their successors did since.
    """
    signed = Signature.objects.counting(dt.date(2014, 12, 31))
    return Council.objects.order_by("name").annotate(
        signed_by_2014=Exists(signed.filter(council=OuterRef("pk")))
    )


def names_of_councils() -> tuple[dict, dict]:
    """Return former official names with their days, and all further names, by council."""
    former, called = {}, {}
    fields = ("council_id", "kind", "name", "starts_on", "ends_on")
    for council_id, kind, name, starts_on, ends_on in CouncilName.objects.order_by(
        "name"
    ).values_list(*fields):
        called.setdefault(council_id, []).append(name)
        if kind == NameKind.OFFICIAL:
            former.setdefault(council_id, []).append((name, starts_on, ends_on))
    return former, called


def name_on(now: str, past: Iterable[tuple], on: dt.date) -> str:
    """Return the official name a council had on a day."""
    for name, starts_on, ends_on in past:
        if ends_on and on < ends_on and (starts_on is None or starts_on <= on):
            return name
    return now


def derive_statuses(record: Record) -> None:
    """Give every row its status on the record's day, from signatures, events and lineage."""
    on = record.on
    signatures, events = last_facts(on)
    for row in record.rows:
        row.signature = signatures.get(row.id)
        withdrawn, intends = (events.get((row.id, kind)) for kind in SPELLS)
        row.status = own_status(row, withdrawn, intends)
        if not row.is_current(on):
            row.status = "former" if row.ends_on and row.ends_on <= on else "forming"
    for row in record.rows:
        may_inherit = row.status in ("not_signed", "intends") and not row.has_withdrawn
        if may_inherit and row.is_responsible:
            inherit(record, row)
    for row in record.rows:
        row.put_in_words()


SPELLS = (EventKind.WITHDRAWN, EventKind.INTENDS)
"""The events that a status can rest on."""


def last_facts(on: dt.date) -> tuple[dict, dict]:
    """Return the last signature by council, and the last event by council and kind, of a day."""
    signatures = Signature.objects.last_of_each_council(on)
    of_each_kind = [Event.objects.filter(kind=kind).last_of_each_council(on) for kind in SPELLS]
    events = reduce(or_, of_each_kind)  # both in one query
    return (
        {signature.council_id: signature for signature in signatures},
        {(event.council_id, event.kind): event for event in events},
    )


def own_status(row: Row, withdrawn: Event | None, intends: Event | None) -> str:
    """Derive a council's status from its own facts: the last spell wins.

    A withdrawal outweighs a signature of the same day; a signature outweighs an intention of any
    day before a withdrawal.
    """
    if row.signature and (not withdrawn or row.signature.counts_from > withdrawn.counts_from):
        return "signed"
    row.has_withdrawn = withdrawn is not None
    if withdrawn and not (intends and intends.counts_from > withdrawn.counts_from):
        row.spell = withdrawn
        return "withdrawn"
    if intends:
        row.spell = intends
        return "intends"
    return "not_signed"


def inherit(record: Record, row: Row) -> None:
    """Show the signature of the council before, through chains of successors, as inherited.

    A council that withdrew passes on nothing, neither of its own nor of those before it.
    """
    pending, seen = record.predecessors_of(row), set()
    while pending:
        before = pending.pop(0)
        if before.id in seen or before.ends_on is None or before.ends_on > record.on:
            continue
        seen.add(before.id)
        if before.has_withdrawn:
            continue
        if before.signature:
            row.status, row.inherited_from = "inherited", before
            row.signature = before.signature
            return
        pending.extend(record.predecessors_of(before))


DAYS_KEPT = 16
"""How many days of the record one process keeps in memory."""

_kept: OrderedDict = OrderedDict()
_lock = threading.Lock()


def record_on(on: dt.date | None = None) -> Record:
    """Return the record of a day (today), from memory while nothing has changed."""
    key = (stamp.value(), on or today())
    record = _kept.get(key)
    if record is None:
        record = build(key[1])
        with _lock:
            _kept[key] = record
            while len(_kept) > DAYS_KEPT:
                _kept.popitem(last=False)
    return record


def forget() -> None:
    """Drop every kept day: for tests, whose versions repeat."""
    _kept.clear()
