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
    width = 100 / len(numbers)
    bars = [
        (width * (place + GAP / 2), width * (1 - GAP), number, format_date(day))
        for place, (day, number) in enumerate(numbers)
    ]
    words = f"Letters by day: {total_in_words(numbers)}"
    return chart(words, "desk-bar", bars, numbers[0][0], numbers[-1][0])


def signatures_over_time(history: Timeline, on: dt.date) -> SafeString:
    """Draw how many councils were on record as signed, from the first day of the record."""
    days = sorted({RECORD_BEGINS, *(day for day in history.days if RECORD_BEGINS < day <= on)})
    length = (on - RECORD_BEGINS).days + 1
    ends = [*days[1:], on + dt.timedelta(days=1)]
    bars = [
        (100 * (start - RECORD_BEGINS).days / length, 100 * (end - start).days / length,
         history.signed(start), f"From {format_date(start)}")
        for start, end in zip(days, ends, strict=True)
    ]  # fmt: skip
    words = f"Councils on record as signed: {bars[-1][2]} on {format_date(on)}."
    return chart(words, "desk-area", bars, RECORD_BEGINS, on)


def chart(
    words: str, css: str, bars: list[tuple[float, float, int, str]], first: dt.date, last: dt.date
) -> SafeString:
    """Draw bars, each at an x and of a width in per cent, so that text keeps its size.

    After these come the number that it stands for and the time that it is about, in words.
    """
    top = axis_maximum(max(number for _, _, number, _ in bars))
    heights = [round((BOTTOM - TOP) * number / top) for _, _, number, _ in bars]
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (css, f"{x:.2f}%", BOTTOM - height, f"{width:.2f}%", height, time, number)
            for (x, width, number, time), height in zip(bars, heights, strict=True)
        ),
    )
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


def total_in_words(numbers: list[tuple[dt.date, int]]) -> str:
    """Return the total and the busiest day of a chart, as a sentence."""
    total = sum(number for _, number in numbers)
    if not total:
        return "none."
    day, most = max(numbers, key=lambda pair: pair[1])
    return f"{total} in all, most of them ({most}) on {format_date(day)}."
