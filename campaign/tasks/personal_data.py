"""Export and erase one person's messages to us, and delete old tasks."""

import datetime as dt
from typing import Any

from campaign.tasks.models import Task

FIELDS = ("tasks.Task.email", "tasks.Task.on_behalf")
"""The fields that identify a person: this app exports and erases their rows."""
KIND = "messages from visitors"


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    tasks = Task.objects.for_email(email).select_related("council").prefetch_related("steps")
    return {
        KIND: [
            {
                "about": task.council.name if task.council else "",
                "what": task.get_kind_display(),
                "text": task.text,
                "link": task.link,
                "email": task.email,
                "sent": task.created_at.isoformat(),
                "what came of it": task.outcome,
                "notes": [step.text for step in task.steps.all() if step.text],
            }
            for task in tasks.order_by("created_at")
        ]
    }


def erase(email: str) -> dict[str, int]:
    _, deleted = Task.objects.for_email(email).delete()
    return {KIND: deleted.get(Task._meta.label, 0)}


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete tasks past their retention, with who wrote; return how many. Safe to repeat.

    The text of a council's answer is deleted first, with the letter's; its task, half a year later.
    """
    _, deleted = Task.objects.past_keeping(now).delete()
    return {
        KIND: deleted.get(Task._meta.label, 0),
        "texts of answers": Task.objects.past_keeping_words(now).forget_words(),
    }
