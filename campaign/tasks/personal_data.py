"""Find, export and erase one person's messages to us."""

from typing import Any

from campaign.tasks.models import Task

FIELDS = ("tasks.Task.email", "tasks.Task.on_behalf")
"""The fields that identify a person: this app finds, exports and erases their rows."""


def find(email: str) -> dict[str, int]:
    return {"messages from visitors": Task.objects.for_email(email).count()}


def export(email: str) -> dict[str, list[dict[str, Any]]]:
    tasks = (
        Task.objects.for_email(email)
        .select_related("council")
        .prefetch_related("steps")
        .order_by("created_at")
    )
    return {
        "messages from visitors": [
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
    return {"messages from visitors": deleted.get(Task._meta.label, 0)}
