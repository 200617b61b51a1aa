"""Tasks for staff: visitors' messages, complaints and councils' answers.

None of them changes the record by itself. What staff do with one is kept beside it, step by step.
A file for each part, and each imports only those above it:

    kinds.py       what a task is about, what can be done with it
    row.py         its columns, and what follows from them alone
    steps.py       what was done with it
    complaints.py  a complaint: its days, and what whoever complained is told
    handling.py    what staff do with a task
    selecting.py   which tasks are to do, and how long they are kept
    models.py      the task with all of this; passing it on, and what comes back about it
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.personal import Kept, Personal
from campaign.purposes import Purpose
from campaign.staff import accounts, emails
from campaign.tasks.complaints import ACKNOWLEDGED_WITHIN, ANSWERED_WITHIN, MAX_COMPLAINT
from campaign.tasks.handling import Handled, it_was_theirs
from campaign.tasks.kinds import OF_VISITORS, WORDS_GONE, TaskAct, TaskKind
from campaign.tasks.row import TaskRow
from campaign.tasks.selecting import IS_CALL, MAX_CALL_TEXT, TOGETHER, SelectedTasks
from campaign.tasks.steps import TaskStep

__all__ = [
    "ACKNOWLEDGED_WITHIN",
    "ANSWERED_WITHIN",
    "IS_CALL",
    "MAX_CALL_TEXT",
    "MAX_COMPLAINT",
    "OF_VISITORS",
    "ON_PASSING_ON",
    "PASSED_ON",
    "TOGETHER",
    "WORDS_GONE",
    "Task",
    "TaskAct",
    "TaskKind",
    "TaskQuerySet",
    "TaskStep",
]

PASSED_ON = "This is a call for help."
"""Stands in the step with which staff passed a message on."""
ON_PASSING_ON: list[Callable[["Task"], None]] = []
"""Told of a message that staff say is a call for help: filled by campaign/apps.py."""


class TaskQuerySet(SelectedTasks["Task"]):
    """Tasks, by all that they are selected by (selecting.py)."""


class Task(Handled):
    """Something for staff to deal with, mostly about a council."""

    objects = TaskQuerySet.as_manager()
    personal = Personal(
        "messages from visitors, and complaints",
        addresses=("email", "on_behalf"),
        names=("name",),
        words=("text", "link", "outcome"),
        of_nobody=("key",),
        shown={
            "about": "council.name",
            "what": "get_kind_display",
            "text": "text",
            "link": "link",
            "name": "name",
            "email": "email",
            "sent": "created_at",
            "what came of it": "outcome",
            "notes": "notes_of_it",
        },
        kept=(
            Kept("messages from visitors, and complaints", "past_keeping"),
            # Deleted with the letter's text; the task stays for half a year.
            Kept("texts of answers", "past_keeping_words", "forget_words"),
        ),
    )

    class Meta(TaskRow.Meta):
        pass

    @property
    def notes_of_it(self) -> list[str]:
        """What colleagues noted of it, in the order in which they did."""
        return [step.text for step in self.steps.all() if step.text]

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: Any) -> None:
        """Make a reply to our email about a complaint, or its return, one more task."""
        task: Task | None = message.subject
        if task is None or message.purpose != Purpose.COMPLAINT:
            return
        if not (mail.kind == "person" or mail.is_bounce):
            return
        what = "Our email came back." if mail.is_bounce else f"An answer came:\n\n{mail.text}"
        answered = task.steps.filter(act=TaskAct.CLOSED).select_related("by").last()
        Task(
            council=task.council,
            text=f"Complaint {task.number}. {what}"[:MAX_COMPLAINT],
            name=task.name,
            email=task.email,
            not_by=answered.by if answered and not mail.is_bounce else None,
        ).receive_complaint()

    def pass_on(self, by: User, note: str = "") -> None:
        """Put a message first on the desk, for anybody, and tell whoever has to know of calls.

        A complaint stays one, with its days. Nobody writes to the sender: whether that is safe, the
        person responsible judges.
        """
        if self.is_call:
            raise ValidationError("It has been passed on as a call for help already.")
        said = f"{PASSED_ON} {note}".strip()
        if self.taken_by == by:  # of a colleague whose it was, ``do`` says so
            said = f"{it_was_theirs(by)} {said}"
        with transaction.atomic():
            self.do(
                TaskAct.NOTED,
                by,
                said,
                kind_before=self.kind,
                kind=self.kind if self.is_complaint else TaskKind.CALL,
                call_since=timezone.now(),
                taken_by=None,
                put_off_to=None,
                deputy_told_at=None,
            )
            self.tell_of_call()

    def tell_of_call(self) -> None:
        """Tell whoever has to know of calls that this is one."""
        for tell in ON_PASSING_ON:
            tell(self)

    def pass_back(self, by: User, note: str = "") -> None:
        """Make what was passed on by mistake the message again that it was before.

        Unless somebody has taken it since, it is theirs again who had it; a colleague is told.
        """
        if not self.kind_before:
            raise ValidationError("Nobody here passed this on as a call for help.")
        owner = None
        if self.taken_by is None:
            owner = self.who_had_it_before_the_call()
        theirs_again = {"taken_by": owner} if owner else {}
        with transaction.atomic():
            self.do(
                TaskAct.NOTED,
                by,
                f"It was no call for help. {note}".strip(),
                kind=self.kind_before,
                kind_before="",
                call_since=None,
                **theirs_again,
            )
            if owner and owner != by:
                emails.to_staff(
                    [owner],
                    "A task of yours is back",
                    f"{self}\n\nIt was no call for help, and is yours again. {by} said so.\n\n"
                    f"{settings.SITE_URL}{self.desk_url}",
                )

    def who_had_it_before_the_call(self) -> User | None:
        """Return whose it was when it was passed on, who may still deal with it; None if nobody.

        Only the step of passing it on says so, in its first words.
        """
        passed_on = self.steps.filter(act=TaskAct.NOTED, text__contains=PASSED_ON).last()
        if passed_on is None:
            return None
        needed = "tasks.change_task"
        if self.is_complaint:
            needed = "tasks.view_complaint"
        for user in accounts.who_may(needed):
            if passed_on.text.startswith(f"{it_was_theirs(user)} {PASSED_ON}"):
                return user
        return None
