"""register: one row for each council there is, was or will be, of all nations."""

from typing import NamedTuple

from councils.models import Kind, Nation, Region
from councils.open_data.tables.columns import (
    CODE,
    GSS,
    Column,
    Table,
    council_code,
    iso,
    page_address,
)
from councils.record import CouncilOnDay, Record


class RegisterEntry(NamedTuple):
    """A council and the GSS codes it had before the one of the day."""

    council: CouncilOnDay
    former_gss: list[str]


def entries(record: Record) -> list[RegisterEntry]:
    """Return every council by its code."""
    codes: dict[int, list[str]] = {}
    for gss, council_id in sorted(record.gss_codes.items()):
        codes.setdefault(council_id, []).append(gss)
    return [
        RegisterEntry(council, [gss for gss in codes.get(council.id, ()) if gss != council.gss])
        for council in sorted(record.all_councils, key=lambda council: council.code)
    ]


def county_code(entry: RegisterEntry, record: Record) -> str | None:
    county_id = entry.council.county_id
    return record.by_id[county_id].code if county_id else None


REGISTER: Table[RegisterEntry] = Table(
    name="register",
    title="All councils",
    description="One row for each council since July 2012, districts, closed and coming ones and"
    " those outside England too. The other tables name councils by their code here.",
    primary_key=("code",),
    columns=(
        Column(
            "code",
            "Our own short code. It never changes.",
            lambda entry, record: entry.council.code,
            required=True,
            pattern=CODE,
        ),
        Column(
            "slug",
            "The council’s place in addresses here.",
            lambda entry, record: entry.council.slug,
            required=True,
        ),
        Column(
            "gss",
            "The GSS code of today, or its last one, from the Office for National Statistics.",
            lambda entry, record: entry.council.gss,
            pattern=GSS,
        ),
        Column(
            "former_gss",
            "Codes it had before.",
            lambda entry, record: entry.former_gss,
            "array",
            required=True,
        ),
        Column(
            "name",
            "Its official name on the day asked for.",
            lambda entry, record: entry.council.name,
            required=True,
        ),
        Column(
            "short_name",
            "Its name as said in a sentence.",
            lambda entry, record: entry.council.short_name,
            required=True,
        ),
        Column(
            "former_names",
            "Official names it had at other times.",
            lambda entry, record: entry.council.former_names,
            "array",
            required=True,
        ),
        Column(
            "kind",
            "The kind of council.",
            lambda entry, record: entry.council.kind,
            required=True,
            allowed_values=tuple(Kind.values),
        ),
        Column(
            "nation",
            "Where it is.",
            lambda entry, record: entry.council.nation,
            required=True,
            allowed_values=tuple(Nation.values),
        ),
        Column(
            "region",
            "In England: one of the nine regions.",
            lambda entry, record: entry.council.region or None,
            allowed_values=tuple(Region.values),
        ),
        council_code(
            "county",
            "Of a district: the code of the council that runs children’s services there.",
            county_code,
        ),
        Column(
            "starts_on",
            "Its first day. Empty: before July 2012.",
            lambda entry, record: iso(entry.council.starts_on),
            "date",
        ),
        Column(
            "ends_on",
            "The first day without it. Empty: no end is known.",
            lambda entry, record: iso(entry.council.ends_on),
            "date",
        ),
        Column(
            "url",
            "The council’s page here.",
            lambda entry, record: page_address(entry.council),
            required=True,
            format="uri",
        ),
    ),
    items=entries,
)
