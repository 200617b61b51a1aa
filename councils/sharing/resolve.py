"""Resolve the slug in an address to the council that can sign, or to a region."""

from councils.record import CouncilOnDay, Record, Tally


def responsible_council(record: Record, slug: str) -> CouncilOnDay | None:
    """Return the council with a slug or, for a district, the one that runs children's services.

    None for an unknown slug, and outside England.
    """
    council = record.by_slug.get(slug)
    if council is None or council.is_responsible:
        return council
    return record.responsible_for(council)


def region_called(record: Record, slug: str) -> Tally | None:
    return next((tally for tally in record.regions if tally.slug == slug), None)


def regional_tally(record: Record, council: CouncilOnDay) -> Tally:
    """Return how many councils of a council's region have signed."""
    return record.region(council.region) or Tally(council.region, council.region_slug)
