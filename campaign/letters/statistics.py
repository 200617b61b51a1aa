"""Figures about letters for staff. None of them names anybody."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Sum

from campaign.letters.daily_counts import OWN_WORDS
from campaign.letters.models import ON_THE_WAY, Letter, State
from councils.dates import midnight, today
from councils.models.daily_letter_count import FEWEST

DAYS = 28
"""Number of days, today included, that the figures of the desk are about."""


@dataclass(frozen=True)
class LetterFigures:
    """Letters confirmed from ``first`` to ``last``, with both days, in London."""

    first: dt.date
    last: dt.date
    rows: Sequence[Mapping[str, Any]]
    """Numbers of letters by state, answer and whether they are tests."""

    @cached_property
    def real(self) -> list[Mapping[str, Any]]:
        return [row for row in self.rows if not row["is_test"]]

    @property
    def confirmed(self) -> int:
        return sum(row["number"] for row in self.real)

    def lines(self) -> list[tuple[str, int | str]]:
        """Return labels and figures, most of them about letters that were confirmed."""
        states, answers = total(self.real, "state"), total(self.real, "answered")
        since, until = midnight(self.first), midnight(self.last + dt.timedelta(days=1))
        began = Letter.objects.filter(created_at__gte=since, created_at__lt=until)
        asked = Letter.objects.filter(asked_at__gte=since, asked_at__lt=until, confirmed_at=None)
        self_sent = Letter.objects.filter(self_sent_at__gte=since, self_sent_at__lt=until)
        return [
            ("begun", began.count()),
            ("sent for confirmation, and not confirmed", asked.count()),
            ("confirmed", self.confirmed),
            ("handed to our mail service", states[State.ACCEPTED]),
            ("waiting to go", sum(states[state] for state in ON_THE_WAY)),
            ("came back", states[State.BOUNCED]),
            ("refused", states[State.FAILED]),
            ("unsure", states[State.UNSURE]),
            ("answered, says the writer", answers["yes"]),
            ("not answered, says the writer", answers["no"] + answers["not_yet"]),
            ("sent by people themselves", self_sent.filter(is_test=False).count()),
            ("test letters", sum(row["number"] for row in self.rows if row["is_test"])),
            *self.own_words(),
        ]

    def own_words(self) -> list[tuple[str, str]]:
        """Return how much of the letters is in people's own words, once there are enough."""
        if self.confirmed < FEWEST:
            return [("in people’s own words", f"shown from {FEWEST} letters up")]
        mostly = sum(row["mostly_own"] for row in self.real)
        average = sum(row["own_words"] for row in self.real) / self.confirmed
        return [
            ("mostly in people’s own words", f"{round(100 * mostly / self.confirmed)}%"),
            ("own words in an average letter", f"{round(average)}%"),
        ]


def figures(last: dt.date | None = None, number: int = DAYS) -> LetterFigures:
    """Return the figures of ``number`` days up to ``last`` (default: today), with one query.

    An index holds all that it reads, by the time of confirmation, so that old letters cost nothing.
    """
    last = last or today()
    first = last - dt.timedelta(days=number - 1)
    confirmed = Letter.objects.filter(
        confirmed_at__gte=midnight(first), confirmed_at__lt=midnight(last + dt.timedelta(days=1))
    )
    counted = (
        confirmed.order_by()
        .values("state", "answered", "is_test")
        .annotate(
            number=Count("pk"),
            own_words=Sum("own_words_percent"),
            mostly_own=Count("pk", filter=Q(own_words_percent__gte=OWN_WORDS)),
        )
    )
    return LetterFigures(first, last, list(counted))


def total(rows: Iterable[Mapping[str, Any]], name: str) -> Counter[Any]:
    """Add up the numbers of letters by one of the columns."""
    numbers: Counter[Any] = Counter()
    for row in rows:
        numbers[row[name]] += row["number"]
    return numbers
