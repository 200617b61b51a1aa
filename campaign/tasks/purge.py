"""What is forgotten of what visitors told us: each message with whom it is from.

Of a council's answer the words go first, with those of the letter; that it came, half a year later.
"""

import datetime as dt

from campaign.tasks.models import Task


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete messages kept as long as we say, and return how many. Safe to repeat."""
    deleted, _ = Task.objects.past_keeping(now).delete()
    return {
        "messages from visitors": deleted,
        "texts of answers": Task.objects.past_keeping_words(now).forget_words(),
    }
