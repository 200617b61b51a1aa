"""Which councils get no letters on the day of a record, and until when."""

import datetime as dt

from councils.models import Council, Pause
from councils.record.snapshot import Record, cached_with_record
from councils.record.status import CouncilOnDay


def read_pauses(on: dt.date | None = None) -> dict[int, Pause]:
    """Return the pause of each council that gets no letters on a day (default: today).

    Of several, one that is ours counts first, then the one that lasts longest.
    """
    found: dict[int, Pause] = {}
    pauses = list(Pause.objects.of_letters(on))
    for pause in sorted(pauses, key=lambda pause: (pause.is_quiet, pause.until)):
        whose = [pause.council_id] if pause.council_id else every_council()
        found |= dict.fromkeys(whose, pause)
    return found


def every_council() -> list[int]:
    return list(Council.objects.responsible().values_list("pk", flat=True))


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
