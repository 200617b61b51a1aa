"""Tasks for staff: visitors' messages, complaints and councils' answers.

None of them changes the record by itself. What staff do with one is kept beside it, step by step.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from campaign import retention
from campaign.outbox.models import FINISHED, MessageState, OutgoingMessage
from campaign.outbox.subjects import About, AboutQuerySet, Subject, type_of
from campaign.pages.our_emails import email_to
from campaign.personal import Kept, Personal
from campaign.purposes import Purpose
from campaign.staff import accounts, emails
from campaign.working_days import working_days_after
from councils.dates import format_date, format_local_date, today
from councils.email_addresses import is_address
from councils.models import Council

if TYPE_CHECKING:
    from campaign.inbox.parsed_mail import ParsedMail

ACKNOWLEDGED_WITHIN = 2
"""Working days within which a person acknowledges a complaint."""
ANSWERED_WITHIN = 20
"""Working days within which whoever complained has our answer."""
PERSONAL_DATA_WITHIN = dt.timedelta(days=30)
"""The legal time limit for acknowledging a complaint about personal data."""
WORDS_GONE = "The council answered. The words of its answer were deleted with the letter."
"""Text that replaces a deleted answer: it contains no personal data."""


class TaskKind(models.TextChoices):
    """What a task is about."""

    CALL = "call", "A message that may be a call for help"
    SIGNED = "signed", "It signed"
    ADDRESS = "address", "I’ve found the right address for letters"
    REPLY = "reply", "It answered my letter"
    WRONG = "wrong", "Something on its page is wrong"
    SIGN_UP = "sign_up", "A council tells us about itself"
    COMPLAINED = "complained", "A complaint to answer"
    ASKED = "asked", "A council answered our question"
    DECISION = "decision", "It was due to decide: what came of it?"


OF_VISITORS = [TaskKind.SIGNED, TaskKind.ADDRESS, TaskKind.REPLY, TaskKind.WRONG]
"""The kinds that visitors may choose. The others come by email or by their own forms."""
MAX_COMPLAINT = 5000
"""Maximum characters kept of a complaint."""
MAX_CALL_TEXT = 40_000
"""Maximum characters kept of an email that may be a call for help."""
TOGETHER = "alarms:"
"""Begins the key of an email that tells of several calls, which is about no task alone."""

ON_PASSING_ON: list[Callable[["Task"], None]] = []
"""Told of a message that staff say is a call for help: filled by campaign/apps.py."""


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

    def open_calls(self) -> Self:
        """Return calls for help that are not dealt with, also those that staff passed on."""
        return self.open().filter(Q(kind=TaskKind.CALL) | Q(call_since__isnull=False))

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
    ) -> "Task | None":
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
        return self.filter(Exists(nothing), kind=TaskKind.CALL)

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
        """Tasks past their retention of half a year: of a complaint, after our answer."""
        over = now - retention.PEOPLE
        is_complaint = Q(kind=TaskKind.COMPLAINED)
        return self.filter(
            is_complaint & Q(done_at__lte=over) | ~is_complaint & Q(created_at__lte=over)
        )

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


class Task(Subject, About):
    """Something for staff to deal with, mostly about a council.

    A complaint has a number, days by which it is acknowledged and answered, and its sender is told
    each. Who is not content gets a second look by somebody else.
    """

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
            "notes": lambda task: [step.text for step in task.steps.all() if step.text],
        },
        kept=(
            Kept("messages from visitors, and complaints", "past_keeping"),
            # Deleted with the letter's text; the task stays for half a year.
            Kept("texts of answers", "past_keeping_words", "forget_words"),
        ),
    )

    class Meta:
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
    def desk_url(self) -> str:
        return reverse("admin:tasks_task_change", args=[self.pk])

    @property
    def number(self) -> str:
        """The number of a complaint: the year and a serial number."""
        return f"{timezone.localdate(self.created_at).year}-{self.pk}"

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: "ParsedMail") -> None:
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
        if last.state != MessageState.ACCEPTED or last.outcome_at is None:
            return "The helplines wait to go to its sender."
        went = timezone.localtime(last.outcome_at)
        again = "" if ours else " They go to one mailbox once a day."
        return f"The helplines went to its sender on {format_date(went)}, {went:%H:%M}.{again}"

    def receive_complaint(self, about_personal_data: bool = False) -> None:
        """Save it as a complaint that came today, with its days."""
        on = today()
        self.kind = TaskKind.COMPLAINED
        self.due_on = working_days_after(on, ACKNOWLEDGED_WITHIN)
        self.answer_on = working_days_after(on, ANSWERED_WITHIN)
        self.legal_on = on + PERSONAL_DATA_WITHIN if about_personal_data else None
        with transaction.atomic():
            self.save()
            self.tell_staff_of_complaint()

    def tell_staff_of_complaint(self) -> None:
        """Email whoever answers complaints that it came, with its days and none of its words."""
        assert self.due_on and self.answer_on
        days = [
            f"Say who has it by {format_date(self.due_on)}, by taking it.",
            f"Answer it by {format_date(self.answer_on)}.",
        ]
        if self.legal_on:
            days.append(
                "It is about personal data: by law its sender must know by"
                f" {format_date(self.legal_on)} that it has arrived."
            )
        emails.to_staff(
            accounts.carers(),
            f"Complaint {self.number} came",
            "\n".join([*days, "", f"{settings.SITE_URL}{self.desk_url}"]),
            f"complaint-came:{self.pk}",
        )

    @property
    def done_on_page(self) -> str:
        """Where alone it is closed: the page of a council's message that waits; "" for here."""
        message = self.subject if self.kind == TaskKind.SIGN_UP else None
        return message.desk_url if message and not message.decided_at else ""

    # What staff do with it: each refuses a task that has been dealt with

    def take(self, by: User) -> None:
        """Make it the task of ``by``, also if it was a colleague’s. Whoever complained is told."""
        self.must_be_free_for(by)
        self.become_of(by, TaskAct.TAKEN, by)

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

    def become_of(self, owner: User, act: "TaskAct", by: User, text: str = "") -> None:
        with transaction.atomic():
            # The law’s day is for saying that it has arrived, which is done by taking it.
            days: dict[str, Any] = {"due_on": self.answer_on} if self.is_complaint else {}
            self.do(act, by, text, taken_by=owner, put_off_to=None, **days)
            if self.is_complaint and self.answer_on:
                self.write_back(
                    "acknowledged",
                    "We’ve got your complaint, and one person here is looking into it. You’ll have"
                    f" our answer by {format_date(self.answer_on)}. If you want to add anything,"
                    " reply to this email.",
                )

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
        """Add a note for colleagues."""
        self.do(TaskAct.NOTED, by, text)

    def finish(self, outcome: str = "", by: User | None = None) -> None:
        """Close it with what came of it; without ``by`` the site does so itself.

        Whoever complained is told.
        """
        self.must_be_free_for(by)
        with transaction.atomic():
            self.do(TaskAct.CLOSED, by, outcome, done_at=timezone.now(), outcome=outcome)
            if self.is_answered:
                self.write_back("answered", self.answer_to(outcome))

    def take_by_link(self) -> None:
        """Take a call by the link in its alarm: nobody has to sign in for that."""
        self.do(TaskAct.TAKEN, None, "By the link in the email about it.")

    def dismiss(self, by: User) -> None:
        """Close an email that was heard and is no call: the same automatic text is silent then."""
        now = timezone.now()
        self.do(TaskAct.NOTHING, by, done_at=now, outcome="It was no call for help.")

    @property
    def may_be_reopened(self) -> bool:
        """Whether one of us closed it here, and nobody was written to about how it ended."""
        if self.done_at is None or self.is_answered or self.kind == TaskKind.SIGN_UP:
            return False
        last = self.steps.filter(act__in=CLOSING).last()
        return last is not None and last.by_id is not None

    def reopen(self, by: User) -> None:
        """Open it again, as the task of ``by``. Raises ValidationError if it cannot be."""
        if self.done_at is None:
            raise ValidationError("It is open already.")
        if not self.may_be_reopened:
            raise ValidationError("This cannot be opened again.")
        self.open_again(by)

    def open_again(self, by: User) -> None:
        """Open what is closed, as the task of ``by``, whoever closed it."""
        with transaction.atomic():
            closed = Task.objects.done().filter(pk=self.pk)
            if closed.update(done_at=None, outcome="", taken_by=by, put_off_to=None):
                self.steps.create(act=TaskAct.REOPENED, by=by)
        self.refresh_from_db()

    def pass_on(self, by: User) -> None:
        """Put a message first on the desk, for anybody, and tell whoever has to know of calls.

        A complaint stays one, with its days. Nobody writes to the sender: whether that is safe, the
        person responsible judges.
        """
        if self.is_call:
            raise ValidationError("It has been passed on as a call for help already.")
        with transaction.atomic():
            self.do(
                TaskAct.NOTED,
                by,
                "This is a call for help.",
                kind_before=self.kind,
                kind=self.kind if self.is_complaint else TaskKind.CALL,
                call_since=timezone.now(),
                taken_by=None,
                put_off_to=None,
                deputy_told_at=None,
            )
            for tell in ON_PASSING_ON:
                tell(self)

    def pass_back(self, by: User) -> None:
        """Make what was passed on by mistake the message again that it was before."""
        if not self.kind_before:
            raise ValidationError("Nobody here passed this on as a call for help.")
        self.do(
            TaskAct.NOTED,
            by,
            "It was no call for help.",
            kind=self.kind_before,
            kind_before="",
            call_since=None,
        )

    def must_be_free_for(self, by: User | None) -> None:
        if by and self.not_by_id == by.pk:
            raise ValidationError("You answered this before: somebody else takes a second look.")
        if by and self.done_on_page:
            raise ValidationError("Open the council’s message: what you decide there closes this.")

    @property
    def is_answered(self) -> bool:
        """Whether closing it sends our answer to somebody."""
        return self.is_complaint and bool(self.email)

    def answer_to(self, outcome: str) -> str:
        """Give the outcome, and say what to do if that is not enough."""
        further = (
            " You can also complain to the Information Commissioner’s Office: https://ico.org.uk/"
            if self.legal_on
            else ""
        )
        return (
            f"We’ve looked into your complaint {self.number}. This is what we found:\n\n"
            f"{outcome}\n\nIf you don’t think that’s right, reply to this email or write to us"
            f" here: {settings.SITE_URL}{reverse('complaints:complain')}. Someone else here will"
            f" take a second look.{further}"
        )

    def write_back(self, key: str, text: str) -> None:
        """Queue an email to whoever complained, once per key."""
        OutgoingMessage.objects.queue(
            Purpose.COMPLAINT,
            f"complaint:{self.pk}:{key}",
            self.email,
            self.email_with(text),
            subject=self,
            on_behalf=self.email,
        )

    def email_with(self, text: str) -> EmailMessage:
        """Return an email to whoever complained, as it would go."""
        subject = f"Your complaint {self.number}"
        return email_to(self.email, subject=subject, text=text, to_visitor=True)

    def do(self, act: "TaskAct", by: User | None, text: str = "", **changes: object) -> None:
        """Change it if it is still open, and record who did what."""
        with transaction.atomic():
            # Writing an unchanged column tells whether it is open, and locks it for a note as well.
            still = Task.objects.open().filter(pk=self.pk)
            if not still.update(**(changes or {"kind": self.kind})):
                now = Task.objects.get(pk=self.pk)
                step = self.steps.filter(act__in=CLOSING).select_related("by").last()
                by_whom = f", by {step.by}" if step and step.by else ""
                day = format_local_date(now.done_at or timezone.now())
                raise ValidationError(f"This has already been dealt with{by_whom} on {day}.")
            self.steps.create(act=act, by=by, text=text, at=timezone.now())
        for name, value in changes.items():
            setattr(self, name, value)


class TaskAct(models.TextChoices):
    """What somebody did with a task."""

    TAKEN = "taken", "took it"
    PUT_OFF = "put_off", "put it off"
    GIVEN = "given", "gave it to a colleague"
    GIVEN_BACK = "given_back", "gave it back"
    NOTED = "noted", "noted"
    CLOSED = "closed", "closed it"
    NOTHING = "nothing", "closed it: no call for help"
    REOPENED = "reopened", "opened it again"


CLOSING = (TaskAct.CLOSED, TaskAct.NOTHING)
"""The steps that end a task."""


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
        nobody = "Whoever got the email" if self.act == TaskAct.TAKEN else "The site"
        return f"{self.by or nobody} {self.get_act_display()}"
