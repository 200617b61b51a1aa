"""What is forgotten of letters: drafts, then words, then writers. The public totals stay right.

Letters are counted (counting.py) before anything is deleted, so that a purge that comes before
the night's count, or a week late, loses none.
"""

import datetime as dt

from campaign.letters.daily_counts import count
from campaign.letters.models import Letter
from campaign.tasks.models import Task


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete what is no longer kept, and return how much. Safe to repeat, and to run late."""
    count(now)
    letters = Letter.objects
    answers_go_with(letters.past_keeping_words(now), now)
    return {
        "drafts": letters.left_as_drafts(now).erase(),
        "letters nobody confirmed": letters.never_confirmed(now).erase(),
        "letters with their writers": letters.past_keeping(now).erase(),
        "texts of letters": letters.past_keeping_words(now).forget_words(now),
    }


def answers_go_with(letters, now: dt.datetime) -> None:
    """Delete the words of answers to letters whose own words go; tasks without words stay.

    Not what was pasted late: it has a day of its own.
    """
    keys = [letter.key for letter in letters.only("pk")]
    Task.objects.filter(about__in=keys).exclude(keep_until__gt=now).forget_words()
