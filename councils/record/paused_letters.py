"""Which councils get no letters on the day of a record, and until when."""

import datetime as dt
from typing import NamedTuple

from councils.dates import format_date
from councils.models import QuietKind, QuietPeriod
from councils.record.snapshot import Record, cached_with_record
from councils.record.status import CouncilOnDay


class Pause(NamedTuple):
    """A pause of the letters to a council, until the end of a day."""

    until: dt.date
    is_quiet: bool
    """Whether more than letters rests: links to share, alerts and thank-yous."""

    def holds(self, name: str) -> str:
        """Say until which day letters to a council are held, and by whom."""
        day = format_date(self.until + dt.timedelta(days=1))
        if self.is_quiet:
            return f"We’re not sending letters to {name} until {day}."
        return f"{name} has asked us to hold letters until {day}."

    @property
    def sentence(self) -> str:
        return f"Letters are paused until {format_date(self.until)}."


def read_pauses(on: dt.date | None = None) -> dict[int, Pause]:
    """Return the pause of each council that has one on a day (default: today), as stored now."""
    periods: dict[int, list[QuietPeriod]] = {}
    for period in QuietPeriod.objects.on(on):
        periods.setdefault(period.council_id, []).append(period)
    return {
        council_id: Pause(
            max(period.until for period in of_council),
            any(period.kind == QuietKind.QUIET for period in of_council),
        )
        for council_id, of_council in periods.items()
    }


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
