"""``Record``, the public record as it stood on a day, and ``record_on``, which builds it.

Every public page and file reads from a ``Record``, so that totals cannot differ between them. It
takes a constant number of queries to build, and is kept in memory until the version changes.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from councils.models import REGIONS, Council, CouncilName, Lineage, NameKind, Pause, Signature
from councils.record.council_on_day import CouncilOnDay, LineageLink
from councils.record.deriving import derive_statuses
from councils.record.status import CURRENT_STATUSES, STATUS_WORDS, Status
from councils.record.tallies import REPORTED_IN_2014, Provenance, Tally
from councils.record.version import Version, current_day, record_version


def cached_with_record[*Args, T](
    make: Callable[["Record", *Args], T],
) -> Callable[["Record", *Args], T]:
    """Decorate what another room makes from a record, so that it is made once for each record.

    With further arguments, which must be hashable, it is made once for each of them.
    """

    @wraps(make)
    def cached(record: "Record", *args: *Args) -> T:
        key = (make, *args)
        if key not in record.derived:
            record.derived[key] = make(record, *args)
        made: T = record.derived[key]
        return made

    return cached


@dataclass
class Record:
    """The record as it stood on ``on``, as known now."""

    on: dt.date
    all_councils: list[CouncilOnDay]
    """Every council in the register, of any kind, nation and time."""
    gss_codes: dict[str, int] = field(default_factory=dict)
    former_slugs: dict[str, int] = field(default_factory=dict)
    """Council ids by an address that their page used to have."""
    named_of_2014: int = 0
    """How many of the 41 signatures that The Children's Society reported can be named now."""
    query: str = ""
    """The query that makes links to other pages show the same day; empty for today."""
    derived: dict[Any, Any] = field(default_factory=dict)
    """A cache for other rooms, by keys of their own, of what they make from this record, such as
    its map. It lasts as long as the record."""

    @cached_property
    def by_slug(self) -> dict[str, CouncilOnDay]:
        return {row.slug: row for row in self.all_councils}

    @cached_property
    def by_code(self) -> dict[str, CouncilOnDay]:
        return {row.code: row for row in self.all_councils}

    @cached_property
    def councils(self) -> list[CouncilOnDay]:
        """The councils that run children's services in England on the day, by name."""
        rows = [row for row in self.all_councils if row.is_responsible and row.status.is_current]
        return sorted(rows, key=lambda row: row.short_name)

    @property
    def total(self) -> int:
        return len(self.councils)

    @cached_property
    def counts(self) -> dict[Status, int]:
        """The number of councils with each status, which every page and file shows."""
        counts = dict.fromkeys(CURRENT_STATUSES, 0)
        for row in self.councils:
            counts[row.status] += 1
        return counts

    @property
    def unconfirmed(self) -> list[int]:
        """The ids of the councils whose signature they have not confirmed."""
        signed = [row for row in self.councils if row.status == Status.SIGNED]
        return [row.id for row in signed if not row.is_confirmed]

    @property
    def not_named(self) -> int:
        """The number of the signatures reported in 2014 whose council is not known."""
        return max(0, REPORTED_IN_2014 - self.named_of_2014)

    @property
    def signed(self) -> int:
        return self.counts[Status.SIGNED]

    @cached_property
    def legend(self) -> list[dict[str, Any]]:
        """The statuses that occur, in the legend's order, with their counts."""
        lines = []
        for status, count in self.counts.items():
            if count:
                words = STATUS_WORDS[status]
                lines.append({"status": status, "words": words, "count": count})
        return lines

    @cached_property
    def has_disputes(self) -> bool:
        """Whether a council disputes the fact its status rests on, so that a legend says so."""
        return any(row.disputed for row in self.councils)

    @cached_property
    def regions(self) -> list[Tally]:
        groups: dict[str, list[CouncilOnDay]] = {region: [] for region in REGIONS}
        for row in self.councils:
            groups[row.region].append(row)
        return [Tally.of(region, slugify(region), rows) for region, rows in groups.items()]

    @cached_property
    def country(self) -> Tally:
        return Tally.of("England", "", self.councils)

    @property
    def provenance(self) -> Provenance:
        """Where the names behind the count for England come from."""
        return self.country.provenance

    @cached_property
    def forming(self) -> list[CouncilOnDay]:
        """Councils that start on a later day."""
        coming = [row for row in self.all_councils if row.status == Status.FORMING]
        return [row for row in coming if row.is_responsible]

    @cached_property
    def share_picture(self) -> str:
        """The path of the picture of England that a shared link shows.

        Social networks keep a picture by its address for weeks: they fetch that of another day or
        version of the record anew.
        """
        number, day, _ = record_version.value()
        address = reverse("councils:share_picture", args=["england"]) + self.query
        joint = "&" if self.query else "?"
        return f"{address}{joint}v={number}-{day:%Y%m%d}"

    def on_its_day(self, address: str) -> str:
        """Return an address, which may have a query already, that shows the same day."""
        if "?" in address:
            return address + self.query.replace("?", "&")
        return address + self.query

    def region(self, name: str) -> Tally | None:
        return next((tally for tally in self.regions if tally.name == name), None)

    def with_slug(self, slug: str) -> CouncilOnDay | None:
        """Return the council whose page has an address, or used to have it."""
        return self.by_slug.get(slug) or self.by_id.get(self.former_slugs.get(slug, 0))

    # Who runs children's services where: counties, successors and predecessors on the day

    @cached_property
    def by_id(self) -> dict[int, CouncilOnDay]:
        return {row.id: row for row in self.all_councils}

    def with_gss(self, gss: str) -> CouncilOnDay | None:
        """Return the council, of any kind, with a current or former GSS code, or None."""
        return self.by_id.get(self.gss_codes.get(gss, 0))

    def responsible_for(self, row: CouncilOnDay | None) -> CouncilOnDay | None:
        """Return the one council that runs children's services on the day where ``row`` is or was.

        None if there are several or none, and outside England.
        """
        if row is None:
            return None
        followers = self.followers_of(row)
        return followers[0] if len(followers) == 1 else None

    def responsible_in(self, gss: str) -> list[CouncilOnDay]:
        """Return the councils that run children's services in a district (a GSS code).

        Several, if the district was divided between them.
        """
        row = self.with_gss(gss)
        if row is None:
            return []
        return self.followers_of(row)

    def followers_of(self, row: CouncilOnDay) -> list[CouncilOnDay]:
        """Return the councils that run children's services on the day where ``row`` is or was.

        That is the council itself or its county while it exists, then its successors, through
        chains. The list is empty outside England, and if the register names no successor.
        """
        followers = set()
        ways = [row]
        for council in ways:
            if not council.is_current(self.on):
                taken_over = [line.new for line in council.lines if line.on <= self.on]
                for new in council.successors:
                    if new in taken_over and new not in ways:
                        ways.append(new)
            elif council.is_responsible:
                followers.add(council)
            elif council.county_id:
                ways.append(self.by_id[council.county_id])
        return sorted(followers, key=lambda follower: follower.short_name)

    @cached_with_record
    def districts_of(self, row: CouncilOnDay) -> list[CouncilOnDay]:
        districts = [council for council in self.all_councils if council.county_id == row.id]
        current = [district for district in districts if district.is_current(self.on)]
        return sorted(current, key=lambda district: district.short_name)


