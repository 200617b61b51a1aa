"""The emails to people who complain: that somebody has it, and what came of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from campaign.outbox.models import OutgoingMessage, subject_line
from campaign.pages.email_footer import with_footer
from campaign.purposes import Purpose
from councils.dates import format_date

if TYPE_CHECKING:
    from campaign.tasks.models import Task


def send(task: "Task", key: str, text: str) -> None:
    """Queue an email to the person who complained, once per key."""
    email = with_footer(task.email, subject_line(f"Your complaint {task.number}"), text)
    OutgoingMessage.objects.queue(
        Purpose.COMPLAINT,
        f"complaint:{task.pk}:{key}",
        task.email,
        email,
        subject=task,
        on_behalf=task.email,
    )


def acknowledge(task: "Task") -> None:
    """Say that the complaint has arrived, and that one person is dealing with it."""
    day = format_date(task.answer_on) if task.answer_on else ""
    send(
        task,
        "acknowledged",
        "We’ve got your complaint, and one person here is looking into it. You’ll have our answer"
        f" by {day}. If you want to add anything, reply to this email.",
    )


def answer(task: "Task") -> None:
    """Give the outcome, and say what to do if that is not enough."""
    further = (
        " You can also complain to the Information Commissioner’s Office: https://ico.org.uk/"
        if task.legal_on
        else ""
    )
    send(
        task,
        "answered",
        f"We’ve looked into your complaint {task.number}. This is what we found:\n\n"
        f"{task.outcome}\n\nIf you don’t think that’s right, reply to this email or write to us"
        f" here: {settings.SITE_URL}{reverse('complaints:complain')}. Someone else here will take a"
        f" second look.{further}",
    )
