"""Figures about letters for staff. None of them names anybody."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, Sum

from campaign.letters.daily_counts import OWN_WORDS
from campaign.letters.models import ON_THE_WAY, Letter, State
from councils.dates import midnight, today
from councils.models.daily_letter_count import FEWEST

DAYS = 28
"""Number of days, today included, that the figures of the desk are about."""


def figures() -> list[tuple[str, int | str]]:
    """Return labels and figures of the last days, most of them about letters that were confirmed.

    An index holds all that it reads, by the time of confirmation, so that old letters cost nothing.
    """
    letters = Letter.objects.all()
    since = midnight(today() - dt.timedelta(days=DAYS - 1))
    rows = list(
        letters.filter(confirmed_at__gte=since)
        .order_by()
        .values("state", "answered", "is_test")
        .annotate(
            number=Count("pk"),
            own_words=Sum("own_words_percent"),
            mostly_own=Count("pk", filter=Q(own_words_percent__gte=OWN_WORDS)),
        )
    )
    real = [row for row in rows if not row["is_test"]]
    states, answers = total(real, "state"), total(real, "answered")
    confirmed = states.total()
    return [
        ("begun", letters.filter(created_at__gte=since).count()),
        (
            "sent for confirmation, and not confirmed",
            letters.filter(asked_at__gte=since, confirmed_at=None).count(),
        ),
        ("confirmed", confirmed),
        ("handed to our mail service", states[State.ACCEPTED]),
        ("waiting to be read", states[State.HELD]),
        ("waiting to go", sum(states[state] for state in ON_THE_WAY)),
        ("came back", states[State.BOUNCED]),
        ("refused", states[State.FAILED]),
        ("unsure", states[State.UNSURE]),
        ("answered, says the writer", answers["yes"]),
        ("not answered, says the writer", answers["no"] + answers["not_yet"]),
        (
            "sent by people themselves",
            letters.filter(self_sent_at__gte=since, is_test=False).count(),
        ),
        ("test letters", sum(row["number"] for row in rows if row["is_test"])),
        *own_words(real, confirmed),
    ]


def own_words(real: Sequence[Mapping[str, Any]], confirmed: int) -> list[tuple[str, str]]:
    """Return how much of the letters is in people's own words, once there are enough."""
    if confirmed < FEWEST:
        return []
    mostly = sum(row["mostly_own"] for row in real)
    average = sum(row["own_words"] for row in real) / confirmed
    return [
        ("mostly in people’s own words", f"{round(100 * mostly / confirmed)}%"),
        ("own words in an average letter", f"{round(average)}%"),
    ]


def total(rows: Sequence[Mapping[str, Any]], name: str) -> Counter[str]:
    """Add up the numbers of letters by one of the columns."""
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[row[name]] += row["number"]
    return numbers
