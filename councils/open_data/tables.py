"""The tables of the open data, in the order of the page that explains them.

To add a column, add one ``Column`` to a table: its name, description, type and value stand
together, and CSV, JSON, GeoJSON, the data package and the page that explains them all follow.

Rows are of the record of one day, as known now: facts that count by that day, councils as they
were called then. Every total comes from the same ``Record`` as the pages.
"""

import datetime as dt
from typing import Any

from councils.map import drawing
from councils.models import (
    REGIONS,
    RESPONSIBLE_KINDS,
    Change,
    ChangeKind,
    Commitment,
    Event,
    EventKind,
    EvidenceLevel,
    LineageKind,
    MissingFromCare,
    Signature,
)
from councils.open_data.columns import (
    COUNCIL_NAME,
    COUNCIL_PAGE,
    DATE_BOUNDS,
    DISPUTED_SINCE,
    EVIDENCE,
    REDACTED,
    Column,
    Table,
    code_of_council,
    page_address,
)
from councils.record import CURRENT_STATUSES, STATUS_WORDS, CouncilOnDay, LineageLink, Record
from councils.record.missing_from_care import CAUTION, missing_from_care
from councils.record.status import Status
from councils.register.disclosure_control import FIGURES, SYMBOLS


def own_signature(council: CouncilOnDay) -> Signature | None:
    return council.signature if council.status == Status.SIGNED else None


def signed_on(council: CouncilOnDay, record: Record) -> str | None:
    signature = own_signature(council)
    return signature.when.edtf if signature else None


def evidence(council: CouncilOnDay, record: Record) -> str | None:
    signature = own_signature(council)
    return (signature.source_url or signature.source) if signature else None


def inherited_from(council: CouncilOnDay, record: Record) -> str | None:
    predecessor = council.inherited_from if council.status == Status.INHERITED else None
    return predecessor.code if predecessor else None


def disputed_since(council: CouncilOnDay, record: Record) -> dt.date | None:
    if council.fact is None:
        return None
    return council.fact.disputed_on


COUNCILS: Table[CouncilOnDay] = Table(
    name="councils",
    title="Councils and where they stand",
    description="One row for each council in England that runs children’s services on the day:"
    " these can sign, and only these are counted. By short_name, from A to Z.",
    primary_key=("code",),
    columns=(
        Column("code", "Our own short code. It never changes: match on this one."),
        Column("slug", "The council’s place in addresses here."),
        Column(
            "gss",
            "Today’s GSS code, from the Office for National Statistics. These codes change now and"
            " then. Empty: there is none yet.",
        ),
        Column("name", "Its official name on that day."),
        Column(
            "kind",
            "The kind of council.",
            allowed_values=tuple(kind.value for kind in RESPONSIBLE_KINDS),
        ),
        Column(
            "region",
            "One of the nine regions.",
            allowed_values=REGIONS,
        ),
        Column(
            "status",
            "signed; intends: says it will sign; inherited: signed by the council before it;"
            " withdrawn: has withdrawn; not_signed: no signature found.",
            allowed_values=CURRENT_STATUSES,
        ),
        Column(
            "signed_on",
            "When it signed, as exactly as that is known: 2012-12-03 is a day, 2012-12 a month,"
            " 2012 a year, ../2013-09-19 by that day and perhaps earlier, XXXX not known.",
            signed_on,
        ),
        Column("evidence", "Where the signature is shown: a link, or words.", evidence),
        Column(
            "url",
            "The council’s page here.",
            lambda council, record: page_address(council),
        ),
        Column(
            "hex",
            "Its column and row on the map of hexagons. Odd rows are half a hexagon to the right;"
            " row 0 is in the north.",
            lambda council, record: list(drawing.hexagon_map(record).places[council.code]),
            "array",
        ),
        Column("short_name", "Its name as said in a sentence."),
        Column("website", "Its own website."),
        Column(
            "inherited_from",
            "Where the status is inherited: the code of the council that signed.",
            inherited_from,
        ),
        Column(
            "disputed_since",
            "Since when the council disputes what its status rests on, while we check; empty: it"
            " doesn’t, or that’s settled.",
            disputed_since,
            "date",
        ),
    ),
    items=lambda record: record.councils,
    extra_file="councils.geojson",
    takes_a_day=True,
)


def reaffirmed_on(signature: Signature, record: Record) -> str | None:
    """Return when its council last re-affirmed a signature, in EDTF."""
    event = record.by_id[signature.council_id].reaffirmation_of(signature)
    return event.when.edtf if event else None


