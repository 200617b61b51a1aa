"""The signatures that count on a record's day, read once for each ``Record``."""

from councils.models import Signature
from councils.record.council_on_day import CouncilOnDay
from councils.record.snapshot import Record


def signatures_of(record: Record, row: CouncilOnDay) -> list[Signature]:
    """Return a council's signatures that count on the record's day, with their editions.

    Oldest first. One query for all councils, which have few each, cached with the record.
    """
    if "signatures" not in record.derived:
        counting = Signature.objects.counting(record.on).select_related("edition")
        signatures: dict[int, list[Signature]] = {}
        for signature in counting.order_by("counted_from", "pk"):
            signatures.setdefault(signature.council_id, []).append(signature)
        record.derived["signatures"] = signatures
    return record.derived["signatures"].get(row.id, [])
