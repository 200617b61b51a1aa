"""The addresses of share pictures. Each carries a digest of what its picture shows.

Social networks keep a picture by its address for weeks: with a new digest they fetch the new one.
"""

import hashlib

from django.urls import reverse

from councils.record import CouncilOnDay, Record, Tally, cached_with_record, closed_words


def share_picture_path(record: Record, slug: str) -> str:
    """Return the path of the picture of a council or ``england``, with its digest.

    A record of another day keeps that day in the address.
    """
    path = reverse("councils:share_picture", args=[slug])
    return f"{path}{record.query}{'&' if record.query else '?'}v={digest(record, slug)}"


@cached_with_record
def digest(record: Record, slug: str) -> str:
    """Return a digest of the day, the map, and the words on a picture."""
    shown = f"{map_shown(record)}{words_shown(record, slug)}"
    return hashlib.blake2b(shown.encode(), digest_size=5).hexdigest()


@cached_with_record
def map_shown(record: Record) -> str:
    drawn = [(row.code, row.region, row.status) for row in record.councils]
    return repr((record.on, closed_words(), drawn))


def words_shown(record: Record, slug: str) -> tuple[str, ...]:
    row = record.by_slug.get(slug)
    if row is None:
        return slug, record.country.counted, record.provenance.short
    tally = regional_tally(record, row)
    return row.name, row.shared_status, row.when_words, tally.counted, tally.provenance.short


def responsible_council(record: Record, slug: str) -> CouncilOnDay | None:
    """Return the council with a slug or, for a district, the one that runs children's services.

    None for an unknown slug, and outside England.
    """
    council = record.by_slug.get(slug)
    if council is None or council.is_responsible:
        return council
    return record.responsible_for(council)


def regional_tally(record: Record, council: CouncilOnDay) -> Tally:
    """Return how many councils of a council's region have signed."""
    return record.region(council.region) or Tally(council.region, council.region_slug)
