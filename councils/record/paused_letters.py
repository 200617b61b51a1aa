"""Which councils get no letters on the day of a record, and until when."""

from councils.models import Pause
from councils.record.snapshot import Record, cached_with_record
from councils.record.status import CouncilOnDay


@cached_with_record
def pauses(record: Record) -> dict[int, Pause]:
    """Return the pause of each council that has one, read once for each version of the record."""
    return Pause.objects.by_council(record.on)


def pause_of(record: Record, row: CouncilOnDay) -> Pause | None:
    """Return the pause of the letters to a council; None if there is none."""
    return pauses(record).get(row.id)


def is_quiet(record: Record, row: CouncilOnDay) -> bool:
    """Whether a council is kept quiet: nothing is shared, told or thanked for on its account."""
    pause = pause_of(record, row)
    return pause is not None and pause.is_quiet
