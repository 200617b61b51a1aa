"""What a council tells us about itself. It changes nothing until somebody puts it on record."""

import datetime as dt
from collections.abc import Callable
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from campaign import retention
from campaign.confirmation import Confirmable, ConfirmableQuerySet
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.outbox.subjects import Subject
from campaign.personal import Kept, Personal
from campaign.supporters import suppression
from campaign.tasks.models import MAX_CALL_TEXT, PASSED_ON, Task, TaskAct, TaskKind
from campaign.working_days import working_days_after
from councils.council_mail import is_council_mail
from councils.dates import format_local_date, format_moment
from councils.email_addresses import is_address
from councils.models import Commitment, Council, EvidenceLevel

WRITTEN = ("text", "day", "evidence", "link", "reply")
"""The fields that an officer fills in with words about the council."""
WHO = ("officer", "role")
"""Those with words about themselves."""


ANSWERED_WITHIN = 10
"""Working days within which somebody answers an officer, as the page after sending says."""


ON_OWN_MAIL: list[Callable[[int], None]] = []
"""Told of a council that wrote to us from its own mail, by its id: filled by campaign/apps.py."""

A_MESSAGE_FROM = "A message from the council’s"
"""Begins how we know in public what a message alone shows; the role of its officer follows."""


class SignUpKind(models.TextChoices):
    """What a council wants us to know."""

    WANTS = "wants", "We want to sign"
    SIGNED = "signed", "We’ve signed"
    CONFIRM = "confirm", "What you say about us is right"
    PROGRESS = "progress", "We’ve done something new"
    WRONG = "wrong", "Something’s wrong"
    REFUSES = "refuses", "We don’t want to sign"
    REPLY = "reply", "Add our own words to our page"
    LETTERS = "letters", "Change how residents’ letters reach us"


class SignUpOutcome(models.TextChoices):
    """What staff decided."""

    OPEN = "", "open"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"


class SignUpQuerySet(ConfirmableQuerySet["SignUp"]):
    """Messages from councils, selected by their stage."""

    def live(self, now: dt.datetime | None = None) -> Self:
        """Return messages that have not expired, whether or not the purge has run."""
        return self.exclude(pk__in=self.expired(now or timezone.now()).values("pk"))

    def expired(self, now: dt.datetime) -> Self:
        """Return messages past the retention of the officer's name and address."""
        return self.too_late(now) | self.filter(
            Q(outcome=SignUpOutcome.DECLINED, decided_at__lte=now - retention.DECLINED_SIGN_UPS)
            | Q(outcome=SignUpOutcome.ACCEPTED, decided_at__lte=now - retention.PEOPLE)
            | Q(outcome=SignUpOutcome.OPEN, confirmed_at__lte=now - retention.PEOPLE)
        )

    def for_email(self, email: str) -> Self:
        return self.filter(is_address("email", email))

    def erase(self) -> int:
        """Delete these messages with their tasks and emails; return the number of messages."""
        with transaction.atomic():
            Task.objects.for_subjects(self).delete()
            OutgoingMessage.objects.for_subjects(self).erase()
            return self.delete()[1].get(self.model._meta.label, 0)


