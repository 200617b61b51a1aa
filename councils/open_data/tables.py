"""The tables of the open data: what each holds, its columns, and its rows on a day.

Rows are of the record of one day, as known now: facts that count by that day, councils as they
were called then. Every total comes from the same ``Record`` as the pages.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from councils.dates import Precision
from councils.map import drawing
from councils.models import (
    RESPONSIBLE_KINDS,
    Change,
    ChangeKind,
    Commitment,
    Event,
    EventKind,
    EvidenceLevel,
    Kind,
    LineageKind,
    Nation,
    Progress,
    Region,
    Signature,
    SourceKind,
)
from councils.record import CURRENT_STATUSES, STATUS_WORDS, CouncilOnDay, Record

EDTF = r"(\d{4}(-\d{2}){0,2}|\.\./\d{4}-\d{2}-\d{2}|XXXX)"
"""The forms in which a date is written: a day, a month, a year, by a day, not known."""
CODE = r"[A-Z0-9-]{2,8}"
GSS = r"[ENSW]\d{8}"


@dataclass(frozen=True)
class Column:
    """One column: its name, what it says, and its type as Table Schema calls it."""

    name: str
    says: str
    type: str = "string"
    required: bool = False
    values: tuple[str, ...] = ()
    """All values there are, where they are few."""
    pattern: str = ""
    format: str = ""


@dataclass(frozen=True)
class Table:
    """One table, with its rows for any day."""

    name: str
    title: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Record], list[dict]]
    refers: tuple[tuple[str, str, str], ...] = ()
    """Columns that name a row of another table: (column, table, its column)."""
    is_empty: Callable[[Record], bool] = lambda record: False
    """Whether it has no row on the day, found without reading them all."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


# Columns that several tables share


def council_column(says: str = "The council: its code in register.") -> Column:
    return Column("council", says, required=True, pattern=CODE)


COUNCIL_NAME = Column("council_name", "Its official name on the day asked for.", required=True)
EARLIEST = Column(
    "earliest",
    "The first day on which it can have happened: never before 9 July 2012, nor before the"
    " council began.",
    "date",
    required=True,
)
LATEST = Column("latest", "The last day on which it can have happened.", "date", required=True)
COUNTS_FROM = Column(
    "counts_from", "The first day on which the record counts it.", "date", required=True
)
PRECISION = Column(
    "precision", "How exactly the date is known.", required=True, values=tuple(Precision.values)
)
EVIDENCE = (
    Column(
        "evidence_kind",
        "What kind of evidence there is.",
        required=True,
        values=tuple(SourceKind.values),
    ),
    Column("evidence", "What shows it, in words."),
    Column("evidence_url", "A link to the evidence.", format="uri"),
    Column("checked_on", "The day somebody read the evidence.", "date", required=True),
    Column("checked_by", "Who read it.", required=True),
)
URL = Column("url", "The council’s page here.", required=True, format="uri")


def days_of(fact, record: Record) -> dict:
    """Return the columns that say when a fact happened."""
    earliest, latest = fact.possible_days(record.by_id[fact.council_id].starts_on)
    return {
        "precision": fact.when.precision,
        "earliest": iso(earliest),
        "latest": iso(latest),
        "counts_from": iso(fact.counts_from),
    }


def evidence_of(fact) -> dict:
    """Return the columns that say how a fact is known."""
    return {
        "evidence_kind": fact.source_kind or SourceKind.OTHER.value,
        "evidence": fact.source or None,
        "evidence_url": fact.source_url or None,
        "checked_on": iso(fact.checked_on),
        "checked_by": fact.checked_by,
    }


def iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def address(row: CouncilOnDay) -> str:
    return settings.SITE_URL + row.url


# councils


def council_rows(record: Record) -> list[dict]:
    """Return a row for each council that runs children's services on the day: the total."""
    return [council_row(row, record) for row in record.councils]


def council_row(row: CouncilOnDay, record: Record) -> dict:
    """Return a council's public columns.

    The columns of a signature are empty for "inherited": the council itself has not signed.
    """
    signature = row.signature if row.status == "signed" else None
    earliest, latest = signature.possible_days(row.starts_on) if signature else (None, None)
    return {
        "code": row.code,
        "slug": row.slug,
        "gss": row.gss,
        "name": row.name,
        "kind": row.kind,
        "region": row.region,
        "status": row.status,
        "signed_on": signature.when.edtf if signature else None,
        "evidence": (signature.source_url or signature.source) if signature else None,
        "url": address(row),
        "hex": list(drawing.hexagon_map(record).places[row.code]),
        "short_name": row.short_name,
        "website": row.website or None,
        "signed_earliest": iso(earliest),
        "signed_latest": iso(latest),
        "inherited_from": row.inherited_from.code if row.status == "inherited" else None,
    }


