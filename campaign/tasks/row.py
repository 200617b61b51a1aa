"""The row of a task: its columns, and what follows from them alone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.outbox.subjects import About, Subject
from campaign.purposes import Purpose
from campaign.tasks.kinds import TaskKind
from councils.dates import format_moment
from councils.email_addresses import is_address
from councils.models import Council


class TaskRow(Subject, About):
    """Something for staff to deal with, mostly about a council, as the database holds it."""

    council = models.ForeignKey(
        Council, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    kind = models.CharField("what it is about", max_length=10, choices=TaskKind)
    text = models.TextField("what you know", max_length=3000)
    link = models.URLField("a link that shows it", max_length=500, blank=True)
    name = models.CharField("your name", max_length=120, blank=True)
    email = models.EmailField("your email", blank=True)
    on_behalf = models.CharField(max_length=254, blank=True, editable=False)
    key = models.CharField(max_length=40, null=True, unique=True, editable=False)
    """Makes it one task, however often it is asked for, and means nothing else."""
    created_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateTimeField(null=True, blank=True, editable=False)
    """When an answer's text is deleted, together with the text of the letter it answers."""
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="whose it is",
    )
    due_on = models.DateField("to do by", null=True, blank=True, editable=False)
    answer_on = models.DateField(null=True, editable=False)
    """The day by which the sender of a complaint has our answer."""
    legal_on = models.DateField(null=True, editable=False)
    """The day by which the law wants a complaint about personal data to be acknowledged."""
    not_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
    """Who answered the complaint before: somebody else takes a second look."""
    call_since = models.DateTimeField(null=True, editable=False)
    """When it became what may be a call for help: came in as one, or was passed on by staff."""
    kind_before = models.CharField(
        max_length=10, choices=TaskKind, default="", db_default="", editable=False
    )
    """What it was before staff passed it on as a call for help; "" of what came in as one."""
    told_at = models.DateTimeField(null=True, editable=False)
    """When the person responsible for safeguarding was emailed of that."""
    deputy_told_at = models.DateTimeField(null=True, editable=False)
    put_off_to = models.DateField(null=True, blank=True, editable=False)
    """The day until which it is left out of what there is to do."""
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("what came of it", blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]
        permissions = [("view_complaint", "Can see and answer complaints")]
        indexes = [
            models.Index(
                fields=["kind", "put_off_to", "due_on", "taken_by"],
                condition=Q(done_at=None),
                name="tasks_to_do",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="tasks_subject"),
            models.Index(
                fields=["call_since"],
                condition=Q(call_since__isnull=False),
                name="tasks_calls",
            ),
        ]

    def __str__(self) -> str:
        about = f"{self.council}: " if self.council else ""
        return about + self.get_kind_display()

    @property
    def is_complaint(self) -> bool:
        return self.kind == TaskKind.COMPLAINED

    @property
    def is_call(self) -> bool:
        return self.call_since is not None or self.kind == TaskKind.CALL

    @property
    def can_be_passed_on(self) -> bool:
        """Whether staff can pass on as a call for help what somebody wrote in it.

        A council's message is passed on from its own page, and we write what a decision asks.
        """
        is_ours = self.kind == TaskKind.DECISION
        return not (self.is_call or is_ours or self.kind == TaskKind.SIGN_UP)

    @property
    def desk_url(self) -> str:
        return reverse("admin:tasks_task_change", args=[self.pk])

    @property
    def number(self) -> str:
        """The number of a complaint: the year and a serial number."""
        return f"{timezone.localdate(self.created_at).year}-{self.pk}"

    def as_rows(self) -> models.QuerySet[Self]:
        """Return a queryset of this row alone, for an UPDATE that names what it expects."""
        return type(self)._default_manager.filter(pk=self.pk)

    @property
    def helplines_went(self) -> str:
        """Say when the helplines went to the sender of a call, who gets them once a day."""
        if self.kind != TaskKind.CALL or not self.email:
            return ""
        helplines = OutgoingMessage.objects.filter(purpose=Purpose.HELPLINES)
        ours = helplines.filter(key=f"helplines:{self.pk}").first()
        last = ours or helplines.filter(is_address("recipient", self.email)).first()
        if last is None:
            return "The helplines were not sent to its sender."
        if last.state == MessageState.UNSURE:
            return "We’re not sure whether the helplines went to its sender."
        if last.state != MessageState.ACCEPTED or last.outcome_at is None:
            return "The helplines wait to go to its sender."
        went = format_moment(last.outcome_at)
        again = "" if ours else " They go to one mailbox once a day."
        return f"The helplines went to its sender on {went}.{again}"

    @property
    def done_on_page(self) -> str:
        """Where alone it is closed: the page of a council's message that waits; "" for here."""
        message = self.subject if self.kind == TaskKind.SIGN_UP else None
        return message.desk_url if message and not message.decided_at else ""
