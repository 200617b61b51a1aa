"""councils: one row for each council that runs children's services on the day; these are counted.

The columns of a signature are empty for "inherited": the council itself has not signed.
"""

import datetime as dt

from councils.map import drawing
from councils.models import RESPONSIBLE_KINDS, Region, Signature
from councils.open_data.tables.columns import (
    EDTF,
    GSS,
    Column,
    Table,
    council_code,
    page_address,
)
from councils.record import CURRENT_STATUSES, CouncilOnDay, Record


def own_signature(council: CouncilOnDay) -> Signature | None:
    return council.signature if council.status == "signed" else None


def signed_on(council: CouncilOnDay, record: Record) -> str | None:
    signature = own_signature(council)
    return signature.when.edtf if signature else None


def evidence(council: CouncilOnDay, record: Record) -> str | None:
    signature = own_signature(council)
    return (signature.source_url or signature.source) if signature else None


def possible_days(council: CouncilOnDay) -> tuple[dt.date | None, dt.date | None]:
    signature = own_signature(council)
    return signature.possible_days(council.starts_on) if signature else (None, None)


def inherited_from(council: CouncilOnDay, record: Record) -> str | None:
    predecessor = council.inherited_from if council.status == "inherited" else None
    return predecessor.code if predecessor else None


COUNCILS: Table[CouncilOnDay] = Table(
    name="councils",
    title="Councils and where they stand",
    description="One row for each council in England that runs children’s services on the day:"
    " these can sign, and only these are counted.",
    primary_key=("code",),
    columns=(
        council_code(
            "code", "Our own short code. It never changes: match on this one.", required=True
        ),
        Column("slug", "The council’s place in addresses here.", required=True),
        Column(
            "gss",
            "The GSS code of today, from the Office for National Statistics. These codes change now"
            " and then; empty while there is none.",
            pattern=GSS,
        ),
        Column("name", "Its official name on that day.", required=True),
        Column(
            "kind",
            "The kind of council.",
            required=True,
            allowed_values=tuple(kind.value for kind in RESPONSIBLE_KINDS),
        ),
        Column(
            "region",
            "One of the nine regions.",
            required=True,
            allowed_values=tuple(Region.values),
        ),
        Column(
            "status",
            "signed; intends: says it will sign; inherited: signed by the council before it;"
            " withdrawn: has withdrawn; not_signed: no signature found.",
            required=True,
            allowed_values=CURRENT_STATUSES,
        ),
        Column(
            "signed_on",
            "When it signed, as exactly as that is known: 2012-12-03 is a day, 2012-12 a month,"
            " 2012 a year, ../2013-09-19 by that day and perhaps earlier, XXXX not known.",
            signed_on,
            pattern=EDTF,
        ),
        Column("evidence", "Where the signature is shown: a link, or words.", evidence),
        Column(
            "url",
            "The council’s page here.",
            lambda council, record: page_address(council),
            required=True,
            format="uri",
        ),
        Column(
            "hex",
            "Its column and row on the map of hexagons. Odd rows are shifted right by half; row 0"
            " is in the north.",
            lambda council, record: list(drawing.hexagon_map(record).places[council.code]),
            "array",
            required=True,
        ),
        Column("short_name", "Its name as said in a sentence.", required=True),
        Column("website", "Its own website.", format="uri"),
        Column(
            "signed_earliest",
            "The first day on which it can have signed.",
            lambda council, record: possible_days(council)[0],
            "date",
        ),
        Column(
            "signed_latest",
            "The last day on which it can have signed.",
            lambda council, record: possible_days(council)[1],
            "date",
        ),
        council_code(
            "inherited_from",
            "Where the status is inherited: the code of the council that signed.",
            inherited_from,
        ),
        Column(
            "disputed_since",
            "Since when the council disputes what its status rests on, while we check; empty: it"
            " does not, or that is settled.",
            lambda council, record: council.fact.disputed_on if council.fact else None,
            "date",
        ),
    ),
    items=lambda record: record.councils,
    extra_file="councils.geojson",
)