COUNCILS = Table(
    name="councils",
    title="Councils and where they stand",
    says="One row for each council in England that runs children’s services on the day: these"
    " can sign, and only these are counted.",
    key=("code",),
    columns=(
        Column(
            "code",
            "Our own short code. It never changes: match on this one.",
            required=True,
            pattern=CODE,
        ),
        Column("slug", "The council’s place in addresses here.", required=True),
        Column(
            "gss",
            "The statistics office’s code of today. These codes change now and then; empty while"
            " there is none.",
            pattern=GSS,
        ),
        Column("name", "Its official name on that day.", required=True),
        Column(
            "kind",
            "The kind of council.",
            required=True,
            values=tuple(kind.value for kind in RESPONSIBLE_KINDS),
        ),
        Column("region", "One of the nine regions.", required=True, values=tuple(Region.values)),
        Column(
            "status",
            "signed; intends: says it will sign; inherited: signed by the council before it;"
            " withdrawn: has withdrawn; not_signed: no signature on record.",
            required=True,
            values=CURRENT_STATUSES,
        ),
        Column(
            "signed_on",
            "When it signed, as exactly as that is known: 2012-12-03 is a day, 2012-12 a month,"
            " 2012 a year, ../2013-09-19 by that day and perhaps earlier, XXXX not known.",
            pattern=EDTF,
        ),
        Column("evidence", "Where the signature is shown: a link, or words."),
        URL,
        Column(
            "hex",
            "Its column and row on the map of hexagons. Odd rows are shifted right by half; row 0"
            " is in the north.",
            "array",
            required=True,
        ),
        Column("short_name", "Its name as said in a sentence.", required=True),
        Column("website", "Its own website.", format="uri"),
        Column("signed_earliest", "The first day on which it can have signed.", "date"),
        Column("signed_latest", "The last day on which it can have signed.", "date"),
        Column(
            "inherited_from",
            "Where the status is inherited: the code of the council that signed.",
            pattern=CODE,
        ),
    ),
    rows=council_rows,
    refers=(("code", "register", "code"), ("inherited_from", "register", "code")),
)


# signatures


def signature_rows(record: Record) -> list[dict]:
    """Return every signature that counts by the day, of councils that have closed too."""
    signatures = Signature.objects.counting(record.on).select_related("edition")
    return [signature_row(one, record) for one in signatures.order_by("pk")]


def signature_row(one: Signature, record: Record) -> dict:
    row = record.by_id[one.council_id]
    return {
        "id": one.public_id,
        "council": row.code,
        "council_name": row.name,
        "edition": iso(one.edition.published_on),
        "signed_on": one.when.edtf,
        **days_of(one, record),
        "signed_by": one.signed_by or None,
        "signed_role": one.signed_role or None,
        **evidence_of(one),
        "note": one.note or None,
        "confirmed_on": iso(one.confirmed_on),
        "url": address(row),
    }


SIGNATURES = Table(
    name="signatures",
    title="Signatures",
    says="One row for each signature on record by the day, with its evidence. A signature stays"
    " with the council that gave it, also after that council has closed or withdrawn.",
    key=("id",),
    columns=(
        Column("id", "Ours for this signature. It never changes.", required=True),
        council_column("The council that signed: its code in register."),
        COUNCIL_NAME,
        Column("edition", "The day the text it signed was published.", "date", required=True),
        Column(
            "signed_on",
            "When it signed, as exactly as that is known; written as in councils.",
            required=True,
            pattern=EDTF,
        ),
        PRECISION,
        EARLIEST,
        LATEST,
        COUNTS_FROM,
        Column("signed_by", "Who signed."),
        Column("signed_role", "In what role."),
        *EVIDENCE,
        Column("note", "What a careful reader should know."),
        Column("confirmed_on", "The day the council confirmed it to us; empty: not yet.", "date"),
        URL,
    ),
    rows=signature_rows,
    is_empty=lambda record: not Signature.objects.counting(record.on).exists(),
    refers=(("council", "register", "code"),),
)


# events, and what councils did since they signed: two kinds of fact, told in the same way

WHOSE_FACT = (
    Column("id", "Ours for this fact. It never changes.", "integer", required=True),
    council_column(),
    COUNCIL_NAME,
)
WHEN_IT_WAS = (
    Column(
        "date",
        "When, as exactly as that is known; written as in councils.",
        required=True,
        pattern=EDTF,
    ),
    PRECISION,
    EARLIEST,
    LATEST,
    COUNTS_FROM,
)


def whose(one: Event | Progress, record: Record) -> dict:
    row = record.by_id[one.council_id]
    return {"id": one.pk, "council": row.code, "council_name": row.name}


