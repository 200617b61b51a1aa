"""Draw the signatures over time: one hexagon for each, beside the days on which it can have been.

Time runs down the chart, to scale. A bracket stands for the days between the first and the last
possible one of a group of signatures; their hexagons are piled beside its end, from which they
count. Events that have a card on the page are pinned with the card's number, and days on which
councils began or will begin are marked.

Lengths are in units of the drawing: a unit is a pixel where text has its usual size. With larger
text the drawing grows as far as the screen allows, and then its words alone.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from councils.dates import RECORD_BEGINS, Precision, format_date, today
from councils.map.layout import ACROSS, DOWN
from councils.record import CouncilOnDay
from councils.signature_history.chart_table import description_sentences
from councils.signature_history.history_cards import Card
from councils.signature_history.periods import SignedPeriod, Timeline

BEGINS = dt.date(2011, 7, 1)
"""Where the chart begins: the month in which the campaign was launched."""
AHEAD = dt.timedelta(days=540)
"""How far ahead councils to come are shown."""
YEAR = 38
"""Height of a year."""
WIDTH = 288
"""That of a page on the narrowest screen."""
AXIS, PINS, BRACKETS, PILES = 54, 79, 96, 117
"""The distances from the left of the axis, the pins, the first bracket and the piles."""
PIN = 26
"""The least distance between two pins."""
IN_A_ROW = 6
"""Hexagons in a row of a pile, as many as fit."""
LINE, GAP = 24, 6
"""Height of a pile's words, and the least distance below a pile."""
MOST_PILES = 20
"""The most piles of one day each; if there are more, signatures are piled by year."""
LANES = 3
"""Brackets that stand beside each other."""


@dataclass(slots=True)
class Pile:
    """Words and hexagons, as near to a day of the chart as the piles above allow."""

    words: str
    latest: dt.date
    statuses: list[str] = field(default_factory=list)
    earliest: dt.date | None = None
    """The first possible day of signatures with a bracket."""
    kind: str = "soft"
    top: float = 0.0

    @property
    def height(self) -> int:
        rows = -(-len(self.statuses) // IN_A_ROW)
        return LINE + (DOWN * (rows - 1) + 28 if rows else 0)


def draw(
    timeline: Timeline, on: dt.date, cards: Sequence[Card], councils: Iterable[CouncilOnDay]
) -> SafeString:
    """Return the chart as SVG, until a day or the last day on which known councils begin."""
    count = (
        f'<tspan class="chart-last">{timeline.signed(on)}</tspan> of {timeline.total(on)}'
        f" {'today' if on == today() else 'then'}"
    )
    piles = sorted(
        [*signature_piles(timeline, on), *beginnings(councils, on), Pile(count, on, kind="now")],
        key=lambda pile: pile.latest,
    )
    foot = 0.0
    for pile in piles:
        pile.top = max(foot, y(pile.latest) - LINE / 2)
        foot = pile.top + pile.height + GAP
    pinned = pins(cards, on)
    last = piles[-1].latest
    height = max(foot, y(last) + GAP, pinned[-1][1] + PIN if pinned else 0)
    bracketed = [pile for pile in piles if pile.earliest]
    return mark_safe(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height + PIN:.0f}" role="group"'
        ' aria-labelledby="chart-title chart-says">'
        f'<title id="chart-title">Signatures of the Runaways’ Charter until {format_date(on)}'
        f'</title><desc id="chart-says">{escape(" ".join(description_sentences(timeline, on)))}'
        f'</desc><g transform="translate(0 {PIN / 2:.0f})">{axis(last)}'
        f"{''.join(drawn_bracket(pile, n % LANES) for n, pile in enumerate(bracketed))}"
        f"{''.join(map(drawn_pile, piles))}"
        f"{''.join(drawn_pin(card, at) for card, at in pinned)}</g></svg>"
    )


def y(day: dt.date) -> float:
    return YEAR * (day - BEGINS).days / 365.25


def short(day: dt.date) -> str:
    """Return a date with its month in three letters: 19 Sep 2013."""
    return f"{day.day} {day:%b %Y}"


# What stands beside the axis


def signature_piles(timeline: Timeline, on: dt.date) -> list[Pile]:
    """Return the signatures until a day, piled by the days on which they can have been."""
    periods = [period for period in timeline.periods if period.latest <= on]
    piles = list(piled(periods, by_day, on))
    return piles if len(piles) <= MOST_PILES else list(piled(periods, by_year, on))


def by_day(period: SignedPeriod) -> tuple[dt.date, dt.date, str]:
    return period.latest, period.earliest, period.when.precision


def by_year(period: SignedPeriod) -> tuple[int]:
    return (period.latest.year,)


