"""Delete old tasks, each with the address it came from.

The text of a council's answer is deleted first, with the letter's; its task, half a year later.
"""

import datetime as dt

from campaign.tasks.models import Task


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete messages past their retention; return how many. Safe to repeat."""
    _, deleted = Task.objects.past_keeping(now).delete()
    return {
        "messages from visitors": deleted.get(Task._meta.label, 0),
        "texts of answers": Task.objects.past_keeping_words(now).forget_words(),
    }
