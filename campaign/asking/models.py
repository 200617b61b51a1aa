"""A question of ours to a council: asked, reminded, answered; and what comes back about it."""

import datetime as dt
import re
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.outbox.subjects import Subject
from campaign.purposes import Purpose
from campaign.tasks.models import Task, TaskKind
from campaign.working_days import working_days_after
from councils.council_mail import is_council_mail
from councils.dates import format_date, format_local_date, today
from councils.models import (
    Change,
    ChangeKind,
    Contact,
    Council,
    DeliveryProblem,
    Pause,
    Role,
)  # fmt: skip
from councils.models.logged import refuse_while_closed

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that cannot be mistaken for one another."""
REFERENCE_LENGTH = 6
REFERENCE = re.compile(rf"\b[{LETTERS}]{{{REFERENCE_LENGTH}}}\b")
MOST_CHARACTERS = 3000
"""Of an answer that are kept."""
REMINDER_AFTER = 10
"""Working days that a council has before it may be reminded, once."""
SHOWN_AFTER = dt.timedelta(days=28)
"""Time after the reminder before a page may say that no answer has reached us."""


class AskKind(models.TextChoices):
    """What is asked."""

    CONFIRM = "confirm", "You are on record: is that right?"
    QUESTION = "question", "Have you signed?"


class AskOutcome(models.TextChoices):
    """How an ask ended."""

    OPEN = "", "open"
    ANSWERED = "answered", "answered"
    CAME_BACK = "came_back", "it came back, or was refused"
    NOT_RECEIVED = "not_received", "the council says that it was not received"
    CALLED_OFF = "called_off", "called off by us"


def next_reference(council_id: int, kind: str) -> str:
    """Return the reference of the next ask of a kind to a council: the same until it is made.

    So an email is shown just as it would be. Nobody without SECRET_KEY can guess one.
    """
    number = Ask.objects.filter(council=council_id, kind=kind).count()
    name = f"{council_id}:{kind}:{number}"
    digest = salted_hmac("campaign.asking.reference", name, algorithm="sha256").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:REFERENCE_LENGTH])


class AskQuerySet(models.QuerySet["Ask"]):
    """Asks by where they stand."""

    def open(self) -> Self:
        return self.filter(outcome=AskOutcome.OPEN)


class Ask(Subject, models.Model):
    """A question to one council, by a named person, to an address that was checked."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("what is asked", max_length=10, choices=AskKind)
    reference = models.CharField(max_length=6, unique=True, editable=False)
    role = models.CharField("whom we asked", max_length=12, choices=Role)
    address_checked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("made", default=timezone.now)
    accepted_at = models.DateTimeField("handed over", null=True)
    """When our mail service took it; null as long as it waits, or is unsure."""
    reminder_made_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField("reminder handed over", null=True)
    outcome = models.CharField(
        max_length=12, choices=AskOutcome, blank=True, default=AskOutcome.OPEN
    )
    ended_at = models.DateTimeField(null=True)
    outcome_before = models.CharField(max_length=12, choices=AskOutcome, blank=True, default="")
    """What it was before staff ended it, if they take that back."""

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "question to a council"
        verbose_name_plural = "questions to councils"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "kind"],
                condition=Q(outcome=""),
                name="one_open_ask_of_a_kind",
                violation_error_message="This council has been asked, and that is still open.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None)
                | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="ask_ended_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.get_kind_display()}"

    @classmethod
    def on_outcome(cls, message: OutgoingMessage) -> None:
        """Note when a question or its reminder was handed over, or that it could not be."""
        ask: Ask | None = message.subject
        if ask is None:
            return
        rows = cls.objects.filter(pk=ask.pk)
        is_reminder = message.purpose == Purpose.ASK_AGAIN
        did_not_go = message.state == MessageState.CANCELLED or message.is_test
        was_accepted = message.state == MessageState.ACCEPTED
        if is_reminder and did_not_go:
            rows.filter(reminded_at=None).update(reminder_made_at=None)
        elif did_not_go:
            ask.end(AskOutcome.CALLED_OFF, "Our email was stopped, or went to nobody.")
        elif is_reminder and was_accepted:
            rows.filter(reminded_at=None).update(reminded_at=message.outcome_at)
        elif was_accepted:
            rows.filter(accepted_at=None).update(accepted_at=message.outcome_at)
        elif message.state == MessageState.FAILED:
            ask.end(AskOutcome.CAME_BACK, "Our email was refused.")

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        ask: Ask | None = message.subject
        if ask and mail.kind == MailKind.PERSON:
            ask.answer(mail.text, mail.sender)
        elif ask and mail.is_bounce and message.bounced_at:
            ask.came_back(message, mail)

    @property
    def desk_url(self) -> str:
        return reverse("admin:asking_ask_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.outcome == AskOutcome.OPEN

    @property
    def asked_on(self) -> dt.date | None:
        """The day in London on which our mail service took it."""
        return timezone.localdate(self.accepted_at) if self.accepted_at else None

    @property
    def reminded_on(self) -> dt.date | None:
        return timezone.localdate(self.reminded_at) if self.reminded_at else None

    # What may come next, and when

    @property
    def reminder_from(self) -> dt.date | None:
        """The first day on which it may be reminded of; None if it was, or has ended."""
        if not (self.is_open and self.asked_on) or self.reminder_made_at:
            return None
        return working_days_after(self.asked_on, REMINDER_AFTER)

    @property
    def shown_from(self) -> dt.date | None:
        """The first day on which a page may say that no answer has reached us."""
        if not (self.is_open and self.accepted_at and self.reminded_at):
            return None
        return timezone.localdate(self.reminded_at + SHOWN_AFTER)

    # What happens to it

    def show(self) -> None:
        """Let the council's page say that no answer has reached us. Raises ValidationError."""
        refuse_while_closed()
        if not (self.asked_on and self.reminded_on and self.shown_from):
            raise ValidationError("Not all that it needs has happened.")
        if self.shown_from > today():
            raise ValidationError("Not all that it needs has happened.")
        if self.council_id in Pause.objects.by_council():
            raise ValidationError("This council is kept quiet: nothing is shown meanwhile.")
        reminder = format_date(self.reminded_on)
        with transaction.atomic():
            # An answer that comes in at this moment waits for the lock, and then takes it off.
            if not Ask.objects.select_for_update().open().filter(pk=self.pk).exists():
                raise ValidationError("It has ended: something came back.")
            why = (
                f"Our question went to a checked address, a reminder on {reminder}, and a person"
                " looked for an answer."
            )
            put_line_on(self.council_id, self.asked_on, why)

    def end(self, outcome: AskOutcome, why: str) -> bool:
        """End it and take the line off the page; return False if it had ended before.

        An answer that says only that it was not received is none, and so does not stand.
        """
        before = [AskOutcome.OPEN]
        if outcome == AskOutcome.NOT_RECEIVED:
            before.append(AskOutcome.ANSWERED)
        with transaction.atomic():
            ended = Ask.objects.filter(pk=self.pk, outcome__in=before)
            is_ended = bool(
                ended.update(outcome_before=F("outcome"), outcome=outcome, ended_at=timezone.now())
            )
            take_line_off(self.council_id, why)
        self.refresh_from_db()
        return is_ended

    @property
    def noted_answers(self) -> list[Task]:
        """The open tasks of its answers, if staff noted all of them; [] if an email brought one."""
        answers = Task.objects.for_subject(self)
        if self.outcome != AskOutcome.ANSWERED or answers.exclude(email="").exists():
            return []
        return list(answers.open())

    @property
    def can_be_reopened(self) -> bool:
        """Whether staff ended it, and may take that back: nothing of its kind was asked since."""
        if not self.accepted_at:
            return False
        is_ended_by_us = self.outcome in {AskOutcome.CALLED_OFF, AskOutcome.NOT_RECEIVED}
        if not is_ended_by_us and not self.noted_answers:
            return False
        asked_since = Ask.objects.filter(council=self.council_id, kind=self.kind, pk__gt=self.pk)
        return not asked_since.exists()

    def reopen(self, by: User) -> bool:
        """Take back that it was called off, not received, or answered; False if that cannot be.

        What staff had noted as its answer is closed. It is answered again if it was, or if an
        answer has come since. Its page says nothing of it until somebody has looked once more.
        """
        with transaction.atomic():
            row = Ask.objects.select_for_update().get(pk=self.pk)
            if not row.can_be_reopened:
                return False
            is_answered = row.outcome_before == AskOutcome.ANSWERED
            same = Ask.objects.filter(pk=self.pk, outcome=row.outcome)
            noted = row.noted_answers
            for task in noted:
                task.finish("It was no answer to this question.", by)
            came_since = Task.objects.for_subject(self).filter(created_at__gt=row.ended_at)
            has_answer = is_answered or came_since.exists()
            if has_answer and not noted:
                same.update(outcome=AskOutcome.ANSWERED)
            else:
                same.update(outcome=AskOutcome.OPEN, ended_at=None)
        self.refresh_from_db()
        return True

    def answer(self, text: str, sender: str = "") -> Task:
        """End every open ask of its council, and make the answer a task, once."""
        heard_from(self.council_id)
        self.refresh_from_db()
        said = f"The council wrote:\n\n{text}"[:MOST_CHARACTERS]
        before = Task.objects.open().for_subject(self).filter(text=said).first()
        return before or self.add_task(said, email=sender[:254])

    def came_back(self, message: OutgoingMessage, mail: ParsedMail) -> None:
        """End it, as it did not arrive: no page can say that it was not answered."""
        if not self.end(AskOutcome.CAME_BACK, "Our email came back."):
            return
        if mail.address_is_gone:
            for contact in Contact.objects.filter(
                council=self.council, email__iexact=message.recipient
            ):
                contact.record_delivery_problem(DeliveryProblem.FAILS, "our question came back")
        self.add_task("Our question came back: find the right address, check it, and ask again.")

    def add_task(self, text: str, **more: str) -> Task:
        link = f"{settings.SITE_URL}{self.desk_url}"
        about = {"council": self.council, "subject": self, "link": link}
        return Task.objects.create(kind=TaskKind.ASKED, text=text, **about, **more)

    @property
    def source(self) -> str:
        """How we know what its answer shows, in public words."""
        return (
            f"The answer of the council’s {self.get_role_display().lower()} to our question,"
            f" received on {format_local_date(self.ended_at or timezone.now())}."
        )


# The line on its council's page that no answer has reached us


def put_line_on(council_id: int, asked_on: dt.date, why: str) -> None:
    """Have a council's page say that no answer has reached us, and log that."""
    without = Council.objects.filter(pk=council_id, unanswered_since=None)
    with transaction.atomic():
        if without.update(unanswered_since=asked_on, unanswered_from=today()):
            log_line(council_id, ChangeKind.RECORDED, "now says", why)


def take_line_off(council_id: int, why: str) -> None:
    """Have a council's page say so no longer, if it did, and log that."""
    with_line = Council.objects.filter(pk=council_id, unanswered_since__isnull=False)
    with transaction.atomic():
        if with_line.update(unanswered_since=None, unanswered_from=None):
            log_line(council_id, ChangeKind.CORRECTED, "no longer says", why)


def log_line(council_id: int, kind: ChangeKind, says: str, why: str) -> None:
    """Log that the line was put on or taken off.

    The log, which stays, does not repeat the line, which may have to come off.
    """
    council = Council.objects.get(pk=council_id)
    what = f"Its page {says} whether what we asked was answered."
    Change.objects.note(council, kind, what, why)


# What councils write otherwise


def answered_elsewhere(mail: ParsedMail) -> bool:
    """Take in an answer that is not a reply to our email: found by reference, or by who wrote.

    Returns whether it was one.
    """
    ask = ask_answered_by(mail)
    if ask is None:
        return False
    ask.answer(mail.text, mail.sender)
    return True


def ask_answered_by(mail: ParsedMail) -> Ask | None:
    """Return the open ask that an email to us names, or that its sender's council was asked."""
    asks = list(Ask.objects.open().exclude(accepted_at=None).select_related("council"))
    named = set(REFERENCE.findall(mail.subject.upper()))
    for ask in asks:
        if ask.reference in named:
            return ask
    for ask in asks:
        if is_council_mail(mail.sender, ask.council.website):
            return ask
    return None


def heard_from(council_id: int) -> None:
    """End the open asks of a council that answered, by email or in another way."""
    for ask in Ask.objects.open().filter(council=council_id):
        ask.end(AskOutcome.ANSWERED, "An answer has reached us.")
