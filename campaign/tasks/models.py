"""Tasks for staff: visitors' messages, councils' answers and reports of spam.

None of them changes the record by itself. What staff do with one is kept beside it, step by step.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from campaign import retention
from campaign.personal import Kept, Personal
from campaign.subjects import About, AboutQuerySet, Subject, type_of
from councils.dates import format_date, format_local_date, today
from councils.email_addresses import is_address
from councils.models import Council

if TYPE_CHECKING:
    from campaign.inbox.parsed_mail import ParsedMail
    from campaign.outbox.models import OutgoingMessage

MAX_OPEN = 2000
"""Maximum number of open tasks, so that nobody can fill the disk."""
WORDS_GONE = "The council answered. The words of its answer were deleted with the letter."
"""Text that replaces a deleted answer: it contains no personal data."""


class TaskKind(models.TextChoices):
    """What a task is about."""

    CALL = "call", "An email that may be a call for help"
    SIGNED = "signed", "It signed"
    ADDRESS = "address", "I’ve found the right address for letters"
    REPLY = "reply", "It answered my letter"
    WRONG = "wrong", "Something on its page is wrong"
    COMPLAINT = "complaint", "A letter was reported as spam"
    SIGN_UP = "sign_up", "A council tells us about itself"
    COMPLAINED = "complained", "A complaint to answer"
    ASKED = "asked", "A council answered our question"
    DECISION = "decision", "It was due to decide: what came of it?"


OF_VISITORS = [TaskKind.SIGNED, TaskKind.ADDRESS, TaskKind.REPLY, TaskKind.WRONG]
"""The kinds that visitors may choose. The others come by email or by their own forms."""
MAX_CALL_TEXT = 10_000
"""Maximum characters kept of an email that may be a call for help."""


class TaskQuerySet(AboutQuerySet["Task"]):
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

    def overdue(self, on: dt.date | None = None) -> Self:
        """Return open tasks whose deadline, or the day to which they were put off, has passed."""
        on = on or today()
        return self.open().filter(Q(due_on__lt=on) | Q(put_off_to__lt=on))

    def has_room(self) -> bool:
        """Whether visitors can add one more task. Rate limits are separate.

        Calls for help are not counted: anybody can send us thousands, in anybody's name.
        """
        return self.open().exclude(kind=TaskKind.CALL).count() < MAX_OPEN

    def add_answer(
        self,
        council_id: int,
        text: str,
        keep_until: dt.datetime | None,
        on_behalf: str = "",
        subject: models.Model | None = None,
    ) -> "Task":
        """Add a council's answer as a task; the same answer to a letter makes only one task.

        ``on_behalf`` is the address of the person it answers, by which it is found and erased;
        ``subject`` is the letter, with whose text its own is deleted.
        """
        task: dict[str, Any] = {"council_id": council_id, "kind": TaskKind.REPLY, "text": text}
        task |= {"subject_type": type_of(subject) if subject else None}
        task |= {"subject_id": subject.pk if subject else None}
        # Not get_or_create: once their text is deleted, several tasks are identical.
        return self.open().filter(**task).first() or self.create(
            **task, keep_until=keep_until, on_behalf=on_behalf
        )

    def add_call_for_help(
        self, council_id: int | None, text: str, email: str, key: str
    ) -> "Task | None":
        """Add an email that may be a call for help as a task; return None if it is one already.

        ``key`` identifies the email, however often a server delivers it.
        """
        if self.filter(key=key).exists():
            return None
        return self.create(
            council_id=council_id,
            kind=TaskKind.CALL,
            text=text[:MAX_CALL_TEXT],
            email=email[:254],
            key=key,
        )

    def add_spam_report(self, council_id: int, text: str) -> "Task":
        """Add a report of a letter as spam as a task: only one open task for each council.

        Its text names nobody, so it may be kept for longer than the letter.
        """
        task = {"council_id": council_id, "kind": TaskKind.COMPLAINT}
        return self.open().filter(**task).first() or self.create(**task, text=text)

    def forget_words(self) -> int:
        """Delete the text of answers, notes and whom they are for; keep the tasks, for staff."""
        TaskStep.objects.filter(task__in=self.values("pk")).update(text="")
        return self.update(
            text=WORDS_GONE, on_behalf="", subject_id=None, outcome="", keep_until=None
        )

    def past_keeping_words(self, now: dt.datetime) -> Self:
        """Answers from councils past the retention of the letters they answer."""
        return self.filter(keep_until__lte=now)

    def past_keeping(self, now: dt.datetime) -> Self:
        """Tasks past their retention of half a year."""
        return self.filter(created_at__lte=now - retention.PEOPLE)

    def for_email(self, email: str) -> Self:
        """Messages from a person, and answers from councils to them."""
        return self.filter(is_address("email", email) | is_address("on_behalf", email))


class Task(About):
    """Something for staff to deal with; always about a council, except for some emails."""

    council = models.ForeignKey(
        Council, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    kind = models.CharField("what it is about", max_length=10, choices=TaskKind)
    text = models.TextField("what you know", max_length=3000)
    link = models.URLField("a link that shows it", max_length=500, blank=True)
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
    put_off_to = models.DateField(null=True, blank=True, editable=False)
    """The day until which it is left out of what there is to do."""
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("what came of it", blank=True)

    objects = TaskQuerySet.as_manager()
    personal = Personal(
        "messages from visitors",
        addresses=("email", "on_behalf"),
        words=("text", "link", "outcome"),
        of_nobody=("key",),
        shown={
            "about": "council.name",
            "what": "get_kind_display",
            "text": "text",
            "link": "link",
            "email": "email",
            "sent": "created_at",
            "what came of it": "outcome",
            "notes": lambda task: [step.text for step in task.steps.all() if step.text],
        },
        erase="delete",
        kept=(
            Kept("messages from visitors", "past_keeping", "delete"),
            # Deleted with the letter's text; the task stays for half a year.
            Kept("texts of answers", "past_keeping_words", "forget_words"),
        ),
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["kind", "put_off_to", "due_on", "taken_by"],
                condition=Q(done_at=None),
                name="tasks_to_do",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="tasks_subject"),
        ]

    def __str__(self) -> str:
        about = f"{self.council}: " if self.council else ""
        return about + self.get_kind_display()

    @property
    def overdue_since(self) -> dt.date | None:
        """Its deadline or the day to which it was put off, if that has passed; otherwise None."""
        days = [day for day in (self.due_on, self.put_off_to) if day and day < today()]
        return min(days, default=None) if self.done_at is None else None

    # What staff do with it: each refuses a task that has been dealt with

    def take(self, by: User) -> None:
        """Make it the task of ``by``. Raises ValidationError if it is somebody else's by now."""
        if self.taken_by_id not in (None, by.pk):
            raise ValidationError(f"{self.taken_by} has taken it already. Speak to them first.")
        self._do(TaskAct.TAKEN, by, free_for=by, taken_by=by)

    def give_back(self, by: User) -> None:
        """Leave it to anybody. A colleague may do so for somebody who is away."""
        self._do(TaskAct.GIVEN_BACK, by, taken_by=None)

    def put_off(self, until: dt.date, by: User, note: str = "") -> None:
        """Leave it out of what there is to do until a day. Raises ValidationError if past."""
        if until <= today():
            raise ValidationError("Choose a day after today to put it off to.")
        if self.due_on and until > self.due_on:
            raise ValidationError(
                f"It has to be done by {format_date(self.due_on)}: choose a day no later."
            )
        text = f"To {format_date(until)}. {note}".strip()
        self._do(TaskAct.PUT_OFF, by, text, put_off_to=until)

    def note(self, text: str, by: User) -> None:
        """Add a note for colleagues."""
        self._do(TaskAct.NOTED, by, text)

    def finish(self, outcome: str = "", by: User | None = None) -> None:
        """Close it with what came of it; without ``by`` the site does so itself."""
        self._do(TaskAct.CLOSED, by, outcome, done_at=timezone.now(), outcome=outcome)

    def _do(
        self,
        act: "TaskAct",
        by: User | None,
        text: str = "",
        free_for: User | None = None,
        **changes: object,
    ) -> None:
        """Change it if it is still open, and record who did what."""
        still = Task.objects.open().filter(pk=self.pk)
        if free_for:
            still = still.filter(Q(taken_by=None) | Q(taken_by=free_for))
        with transaction.atomic():
            # Writing an unchanged column tells whether it is open, and locks it for a note as well.
            if not still.update(**(changes or {"kind": self.kind})):
                raise ValidationError(self._why_not())
            self.steps.create(act=act, by=by, text=text)
        for name, value in changes.items():
            setattr(self, name, value)

    def _why_not(self) -> str:
        """Say who was quicker: somebody closed it, or took it."""
        now = Task.objects.select_related("taken_by").get(pk=self.pk)
        if not now.done_at:
            return f"{now.taken_by} has taken it already. Speak to them first."
        step = self.steps.filter(act=TaskAct.CLOSED).select_related("by").last()
        by = f", by {step.by}" if step and step.by else ""
        return f"This has already been dealt with{by} on {format_local_date(now.done_at)}."


class TaskAct(models.TextChoices):
    """What somebody did with a task."""

    TAKEN = "taken", "took it"
    GIVEN_BACK = "given_back", "gave it back"
    PUT_OFF = "put_off", "put it off"
    NOTED = "noted", "noted"
    CLOSED = "closed", "closed it"


class TaskStep(models.Model):
    """One thing that somebody did with a task. It is deleted with the task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=TaskAct)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    """Empty where the site closed the task: the matter was settled on its own page."""
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.by or 'The site'} {self.get_act_display()}"


class ThankedCouncil(Subject, Council):
    """A council that staff thanked by email: what it answers becomes a task."""

    class Meta:
        proxy = True
        default_permissions = ()

    @classmethod
    def on_arrival(cls, message: "OutgoingMessage", mail: "ParsedMail") -> None:
        if not (mail.kind == "answer" or mail.is_bounce):
            return
        answer = f"The council answered our thank-you:\n\n{mail.text}"
        Task.objects.create(
            council_id=message.subject_id,
            kind=TaskKind.SIGN_UP,
            text="Our thank-you to the council came back." if mail.is_bounce else answer[:3000],
            email="" if mail.is_bounce else message.recipient,
        )
