"""A sentence on why the count fell: councils on record as signed that ended in the last year."""

import datetime as dt
from collections.abc import Iterable

from councils.dates import format_date
from councils.record.snapshot import Record, cached_with_record, record_on
from councils.record.status import CouncilOnDay
from councils.record.tallies import Tally

SAID_FOR = dt.timedelta(days=365)
"""How long home, the chart and the press sentence explain a fall of the count."""


def fall_sentence(record: Record, region: Tally | None = None) -> str:
    """Return why the count of England, or of a region, fell within the last year, or "".

    It gives the newest day on which a council on record as signed ended, and the counts on that
    day and the day before. It is empty if as many councils signed on the same day.
    """
    return _sentence(record, region.name if region else "")


@cached_with_record
def _sentence(record: Record, region: str) -> str:
    ended = [row for row in ended_signed(record) if region in ("", row.region)]
    if not ended:
        return ""
    day = max(row.ends_on for row in ended if row.ends_on)
    ended = [row for row in ended if row.ends_on == day]
    before = _signed(record_on(day - dt.timedelta(days=1)), region)
    after = _signed(record_on(day), region)
    if after >= before:
        return ""
    fell = f"The number went from {before} to {after} on {format_date(day)}, because"
    if len(ended) == 1:
        name = ended[0].short_name_in_sentence
        return (
            f"{fell} {name} closed. We still show its signature, and we’ll count the council that"
            " took over once it signs."
        )
    return (
        f"{fell} {len(ended)} councils closed. We still show their signatures, and we’ll count the"
        " councils that took over once they sign."
    )


def ended_signed(record: Record) -> Iterable[CouncilOnDay]:
    """Yield the councils that were on record as signed and ended within the last year."""
    for row in record.all_councils:
        if not row.ends_on or not record.on - SAID_FOR < row.ends_on <= record.on:
            continue
        if row.is_responsible and row.signature and not row.has_withdrawn:
            yield row


def _signed(record: Record, region: str) -> int:
    tally = record.region(region) if region else record.country
    return tally.signed if tally else 0
