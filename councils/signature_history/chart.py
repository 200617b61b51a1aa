"""Signatures over time, drawn by the server, and the same as rows of a table.

Where only the last possible day of a signature is known, the chart is hatched from the first
possible day to that one: nobody signed "on" it. The solid part is what is on record as signed.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.dates import RECORD_BEGINS, Precision, format_date
from councils.signature_history.periods import Timeline

HEIGHT, TOP, BOTTOM = 280, 30, 244
"""Pixels: of the drawing, and of the highest and lowest value in it. The width is the page's."""
FINEST = 400
"""Steps of the drawing at most: more than that nobody can see."""
ROWS = 200
"""Rows of the table at most: the newest."""


@dataclass(frozen=True, slots=True)
class EvidenceLevel:
    """A time in which the counts stay the same: from a day until the day before another."""

    start: dt.date
    end: dt.date
    signed: int
    possible: int


def steps(timeline: Timeline, on: dt.date) -> list[EvidenceLevel]:
    """Return the steps of the drawing from the first day of the record through ``on``."""
    end = on + dt.timedelta(days=1)
    days = {RECORD_BEGINS, *timeline.days}
    days |= {spell.earliest for spell in timeline.spells}
    starts = sorted(day for day in days if RECORD_BEGINS <= day <= on)
    if len(starts) > FINEST:
        whole = (end - RECORD_BEGINS).days
        starts = [RECORD_BEGINS + dt.timedelta(whole * n // FINEST) for n in range(FINEST)]
    found: list[EvidenceLevel] = []
    for start, until in zip(starts, [*starts[1:], end], strict=True):
        step = EvidenceLevel(start, until, timeline.signed(start), timeline.possible(start))
        if found and (found[-1].signed, found[-1].possible) == (step.signed, step.possible):
            step = EvidenceLevel(found.pop().start, until, step.signed, step.possible)
        found.append(step)
    return found


def draw(timeline: Timeline, on: dt.date) -> SafeString:
    """Return the chart as SVG, places along it in per cent, so that its words keep their size."""
    drawn = steps(timeline, on)
    top = highest(max(step.possible for step in drawn))
    whole = (on - RECORD_BEGINS).days + 1

    def x(day: dt.date) -> str:
        return f"{100 * (day - RECORD_BEGINS).days / whole:.2f}%"

    def y(count: int) -> int:
        return BOTTOM - round((BOTTOM - TOP) * count / top)

    def block(kind: str, step: EvidenceLevel, low: int, high: int) -> str:
        width = 100 * (step.end - step.start).days / whole
        fill = ' fill="url(#chart-hatch)"' if kind == "maybe" else ""
        return (
            f'<rect class="chart-{kind}"{fill} x="{x(step.start)}" y="{y(high)}"'
            f' width="{width:.2f}%" height="{y(low) - y(high)}"/>'
        )

    says = escape(" ".join(in_sentences(timeline, on)))
    blocks = [block("maybe", one, one.signed, one.possible)
              for one in drawn if one.possible > one.signed]  # fmt: skip
    blocks += [block("signed", one, 0, one.signed) for one in drawn if one.signed]
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
        f' {format_date(on)}</title><desc id="chart-says">{says}</desc>'
        '<defs><pattern id="chart-hatch" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path class="chart-ground" d="M0 0H8V8H0z"/>'
        '<path class="chart-stroke" d="M-2 2L2-2M-2 10L10-2M6 10L10 6"/></pattern></defs>'
        f"{lines}{''.join(blocks)}{years}"
        f'<text class="chart-last" x="100%" y="{y(drawn[-1].signed) - 8}">{drawn[-1].signed}</text>'
        "</svg>"
    )


def highest(count: int) -> int:
    """Return a round number above a count that four lines divide."""
    for top in (4, 8, 20, 40, 80, 120, 160, 200):
        if count < top:
            return top
    return 4 * (count // 4 + 10)


def new_years(on: dt.date) -> list[dt.date]:
    return [dt.date(year, 1, 1) for year in range(RECORD_BEGINS.year + 1, on.year + 1)]


@dataclass(frozen=True, slots=True)
class LineageLink:
    """One line of the table: what happened when, and the count from then on."""

    day: dt.date
    when: str
    what: str
    signed: int
    total: int


def table(timeline: Timeline, on: dt.date) -> list[LineageLink]:
    """Return what the chart shows as lines, in order of the days from which they count."""
    found = [*signed_lines(timeline, on), *ended_lines(timeline, on)]
    return sorted(found, key=lambda line: line.day)[-ROWS:]


def signed_lines(timeline: Timeline, on: dt.date):
    spells = [spell for spell in timeline.spells if spell.latest <= on]

    def days(spell):
        return spell.latest, spell.earliest

    for (latest, earliest), same in groupby(sorted(spells, key=days), key=days):
        names = sorted(spell.row.short_name for spell in same)
        yield line(timeline, latest, when_signed(earliest, latest), f"{listed(names)} signed")


def when_signed(earliest: dt.date, latest: dt.date) -> str:
    if earliest == latest:
        return f"On {format_date(latest)}"
    return f"At some time from {format_date(earliest)} to {format_date(latest)}"


def ended_lines(timeline: Timeline, on: dt.date):
    ended = [spell for spell in timeline.spells if spell.until and spell.until <= on]

    def why(spell):
        return spell.until, spell.withdrew

    for (day, withdrew), same in groupby(sorted(ended, key=why), key=why):
        names = listed(sorted(spell.row.short_name for spell in same))
        what = f"{names} withdrew" if withdrew else f"{names} closed, and kept the signature"
        yield line(timeline, day, f"On {format_date(day)}", what)


def line(timeline: Timeline, day: dt.date, when: str, what: str) -> LineageLink:
    return LineageLink(day, when, what, timeline.signed(day), timeline.total(day))


def listed(names: list[str]) -> str:
    """Return a few names, or how many there are."""
    if len(names) > 3:
        return f"{len(names)} councils"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def in_sentences(timeline: Timeline, on: dt.date) -> list[str]:
    """Return what the chart shows as sentences: for those who do not see it."""
    told = [f"{line.when}: {line.what}." for line in table(timeline, on)[-6:]]
    return [*told, f"{timeline.signed(on)} of {timeline.total(on)} on {format_date(on)}."]


KNOWN = {
    Precision.BY: "a day by which the council had signed",
    Precision.MONTH: "the month",
    Precision.YEAR: "the year",
    Precision.UNKNOWN: "that the council had signed when we read the evidence",
}
"""What is known of a signature whose day is not."""


def how_days_are_known(timeline: Timeline, on: dt.date) -> str:
    """Return of how many signatures in the chart the day is not known, and what is known instead.

    Empty where each day is known. Signatures of councils that withdrew or closed since count too:
    the chart shows them.
    """
    spells = [spell for spell in timeline.spells if spell.latest <= on]
    known = Counter(spell.when.precision for spell in spells)
    parts = [(known[precision], words) for precision, words in KNOWN.items() if known[precision]]
    number, total = sum(count for count, _ in parts), len(spells)
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
    said = [f"for {count} {words}" for count, words in parts]
    return f"{not_known} We know, {', '.join(said[:-1])} and {said[-1]}."