class SignUp(Subject, Confirmable):
    """A message from an officer for a council. It changes nothing until staff accept it.

    Its token is sent only to the officer's address, so whoever has it can read email there.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("what it is about", max_length=10, choices=SignUpKind)
    text = models.TextField("what you want us to know", max_length=3000, blank=True)
    commitment = models.CharField(
        "which of the four words it is about", max_length=8, choices=Commitment, blank=True
    )
    day = models.CharField("on what day", max_length=80, blank=True)
    evidence = models.TextField("what shows it", max_length=1000, blank=True)
    link = models.URLField("a link that shows it", max_length=500, blank=True)
    reply = models.TextField("words of your own for your page", max_length=1500, blank=True)
    officer = models.CharField("your name", max_length=120)
    role = models.CharField("your role at the council", max_length=120)
    email = models.EmailField("your work email")

    from_own_mail = models.BooleanField("from the council’s own mail", default=False)
    asked_back_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=10, choices=SignUpOutcome, blank=True, default=SignUpOutcome.OPEN
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SignUpQuerySet.as_manager()
    personal = Personal(
        "messages from councils",
        addresses=("email",),
        names=WHO,
        words=WRITTEN,
        of_nobody=("token",),
        shown={
            "council": "council.name",
            "what": "get_kind_display",
            **{name: name for name in (*WRITTEN, "commitment", *WHO, "email")},
            "sent": "asked_at",
            "confirmed": "confirmed_at",
            "decision": "get_outcome_display",
        },
        kept=(Kept("messages from councils", "expired"),),
    )

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = "message from a council"
        verbose_name_plural = "messages from councils"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None)
                | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="sign_up_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        # No name here: the admin's log keeps this text for longer than the message.
        return f"{self.council}: {self.get_kind_display()}"

    @classmethod
    def on_outcome(cls, message: OutgoingMessage) -> None:
        """Let the days to confirm it run from when the email that asks has left."""
        if message.state == MessageState.ACCEPTED and message.outcome_at:
            sign_up: SignUp | None = message.subject
            if sign_up is not None:
                sign_up.start_clock(message.outcome_at)

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        """Make an officer's reply a task, in the transaction that stores the email."""
        sign_up: SignUp | None = message.subject
        if sign_up is None or not sign_up.confirmed_at:
            return
        if mail.kind == MailKind.PERSON:
            sign_up.add_task(f"The officer answered:\n\n{mail.text}")
        elif mail.is_bounce and not sign_up.decided_at:
            sign_up.add_task("Our email to the officer came back.")

    @property
    def desk_url(self) -> str:
        return reverse("admin:sign_up_signup_change", args=[self.pk])

    @property
    def fills_in(self) -> dict[str, str]:
        """What the recording screen takes over from it, as far as it has such a field.

        An officer's free words stand beside it, and fill in nothing: all of it becomes public.
        """
        reason = f"{A_MESSAGE_FROM} {self.role}."
        if self.lacks_a_document:
            reason = ""
        source = reason
        level = EvidenceLevel.STATED
        if self.link:
            source = ""  # the link shows it
            level = EvidenceLevel.EVIDENCED
        filled = {
            "council": self.council.name,
            "source": source,
            "source_url": self.link,
            "reason": reason,
            "date": self.day,
            "commitment": self.commitment,
            "evidence_level": "",
            "council_words": self.reply,
        }
        if self.commitment:
            filled["evidence_level"] = level
        return filled

    @property
    def lacks_a_document(self) -> bool:
        """Whether it says that something was decided, and names nothing that shows it."""
        return self.kind == SignUpKind.SIGNED and not self.evidence and not self.link

    @property
    def asks_first(self) -> str:
        """Tell staff to ask for a document, where one is missing; "" otherwise."""
        if not self.lacks_a_document:
            return ""
        return " It names no document: ask for one. Without it nothing goes on record."

    @property
    def answer_by(self) -> dt.date | None:
        """The day by which somebody answers, as its task has it; None before it is confirmed."""
        if self.confirmed_at is None:
            return None
        return working_days_after(timezone.localdate(self.confirmed_at), ANSWERED_WITHIN)

    @property
    def whose_mail(self) -> str:
        """Say what the officer's address shows, and what it does not."""
        if self.from_own_mail:
            return "From the council’s own mail. That shows that somebody there wrote, no more."
        return "Not from the council’s own mail. Nothing shows who wrote."

    def confirm(self, now: dt.datetime | None = None) -> bool:
        """Confirm that the officer reads email at the address, and add a task for staff, once."""
        now = now or timezone.now()
        own = is_council_mail(self.email, self.council.website)
        unconfirmed = SignUp.objects.live(now).filter(pk=self.pk, confirmed_at=None)
        with transaction.atomic():
            if not unconfirmed.update(confirmed_at=now, from_own_mail=own):
                return False
            self.confirmed_at = now
            self.from_own_mail = own
            if own:
                for tell in ON_OWN_MAIL:
                    tell(self.council_id)
            self.add_task(f"{self.get_kind_display()}. {self.whose_mail}{self.asks_first}")
        return True

    def refuse(self) -> None:
        """Delete it unless it is confirmed, as somebody else wrote it; never write there again."""
        with transaction.atomic():
            suppression.suppress_address(self.email)
            SignUp.objects.filter(pk=self.pk, confirmed_at=None).erase()

    def add_task(self, text: str) -> Task:
        """Add a task that links to its decision page and does not identify the officer."""
        return Task.objects.create(
            council=self.council,
            kind=TaskKind.SIGN_UP,
            text=text[:3000],
            link=f"{settings.SITE_URL}{self.desk_url}",
            subject=self,
            due_on=self.answer_by,
        )

    def pass_on(self, by: User) -> None:
        """Make what its officer wrote a call for help, for anybody to take; tell who must know.

        The call is a task of its own, and closed as one: the message stays as it is, and waits.
        Raises ValidationError while such a task is open.
        """
        link = f"{settings.SITE_URL}{self.desk_url}"
        with transaction.atomic():
            SignUp.objects.select_for_update().get(pk=self.pk)
            if Task.objects.open_calls().filter(link=link).exists():
                raise ValidationError("It has been passed on as a call for help already.")
            written = [getattr(self, name) for name in WRITTEN]
            written += self.later_tasks.values_list("text", flat=True)
            call = Task.objects.create(
                council=self.council,
                kind=TaskKind.CALL,
                text="\n\n".join(filter(None, written))[:MAX_CALL_TEXT],
                name=self.officer,
                email=self.email,
                link=link,
                call_since=timezone.now(),
            )
            call.note(PASSED_ON, by)
            call.tell_of_call()

    @property
    def later_tasks(self) -> models.QuerySet[Task]:
        """What came of it after the message itself, such as an answer of its officer."""
        return Task.objects.for_subject(self).order_by("pk")[1:]

    @property
    def taken_by(self) -> User | None:
        """Whose its open tasks are; None if nobody has taken it."""
        task = Task.objects.open().for_subject(self).exclude(taken_by=None).first()
        return task.taken_by if task else None

    def take(self, by: User, over_from: str) -> None:
        """Make its open tasks those of ``by``.

        ``over_from`` is the number of the colleague who was seen to have it, or "". Raises
        ValidationError if somebody else has taken it since, or it is decided.
        """
        self.refresh_from_db(fields=["decided_at", "decided_by", "outcome"])
        if self.decided_at:
            self.say_who_was_quicker()
        owner = self.taken_by
        if owner and owner != by and over_from != str(owner.pk):
            raise ValidationError(
                f"Since you opened this page {owner} has taken it. Nothing was changed."
            )
        with transaction.atomic():
            for task in Task.objects.open().for_subject(self):
                task.become_of(by, TaskAct.TAKEN, by)

    @property
    def stands(self) -> str:
        """A mark of whose it is and when its officer was asked back, for a page that shows both."""
        owner = self.taken_by
        whose = str(owner.pk) if owner else ""
        asked = self.asked_back_at.isoformat() if self.asked_back_at else ""
        return f"{whose} {asked}".strip()

    def say_what_changed(self, seen: str, by: User) -> None:
        """Raise ValidationError if a page with the mark ``seen`` is older than what was done.

        Of what is decided ``decide`` and ``ask_back`` say so themselves.
        """
        if self.decided_at or seen == self.stands:
            return
        done = []
        owner = self.taken_by
        if owner and owner != by and str(owner.pk) not in seen.split():
            done.append(f"{owner} has taken it.")
        if self.asked_back_at and self.asked_back_at.isoformat() not in seen:
            done.append(f"The officer was asked back on {format_moment(self.asked_back_at)}.")
        if done:
            raise ValidationError(
                f"Since you opened this page: {' '.join(done)} Nothing was changed. If it should be"
                " done all the same, select the button again."
            )

    def ask_back(self, now: dt.datetime) -> None:
        """Note when its officer was asked. Raises ValidationError if it is decided already."""
        waiting = SignUp.objects.filter(
            pk=self.pk, outcome=SignUpOutcome.OPEN, asked_back_at=self.asked_back_at
        )
        if not waiting.update(asked_back_at=now):
            self.say_who_was_quicker()
        self.asked_back_at = now

    def say_who_was_quicker(self) -> None:
        """Raise ValidationError with what was done to it meanwhile."""
        self.refresh_from_db()
        if self.decided_at is None:
            raise ValidationError("The officer has just been asked back: look at that first.")
        who = self.decided_by or "Somebody"
        day = format_local_date(self.decided_at)
        raise ValidationError(f"{who} {self.outcome} this already, on {day}.")

    def decide(self, outcome: SignUpOutcome, by: User) -> None:
        """Close it and its tasks. Raises ValidationError if it has been decided already."""
        now = timezone.now()
        with transaction.atomic():
            waiting = SignUp.objects.filter(
                pk=self.pk, confirmed_at__isnull=False, outcome=SignUpOutcome.OPEN
            )
            if not waiting.update(outcome=outcome, decided_at=now, decided_by=by):
                self.say_who_was_quicker()
            self.outcome = outcome
            self.decided_at = now
            self.decided_by = by
            for task in Task.objects.open().for_subject(self):
                task.finish(outcome.label.capitalize(), by)

    def open_again(self, by: User) -> None:
        """Open what was decided, with the tasks that its decision closed. Emails stay sent."""
        with transaction.atomic():
            decided = SignUp.objects.filter(pk=self.pk).exclude(outcome=SignUpOutcome.OPEN)
            since = self.decided_at
            if not decided.update(outcome=SignUpOutcome.OPEN, decided_at=None, decided_by=None):
                raise ValidationError("It is open already.")
            for task in Task.objects.done().for_subject(self).filter(done_at__gte=since):
                task.open_again(by)
