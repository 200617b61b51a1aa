"""Draw signatures over time as a chart (SVG), and list them as rows of a table.

Between the first and the last possible day of a signature the chart is hatched, as the council may
have signed by then. The solid part counts the councils on record as signed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.dates import RECORD_BEGINS, Precision, format_date
from councils.signature_history.periods import SignedPeriod, Timeline

HEIGHT, TOP, BOTTOM = 280, 30, 244
"""The chart's height and the y of its highest and lowest value, in pixels. Its width varies."""
MAX_STEPS = 400
"""The most steps that are drawn: more could not be told apart."""
MAX_ROWS = 200
"""The most rows in the table, the newest ones."""


@dataclass(frozen=True, slots=True)
class ChartStep:
    """A period with constant counts, from ``start`` until the day before ``end``."""

    start: dt.date
    end: dt.date
    signed: int
    possible: int


def steps(timeline: Timeline, on: dt.date) -> list[ChartStep]:
    """Return the steps of the chart from the first day of the record to ``on``."""
    end = on + dt.timedelta(days=1)
    days = {RECORD_BEGINS, *timeline.days}
    days |= {period.earliest for period in timeline.periods}
    starts = sorted(day for day in days if RECORD_BEGINS <= day <= on)
    if len(starts) > MAX_STEPS:
        length = (end - RECORD_BEGINS).days
        starts = [RECORD_BEGINS + dt.timedelta(length * n // MAX_STEPS) for n in range(MAX_STEPS)]
    merged: list[ChartStep] = []
    for start, until in zip(starts, [*starts[1:], end], strict=True):
        step = ChartStep(start, until, timeline.signed(start), timeline.possible(start))
        if merged and (merged[-1].signed, merged[-1].possible) == (step.signed, step.possible):
            step = ChartStep(merged.pop().start, until, step.signed, step.possible)
        merged.append(step)
    return merged


def draw(timeline: Timeline, on: dt.date) -> SafeString:
    """Return the chart as SVG. Its x is in per cent, so that text keeps its size at any width."""
    chart_steps = steps(timeline, on)
    top = axis_maximum(max(step.possible for step in chart_steps))
    length = (on - RECORD_BEGINS).days + 1

    def x(day: dt.date) -> str:
        return f"{100 * (day - RECORD_BEGINS).days / length:.2f}%"

    def y(count: int) -> int:
        return BOTTOM - round((BOTTOM - TOP) * count / top)

    def block(kind: str, step: ChartStep, low: int, high: int) -> str:
        width = 100 * (step.end - step.start).days / length
        fill = ' fill="url(#chart-hatch)"' if kind == "maybe" else ""
        return (
            f'<rect class="chart-{kind}"{fill} x="{x(step.start)}" y="{y(high)}"'
            f' width="{width:.2f}%" height="{y(low) - y(high)}"/>'
        )

    description = escape(" ".join(description_sentences(timeline, on)))
    blocks = [
        block("maybe", step, step.signed, step.possible)
        for step in chart_steps
        if step.possible > step.signed
    ]
    blocks += [block("signed", step, 0, step.signed) for step in chart_steps if step.signed]
    last = chart_steps[-1].signed
    lines = "".join(
        f'<line class="chart-line" x1="0" x2="100%" y1="{y(count)}" y2="{y(count)}"/>'
        f'<text class="chart-count" x="-8" y="{y(count) + 5}">{count}</text>'
        for count in range(0, top + 1, top // 4)
    )
    years = "".join(
        f'<line class="chart-tick" x1="{x(day)}" x2="{x(day)}" y1="{BOTTOM}" y2="{BOTTOM + 6}"/>'
        f'<text class="chart-year{"" if day.year % 4 == 1 else " chart-year-between"}"'
        f' x="{x(day)}" y="{BOTTOM + 24}">{day.year}</text>'
        for day in new_years(on)
    )
    return mark_safe(
        f'<svg class="chart" height="{HEIGHT}" role="img" aria-labelledby="chart-title chart-says">'
        f'<title id="chart-title">Councils on record as signed, {format_date(RECORD_BEGINS)} to'
        f' {format_date(on)}</title><desc id="chart-says">{description}</desc>'
        '<defs><pattern id="chart-hatch" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path class="chart-ground" d="M0 0H8V8H0z"/>'
        '<path class="chart-stroke" d="M-2 2L2-2M-2 10L10-2M6 10L10 6"/></pattern></defs>'
        f"{lines}{''.join(blocks)}{years}"
        f'<text class="chart-last" x="100%" y="{y(last) - 8}">{last}</text>'
        "</svg>"
    )


def axis_maximum(count: int) -> int:
    """Return a round number above a count that is divisible by four, for the grid lines."""
    for top in (4, 8, 20, 40, 80, 120, 160, 200):
        if count < top:
            return top
    return 4 * (count // 4 + 10)


def new_years(on: dt.date) -> list[dt.date]:
    return [dt.date(year, 1, 1) for year in range(RECORD_BEGINS.year + 1, on.year + 1)]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table: what happened when, and the count from then on."""

    day: dt.date
    when: str
    what: str
    signed: int
    total: int


def table(timeline: Timeline, on: dt.date) -> list[TableRow]:
    """Return the chart's data as rows, by the day from which each counts."""
    rows = [*signing_rows(timeline, on), *ending_rows(timeline, on)]
    return sorted(rows, key=lambda row: row.day)[-MAX_ROWS:]


def signing_rows(timeline: Timeline, on: dt.date) -> Iterator[TableRow]:
    periods = [period for period in timeline.periods if period.latest <= on]

    def days(period: SignedPeriod) -> tuple[dt.date, dt.date]:
        return period.latest, period.earliest

    for (latest, earliest), same in groupby(sorted(periods, key=days), key=days):
        names = sorted(period.council.short_name for period in same)
        yield table_row(
            timeline, latest, when_signed(earliest, latest), f"{names_or_count(names)} signed"
        )


def when_signed(earliest: dt.date, latest: dt.date) -> str:
    if earliest == latest:
        return f"On {format_date(latest)}"
    return f"At some time from {format_date(earliest)} to {format_date(latest)}"


def ending_rows(timeline: Timeline, on: dt.date) -> Iterator[TableRow]:
    ended: dict[tuple[dt.date, bool], list[str]] = {}
    for period in timeline.periods:
        if period.until and period.until <= on:
            ending = (period.until, period.is_withdrawal)
            ended.setdefault(ending, []).append(period.council.short_name)
    for (day, is_withdrawal), council_names in sorted(ended.items()):
        names = names_or_count(sorted(council_names))
        what = f"{names} withdrew" if is_withdrawal else f"{names} closed, and kept the signature"
        yield table_row(timeline, day, f"On {format_date(day)}", what)


def table_row(timeline: Timeline, day: dt.date, when: str, what: str) -> TableRow:
    return TableRow(day, when, what, timeline.signed(day), timeline.total(day))


def names_or_count(names: list[str]) -> str:
    """Return up to three names, or else their number."""
    if len(names) > 3:
        return f"{len(names)} councils"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def description_sentences(timeline: Timeline, on: dt.date) -> list[str]:
    """Return what the chart shows as sentences, for those who cannot see it."""
    newest = [f"{row.when}: {row.what}." for row in table(timeline, on)[-6:]]
    return [*newest, f"{timeline.signed(on)} of {timeline.total(on)} on {format_date(on)}."]


KNOWN_INSTEAD = {
    Precision.BY: "a day by which the council had signed",
    Precision.MONTH: "the month",
    Precision.YEAR: "the year",
    Precision.UNKNOWN: "that the council had signed when we read the evidence",
}
"""What is known about a signature whose day is not known."""


def unknown_days_sentence(timeline: Timeline, on: dt.date) -> str:
    """Return for how many signatures in the chart the day is not known, and what is known instead.

    Empty if every day is known. Signatures of councils that have since withdrawn or closed are
    included, as in the chart.
    """
    periods = [period for period in timeline.periods if period.latest <= on]
    counts = Counter(period.when.precision for period in periods)
    parts = [
        (counts[precision], words)
        for precision, words in KNOWN_INSTEAD.items()
        if counts[precision]
    ]
    number, total = sum(count for count, _ in parts), len(periods)
    if not parts:
        return ""
    if number < total:
        which = f"{number} of the {total} signatures in the chart"
    else:
        which = "the one signature" if total == 1 else f"any of the {total} signatures"
        which += " in the chart"
    not_known = f"The day is not known for {which}."
    if len(parts) == 1:
        return f"{not_known} We know {parts[0][1]}."
    clauses = [f"for {count} {words}" for count, words in parts]
    return f"{not_known} We know, {', '.join(clauses[:-1])} and {clauses[-1]}."