def told_of(one: Event | Progress, record: Record) -> dict:
    """Return when a fact was, what it is, and how we know."""
    return {
        "date": one.when.edtf,
        **days_of(one, record),
        "text": one.text,
        "council_words": one.council_words or None,
        **evidence_of(one),
        "url": address(record.by_id[one.council_id]),
    }


# events


def event_rows(record: Record) -> list[dict]:
    """Return every other fact that counts by the day."""
    events = Event.objects.counting(record.on).order_by("pk")
    return [event_row(one, record) for one in events]


def event_row(one: Event, record: Record) -> dict:
    return {
        **whose(one, record),
        "kind": one.kind,
        **told_of(one, record),
    }


EVENTS = Table(
    name="events",
    title="Other facts",
    says="One row for each other dated fact between a council and the charter: that it was asked,"
    " says it will sign, decided, re-affirmed, replied, showed progress, or has withdrawn.",
    key=("id",),
    columns=(
        *WHOSE_FACT,
        Column("kind", "What happened.", required=True, values=tuple(EventKind.values)),
        *WHEN_IT_WAS,
        Column("text", "What happened, in one sentence.", required=True),
        Column("council_words", "The council’s own written words, where it has withdrawn."),
        *EVIDENCE,
        URL,
    ),
    rows=event_rows,
    is_empty=lambda record: not Event.objects.counting(record.on).exists(),
    refers=(("council", "register", "code"),),
)


# progress


def progress_facts(record: Record) -> QuerySet:
    """Return what pages show of councils since they signed: only of those that were asked since."""
    asked = Event.objects.filter(kind=EventKind.CONTACTED).last_of_each_council(record.on)
    may_be_shown = [
        council_id
        for council_id, day in asked.values_list("council_id", "counted_from")
        if (row := record.by_id[council_id]).status == "signed" and day >= row.signature.counts_from
    ]
    return Progress.objects.counting(record.on).filter(council_id__in=may_be_shown)


def progress_rows(record: Record) -> list[dict]:
    return [progress_row(one, record) for one in progress_facts(record).order_by("pk")]


def progress_row(one: Progress, record: Record) -> dict:
    return {
        **whose(one, record),
        "verb": one.commitment,
        "step": one.evidence_level,
        **told_of(one, record),
    }


PROGRESS = Table(
    name="progress",
    title="Since signing",
    says="One row for each thing that a council which signed promised, showed or had checked,"
    " under one of the charter’s four words. Only of councils that were asked about it since they"
    " signed. A council without a row may have done much: nobody has asked, or nothing is on"
    " record. Rows are no marks and add up to nothing.",
    key=("id",),
    columns=(
        *WHOSE_FACT,
        Column(
            "verb", "Under which of the four words.", required=True, values=tuple(Commitment.values)
        ),
        Column(
            "step",
            "promised: the council says so; evidenced: something published shows it; checked:"
            " somebody outside the council has looked.",
            required=True,
            values=tuple(EvidenceLevel.values),
        ),
        *WHEN_IT_WAS,
        Column("text", "What it is, in one sentence.", required=True),
        Column("council_words", "What the council says about it, in its own words."),
        *EVIDENCE,
        URL,
    ),
    rows=progress_rows,
    refers=(("council", "register", "code"),),
    is_empty=lambda record: not progress_facts(record).exists(),
)


# lineage


def lineage_rows(record: Record) -> list[dict]:
    """Return every line from an old council to a new one, of days to come too."""
    lines = [
        (day, record.by_id[old], record.by_id[new], kind)
        for old, line in record.successors.items()
        for day, new, kind in line
    ]
    return [
        {
            "old": old.code,
            "new": new.code,
            "on": iso(day),
            "kind": kind,
            "old_name": old.name,
            "old_status": status_in_lineage(old),
            "new_name": new.name,
            "new_status": status_in_lineage(new),
        }
        for day, old, new, kind in sorted(lines, key=lambda line: (line[0], line[1].code))
    ]


def status_in_lineage(row: CouncilOnDay) -> str | None:
    """Return the status, but none for a district that exists: it never signs."""
    signs = row.is_responsible or row.status in ("former", "forming")
    return row.status if signs else None


