"""A sentence on why the count fell: councils on record as signed that ended in the last year."""

import datetime as dt

from councils.dates import format_date
from councils.record.snapshot import Record, cached_with_record, record_on
from councils.record.status import Status

SAID_FOR = dt.timedelta(days=365)
"""How long home, the chart and the press sentence explain a fall of the count."""


@cached_with_record
def fall_sentence(record: Record, region: str) -> str:
    """Return why the count of a region, or of England (""), fell within the last year, or "".

    It gives the newest day on which a council on record as signed ended, and the counts on that
    day and the day before. It is empty if as many councils signed on the same day.
    """
    ended = [
        (row.ends_on, row)
        for row in record.all_councils
        if row.ends_on and record.on - SAID_FOR < row.ends_on <= record.on
        if row.is_responsible and row.signature and not row.has_withdrawn
        if region in ("", row.region)
    ]
    if not ended:
        return ""
    day = max(ends_on for ends_on, _ in ended)
    rows = [row for ends_on, row in ended if ends_on == day]
    before = signed_in(region, day - dt.timedelta(days=1))
    after = signed_in(region, day)
    if after >= before:
        return ""
    one = len(rows) == 1
    who = rows[0].short_name_in_sentence if one else f"{len(rows)} councils"
    theirs = "its signature" if one else "their signatures"
    heirs, sign = ("council", "it signs") if one else ("councils", "they sign")
    return (
        f"The number went from {before} to {after} on {format_date(day)}, because {who} closed. We"
        f" still show {theirs}, and we’ll count the {heirs} that took over once {sign}."
    )


def signed_in(region: str, day: dt.date) -> int:
    """Return how many councils of a region had signed on a day; of all England for ""."""
    signed = [row for row in record_on(day).councils if row.status == Status.SIGNED]
    return sum(region in ("", row.region) for row in signed)