COUNCIL_FIELDS = (
    "id", "code", "slug", "gss", "name", "short_name", "kind", "nation", "region", "website",
    "county_id", "starts_on", "ends_on", "members_elected_on",
)  # fmt: skip


def build(on: dt.date) -> Record:
    """Read the record of a day from the database, in six queries.

    Rows are read as plain values, since making 430 model objects would take half of the time.
    """
    query = "" if on == current_day() else f"?at={on.isoformat()}"
    record = Record(on, [], named_of_2014=named_of_2014(), query=query)
    names = names_of_councils(record)
    tracker = reverse("councils:tracker")  # council pages are below it; reversing each is slow
    for values in Council.objects.order_by("name").values_list(*COUNCIL_FIELDS):
        facts = dict(zip(COUNCIL_FIELDS, values, strict=True))
        now = facts["name"]
        others = names.get(facts["id"], ())
        past = [name for name in others if name[0] == NameKind.OFFICIAL]
        facts["name"] = name_on(now, past, on)
        row = CouncilOnDay(
            **facts,
            url=f"{tracker}{facts['slug']}/",
            all_names=[now, facts["short_name"], *(name for _, name, *_ in others)],
            former_names=[name for _, name, *_ in past if name != facts["name"]],
        )
        record.all_councils.append(row)
        if row.gss:
            record.gss_codes[row.gss] = row.id
    link(record)
    derive_statuses(record.all_councils, on)
    return record


