"""Public totals of letters: rows of the record, written once a night.

A letter is marked when it is counted, so that it counts once, totals stay right when it is deleted
afterwards, and the next run makes up for a missed night.
"""

import datetime as dt
from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaign.letters.models import Letter
from councils.models import DailyLetterCount

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