SIGNATURES: Table[Signature] = Table(
    name="signatures",
    title="Signatures",
    description="One row for each signature found, by the day, with its evidence. A signature"
    " stays with the council that gave it, even after that council has closed or withdrawn.",
    primary_key=("id",),
    columns=(
        Column(
            "id",
            "Our own id for this signature. It never changes.",
            lambda signature, record: signature.public_id,
        ),
        Column(
            "council",
            "The council that signed: its code.",
            code_of_council,
        ),
        COUNCIL_NAME,
        Column(
            "edition",
            "The day the text it signed was published.",
            lambda signature, record: signature.edition.published_on,
            "date",
        ),
        Column(
            "signed_on",
            "When it signed, as exactly as that is known; written as in councils.",
            lambda signature, record: signature.when.edtf,
        ),
        *DATE_BOUNDS,
        Column("signed_by", "Who signed."),
        Column("signed_role", "In what role."),
        *EVIDENCE,
        Column("note", "What a careful reader should know."),
        Column(
            "confirmed_on",
            "The day the council confirmed it to us; empty: it hasn’t told us. Evidence of the"
            " kinds minutes and council is the council’s own, and confirms it too.",
            type="date",
        ),
        Column(
            "reaffirmed_on",
            "When the council last said in public that it stands by it; written as in councils."
            " Our pages call a signature confirmed if it has this, a confirmed_on, or evidence of"
            " the council’s own.",
            reaffirmed_on,
        ),
        COUNCIL_PAGE,
        DISPUTED_SINCE,
        REDACTED,
    ),
    items=lambda record: (
        Signature.objects.counting(record.on).select_related("edition").order_by("pk")
    ),
    takes_a_day=True,
)


EVENTS: Table[Event] = Table(
    name="events",
    title="Other facts",
    description="One row for each other dated fact about a council and the charter: that it was"
    " asked, says it will or will not sign, decided, stands by it, replied, showed progress, or has"
    " withdrawn."
    " What it does about one of the charter’s four commitments is here only if it was asked after"
    " it had signed: a council without such a row may have done a lot. These rows aren’t marks,"
    " so please don’t add them up.",
    primary_key=("id",),
    columns=(
        Column("id", "Our own id for this fact. It never changes.", type="integer"),
        Column("council", "The council: its code.", code_of_council),
        COUNCIL_NAME,
        Column(
            "kind",
            "What happened.",
            allowed_values=tuple(EventKind.values),
        ),
        Column(
            "commitment",
            "Under which of the charter’s four words it belongs, if it shows progress on one.",
            allowed_values=tuple(Commitment.values),
        ),
        Column(
            "step",
            "promised: the council states it, as done or to come; evidenced: something published"
            " shows it; checked: somebody outside the council has looked. Only with a commitment.",
            lambda event, record: event.evidence_level,
            allowed_values=tuple(EvidenceLevel.values),
        ),
        Column(
            "date",
            "When, as exactly as that is known; written as in councils.",
            lambda event, record: event.when.edtf,
        ),
        *DATE_BOUNDS,
        Column("text", "What happened, in one sentence."),
        Column("council_words", "What the council itself wrote about it."),
        *EVIDENCE,
        COUNCIL_PAGE,
        DISPUTED_SINCE,
        REDACTED,
    ),
    items=lambda record: Event.objects.counting(record.on).order_by("pk"),
)


def yearly_figures(record: Record) -> list[MissingFromCare]:
    """Return the figures by the council's code, the newest year of each first."""
    figures = missing_from_care(record)
    return [
        year
        for council_id in sorted(figures, key=lambda council_id: record.by_id[council_id].code)
        for year in figures[council_id]
    ]


def symbol(year: MissingFromCare, record: Record) -> str | None:
    """Return the symbol of the first figure that is not shown, or None where all are."""
    cells = [getattr(year, name) for name in FIGURES]
    return next((cell for cell in cells if cell in SYMBOLS), None)


