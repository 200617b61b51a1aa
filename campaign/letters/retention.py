"""What is forgotten of letters: drafts, then words, then writers. The public totals stay right.

Letters are counted (counting.py) before anything is deleted, so that a purge that comes before
the night's count, or a week late, loses none.
"""

import datetime as dt

from campaign.letters.counting import count
from campaign.letters.models import NO_WORDS, Letter
from campaign.tips.models import Tip


def forget(now: dt.datetime) -> dict[str, int]:
    """Delete what is no longer kept, and return how much. Safe to repeat, and to run late."""
    count(now)
    letters = Letter.objects
    answers_go_with(letters.past_keeping_words(now), now)
    return {
        "drafts": delete(letters.left_as_drafts(now)),
        "letters nobody confirmed": delete(letters.never_confirmed(now)),
        "letters with their writers": delete(letters.past_keeping(now)),
        "texts of letters": letters.past_keeping_words(now).update(forgotten_at=now, **NO_WORDS),
    }


def answers_go_with(letters, now: dt.datetime) -> None:
    """Delete the words of answers to letters whose own words go; tasks without words stay.

    Not what was pasted late: it has a day of its own.
    """
    keys = [letter.key for letter in letters.only("pk")]
    Tip.objects.filter(about__in=keys).exclude(keep_until__gt=now).forget_words()


def delete(letters) -> int:
    return letters.delete()[1].get("letters.Letter", 0)
