"""What the night does with letters: it asks their writers, and counts for the public totals.

A letter is marked when it is counted, so that it counts once, totals stay right when it is deleted
afterwards, and the next run makes up for a missed night.
"""

import datetime as dt
from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from campaign.letters.models import Letter, LetterQuerySet
from councils.models import DailyLetterCount
from councils.record import closed_on

OWN_WORDS = 50
"""Percentage of own words from which a letter counts as written in people's own words."""


# What writers are asked: to confirm a letter, and, later, whether the council answered


def remind_all(now: dt.datetime | None = None) -> int:
    """Remind writers, once, of letters requested before yesterday; return how many.

    So a whole day passes between the request and the reminder. Nobody is reminded of a letter that
    could not go if they confirmed it. Safe to repeat.
    """
    if closed_on() is not None:
        return 0
    now = now or timezone.now()
    reminded = 0
    for letter in Letter.objects.to_remind(timezone.localdate(now)).select_related("council"):
        if letter.can_go and letter.remind():
            reminded += 1
    return reminded


def ask_whether_answered(now: dt.datetime | None = None) -> int:
    """Queue the email for every letter that is due, once each; return how many.

    Once the campaign has closed nobody is asked any more.
    """
    if closed_on() is not None:
        return 0
    now = now or timezone.now()
    asked = 0
    for letter in Letter.objects.to_ask_whether_answered(now):
        # Once more: another run may have asked meanwhile.
        still = Letter.objects.filter(pk=letter.pk).to_ask_whether_answered(now)
        with transaction.atomic():
            if still.update(asked_if_answered_at=now) and letter.tell("followup"):
                asked += 1
    return asked


# The public totals


def count(now: dt.datetime | None = None) -> dict[str, int]:
    """Add letters that have become countable to the public totals; return how many.

    Each council is a transaction of its own: a total raises the version of the record, whose row
    stays locked until the commit, and staff who change the record wait for it.
    """
    now = now or timezone.now()
    totals = Counter[str]()
    countable = Letter.objects.to_count(now).order_by()
    council_ids = set(countable.values_list("council_id", flat=True))
    for council_id in sorted(council_ids):
        totals += count_council(council_id, now)
    return {"delivered": totals["delivered"], "sent by people themselves": totals["self_sent"]}


@transaction.atomic
def count_council(council_id: int, now: dt.datetime) -> Counter[str]:
    """Count the letters to one council that have become countable; return how many."""
    letters = Letter.objects.filter(council_id=council_id)
    countable = list(letters.select_for_update().to_count(now).order_by("confirmed_at", "pk"))
    added = counts_by_day(countable, people_counted(letters))
    Letter.objects.filter(pk__in=[letter.pk for letter in countable]).update(counted_at=now)
    # Last, as it locks the record's version.
    for day, counts in sorted(added.items()):
        add_to_total(council_id, day, counts)
    return sum(added.values(), Counter())


def counts_by_day(
    letters: list[Letter], counted_already: set[tuple[str, str]]
) -> dict[dt.date, Counter[str]]:
    """Return what letters add to the total of each day.

    Of letters that we sent the totals count people, each once, and none who was
    ``counted_already``. Two who share an address differ by their names. Of those that people sent
    themselves, which need no address, they count letters.
    """
    people = set(counted_already)
    added: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    for letter in letters:
        if letter.self_sent_at:
            added[timezone.localdate(letter.self_sent_at)]["self_sent"] += 1
            continue
        person = (letter.email.lower(), letter.name.lower())
        if letter.email and person in people:
            continue
        people.add(person)
        counts = added[timezone.localdate(letter.outcome_at)]
        counts["delivered"] += 1
        if letter.own_words_percent >= OWN_WORDS:
            counts["own_words"] += 1
    return added


def add_to_total(council_id: int, day: dt.date, counts: Counter[str]) -> None:
    total, _ = DailyLetterCount.objects.get_or_create(council_id=council_id, day=day)
    more = {}
    for field, number in counts.items():
        more[field] = F(field) + number
    DailyLetterCount.objects.filter(pk=total.pk).update(**more)


def people_counted(letters: LetterQuerySet) -> set[tuple[str, str]]:
    """Return who has been counted for a letter that we sent, by email and name, in small letters.

    Not for one that had been sent by its writer when it was counted: that was counted as theirs.
    Of one that came back late, and that its writer sent after we had counted it, ours was counted.
    """
    counted_as_theirs = Q(self_sent_at__lte=F("counted_at"))
    known = letters.filter(counted_at__isnull=False).exclude(counted_as_theirs).exclude(email="")
    people = set()
    for email, name in known.values_list("email", "name"):
        people.add((email.lower(), name.lower()))
    return people
