"""What is deleted of letters: drafts, then texts, then writers. The public totals stay right.

Letters are counted (daily_counts.py) before anything is deleted, so that a purge that comes before
the nightly count, or a week late, loses none.
"""

import datetime as dt

from campaign import retention
from campaign.letters.daily_counts import count
from campaign.letters.models import Letter, LetterQuerySet
from campaign.tasks.models import Task


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete what is no longer kept; return how much. Safe to repeat, and to run late."""
    count(now)
    turn_down_unread(now)
    letters = Letter.objects.all()
    delete_answers(letters.with_outdated_text(now), now)
    return {
        "drafts": letters.abandoned_drafts(now).erase(),
        "letters nobody confirmed": letters.never_confirmed(now).erase(),
        "letters with their writers": letters.with_outdated_details(now).erase(),
        "texts of letters": letters.with_outdated_text(now).delete_texts(now),
    }


def turn_down_unread(now: dt.datetime) -> None:
    """Give back the letters that nobody here has read in time: none waits for ever."""
    for letter in Letter.objects.to_read().filter(confirmed_at__lte=now - retention.READ_WITHIN):
        letter.turn_down(f"nobody here could read it within {retention.READ_WITHIN.days} days")


def delete_answers(letters: LetterQuerySet, now: dt.datetime) -> None:
    """Delete the text of answers to these letters; the tasks stay, without it.

    An answer that was pasted late has a day of its own, and is left alone.
    """
    references = [letter.reference for letter in letters.only("pk")]
    Task.objects.filter(about__in=references).exclude(keep_until__gt=now).forget_words()