def piled(
    periods: Iterable[SignedPeriod], key: Callable[[SignedPeriod], tuple[Any, ...]], on: dt.date
) -> Iterator[Pile]:
    """Yield a pile for each group of signatures with the same key."""
    for _, same in groupby(sorted(periods, key=key), key=key):
        group = list(same)
        latest = max(period.latest for period in group)
        earliest = min(period.earliest for period in group)
        is_year = key is by_year
        precision = Precision.YEAR if is_year else group[0].when.precision
        yield Pile(
            f'<tspan class="chart-count">{len(group)}</tspan> {when(precision, latest)}',
            latest,
            sorted((shape(period, on) for period in group), key=STANDING.index),
            earliest if earliest < latest and not is_year else None,
            "signed",
        )


STANDING = ("signed", "withdrawn", "former")
"""The shapes of signatures: standing, withdrawn, or of a council that has closed."""


def shape(period: SignedPeriod, on: dt.date) -> str:
    if not period.until or period.until > on:
        return "signed"
    return "withdrawn" if period.is_withdrawal else "former"


def when(precision: str, latest: dt.date) -> str:
    """Return when signatures were made, as far as it is known, in a few words."""
    if precision == Precision.DAY:
        return f"on {short(latest)}"
    if precision == Precision.MONTH:
        return f"in {latest:%b %Y}"
    return f"in {latest.year}" if precision == Precision.YEAR else f"by {short(latest)}"


def beginnings(councils: Iterable[CouncilOnDay], on: dt.date) -> Iterator[Pile]:
    """Yield the days on which councils that run children's services began or will begin."""
    days = sorted(
        council.starts_on
        for council in councils
        if council.is_responsible and council.starts_on and council.starts_on > RECORD_BEGINS
    )
    for day, same in groupby(days):
        number = len(list(same))
        new = f"{number} new council{'' if number == 1 else 's'}"
        if day <= on:
            yield Pile(new, day)
        elif day <= on + AHEAD:
            yield Pile(f"{number} from {short(day)}", day, ["forming"] * number)


def pins(cards: Sequence[Card], on: dt.date) -> list[tuple[Card, float]]:
    """Return the cards that have happened by a day, each with the height of its pin."""
    pinned: list[tuple[Card, float]] = []
    for card in cards:
        if card.day <= on:
            lowest = pinned[-1][1] + PIN if pinned else 0.0
            pinned.append((card, max(lowest, y(card.day))))
    return pinned


# As SVG


def axis(last: dt.date) -> str:
    """Return the line of time with its years, until a day."""
    ticks = "".join(
        f'<path class="chart-tick" d="M{AXIS - 6} {y(day):.0f}h6"/>'
        f'<text class="chart-year" y="{y(day):.0f}" dy=".33em">{day.year}</text>'
        for day in (dt.date(year, 1, 1) for year in range(BEGINS.year + 1, last.year + 1))
    )
    return f'<path class="chart-line" d="M{AXIS} 0V{y(last):.0f}"/>{ticks}'


def drawn_pin(card: Card, at: float) -> str:
    return (
        f'<path class="chart-tick" d="M{AXIS} {y(card.day):.0f}L{PINS} {at:.0f}"/>'
        f'<a href="#{card.anchor}" aria-label="{escape(card.heading)}">'
        f'<circle class="chart-pin" cx="{PINS}" cy="{at:.0f}" r="12"/>'
        f'<text class="chart-number" x="{PINS}" y="{at:.0f}" dy=".33em">{card.number}</text></a>'
    )


def drawn_bracket(pile: Pile, lane: int) -> str:
    """Return the bracket of a pile: from the first possible day to the last."""
    assert pile.earliest
    x = BRACKETS + 7 * lane
    first = max(y(pile.earliest), 0.0)
    return f'<path class="chart-bracket" d="M{x + 4} {first:.0f}h-4V{y(pile.latest):.0f}h4"/>'


def drawn_pile(pile: Pile) -> str:
    """Return a pile's words, its hexagons, and the line to its day where it stands lower."""
    middle = pile.top + LINE / 2
    start = BRACKETS + 4 if pile.earliest else AXIS
    hexagons = "".join(
        f'<use href="#hex-{status}" x="{PILES + ACROSS // 2 * (1 + 2 * column + row % 2)}"'
        f' y="{pile.top + LINE + 14 + DOWN * row:.0f}"/>'
        for number, status in enumerate(pile.statuses)
        for row, column in (divmod(number, IN_A_ROW),)
    )
    return (
        f'<path class="chart-tick" d="M{start} {y(pile.latest):.0f}L{PILES - 6} {middle:.0f}"/>'
        f'<text class="chart-words chart-{pile.kind}" x="{PILES}" y="{middle:.0f}"'
        f' dy=".33em">'
        f"{pile.words}</text>{hexagons}"
    )
