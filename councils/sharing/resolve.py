"""Which council an address elsewhere stands for."""

from councils.record import CouncilOnDay, Record


def who_can_sign(record: Record, slug: str) -> CouncilOnDay | None:
    """Return the council of an address: of a district, the one that runs its children's services.

    None for an address that is nobody's, and outside England.
    """
    row = record.by_slug.get(slug)
    if row is None or row.is_responsible:
        return row
    return record.responsible_for(row)