MISSING_FROM_CARE: Table[MissingFromCare] = Table(
    name="missing_from_care",
    title="Children missing from care",
    description="One row for each council and year, of children it looked after at some time in"
    f" the year. {CAUTION} Numbers under ten are left out, as are"
    " those that the department leaves out; an empty number is never a zero. Years that had not"
    " ended on the day asked for are not in it.",
    primary_key=("council", "year"),
    columns=(
        Column(
            "council",
            "The council: its code. A council that has closed keeps its years.",
            code_of_council,
        ),
        COUNCIL_NAME,
        Column("year", "The year that ended on 31 March of this one.", type="integer"),
        Column(
            "looked_after",
            "Children it looked after at some time in the year. Empty: not shown.",
            lambda year, record: year.numbers.looked_after,
            "integer",
        ),
        Column(
            "children",
            "How many of them had a missing incident in the year. Empty: not shown.",
            lambda year, record: year.numbers.children,
            "integer",
        ),
        Column(
            "percent",
            "The same as a percentage, as the department gives it. Empty: not shown.",
            lambda year, record: year.numbers.percent,
            "number",
        ),
        Column(
            "incidents",
            "How many missing incidents they had in the year. Empty: not shown.",
            lambda year, record: year.numbers.incidents,
            "integer",
        ),
        Column(
            "not_shown",
            "Why a number is empty, the first where there are several. c: to protect"
            " confidentiality, or under ten; k and low: it would round to zero; u: of low"
            " reliability; x: not available; z: not applicable.",
            symbol,
            allowed_values=tuple(SYMBOLS),
        ),
    ),
    items=yearly_figures,
)


def successions(record: Record) -> list[LineageLink]:
    """Return every line of lineage by its day, then by the code of the old council."""
    lines = []
    for row in record.all_councils:
        lines += [line for line in row.lines if line.old is row]
    return sorted(lines, key=lambda line: (line.on, line.old.code))


def signing_status(council: CouncilOnDay) -> str | None:
    """Return the status, but None for a district that exists: it never signs."""
    can_sign = council.is_responsible or not council.status.is_current
    return council.status if can_sign else None


LINEAGE: Table[LineageLink] = Table(
    name="lineage",
    title="Which council took over from which",
    description="One row for each pair of an old and a new council. A council that went on under a"
    " new name has none: it is one council with two names.",
    primary_key=("old", "new"),
    columns=(
        Column(
            "old",
            "The council before: its code.",
            lambda pair, record: pair.old.code,
        ),
        Column(
            "new",
            "The council after: its code.",
            lambda pair, record: pair.new.code,
        ),
        Column("on", "The day of the change. It may be in the future.", type="date"),
        Column(
            "kind",
            "replaces: the new council takes over, and a signature of the old one shows as"
            " inherited; part: it takes a small part and inherits nothing.",
            allowed_values=tuple(LineageKind.values),
        ),
        Column(
            "old_name",
            "The old council’s official name.",
            lambda pair, record: pair.old.name,
        ),
        Column(
            "old_status",
            "Its status on the day asked for, as in councils; former: it has closed. Empty for a"
            " district, which never signs.",
            lambda pair, record: signing_status(pair.old),
            allowed_values=tuple(STATUS_WORDS),
        ),
        Column(
            "new_name",
            "The new council’s official name.",
            lambda pair, record: pair.new.name,
        ),
        Column(
            "new_status",
            "Its status on the day asked for; forming: it starts later. Empty for a district.",
            lambda pair, record: signing_status(pair.new),
            allowed_values=tuple(STATUS_WORDS),
        ),
    ),
    items=successions,
)


CHANGES: Table[Change] = Table(
    name="changes",
    title="What we changed",
    description="One row for each line of the log of what we changed, with its reason.",
    primary_key=("id",),
    columns=(
        Column("id", "Our own id for this change. It never changes.", type="integer"),
        Column("on", "The day we made it.", type="date"),
        Column(
            "council",
            "The council it is about: its code. Empty where it’s about the charter"
            " or about all councils.",
            lambda change, record: (
                record.by_id[change.council_id].code if change.council_id else None
            ),
        ),
        Column(
            "kind",
            "recorded: something new; corrected: something set right; retracted: taken back, and"
            " the mistake was ours.",
            allowed_values=tuple(ChangeKind.values),
        ),
        Column("what", "What was changed."),
        Column("why", "Why."),
        REDACTED,
    ),
    items=lambda record: Change.objects.filter(on__lte=record.on).order_by("pk"),
    extra_file="changes.atom",
)


TABLES: tuple[Table[Any], ...] = (
    COUNCILS,
    SIGNATURES,
    EVENTS,
    MISSING_FROM_CARE,
    LINEAGE,
    CHANGES,
)
"""All tables, in the order of the page that explains them."""
