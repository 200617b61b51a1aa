"""Which councils of a record a name fits."""

from councils import names
from councils.record.council_on_day import CouncilOnDay
from councils.record.snapshot import Record


def search(
    record: Record, query: str, councils: list[CouncilOnDay] | None = None
) -> list[CouncilOnDay]:
    """Return the councils a name fits, the best fit first, then by name."""
    asked = names.Name.of(query)
    scored = [
        (-names.match(asked, row.folded_names), row.status == "former", row.short_name, row)
        for row in (record.rows if councils is None else councils)
    ]
    found = sorted((entry for entry in scored if entry[0]), key=lambda entry: entry[:3])
    return [entry[3] for entry in found]


def called(record: Record, query: str) -> list[CouncilOnDay]:
    """Return the councils that are called just so; if none, those it fits in part."""
    asked = names.Name.of(query)
    scored = [(names.match(asked, row.folded_names), row) for row in record.rows]
    proper = [
        row
        for score, row in scored
        if score == 3 and asked.folded in (name.folded for name in row.folded_names[:2])
    ]
    if proper:
        return proper
    best = max((score for score, _ in scored), default=0)
    # A nickname of one may be part of another's name: Newcastle is upon Tyne or under Lyme.
    least = 1 if best == 3 else best
    return [row for score, row in scored if score >= least and score]
