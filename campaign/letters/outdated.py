"""What is done before letters and their texts are deleted, so that totals stay right."""

import datetime as dt
from collections.abc import Callable

from campaign import retention
from campaign.letters.daily_counts import count
from campaign.letters.models import Letter, LetterQuerySet
from campaign.tasks.models import Task


def counted(over: str) -> Callable[[LetterQuerySet, dt.datetime], LetterQuerySet]:
    """Return what counts all letters, and then selects those that are ``over``.

    So none is deleted uncounted, however late the purge comes, and whatever fails.
    """

    def select(letters: LetterQuerySet, now: dt.datetime) -> LetterQuerySet:
        count(now)
        selected: LetterQuerySet = getattr(letters, over)(now)
        return selected

    return select


def give_back_unread(now: dt.datetime) -> int:
    """Give back the letters that nobody here has read in time; return how many."""
    unread = Letter.objects.to_read().filter(confirmed_at__lte=now - retention.READ_WITHIN)
    for letter in unread:
        letter.turn_down(f"nobody here could read it within {retention.READ_WITHIN.days} days")
    return len(unread)


def delete_texts(letters: LetterQuerySet, now: dt.datetime) -> int:
    """Delete the text of letters and of the answers to them; the tasks stay, without it.

    An answer that was pasted late has a day of its own, and is left alone.
    """
    Task.objects.for_subjects(letters).exclude(keep_until__gt=now).forget_words()
    return letters.delete_texts(now)
