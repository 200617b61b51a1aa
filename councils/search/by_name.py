"""Filter the councils of a record by name."""

from councils import names
from councils.record.council_on_day import CouncilOnDay
from councils.record.snapshot import Record


def search(
    record: Record, query: str, councils: list[CouncilOnDay] | None = None
) -> list[CouncilOnDay]:
    """Return the councils whose names match a query, the best match first, then by name.

    ``councils`` limits the search; by default it covers the whole register.
    """
    name = names.Name.of(query)
    rows = record.all_councils if councils is None else councils
    scores = {row.id: names.match(name, row.folded_names) for row in rows}
    return sorted(
        (row for row in rows if scores[row.id]),
        key=lambda row: (-scores[row.id], row.status == "former", row.short_name),
    )
