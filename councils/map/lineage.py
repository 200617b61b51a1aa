"""The council responsible for a piece of the map on a day, and the councils beside each other.

A piece is the smallest part that the map knows: a district, a council without districts, or one
of the three former councils of Bournemouth, Christchurch and Poole. It is named by the code of
the council it is or was. Counties and lineage then say who runs children's services there on any
day: the piece itself, its county, or whoever came before or after them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from councils.map.areas import neighbours_of, pieces
from councils.models import LineageKind
from councils.record import CouncilOnDay, Record, cached_with_record


@cached_with_record
def owners(record: Record) -> dict[str, str]:
    """Return the code of the responsible council of each piece of the map."""
    return piece_owners(
        {row.code for row in record.councils},
        {
            row.code: record.by_id[row.county_id].code
            for row in record.all_councils
            if row.county_id
        },
        [
            (record.by_id[old].code, record.by_id[new].code)
            for old, lines in record.successors.items()
            for _, new, kind in lines
            if kind == LineageKind.REPLACES
        ],
    )


def neighbours(record: Record, row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return the councils that share a border on land with a council, by name."""
    codes = neighbours_by_code(record).get(row.code, ())
    return sorted((record.by_code[code] for code in codes), key=lambda other: other.short_name)


@cached_with_record
def neighbours_by_code(record: Record) -> dict[str, set[str]]:
    """Return the codes of the councils that share a border on land with each."""
    return neighbours_of(owners(record))


def piece_owners(
    responsible: Collection[str],
    county_of: Mapping[str, str],
    lineage: Iterable[tuple[str, str]],
) -> dict[str, str]:
    """Return the code of the responsible council of each piece.

    ``responsible`` are the codes of the councils that run children's services on the day,
    ``county_of`` has the county of each district, and ``lineage`` pairs of an old and a new
    council. A piece without a responsible council is left out. That is a gap in the register.
    """
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for old, new in lineage:
        before.setdefault(new, []).append(old)
        after.setdefault(old, []).append(new)
    owners = {}
    for piece in pieces():
        relatives = chain(_along(piece, after, county_of), _along(piece, before, county_of))
        owner = next((code for code in relatives if code in responsible), None)
        if owner is not None:
            owners[piece] = owner
    return owners


def _along(
    piece: str, links: Mapping[str, list[str]], county_of: Mapping[str, str]
) -> Iterator[str]:
    """Yield a piece and its county, then their successors or predecessors, step by step.

    A county's own lineage is not followed, as a divided county has several successors and only
    its districts show which one they went to.
    """
    visited: set[str] = set()
    step = [piece]
    while step:
        for code in step:
            yield code
            if code in county_of:
                yield county_of[code]
        visited.update(step)
        step = [code for old in step for code in links.get(old, ()) if code not in visited]
