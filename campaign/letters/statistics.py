"""Figures about letters for staff. None of them names anybody."""

import datetime as dt
from collections import Counter

from django.db.models import Avg, Count
from django.utils import timezone

from campaign.letters.daily_counts import OWN_WORDS
from campaign.letters.models import Letter, LetterQuerySet, State
from councils.models.daily_letter_count import FEWEST

RECENT = dt.timedelta(weeks=4)


def figures(now: dt.datetime | None = None) -> list[tuple[str, int | str]]:
    """Return labels and figures for the last four weeks; test letters are counted separately."""
    since = (now or timezone.now()) - RECENT
    recent = Letter.objects.filter(confirmed_at__gt=since, is_test=False)
    states = Counter(dict(recent.values_list("state").annotate(Count("pk"))))
    answers = Counter(dict(recent.values_list("answered").annotate(Count("pk"))))
    begun = Letter.objects.filter(created_at__gt=since).count()
    unconfirmed = Letter.objects.filter(asked_at__gt=since, confirmed_at=None).count()
    self_sent = Letter.objects.filter(self_sent_at__gt=since, is_test=False)
    lines = [
        ("begun", begun),
        ("sent for confirmation, and not confirmed", unconfirmed),
        ("confirmed", sum(states.values())),
        ("handed to our mail service", states[State.ACCEPTED]),
        ("waiting to go", states[State.QUEUED] + states[State.SENDING] + states[State.DEFERRED]),
        ("came back", states[State.BOUNCED]),
        ("refused", states[State.FAILED]),
        ("unsure", states[State.UNSURE]),
        ("answered, says the writer", answers["yes"]),
        ("not answered, says the writer", answers["no"] + answers["not_yet"]),
        ("sent by people themselves", self_sent.count()),
        ("test letters", Letter.objects.filter(confirmed_at__gt=since, is_test=True).count()),
    ]
    return [*lines, *own_words(recent)]


def own_words(letters: LetterQuerySet) -> list[tuple[str, str]]:
    """Return how much of the letters is in people's own words, once there are enough letters."""
    count = letters.count()
    if count < FEWEST:
        return [("in people’s own words", f"shown from {FEWEST} letters up")]
    mostly = letters.filter(own_words_percent__gte=OWN_WORDS).count()
    average = round(letters.aggregate(share=Avg("own_words_percent"))["share"])
    return [
        ("mostly in people’s own words", f"{round(100 * mostly / count)}%"),
        ("own words in an average letter", f"{average}%"),
    ]
