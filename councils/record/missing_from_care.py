"""Figures of children missing from care, read from the database once for each ``Record``."""

from councils.models import MissingFromCare
from councils.record.snapshot import Record


def missing_from_care(record: Record) -> dict[int, list[MissingFromCare]]:
    """Return the figures for years that ended by the record's day, by council id, newest first.

    ``MissingFromCare.numbers`` gives a year's figures as numbers, with None for each that is not
    shown. One query, cached with the record.
    """
    if "missing from care" not in record.derived:
        record.derived["missing from care"] = MissingFromCare.objects.shown(record.on)
    return record.derived["missing from care"]
