"""What staff do with a task: each refuses one that has been dealt with."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from campaign.staff import emails
from campaign.tasks.complaints import Complaint
from campaign.tasks.kinds import ASKS_WHOSE, CLOSING, TO_WHO_HAD_IT, TaskAct, TaskKind
from campaign.tasks.row import TaskRow
from campaign.tasks.steps import TaskStep
from councils.dates import format_date, format_local_date, today


def it_was_theirs(user: User) -> str:
    """Return how a step begins that took a task from somebody: ``pass_back`` finds them by it."""
    return f"It was {user}’s."


class Handled(Complaint):
    """A task with what staff do with it."""

    class Meta(TaskRow.Meta):
        abstract = True

    def take(self, by: User, note: str = "") -> None:
        """Make it the task of ``by``, also if it was a colleague’s. Whoever complained is told."""
        self.must_be_free_for(by)
        self.become_of(by, TaskAct.TAKEN, by, note)

    def give(self, to: User, by: User, note: str = "") -> None:
        """Make it the task of a named colleague, who is told; so is whoever complained."""
        self.must_be_free_for(to)
        with transaction.atomic():
            self.become_of(to, TaskAct.GIVEN, by, f"To {to}. {note}".strip())
            emails.to_staff(
                [to],
                f"{by} gave you a task",
                f"{self}\n\n{settings.SITE_URL}{self.desk_url}\n\nIf it isn’t for you, give it"
                " back there.",
                f"task-given:{self.pk}:{timezone.now():%Y%m%d%H%M%S}",
            )

    def give_back(self, by: User, note: str = "") -> None:
        """Make it nobody’s task again, so that anybody can take it."""
        if self.taken_by_id is None:
            raise ValidationError("Nobody has taken it: there is nothing to give back.")
        self.do(TaskAct.GIVEN_BACK, by, note, taken_by=None)

    def become_of(self, owner: User, act: TaskAct, by: User, text: str = "") -> None:
        with transaction.atomic():
            # The law’s day is for saying that it has arrived, which is done by taking it.
            days: dict[str, Any] = {"due_on": self.answer_on} if self.is_complaint else {}
            self.do(act, by, text, taken_by=owner, put_off_to=None, **days)
            if self.is_answered and self.answer_on and not self.is_acknowledged:
                self.write_back("acknowledged", self.acknowledgement)

    def put_off(self, until: dt.date, by: User, note: str = "") -> None:
        """Leave it out of what there is to do until a day. Raises ValidationError if past.

        What may be a call for help is never put off.
        """
        if self.is_call:
            raise ValidationError("This may be a call for help: it cannot be put off.")
        if until <= today():
            raise ValidationError("Choose a day after today to put it off to.")
        if self.due_on and until > self.due_on:
            raise ValidationError(
                f"It has to be done by {format_date(self.due_on)}: choose a day no later."
            )
        text = f"To {format_date(until)}. {note}".strip()
        self.do(TaskAct.PUT_OFF, by, text, put_off_to=until)

    def note(self, text: str, by: User) -> None:
        """Add a note for colleagues, also to what is closed."""
        self.add_step(TaskAct.NOTED, by, text)

    @property
    def draft(self) -> str:
        """The answer that was last written here and is not sent; "" if there is none."""
        written = TaskStep.objects.filter(task=self.pk, act__in=[TaskAct.DRAFTED, *CLOSING]).last()
        if written is None or written.act != TaskAct.DRAFTED:
            return ""
        return written.text

    def keep_draft(self, answer: str, by: User) -> bool:
        """Keep an answer that is not sent yet; return whether there is anything new in it."""
        if not answer or answer == self.draft:
            return False
        self.add_step(TaskAct.DRAFTED, by, answer)
        return True

    def finish(self, outcome: str = "", by: User | None = None) -> None:
        """Close it with what came of it; without ``by`` the site does so itself.

        Whoever complained is told.
        """
        self.must_be_free_for(by)
        with transaction.atomic():
            self.do(TaskAct.CLOSED, by, outcome, done_at=timezone.now(), outcome=outcome)
            if self.is_answered:
                self.send_answer(outcome)

    def finish_on_record(self, fact: str, by: User) -> str:
        """Close it as it led to a fact on record, and return that in words.

        What somebody waits for an answer to stays open: an answer is seen before it goes.
        """
        came_of_it = f"On record: {fact}."
        if self.is_answered:
            self.note(came_of_it, by)
            return "The complaint that led here still waits for your answer."
        self.finish(came_of_it, by)
        return "Its task is closed."

    def take_by_link(self) -> None:
        """Take a call by the link in its alarm: nobody has to sign in for that."""
        self.do(TaskAct.TAKEN, None, "By the link in the email about it.")

    def dismiss(self, by: User, note: str = "") -> None:
        """Close an email that was heard and is no call: the same automatic text is silent then."""
        now = timezone.now()
        self.do(TaskAct.NOTHING, by, note, done_at=now, outcome="It was no call for help.")

    @property
    def may_be_reopened(self) -> bool:
        """Whether one of us closed it here: a council's message is opened again on its own page."""
        if self.done_at is None or self.kind == TaskKind.SIGN_UP:
            return False
        last = self.closings().last()
        return last is not None and last.by_id is not None

    def reopen(self, by: User) -> None:
        """Open it again, as the task of ``by``. Raises ValidationError if it cannot be."""
        if self.done_at is None:
            raise ValidationError("It is open already.")
        if not self.may_be_reopened:
            raise ValidationError("This cannot be opened again.")
        self.must_be_free_for(by)
        self.open_again(by)

    def open_again(self, by: User) -> None:
        """Open what is closed, as the task of ``by``, whoever closed it."""
        changes: dict[str, Any] = {
            "done_at": None,
            "outcome": "",
            "taken_by": by,
            "put_off_to": None,
        }
        said = []
        had = self.who_loses_it(by, changes)
        if had:
            said.append(it_was_theirs(had))
        if self.is_complaint and self.answer_on:
            days = self.days_from_opening_again()
            changes |= days
            was = format_date(self.answer_on)
            said.append(f"Our answer was due by {was}; now by {format_date(days['answer_on'])}.")
        with transaction.atomic():
            closed = self.as_rows().filter(done_at__isnull=False)
            if closed.update(**changes):
                self.add_step(TaskAct.REOPENED, by, " ".join(said))
                if had:
                    self.tell_who_had_it(had, by, TaskAct.REOPENED)
        self.refresh_from_db()

    def say_who_was_quicker(self) -> None:
        """Raise ValidationError with what happened to it meanwhile."""
        now = self.as_rows().get()
        if now.done_at is None:
            raise ValidationError("It has just changed hands: look whose it is now.")
        step = self.closings().select_related("by").last()
        by_whom = f", by {step.by}" if step and step.by else ""
        day = format_local_date(now.done_at)
        raise ValidationError(f"This has already been dealt with{by_whom} on {day}.")

    def closings(self) -> models.QuerySet[TaskStep]:
        """Return the steps that closed it, the last one last."""
        return TaskStep.objects.filter(task=self.pk, act__in=CLOSING)

    def must_be_free_for(self, by: User | None) -> None:
        if by and self.not_by_id == by.pk:
            raise ValidationError("You answered this before: somebody else takes a second look.")
        if by and self.done_on_page:
            raise ValidationError("Open the council’s message: what you decide there closes this.")

    def add_step(self, act: TaskAct, by: User | None, text: str = "") -> None:
        TaskStep.objects.create(task_id=self.pk, act=act, by=by, text=text, at=timezone.now())

    def who_loses_it(self, by: User | None, changes: dict[str, Any]) -> User | None:
        """Return the colleague whose task it is no longer once ``by`` has made the changes."""
        had: User | None = self.taken_by
        is_moved = "taken_by" in changes or "done_at" in changes
        if by is None or had is None or had == by or not is_moved:
            return None
        if changes.get("taken_by") == had:
            return None
        return had

    def tell_who_had_it(self, had: User, by: User | None, act: TaskAct) -> None:
        emails.to_staff(
            [had],
            "A task of yours has changed hands",
            f"{self}\n\nIt was yours. {by} {TO_WHO_HAD_IT[act]}.\n\n"
            f"{settings.SITE_URL}{self.desk_url}",
        )

    def do(self, act: TaskAct, by: User | None, text: str = "", **changes: object) -> None:
        """Change it if it is still open, and whose it was; record who did what.

        A colleague who has it no longer is told.
        """
        had = self.who_loses_it(by, changes)
        if had:
            text = f"{it_was_theirs(had)} {text}".strip()
        asks_whose = act in ASKS_WHOSE or bool(changes.get("taken_by"))
        with transaction.atomic():
            still = self.as_rows().filter(done_at=None)
            if by and asks_whose:
                still = still.filter(taken_by=self.taken_by_id)
            # Writing an unchanged column tells whether it is open, and locks it.
            if not still.update(**(changes or {"kind": self.kind})):
                self.say_who_was_quicker()
            self.add_step(act, by, text)
            if had:
                self.tell_who_had_it(had, by, act)
        for name, value in changes.items():
            setattr(self, name, value)
