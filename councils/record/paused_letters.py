"""Which councils get no letters on the day of a record, and until when."""

import datetime as dt

from councils.models import Council, Holds, Pause
from councils.record.snapshot import Record, cached_with_record
from councils.record.status import CouncilOnDay


def read_pauses(on: dt.date | None = None) -> dict[int, Pause]:
    """Return the pause of each council that gets no letters on a day (default: today).

    Of several, one that is ours counts first, then the one that lasts longest.
    """
    found: dict[int, Pause] = {}
    held = Pause.objects.on(on).exclude(holds=Holds.QUESTIONS)
    everybody = Council.objects.responsible().values_list("pk", flat=True)
    for pause in sorted(held, key=lambda pause: (pause.is_quiet, pause.until)):
        found |= dict.fromkeys([pause.council_id] if pause.council_id else everybody, pause)
    return found


@cached_with_record
def pauses(record: Record) -> dict[int, Pause]:
    """Return the pause of each council that has one, read once for each version of the record."""
    return read_pauses(record.on)


def pause_of(record: Record, row: CouncilOnDay) -> Pause | None:
    """Return the pause of the letters to a council; None if there is none."""
    return pauses(record).get(row.id)


def is_quiet(record: Record, row: CouncilOnDay) -> bool:
    """Whether a council is kept quiet: nothing is shared, told or thanked for on its account."""
    pause = pause_of(record, row)
    return pause is not None and pause.is_quiet
