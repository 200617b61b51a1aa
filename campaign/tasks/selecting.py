"""Tasks, selected by what is to do, by person, and by how long they are kept."""

import datetime as dt
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaign import retention
from campaign.outbox.models import FINISHED, OutgoingMessage
from campaign.outbox.subjects import AboutQuerySet, type_of
from campaign.tasks.kinds import WORDS_GONE, TaskAct, TaskKind
from campaign.tasks.row import TaskRow
from campaign.tasks.steps import TaskStep
from councils.dates import today
from councils.email_addresses import is_address

MAX_CALL_TEXT = 40_000
"""Maximum characters kept of an email that may be a call for help."""
IS_CALL = Q(kind=TaskKind.CALL) | Q(call_since__isnull=False)
"""What may be a call for help: it came as one, or staff passed it on."""
TOGETHER = "alarms:"
"""Begins the key of an email that tells of several calls, which is about no task alone."""


class SelectedTasks[Row: TaskRow](AboutQuerySet[Row]):
    """Tasks, selected by state, person and retention."""

    def open(self) -> Self:
        return self.filter(done_at=None)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def to_do(self, on: dt.date | None = None) -> Self:
        """Return open tasks, without those put off to a day after ``on`` (default: today)."""
        return self.open().filter(Q(put_off_to=None) | Q(put_off_to__lte=on or today()))

    def put_off(self, on: dt.date | None = None) -> Self:
        return self.open().filter(put_off_to__gt=on or today())

    def open_calls(self) -> Self:
        """Return calls for help that are not dealt with, also those that staff passed on."""
        return self.open().filter(IS_CALL)

    def add_answer(
        self,
        council_id: int,
        text: str,
        keep_until: dt.datetime | None,
        on_behalf: str = "",
        subject: models.Model | None = None,
    ) -> Row:
        """Add a council's answer as a task; the same answer to a letter makes only one task.

        ``on_behalf`` is the address of the person it answers, by which it is found and erased;
        ``subject`` is the letter, with whose text its own is deleted.
        """
        task = {
            "council_id": council_id,
            "kind": TaskKind.REPLY,
            "text": text,
            "subject_type": type_of(subject) if subject else None,
            "subject_id": subject.pk if subject else None,
        }
        # Not get_or_create: once their text is deleted, several tasks are identical.
        return self.open().filter(**task).first() or self.create(
            **task, keep_until=keep_until, on_behalf=on_behalf
        )

    def add_call_for_help(
        self, council_id: int | None, text: str, email: str, key: str
    ) -> Row | None:
        """Add an email that may be a call for help as a task; return None if it is one already.

        ``key`` identifies the email, however often a server delivers it.
        """
        task = {
            "council_id": council_id,
            "kind": TaskKind.CALL,
            "text": text[:MAX_CALL_TEXT],
            "email": email[:254],
            "call_since": timezone.now(),
        }
        made, is_new = self.get_or_create(key=key, defaults=task)
        return made if is_new else None

    def calls(self) -> Self:
        """Return what may be a call for help: an email that was heard, or what staff passed on."""
        return self.exclude(call_since=None)

    def untold(self) -> Self:
        """Return calls of which the person responsible has had no email."""
        return self.calls().filter(told_at=None)

    def untaken(self, since: dt.datetime) -> Self:
        """Return open calls that came by a moment, nobody took, and the deputy knows nothing of."""
        taken = TaskStep.objects.filter(
            task=OuterRef("pk"), act=TaskAct.TAKEN, at__gte=OuterRef("call_since")
        )
        came = self.calls().open().filter(call_since__lte=since, deputy_told_at=None)
        return came.exclude(Exists(taken))

    def marked_as_nothing(self, since: dt.datetime) -> Self:
        """Return emails of which somebody said, since a moment, that they were no calls."""
        reopened = TaskStep.objects.filter(
            task=OuterRef("task"), act=TaskAct.REOPENED, at__gte=OuterRef("at")
        )
        nothing = TaskStep.objects.filter(task=OuterRef("pk"), act=TaskAct.NOTHING, at__gt=since)
        nothing = nothing.exclude(Exists(reopened))
        # Only an email has a key: what a person here passed on is no text that comes again.
        emails = self.filter(kind=TaskKind.CALL).exclude(key=None)
        return emails.filter(Exists(nothing))

    def forget_words(self) -> int:
        """Delete the text of answers, notes and whom they are for; keep the tasks, for staff.

        What may be a call for help keeps its words until somebody has dealt with it.
        """
        over = self.exclude(IS_CALL, done_at=None)
        TaskStep.objects.filter(task__in=over.values("pk")).update(text="")
        return over.update(
            text=WORDS_GONE, on_behalf="", subject_id=None, outcome="", keep_until=None
        )

    def past_keeping_words(self, now: dt.datetime) -> Self:
        """Answers from councils past the retention of the letters they answer."""
        return self.filter(keep_until__lte=now)

    def past_keeping(self, now: dt.datetime) -> Self:
        """Tasks past their retention of half a year.

        Of a complaint after our answer, of a call for help after somebody has dealt with it.
        """
        over = now - retention.PEOPLE
        stays_while_open = Q(kind=TaskKind.COMPLAINED) | IS_CALL
        others = self.exclude(stays_while_open).filter(created_at__lte=over)
        return others | self.filter(stays_while_open, done_at__lte=over)

    def complaints(self) -> Self:
        return self.filter(kind=TaskKind.COMPLAINED)

    def erase(self) -> int:
        """Delete these tasks and the emails about them; return how many tasks."""
        with transaction.atomic():
            OutgoingMessage.objects.for_subjects(self).erase()
            first = self.calls().order_by("call_since").first()
            if first:
                of_several = OutgoingMessage.objects.filter(key__startswith=TOGETHER)
                of_several.filter(created_at__gte=first.call_since, state__in=FINISHED).erase()
            return self.delete()[1].get(self.model._meta.label, 0)

    def for_email(self, email: str) -> Self:
        """Messages from a person, and answers from councils to them."""
        return self.filter(is_address("email", email) | is_address("on_behalf", email))
