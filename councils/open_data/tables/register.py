"""register: one row for each council there is, was or will be, of all nations."""

from councils.models import Kind, Nation, Region
from councils.open_data.tables.columns import (
    CODE,
    GSS,
    Column,
    Table,
    council_code,
    page_address,
)
from councils.record import CouncilOnDay, Record, cached_with_record


@cached_with_record
def gss_by_council(record: Record) -> dict[int, list[str]]:
    """Return every GSS code that a council has or had, by council id."""
    codes: dict[int, list[str]] = {}
    for gss, council_id in sorted(record.gss_codes.items()):
        codes.setdefault(council_id, []).append(gss)
    return codes


def former_gss(council: CouncilOnDay, record: Record) -> list[str]:
    """Return the GSS codes that a council had before the one of the day."""
    return [gss for gss in gss_by_council(record).get(council.id, ()) if gss != council.gss]


def county_code(council: CouncilOnDay, record: Record) -> str | None:
    return record.by_id[council.county_id].code if council.county_id else None


REGISTER: Table[CouncilOnDay] = Table(
    name="register",
    title="All councils",
    description="One row for each council since July 2012, districts, closed and coming ones and"
    " those outside England too. The other tables name councils by their code here.",
    primary_key=("code",),
    columns=(
        Column("code", "Our own short code. It never changes.", required=True, pattern=CODE),
        Column("slug", "The council’s place in addresses here.", required=True),
        Column(
            "gss",
            "The GSS code of today, or its last one, from the Office for National Statistics.",
            pattern=GSS,
        ),
        Column("former_gss", "Codes it had before.", former_gss, "array", required=True),
        Column("name", "Its official name on the day asked for.", required=True),
        Column("short_name", "Its name as said in a sentence.", required=True),
        Column(
            "former_names", "Official names it had at other times.", type="array", required=True
        ),
        Column(
            "kind",
            "The kind of council.",
            required=True,
            allowed_values=tuple(Kind.values),
        ),
        Column(
            "nation",
            "Where it is.",
            required=True,
            allowed_values=tuple(Nation.values),
        ),
        Column(
            "region",
            "In England: one of the nine regions.",
            allowed_values=tuple(Region.values),
        ),
        council_code(
            "county",
            "Of a district: the code of the council that runs children’s services there.",
            county_code,
        ),
        Column("starts_on", "Its first day. Empty: before July 2012.", type="date"),
        Column("ends_on", "The first day without it. Empty: no end is known.", type="date"),
        Column(
            "url",
            "The council’s page here.",
            lambda council, record: page_address(council),
            required=True,
            format="uri",
        ),
    ),
    items=lambda record: sorted(record.all_councils, key=lambda council: council.code),
)
