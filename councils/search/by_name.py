"""Find the councils of a record that a name fits."""

from councils import names
from councils.record.council_on_day import CouncilOnDay
from councils.record.snapshot import Record


def search(
    record: Record, query: str, councils: list[CouncilOnDay] | None = None
) -> list[CouncilOnDay]:
    """Return the councils that a name fits, the best fit first, then by name."""
    asked = names.Name.of(query)
    rows = record.all_councils if councils is None else councils
    scores = {row.id: names.match(asked, row.folded_names) for row in rows}
    return sorted(
        (row for row in rows if scores[row.id]),
        key=lambda row: (-scores[row.id], row.status == "former", row.short_name),
    )


def called(record: Record, query: str) -> list[CouncilOnDay]:
    """Return the councils with exactly this name; if none, those it fits in part."""
    asked = names.Name.of(query)
    scored = [(names.match(asked, row.folded_names), row) for row in record.all_councils]
    exact = [
        row
        for score, row in scored
        if score == 3 and asked.folded in (name.folded for name in row.folded_names[:2])
    ]
    if exact:
        return exact
    best = max((score for score, _ in scored), default=0)
    # One council's nickname may be part of another's name: Newcastle is upon Tyne or under Lyme.
    least = 1 if best == 3 else best
    return [row for score, row in scored if score >= least and score]