def named_of_2014() -> int:
    """Return how many councils are on record, as known now, as having signed by the end of 2014.

    It does not depend on the day shown, nor on what a council or its successors did since.
    """
    signed = Signature.objects.counting(dt.date(2014, 12, 31)).order_by()
    return signed.values("council").distinct().count()


def link(record: Record) -> None:
    """Give each council of a record its lines of lineage, by day and name."""
    links = []
    rows = Lineage.objects.order_by().values_list("on", "old_id", "new_id", "kind")
    for day, old, new, kind in rows:
        links.append(LineageLink(day, record.by_id[old], record.by_id[new], kind))
    links.sort(key=lambda line: (line.on, line.old.name, line.new.name))
    for line in links:
        line.old.lines.append(line)
        line.new.lines.append(line)


type Name = tuple[str, str, dt.date | None, dt.date | None]
"""A name's kind, the name, its first day and the first day without it."""


def names_of_councils(record: Record) -> dict[int, list[Name]]:
    """Return the other names of councils by id; give the record what else leads to them."""
    names: dict[int, list[Name]] = {}
    leads: dict[str, dict[str, int]] = {
        NameKind.ADDRESS: record.former_slugs,
        NameKind.CODE: record.gss_codes,
    }
    fields = ("council_id", "kind", "name", "starts_on", "ends_on")
    for council_id, kind, name, *days in CouncilName.objects.order_by("name").values_list(*fields):
        if kind in leads:
            leads[kind][name] = council_id
        else:
            names.setdefault(council_id, []).append((kind, name, *days))
    return names


def name_on(now: str, past: Iterable[Name], on: dt.date) -> str:
    """Return the official name a council had on a day."""
    for _, name, starts_on, ends_on in past:
        if ends_on and on < ends_on and (starts_on is None or starts_on <= on):
            return name
    return now


DAYS_KEPT = 16
"""How many days' records of the newest version one process keeps in memory."""

kept: dict[tuple[Version, dt.date], Record] = {}


def record_on(on: dt.date | None = None) -> Record:
    """Return the record of ``on``, from memory if nothing has changed.

    The default is today, or the day on which the campaign closed. While the database is away, the
    version is the last that was read. Records of an older version are let go with the next one.
    """
    key = (record_version.value_or_last(), on or current_day())
    record = kept.get(key)
    if record is None:
        record = kept[key] = build(key[1])
        of_this_version = [other for other in list(kept) if other[0] == key[0]]
        for other in set(kept).difference(of_this_version[-DAYS_KEPT:]):
            kept.pop(other, None)
    return record


# Which councils get no letters, and until when


@cached_with_record
def pauses(record: Record) -> dict[int, Pause]:
    """Return the pause of each council that has one, read once for each version of the record."""
    return Pause.objects.by_council(record.on)


def pause_of(record: Record, row: CouncilOnDay) -> Pause | None:
    """Return the pause of the letters to a council; None if there is none."""
    return pauses(record).get(row.id)


def is_quiet(record: Record, row: CouncilOnDay) -> bool:
    """Whether a council is kept quiet: nothing is shared, told or thanked for on its account."""
    pause = pause_of(record, row)
    return pause is not None and pause.is_quiet