LINEAGE = Table(
    name="lineage",
    title="Which council took over from which",
    says="One row for each pair of an old and a new council. A council that went on under a new"
    " name has none: it is one council with two names.",
    key=("old", "new"),
    columns=(
        Column("old", "The council before: its code in register.", required=True, pattern=CODE),
        Column("new", "The council after: its code in register.", required=True, pattern=CODE),
        Column("on", "The day of the change. It may lie ahead.", "date", required=True),
        Column(
            "kind",
            "replaces: the new council takes over, and a signature of the old one shows as"
            " inherited; part: it takes a small part and inherits nothing.",
            required=True,
            values=tuple(LineageKind.values),
        ),
        Column("old_name", "The old council’s official name.", required=True),
        Column(
            "old_status",
            "Its status on the day asked for, as in councils; former: it has closed. Empty for a"
            " district, which never signs.",
            values=tuple(STATUS_WORDS),
        ),
        Column("new_name", "The new council’s official name.", required=True),
        Column(
            "new_status",
            "Its status on the day asked for; forming: it starts later. Empty for a district.",
            values=tuple(STATUS_WORDS),
        ),
    ),
    rows=lineage_rows,
    refers=(("old", "register", "code"), ("new", "register", "code")),
)


# changes


def change_rows(record: Record) -> list[dict]:
    """Return every line of the changes log until the day, the oldest first."""
    codes = {row.id: row.code for row in record.rows}
    changes = Change.objects.until(record.on).order_by("pk")
    return [
        {
            "id": one.pk,
            "on": iso(one.on),
            "council": codes.get(one.council_id),
            "kind": one.kind,
            "what": one.what,
            "why": one.why,
        }
        for one in changes
    ]


CHANGES = Table(
    name="changes",
    title="What we changed",
    says="One row for each change to a published fact, with its reason.",
    key=("id",),
    columns=(
        Column("id", "Ours for this change. It never changes.", "integer", required=True),
        Column("on", "The day we made it.", "date", required=True),
        Column(
            "council",
            "The council it is about: its code in register. Empty where it is about the charter"
            " or the whole record.",
            pattern=CODE,
        ),
        Column(
            "kind",
            "recorded: something new; corrected: something set right; retracted: taken back, and"
            " the mistake was ours.",
            required=True,
            values=tuple(ChangeKind.values),
        ),
        Column("what", "What was changed.", required=True),
        Column("why", "Why.", required=True),
    ),
    rows=change_rows,
    is_empty=lambda record: not Change.objects.until(record.on).exists(),
    refers=(("council", "register", "code"),),
)


# register


def register_rows(record: Record) -> list[dict]:
    """Return every council there is, was or will be, of all nations."""
    return [
        {
            "code": row.code,
            "slug": row.slug,
            "gss": row.gss,
            "former_gss": former,
            "name": row.name,
            "short_name": row.short_name,
            "former_names": row.former_names,
            "kind": row.kind,
            "nation": row.nation,
            "region": row.region or None,
            "county": record.by_id[row.county_id].code if row.county_id else None,
            "starts_on": iso(row.starts_on),
            "ends_on": iso(row.ends_on),
            "url": address(row),
        }
        for row, former in with_former_codes(record)
    ]


def with_former_codes(record: Record) -> Iterator[tuple[CouncilOnDay, list[str]]]:
    codes: dict[int, list[str]] = {}
    for gss, council_id in sorted(record.gss_codes.items()):
        codes.setdefault(council_id, []).append(gss)
    for row in sorted(record.rows, key=lambda row: row.code):
        yield row, [gss for gss in codes.get(row.id, ()) if gss != row.gss]


REGISTER = Table(
    name="register",
    title="All councils",
    says="One row for each council since July 2012, districts, closed and coming ones and those"
    " outside England too. The other tables name councils by their code here.",
    key=("code",),
    columns=(
        Column("code", "Our own short code. It never changes.", required=True, pattern=CODE),
        Column("slug", "The council’s place in addresses here.", required=True),
        Column("gss", "The statistics office’s code of today, or its last one.", pattern=GSS),
        Column("former_gss", "Codes it had before.", "array", required=True),
        Column("name", "Its official name on the day asked for.", required=True),
        Column("short_name", "Its name as said in a sentence.", required=True),
        Column("former_names", "Official names it had at other times.", "array", required=True),
        Column("kind", "The kind of council.", required=True, values=tuple(Kind.values)),
        Column("nation", "Where it is.", required=True, values=tuple(Nation.values)),
        Column("region", "In England: one of the nine regions.", values=tuple(Region.values)),
        Column(
            "county",
            "Of a district: the code of the council that runs children’s services there.",
            pattern=CODE,
        ),
        Column("starts_on", "Its first day. Empty: before July 2012.", "date"),
        Column("ends_on", "The first day without it. Empty: no end is known.", "date"),
        URL,
    ),
    rows=register_rows,
    refers=(("county", "register", "code"),),
)

TABLES = (COUNCILS, SIGNATURES, EVENTS, PROGRESS, LINEAGE, CHANGES, REGISTER)
"""All tables, in the order of the page that explains them."""
