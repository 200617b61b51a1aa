"""The count of one region over time, to scale, as England has it."""

from typing import NamedTuple

from councils.dates import RECORD_BEGINS, format_date
from councils.history.line import along
from councils.history.steps import Step, steps_in
from councils.record import Record, Tally, cached_with_record


class RegionLine(NamedTuple):
    """The count of a region as a band, from none of its councils at the foot to all at the top."""

    band: str
    """Path data on a ground of 1000 by 100."""
    label: str
    """What the drawing shows, in words."""
    steps: list[Step]
    """Each change, the newest first."""
    years: list[int]


@cached_with_record
def draw_region(record: Record, region: Tally) -> RegionLine:
    """Return the count of a region until a record's day."""
    made = steps_in(record, region.name)
    changes = made[1:]
    stairs = ""
    for step in changes:
        height = 100 - 100 * step.signed / region.total
        stairs += f"H{10 * along(step.day, record.on):.1f}V{height:.1f}"
    return RegionLine(
        band=f"M0 100{stairs}H1000V100H0z",
        label=in_words(record, region, changes),
        steps=changes[::-1],
        years=[RECORD_BEGINS.year, record.on.year],
    )


def in_words(record: Record, region: Tally, changes: list[Step]) -> str:
    """Say what the drawing shows: "0 on 9 July 2012, 6 from 19 September 2013, of 19 councils."."""
    parts = [f"0 on {format_date(RECORD_BEGINS)}"]
    for step in changes:
        parts.append(f"{step.signed} from {format_date(step.day)}")
    return f"{', '.join(parts)}, of {region.total} councils on {format_date(record.on)}."
