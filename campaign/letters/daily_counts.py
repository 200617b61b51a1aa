"""Public totals of letters: rows of the record, written once a night.

A letter is counted once, under a mark of its own, so that totals stay right when the letter is
deleted afterwards, and a night that was missed is made up for by the next.
"""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from campaign.letters.models import Letter, State
from councils.models import DailyLetterCount

COMES_BACK_WITHIN = dt.timedelta(days=5)
"""A letter that has not come back by then counts as delivered."""
OWN_WORDS = 50
"""Hundredths of a letter's words from which it counts as written in people's own words."""


def countable(now: dt.datetime):
    """Return live letters that our mail service took and that did not come back in time."""
    return Letter.objects.filter(
        Q(state=State.ACCEPTED)
        | Q(state=State.BOUNCED, bounced_at__gt=F("outcome_at") + COMES_BACK_WITHIN),
        is_test=False,
        counted_at=None,
        self_sent_counted_at=None,
        outcome_at__lte=now - COMES_BACK_WITHIN,
    )


def self_sent(now: dt.datetime):
    """Return letters that supporters say they sent themselves, not counted yet, no test letters.

    Not one that was counted as delivered: staff can send again what its writer has sent.
    """
    return Letter.objects.filter(
        counted_at=None, self_sent_counted_at=None, self_sent_at__lte=now, is_test=False
    )


@transaction.atomic
def count(now: dt.datetime | None = None) -> dict[str, int]:
    """Add what became countable since the last night to the public totals; return how many."""
    now = now or timezone.now()
    added = {}
    delivered = list(
        countable(now)
        .select_for_update()
        .order_by("confirmed_at", "pk")
        .values_list("pk", "council", "outcome_at", "own_words_percent", "email", "name")
    )
    by_hand = list(
        self_sent(now)
        .exclude(pk__in=[row[0] for row in delivered])
        .select_for_update()
        .values_list("pk", "council", "self_sent_at")
    )
    people = counted_before({row[1] for row in delivered})
    for _, council, at, own_words_percent, email, name in delivered:
        person = (council, email.lower(), name.lower())
        if email and person in people:
            continue
        people.add(person)
        counts = added.setdefault((council, local_day(at)), Counter())
        counts["delivered"] += 1
        counts["own_words"] += own_words_percent >= OWN_WORDS
    for _, council, at in by_hand:
        added.setdefault((council, local_day(at)), Counter())["self_sent"] += 1
    for (council, day), counts in sorted(added.items()):
        add(council, day, counts)
    Letter.objects.filter(pk__in=[row[0] for row in delivered]).update(counted_at=now)
    Letter.objects.filter(pk__in=[row[0] for row in by_hand]).update(self_sent_counted_at=now)
    counted = sum(counts["delivered"] for counts in added.values())
    return {"delivered": counted, "sent by people themselves": len(by_hand)}


def counted_before(councils: set[int]) -> set[tuple[int, str, str]]:
    """Return whose letters to these councils are in the totals: pages say how many people have
    written. Two who share an address are told apart by their names.
    """
    counted = Letter.objects.filter(council__in=councils, counted_at__isnull=False)
    people = counted.exclude(email="").values_list("council", "email", "name")
    return {(council, email.lower(), name.lower()) for council, email, name in people}


def local_day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()


def add(council_id: int, day: dt.date, counts: Counter) -> None:
    row, _ = DailyLetterCount.objects.get_or_create(council_id=council_id, day=day)
    DailyLetterCount.objects.filter(pk=row.pk).update(
        **{what: F(what) + number for what, number in counts.items()}
    )
