"""Charts of the desk, drawn as SVG on the server. The style sheet gives them their colours."""

import datetime as dt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councils.dates import RECORD_BEGINS, format_date
from councils.signature_history.periods import Timeline

HEIGHT, TOP, BOTTOM = 150, 22, 122
"""The chart's height and the y of its highest and lowest value, in pixels. Its width varies."""
GAP = 0.2
"""The part of a day's width that stays free between two bars."""


def letters_by_day(numbers: list[tuple[dt.date, int]]) -> SafeString:
    """Draw a bar for each day with its number of letters."""
    top = axis_maximum(max((number for _, number in numbers), default=0))
    width = 100 / max(1, len(numbers))
    drawn = format_html_join(
        "",
        '<rect class="desk-bar" x="{}" y="{}" width="{}" height="{}">'
        "<title>{}: {}</title></rect>",
        (
            (per_cent(width * (place + GAP / 2)), y(number, top), per_cent(width * (1 - GAP)),
             BOTTOM - y(number, top), format_date(day), number)
            for place, (day, number) in enumerate(numbers)
        ),
    )  # fmt: skip
    return frame(f"Letters by day: {in_words(numbers)}", drawn, top, numbers[0][0], numbers[-1][0])


def signatures_over_time(history: Timeline, on: dt.date) -> SafeString:
    """Draw how many councils were on record as signed, from the first day of the record."""
    days = [RECORD_BEGINS, *(day for day in history.days if RECORD_BEGINS < day <= on)]
    days = sorted(set(days))
    length = (on - RECORD_BEGINS).days + 1
    ends = [*days[1:], on + dt.timedelta(days=1)]
    steps = [(start, end, history.signed(start)) for start, end in zip(days, ends, strict=True)]
    top = axis_maximum(max(number for *_, number in steps))
    drawn = format_html_join(
        "",
        '<rect class="desk-area" x="{}" y="{}" width="{}" height="{}">'
        "<title>From {}: {}</title></rect>",
        (
            (per_cent(100 * (start - RECORD_BEGINS).days / length), y(number, top),
             per_cent(100 * (end - start).days / length), BOTTOM - y(number, top),
             format_date(start), number)
            for start, end, number in steps
        ),
    )  # fmt: skip
    signed = steps[-1][2]
    words = f"Councils on record as signed: {signed} on {format_date(on)}."
    return frame(words, drawn, top, RECORD_BEGINS, on)


def per_cent(number: float) -> str:
    return f"{number:.2f}%"


def y(number: int, top: int) -> int:
    return BOTTOM - round((BOTTOM - TOP) * number / top)


def frame(words: str, drawn: SafeString, top: int, first: dt.date, last: dt.date) -> SafeString:
    """Put what is drawn into a chart with its highest value and its first and last day.

    x is in per cent, so that text keeps its size at any width.
    """
    return format_html(
        '<svg class="desk-chart" height="{}" role="img" aria-label="{}">'
        '<line class="desk-grid" x1="0" x2="100%" y1="{}" y2="{}"/><text x="0" y="{}">{}</text>{}'
        '<line class="desk-grid" x1="0" x2="100%" y1="{}" y2="{}"/>'
        '<text x="0" y="{}">{}</text><text class="desk-last" x="100%" y="{}">{}</text></svg>',
        HEIGHT, words, TOP, TOP, TOP - 6, top, drawn, BOTTOM, BOTTOM,
        BOTTOM + 20, format_date(first), BOTTOM + 20, format_date(last),
    )  # fmt: skip


def axis_maximum(count: int) -> int:
    """Return a round number from a count up: 1, 2 or 5 with noughts, for the highest line."""
    step = 1
    while True:
        for top in (step, 2 * step, 5 * step):
            if count <= top:
                return top
        step *= 10


def in_words(numbers: list[tuple[dt.date, int]]) -> str:
    """Return the total and the busiest day of a chart, as a sentence."""
    total = sum(number for _, number in numbers)
    if not total:
        return "none."
    day, most = max(numbers, key=lambda pair: pair[1])
    return f"{total} in all, most of them ({most}) on {format_date(day)}."
