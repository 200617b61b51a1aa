"""The signatures that count on a record's day, read once for each ``Record``."""

from councils.models import Signature
from councils.record.snapshot import Record, cached_with_record


@cached_with_record
def signatures_by_council(record: Record) -> dict[int, list[Signature]]:
    """Return the signatures that count on the record's day, with their editions, oldest first.

    By council id. One query for all councils, which have few each.
    """
    counting = Signature.objects.counting(record.on).select_related("edition")
    signatures: dict[int, list[Signature]] = {}
    for signature in counting.order_by("counted_from", "pk"):
        signatures.setdefault(signature.council_id, []).append(signature)
    return signatures
