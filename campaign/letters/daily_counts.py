"""Public totals of letters: rows of the record, written once a night.

A letter is marked when it is counted, so that it counts once, totals stay right when it is deleted
afterwards, and the next run makes up for a missed night.
"""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from campaign.letters.models import Letter, LetterQuerySet, State
from councils.models import DailyLetterCount

COMES_BACK_WITHIN = dt.timedelta(days=5)
"""A letter that has not come back in this time counts as delivered."""
OWN_WORDS = 50
"""Percentage of own words from which a letter counts as written in people's own words."""


def countable(now: dt.datetime) -> LetterQuerySet:
    """Return letters not counted yet that went out and did not come back in time."""
    return Letter.objects.filter(
        Q(state=State.ACCEPTED)
        | Q(state=State.BOUNCED, bounced_at__gt=F("outcome_at") + COMES_BACK_WITHIN),
        is_test=False,
        counted_at=None,
        self_sent_counted_at=None,
        outcome_at__lte=now - COMES_BACK_WITHIN,
    )


def self_sent_letters(now: dt.datetime) -> LetterQuerySet:
    """Return letters not counted yet that supporters say they sent themselves.

    A letter that was counted as delivered is left out: staff can send again what its writer sent.
    """
    return Letter.objects.filter(
        counted_at=None, self_sent_counted_at=None, self_sent_at__lte=now, is_test=False
    )


def count(now: dt.datetime | None = None) -> dict[str, int]:
    """Add letters that have become countable to the public totals; return how many.

    Each council is a transaction of its own: a total raises the version of the record, whose row
    stays locked until the commit, and staff who change the record wait for it.
    """
    now = now or timezone.now()
    due = countable(now) | self_sent_letters(now)
    totals: Counter[str] = Counter()
    for council in sorted(set(due.order_by().values_list("council", flat=True))):
        totals += count_council(council, now)
    return {
        "delivered": totals["delivered"],
        "sent by people themselves": totals["self_sent"],
    }


@transaction.atomic
def count_council(council: int, now: dt.datetime) -> Counter[str]:
    """Count the letters to one council that have become countable; return how many."""
    added: dict[dt.date, Counter[str]] = {}
    delivered = list(
        countable(now)
        .filter(council=council)
        .select_for_update()
        .order_by("confirmed_at", "pk")
        .values_list("pk", "outcome_at", "own_words_percent", "email", "name")
    )
    self_sent = list(
        self_sent_letters(now)
        .filter(council=council)
        .exclude(pk__in=[row[0] for row in delivered])
        .select_for_update()
        .values_list("pk", "self_sent_at")
    )
    people = counted_people(council) if delivered else set()
    for _, outcome_at, own_words_percent, email, name in delivered:
        person = (email.lower(), name.lower())
        if not outcome_at or (email and person in people):
            continue
        people.add(person)
        counts = added.setdefault(timezone.localdate(outcome_at), Counter())
        counts["delivered"] += 1
        counts["own_words"] += own_words_percent >= OWN_WORDS
    for _, self_sent_at in self_sent:
        if self_sent_at:
            added.setdefault(timezone.localdate(self_sent_at), Counter())["self_sent"] += 1
    Letter.objects.filter(pk__in=[row[0] for row in delivered]).update(counted_at=now)
    Letter.objects.filter(pk__in=[row[0] for row in self_sent]).update(self_sent_counted_at=now)
    for day, counts in sorted(added.items()):  # last, as it locks the record's version
        add(council, day, counts)
    return sum(added.values(), Counter())


def counted_people(council: int) -> set[tuple[str, str]]:
    """Return the address and name of every counted letter to a council.

    The totals are of people who have written; two who share an address differ by their names.
    """
    counted = Letter.objects.filter(council=council, counted_at__isnull=False)
    people = counted.exclude(email="").values_list("email", "name")
    return {(email.lower(), name.lower()) for email, name in people}


def add(council_id: int, day: dt.date, counts: Counter[str]) -> None:
    """Add numbers to a council's row of one day."""
    row, _ = DailyLetterCount.objects.get_or_create(council_id=council_id, day=day)
    DailyLetterCount.objects.filter(pk=row.pk).update(
        **{field: F(field) + number for field, number in counts.items()}
    )
