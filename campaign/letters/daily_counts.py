"""Public totals of letters, rows of the record, written once a night; and the figures of the desk.

A letter is marked when it is counted, so that it counts once, totals stay right when it is deleted
afterwards, and the next run makes up for a missed night.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from campaign.letters.models import ON_THE_WAY, Letter, State
from councils.dates import midnight, today
from councils.models import DailyLetterCount
from councils.models.daily_letter_count import FEWEST

OWN_WORDS = 50
"""Percentage of own words from which a letter counts as written in people's own words."""


def count(now: dt.datetime | None = None) -> dict[str, int]:
    """Add letters that have become countable to the public totals; return how many.

    Each council is a transaction of its own: a total raises the version of the record, whose row
    stays locked until the commit, and staff who change the record wait for it.
    """
    now, totals = now or timezone.now(), Counter[str]()
    due = Letter.objects.countable(now) | Letter.objects.sent_by_hand(now)
    for council in sorted(set(due.order_by().values_list("council", flat=True))):
        totals += count_council(council, now)
    return {"delivered": totals["delivered"], "sent by people themselves": totals["self_sent"]}


@transaction.atomic
def count_council(council: int, now: dt.datetime) -> Counter[str]:
    """Count the letters to one council that have become countable; return how many.

    The totals are of people who have written; two who share an address differ by their names.
    """
    letters = Letter.objects.filter(council=council).select_for_update()
    delivered = list(letters.countable(now).order_by("confirmed_at", "pk"))
    ids = [letter.pk for letter in delivered]
    by_hand = list(letters.sent_by_hand(now).exclude(pk__in=ids))
    counted = Letter.objects.filter(council=council, counted_at__isnull=False).exclude(email="")
    people = {(email.lower(), name.lower()) for email, name in counted.values_list("email", "name")}
    added: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    for letter in delivered:
        person = (letter.email.lower(), letter.name.lower())
        if person not in people or not letter.email:
            people.add(person)
            own = letter.own_words_percent >= OWN_WORDS
            day = timezone.localdate(letter.outcome_at)
            added[day] += Counter(delivered=1, own_words=int(own))
    for letter in by_hand:
        added[timezone.localdate(letter.self_sent_at)]["self_sent"] += 1
    Letter.objects.filter(pk__in=ids).update(counted_at=now)
    Letter.objects.filter(pk__in=[letter.pk for letter in by_hand]).update(self_sent_counted_at=now)
    for day, counts in sorted(added.items()):  # last, as it locks the record's version
        row, _ = DailyLetterCount.objects.get_or_create(council_id=council, day=day)
        more = {field: F(field) + number for field, number in counts.items()}
        DailyLetterCount.objects.filter(pk=row.pk).update(**more)
    return sum(added.values(), Counter())


# Figures for staff. None of them names anybody.

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
