"""Complaints by councils and by people: each has a number, an owner and deadlines."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from campaign import retention
from campaign.inbox.parsed_mail import ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.personal import Kept, Personal
from campaign.subjects import Subject
from campaign.tasks.models import Task, TaskAct, TaskKind, TaskStep
from campaign.working_days import working_days_after
from councils.dates import format_date, format_local_date
from councils.email_addresses import is_address
from councils.models import Council

ACKNOWLEDGED_WITHIN = 2
"""Working days within which a person acknowledges a complaint."""
ANSWERED_WITHIN = 20
"""Working days within which its sender has our answer."""
PERSONAL_DATA_WITHIN = dt.timedelta(days=30)
"""The legal time limit for acknowledging a complaint about personal data."""


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Complaints, selected by their stage."""

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def expired(self, now: dt.datetime) -> Self:
        """Return complaints answered so long ago that their retention is over."""
        return self.filter(closed_at__lte=now - retention.PEOPLE)

    def for_email(self, email: str) -> Self:
        return self.filter(is_address("email", email))

    def erase(self) -> int:
        """Delete these complaints with their tasks and emails; return the number of complaints."""
        with transaction.atomic():
            Task.objects.for_subjects(self).delete()
            OutgoingMessage.objects.for_subjects(self).erase()
            return self.delete()[1].get(self.model._meta.label, 0)


class Complaint(Subject, models.Model):
    """A complaint. Its sender is told its number, that somebody has it, and the outcome."""

    council = models.ForeignKey(
        Council,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="which council it is about, if any",
    )
    text = models.TextField("what went wrong", max_length=5000)
    name = models.CharField("your name", max_length=120)
    email = models.EmailField("your email")
    is_about_personal_data = models.BooleanField("It is about my own personal data", default=False)
    received_at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.TextField("what came of it", blank=True, editable=False)

    objects = ComplaintQuerySet.as_manager()
    personal = Personal(
        "complaints",
        addresses=("email",),
        names=("name",),
        words=("text", "outcome"),
        shown={
            "number": "number",
            "about": "council.name",
            "text": "text",
            "name": "name",
            "email": "email",
            "sent": "received_at",
            "what came of it": "outcome",
        },
        kept=(Kept("complaints", "expired"),),
    )

    class Meta:
        ordering = ["closed_at", "received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(outcome=""),
                name="complaint_closed_with_an_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"Complaint {self.number}"

    @property
    def number(self) -> str:
        """Its number: the year and a serial number."""
        return f"{timezone.localdate(self.received_at).year}-{self.pk}"

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        from campaign.complaints import incoming  # it knows complaints as well

        incoming.arrived(message, mail)

    @property
    def acknowledge_by(self) -> dt.date:
        """The day by which a person has to acknowledge it."""
        return working_days_after(timezone.localdate(self.received_at), ACKNOWLEDGED_WITHIN)

    @property
    def answer_by(self) -> dt.date:
        """The day by which its sender has our answer."""
        return working_days_after(timezone.localdate(self.received_at), ANSWERED_WITHIN)

    @property
    def by_law(self) -> dt.date | None:
        """The legal deadline for acknowledging it, if it is about personal data; otherwise None."""
        received = timezone.localdate(self.received_at)
        return received + PERSONAL_DATA_WITHIN if self.is_about_personal_data else None

    def receive(self) -> None:
        """Save it, and add a task that does not identify the sender."""
        self.received_at = timezone.now()
        with transaction.atomic():
            self.save()
            about = " It is about personal data." if self.is_about_personal_data else ""
            Task.objects.create(
                council=self.council,
                kind=TaskKind.COMPLAINED,
                text=f"{self}: acknowledge it by {format_date(self.acknowledge_by)}.{about}",
                link=settings.SITE_URL
                + reverse("admin:complaints_complaint_change", args=[self.pk]),
                subject=self,
                due_on=self.acknowledge_by,
            )

    @property
    def closed_already(self) -> str:
        """Say who answered it, for a colleague who is too late."""
        steps = TaskStep.objects.filter(task__in=Task.objects.for_subject(self), act=TaskAct.CLOSED)
        last = steps.select_related("by").last()
        by = f" {last.by}" if last and last.by else " a colleague"
        day = f", on {format_local_date(self.closed_at)}" if self.closed_at else ""
        return f"It has been answered already, by{by}{day}."

    def refuse_if_taken(self, by_id: int | None, seen_owner_id: int | None) -> None:
        """Raise ValidationError if a colleague has it and ``by_id`` did not know.

        ``seen_owner_id`` is whose it was on the page that was filled in.
        """
        if self.owner_id not in (None, by_id, seen_owner_id):
            raise ValidationError(
                f"{self.owner} has taken it since you opened this page: nothing was done. Speak to"
                " them first, and select the button again to go on all the same."
            )

    def acknowledge(self, user_id: int | None, instead_of: int | None = None) -> bool:
        """Assign it to a member of staff; return whether that first acknowledges it.

        ``instead_of`` is the owner from whom it is taken over. Raises ValidationError once it is
        closed, or where it is anybody else's.
        """
        is_free = Q(owner=None) | Q(owner=user_id) | Q(owner=instead_of)
        if not Complaint.objects.open().filter(is_free, pk=self.pk).update(owner_id=user_id):
            self.refresh_from_db()
            self.refuse_if_taken(user_id, instead_of)
            raise ValidationError(self.closed_already)
        now = timezone.now()
        fresh = Complaint.objects.open().filter(pk=self.pk, acknowledged_at=None)
        with transaction.atomic():
            is_first = bool(fresh.update(acknowledged_at=now))
            # The law’s day is for saying that it has arrived, which is done.
            Task.objects.open().for_subject(self).update(taken_by_id=user_id, due_on=self.answer_by)
        self.refresh_from_db()
        return is_first

    def close(self, outcome: str, by: User | None = None) -> None:
        """Close it with the outcome that its sender is told. Raises ValidationError."""
        if not outcome.strip():
            raise ValidationError("Say what came of it: whoever complained is told.")
        with transaction.atomic():
            closed = Complaint.objects.open().filter(pk=self.pk)
            if not closed.update(closed_at=timezone.now(), outcome=outcome.strip()):
                self.refresh_from_db()
                raise ValidationError(self.closed_already)
            self.refresh_from_db()
            for task in Task.objects.open().for_subject(self):
                task.finish("Answered", by)
