"""The figures of children missing from care, as every room reads them: once for each record."""

from councils.models import MissingFromCare
from councils.record.snapshot import Record


def missing_from_care(record: Record) -> dict[int, list[MissingFromCare]]:
    """Return by council's id its figures of the years that had ended by the record's day.

    The newest year stands first. ``numbers`` of a year gives them as numbers, None for each that is
    not shown. They are read in one query and kept as long as the record is.
    """
    if "missing from care" not in record.derived:
        record.derived["missing from care"] = MissingFromCare.objects.shown(record.on)
    return record.derived["missing from care"]
