"""The emails that leave: each a row, changed only by UPDATEs that name what they expect.

    queued ─claim─► sending ─mark─► (handed over) ─► accepted | failed | unsure | deferred

The fence against two workers is the row, not a lock: a claim raises ``attempts``, which nothing
lowers, and whoever comes later with an older number changes nothing.
"""

import datetime as dt
import logging
import re
import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, Q, Value, When
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import cached_property

from campaign import retention
from campaign.ledger import ledger
from campaign.outbox.mime import header_text, readable, serialise
from campaign.outbox.subjects import About, AboutQuerySet, Subject, type_of
from campaign.personal import Kept, Personal
from campaign.purposes import ASKING, BULK, CONFIRMING, NEVER_HELD, TO_COUNCILS, Purpose
from councils.email_addresses import ascii_address, domain_of, is_address, mailbox
from councils.models import Council, Holds, Pause

logger = logging.getLogger(__name__)

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MOST_TRIES = 30
"""Tries for one message: about four days, as is usual among mail servers."""
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=4)
"""The wait after the first try; each later one is twice as long, up to the longest."""
TELL_AGAIN = dt.timedelta(minutes=5)
RECENT = dt.timedelta(days=7)
"""How long staff are reminded of an email that was rejected, or came back."""
BUSY = 5
"""How many times as much is let through on a busy day."""
LONGEST_REPLY = 2000
"""Maximum characters stored of a server's reply."""
WORKER_STOPPED = (
    "The worker stopped after it had begun to hand over the text, before it could store what"
    " the server said."
)


LETTERS_NEED: dict[str, Callable[[], bool]] = {}
"""What must be true before letters leave, by what staff read while it is not: campaign/apps.py."""


def sooner(wait: dt.timedelta) -> dt.timedelta:
    """Return a wait as tests have it: they run many times as fast."""
    return wait / settings.MAIL_TEMPO


class MessageState(models.TextChoices):
    """The state of a message, from queued to its outcome."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    ACCEPTED = "accepted", "Accepted by our mail server"
    DEFERRED = "deferred", "To be tried again"
    FAILED = "failed", "Rejected"
    UNSURE = "unsure", "Unsure whether it went"
    CANCELLED = "cancelled", "Cancelled"


WAITING = [MessageState.QUEUED, MessageState.DEFERRED]
PROBLEMS = [MessageState.FAILED, MessageState.UNSURE]
OUTCOMES = [MessageState.ACCEPTED, MessageState.DEFERRED, MessageState.FAILED]
"""States that the mail server's last answer gave a message."""
SETTLED = [MessageState.ACCEPTED, MessageState.FAILED, MessageState.CANCELLED]
"""States in which no more work is done on a message."""


class Urgency(models.IntegerChoices):
    """What goes first; within one kind what is due first."""

    PERSON = 1, "Somebody waits for it"
    LETTER = 2, "To a council"
    BULK = 3, "To many"


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended, and what the server said; DEFERRED means that it is tried again."""

    state: MessageState
    said: str = ""


class MailMayRun(models.Model):
    """One row, or none in a restored database: no backup holds it, so that nothing goes twice.

    The worker notes here that it is at work, and what keeps it from the mail server.
    """

    since = models.DateTimeField(default=timezone.now)
    sent = models.PositiveBigIntegerField(default=0)
    """The number of the last email whose hand-over began. It only ever rises; the ledger has it
    too, and is ahead of an older state."""
    seen_at = models.DateTimeField(null=True)
    server_error = models.CharField(max_length=500, blank=True)

    personal = Personal("the worker", of_nobody=("server_error",), erase=None)

    class Meta:
        db_table = "mail_may_run"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_mail_may_run")]

    def __str__(self) -> str:
        return "Mail may run"

    @classmethod
    def allow(cls, *ledgers: Path) -> None:
        """Let the worker send, also where these ledgers and our own know of more."""
        row, _ = cls.objects.get_or_create(pk=1)
        last = ledger.mails_sent(*ledgers)
        cls.objects.filter(pk=row.pk, sent__lt=last).update(sent=last)

    @classmethod
    def next_number(cls) -> int:
        """Return the number of one more email, in the transaction that commits its mark."""
        cls.objects.update(sent=F("sent") + 1, seen_at=timezone.now())
        return cls.objects.values_list("sent", flat=True).get()

    @classmethod
    def note(cls, error: str = "") -> None:
        """Note that the worker is at work, and why no email can leave, if so."""
        cls.objects.update(seen_at=timezone.now(), server_error=error[:500])


class MailSettings(models.Model):
    """The settings that staff can change while the worker runs: one row."""

    paused = models.BooleanField(default=False)
    """Whether no email leaves but alarms, helplines and what is about the site's health."""
    paused_at = models.DateTimeField(null=True, editable=False)
    """Since when, while it is paused."""
    live = models.BooleanField(default=False)
    """Whether letters go to councils, as far as staff decide it."""
    busy_until = models.DateTimeField(null=True, editable=False)
    """The end of an evening when the campaign is in the news, and every limit is higher."""
    own_words_read_until = models.DateTimeField(null=True, editable=False)
    """The end of a day on which staff read every letter mostly in its writer's own words."""

    class Meta:
        permissions = [("go_live", "Can let letters go to councils")]
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_mail_settings")]

    def __str__(self) -> str:
        return "Mail settings"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.pk = 1
        if not self.paused:
            self.paused_at = None
        elif self.paused_at is None:
            self.paused_at = timezone.now()
        if update_fields is not None:
            update_fields = {*update_fields, "paused_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def pause(self, paused: bool) -> None:
        self.paused = paused
        self.save()

    @property
    def paused_for(self) -> dt.timedelta:
        """How long no email has left by now; nothing where it may leave."""
        if self.paused_at is None:
            return dt.timedelta()
        return timezone.now() - self.paused_at

    @property
    def is_busy(self) -> bool:
        return self.busy_until is not None and self.busy_until > timezone.now()

    @property
    def reads_own_words(self) -> bool:
        """Whether letters mostly in their writers' own words wait for a person until midnight."""
        until = self.own_words_read_until
        return until is not None and until > timezone.now()

    @property
    def busy_factor(self) -> int:
        """How many times as much is let through now, of everything that has a limit."""
        return BUSY if self.is_busy else 1

    @property
    def confirmations_an_hour(self) -> int:
        """How many emails that ask to confirm may go within an hour now."""
        return settings.CONFIRMATIONS_AN_HOUR * self.busy_factor

    @classmethod
    def current(cls) -> "MailSettings":
        """Return the current settings, or the defaults if none have been saved."""
        return cls.objects.first() or cls(pk=1)

    @cached_property
    def missing_for_live(self) -> list[str]:
        """What is missing before letters may go to councils, in words; empty if nothing is."""
        missing = []
        if not settings.LETTERS_LIVE:
            missing.append(
                "the server’s own switch for letters is off: ask whoever runs the server"
            )
        if not self.live:
            missing.append("the switch for letters on the desk is off")
        return missing + [words for words, is_met in LETTERS_NEED.items() if not is_met()]

    @property
    def letters_now(self) -> str:
        """Say whether letters go to councils, and if they do not, what is missing."""
        if not settings.SMTP:
            return "They go to nobody: no mail server is set, so each is a file in var/mail/."
        waits_for = self.missing_for_live
        return f"They wait: {'; '.join(waits_for)}." if waits_for else "They go."

    @property
    def is_live(self) -> bool:
        """Whether email may go to councils. All other email may go in any case."""
        return bool(settings.SMTP) and not self.missing_for_live

    @property
    def may_mail_councils(self) -> bool:
        """Whether letters may leave the queue: to councils when live, to nobody without SMTP."""
        return not settings.SMTP or self.is_live

    @cached_property
    def paused_councils(self) -> set[str]:
        """The codes of the councils to which letters must wait at the moment."""
        return Pause.objects.codes()

    @cached_property
    def paused_for_questions(self) -> set[str]:
        """The codes of those to which our own questions must wait."""
        return Pause.objects.codes(Holds.QUESTIONS)

    @cached_property
    def most_a_day(self) -> dict[str, int]:
        """How many letters a day councils have asked for at most, by their code."""
        asked = Council.objects.exclude(letters_a_day=None)
        return {council.code: council.letters_a_day or 0 for council in asked}


class OutgoingMessageQuerySet(AboutQuerySet["OutgoingMessage"]):
    """Messages, selected and changed by what is to be done with them."""

    def queue(
        self, purpose: str, key: str, to: str, email: EmailMessage, **more: Any
    ) -> "OutgoingMessage":
        """Queue an email, once per key, in the caller's transaction; return its row.

        A key that was queued before gets its row back unchanged. ``more`` is for ``compose``.
        """
        queued = self.filter(key=key).first()
        if queued:
            return queued
        self.queue_all([self.compose(purpose, key, to, email, **more)])
        return self.get(key=key)

    def queue_all(self, messages: "list[OutgoingMessage]") -> None:
        """Queue emails, each once per key, in the caller's transaction."""
        self.bulk_create(messages, ignore_conflicts=True)

    def compose(
        self,
        purpose: str,
        key: str,
        to: str,
        email: EmailMessage,
        *,
        subject: Subject | type[Subject] | None = None,
        council: str = "",
        due_at: dt.datetime | None = None,
        on_behalf: str = "",
        kept_from: dt.datetime | None = None,
    ) -> "OutgoingMessage":
        """Return the row of an email that is not queued yet. Its bytes are fixed now.

        ``subject`` is the row that it is about, whose class is told what becomes of it; a class
        alone is told as well. ``council`` is the code of the council whose rate it counts against;
        ``on_behalf`` the address of the person for whom it is sent, by which it is found and
        erased; ``kept_from`` the day from which its retention runs, if it is not today. Raises
        ValueError for a purpose that is none, and for an address or a header that cannot be mailed.
        """
        now = timezone.now()
        recipient = ascii_address(to)
        message_id = f"<{uuid.uuid4().hex}@{domain_of(settings.DEFAULT_FROM_EMAIL)}>"
        return self.model(
            key=key,
            purpose=Purpose(purpose),
            to_council=purpose in TO_COUNCILS,
            urgency=urgency_of(purpose),
            recipient=recipient,
            on_behalf=recipient if on_behalf == to else on_behalf and ascii_address(on_behalf),
            subject_type=type_of(subject) if subject else None,  # type: ignore[arg-type]
            subject_id=getattr(subject, "pk", None) if isinstance(subject, Subject) else None,
            content=serialise(email, message_id),
            message_id=message_id,
            council=council,
            created_at=kept_from or now,
            due_at=due_at or now,
        )

    # What the worker does

    def sendable(
        self, mail: MailSettings, now: dt.datetime | None = None, least: Urgency = Urgency.BULK
    ) -> Any:
        """Messages due by now that may leave, as these settings and what councils asked allow.

        None is less urgent than ``least``.
        """
        now = now or timezone.now()
        due = self.waiting().filter(due_at__lte=now, urgency__lte=least, waits_because="")
        due = due.exclude(content=b"")
        if mail.paused:
            return due.filter(purpose__in=NEVER_HELD)
        if not mail.may_mail_councils:
            return due.exclude(purpose__in=TO_COUNCILS)
        due = due.exclude(council__in=[*mail.paused_councils, *self.had_enough(mail, now)])
        return due.exclude(purpose__in=ASKING, council__in=mail.paused_for_questions)

    def had_enough(self, mail: MailSettings, now: dt.datetime) -> list[str]:
        """Return the codes of the councils that had their letters of this hour, or of this day."""
        attempted = self.exclude(council="").values("council").order_by()
        counted = attempted.annotate(letters=Count("pk")).values_list("council", "letters")
        this_hour = counted.filter(last_attempt_at__gt=now - HOUR)
        enough = [code for code, letters in this_hour if letters >= settings.LETTERS_AN_HOUR]
        this_day = counted.filter(council__in=mail.most_a_day, last_attempt_at__gt=now - DAY)
        return enough + [code for code, letters in this_day if letters >= mail.most_a_day[code]]

    def claim(
        self, mail: MailSettings | None = None, least: Urgency = Urgency.BULK
    ) -> "OutgoingMessage | None":
        """Claim the next message that may go now; return it, or None.

        ``mail_may_run`` is asked here, since a restore can happen under a worker that is connected.
        Rows that a web process has locked are skipped, not waited for.
        """
        mail = mail or MailSettings.current()
        now = timezone.now()
        due = self.sendable(mail, now, least).filter(Exists(MailMayRun.objects.all()))
        with transaction.atomic():
            ordered = due.order_by("urgency", "due_at", "pk")
            message: OutgoingMessage | None = ordered.select_for_update(skip_locked=True).first()
            if message:
                message.state, message.data_started_at = MessageState.SENDING, None
                message.attempts += 1
                message.last_attempt_at = now
                fields = ["state", "attempts", "last_attempt_at", "data_started_at"]
                message.save(update_fields=fields)
        return message

    def sweep(self) -> int:
        """Settle what a worker that is gone has left; return how many.

        Only the holder of the lock may call it, between two messages: none is its own then. It is
        one UPDATE, so that a mark committed meanwhile is seen (the row is read again). What has a
        notice did go; what may go twice is tried again.
        """
        now = timezone.now()
        noticed = Q(taken_at__isnull=False) | Q(relayed_at__isnull=False)
        tried_enough = Q(attempts__gte=F("attempts_before") + MOST_TRIES)
        handed_over = Q(data_started_at__isnull=False)
        unsure = handed_over & (Q(to_council=True) | tried_enough)
        settled = noticed | unsure | tried_enough
        return self.filter(state=MessageState.SENDING).update(
            state=Case(
                When(noticed, then=Value(MessageState.ACCEPTED)),
                When(unsure, then=Value(MessageState.UNSURE)),
                When(tried_enough, then=Value(MessageState.FAILED)),
                default=Value(MessageState.DEFERRED),
            ),
            server_said=Case(
                When(unsure & ~noticed, then=Value(WORKER_STOPPED)),
                default=Value("The worker stopped before it handed it over."),
            ),
            data_started_at=Case(When(settled, then=F("data_started_at")), default=None),
            due_at=now + sooner(FIRST_WAIT),
            outcome_at=now,
            tell_at=now,
        )

    def to_tell(self) -> "OutgoingMessageQuerySet":
        return self.filter(tell_at__lte=timezone.now()).order_by("tell_at")

    # Confirmations

    def next_confirmation(self) -> dt.datetime:
        """Return when one more email that asks to confirm may go.

        So many an hour, for everybody together: those above that wait, each for an hour after the
        one that many before it, for a day at most; nobody is refused.
        """
        now = timezone.now()
        most = MailSettings.current().confirmations_an_hour
        confirming = self.filter(purpose__in=CONFIRMING)
        taken = confirming.filter(due_at__gt=now - HOUR).order_by("-due_at")
        before = taken.values_list("due_at", flat=True)[most - 1 : most].first()
        return min(max(now, before + HOUR), now + DAY) if before else now

    def confirmations_lately(self, now: dt.datetime) -> int:
        """Count those of the last hour, and those that wait their turn."""
        return self.filter(purpose__in=CONFIRMING, due_at__gt=now - HOUR).count()

    # By what identifies them

    def for_token(self, token: str) -> "OutgoingMessage | None":
        """Return the message whose envelope sender contains a token, or None."""
        return self.filter(token=token.strip().lower()).first() if token else None

    def for_answers_token(self, token: str) -> "OutgoingMessage | None":
        """Return the message with a token in its address for answers, or None."""
        number, _, hashed = token.partition("-")
        if not re.fullmatch("[0-9]{1,15}", number):
            return None
        message = self.filter(pk=number).first()
        return message if message and message.has_hash("answers", hashed) else None

    def for_email(self, address: str) -> "OutgoingMessageQuerySet":
        """Email to a person or sent on their behalf, not other people's letters to a council."""
        return self.filter(
            is_address("on_behalf", address)
            | is_address("recipient", address) & Q(to_council=False)
        )

    def reached(self, address: str) -> bool:
        """Whether one of these emails is to the mailbox of an address, however either is spelt."""
        recipients = self.values_list("recipient", flat=True)
        return mailbox(address) in {mailbox(recipient) for recipient in recipients}

    # By what became of them

    def waiting(self) -> "OutgoingMessageQuerySet":
        return self.filter(state__in=WAITING)

    def not_left(self) -> "OutgoingMessageQuerySet":
        """Return email that has no outcome yet."""
        return self.filter(state__in=[*WAITING, MessageState.SENDING])

    def ahead_of(self, message: "OutgoingMessage") -> int:
        """Count the messages to the same council that go before one that waits."""
        same = self.waiting().exclude(council="").filter(council=message.council)
        return same.filter(due_at__lt=message.due_at).count()

    def waiting_for_a_person(self) -> "OutgoingMessageQuerySet":
        return self.waiting().exclude(waits_because="")

    def unsure(self) -> "OutgoingMessageQuerySet":
        """Messages that may or may not have gone, without those that bounced: they did go."""
        return self.filter(state=MessageState.UNSURE, bounced_at=None)

    def came_back(self) -> "OutgoingMessageQuerySet":
        return self.filter(bounced_at__isnull=False)

    def failed(self) -> "OutgoingMessageQuerySet":
        return self.filter(state=MessageState.FAILED)

    def since(self, moment: dt.datetime, state: MessageState) -> "OutgoingMessageQuerySet":
        return self.filter(state=state, outcome_at__gt=moment)

    def bounced_since(self, moment: dt.datetime) -> "OutgoingMessageQuerySet":
        return self.filter(bounced_at__gt=moment)

    # Retention

    def past_text_retention(self, now: dt.datetime) -> "OutgoingMessageQuerySet":
        """Email past the retention of its text, whether or not the text is still stored."""
        return self.exclude(state=MessageState.SENDING).filter(
            Q(created_at__lte=now - retention.TEXTS_AT_MOST)
            | Q(outcome_at__lte=now - retention.TEXTS_AFTER_OUTCOME) & ~Q(state__in=WAITING)
        )

    def told_long_ago(self, now: dt.datetime) -> "OutgoingMessageQuerySet":
        """What told people something, and is about no letter that stays, once none comes back."""
        left = [*SETTLED, MessageState.UNSURE]
        purposes = (Purpose.ALERT, Purpose.UPDATE, Purpose.LINKS)
        told = self.filter(purpose__in=purposes, state__in=left)
        return told.filter(outcome_at__lte=now - retention.TOLD)

    def past_retention(self, now: dt.datetime) -> "OutgoingMessageQuerySet":
        """Email past the retention of its row.

        Email to a person is deleted with its text; email to a council with its writer.
        """
        old = self.filter(created_at__lte=now - retention.PEOPLE)
        return self.past_text_retention(now).filter(to_council=False) | old

    def delete_texts(self) -> int:
        """Delete the text of these emails, and cancel any that are still waiting.

        Servers' replies are deleted too: they can quote the text, or an address.
        """
        messages = self.exclude(content=b"", server_said="", notice_said="")
        messages.delete_files()
        for message in messages.waiting():
            if message.cancel():
                message.tell_subject()
        return messages.update(content=b"", server_said="", notice_said="")

    def erase(self) -> int:
        """Delete the rows of these emails; return how many."""
        self.delete_files()
        return self.delete()[1].get(self.model._meta.label, 0)

    def delete_files(self) -> None:
        """Delete the files that took the place of a mail server, if what is under way is kept."""
        for message in self.filter(is_test=True).only("pk", "created_at"):
            transaction.on_commit(partial(message.file.unlink, missing_ok=True))


def urgency_of(purpose: str) -> Urgency:
    if purpose in TO_COUNCILS:
        return Urgency.LETTER
    return Urgency.BULK if purpose in BULK else Urgency.PERSON


def new_envelope_token() -> str:
    """Return an unguessable token that survives mail systems that change case."""
    return secrets.token_hex(16)


class OutgoingMessage(About):
    """An email to one address, as bytes, and its progress."""

    key = models.CharField(max_length=120, unique=True)
    """Queues it once, and means nothing else."""
    purpose = models.CharField(max_length=20)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.PERSON)
    recipient = models.CharField("to", max_length=254)
    on_behalf = models.CharField(max_length=254, blank=True)
    content = models.BinaryField()
    message_id = models.CharField("Message-ID", max_length=200)
    token = models.CharField(max_length=32, unique=True, default=new_envelope_token)
    council = models.CharField(max_length=9, blank=True)
    """The code of the council whose rate it counts against; "" for none."""
    to_council = models.BooleanField(default=False)
    """Whether it is never sent twice by itself; anything else is, where nobody knows if it went."""

    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    is_test = models.BooleanField("sent to nobody", default=False)
    created_at = models.DateTimeField("queued", default=timezone.now)
    due_at = models.DateTimeField("due", default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    """The fence: it only ever rises, also when a person has the message sent again."""
    attempts_before = models.PositiveSmallIntegerField(default=0)
    """Attempts that do not count as tries: those before somebody had it sent again."""
    last_attempt_at = models.DateTimeField(null=True)
    data_started_at = models.DateTimeField("handed over", null=True, blank=True)
    """The mark of this attempt, committed just before the server is asked to take the content."""
    outcome_at = models.DateTimeField("outcome known", null=True, blank=True)
    server_said = models.TextField("the server said", blank=True)
    tell_at = models.DateTimeField(null=True)
    """When to tell the outcome once more; empty if there is nothing to tell."""
    taken_at = models.DateTimeField("taken by the recipient’s server", null=True, blank=True)
    """When it was delivered, according to a notice (RFC 3464)."""
    relayed_at = models.DateTimeField("passed on", null=True, blank=True)
    """When it was passed on to a server without notices, according to a notice."""
    notice_said = models.TextField("that server said", blank=True, db_default="")
    waits_because = models.CharField("waits for you", max_length=200, blank=True, default="")
    """Why it does not leave until one of staff lets it; "" for any other email."""
    bounced_at = models.DateTimeField("came back", null=True, blank=True)
    address_is_gone = models.BooleanField(default=False)
    """Whether it came back because there is no such address."""

    objects = OutgoingMessageQuerySet.as_manager()
    personal = Personal(
        "emails that went out",
        addresses=("recipient", "on_behalf"),
        words=("content", "server_said", "notice_said"),
        of_nobody=("key", "purpose", "message_id", "token", "council", "waits_because"),
        shown={
            "what": "purpose",
            "to": "recipient",
            "written": "created_at",
            "state": "get_state_display",
            "since": "outcome_at",
            "the server said": "server_said",
            "subject": lambda message: readable(bytes(message.content))[0],
            "text": lambda message: readable(bytes(message.content))[1],
        },
        kept=(
            Kept("emails", "past_retention"),
            Kept("texts of emails", "past_text_retention", "delete_texts"),
            Kept("emails that told what somebody asked to know", "told_long_ago"),
        ),
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "email"
        indexes = [
            models.Index(
                fields=["urgency", "due_at", "id"],
                condition=Q(state__in=WAITING),
                name="outbox_due",
            ),
            models.Index(
                fields=["id"], condition=Q(state=MessageState.SENDING), name="outbox_sending"
            ),
            models.Index(
                fields=["tell_at"], condition=Q(tell_at__isnull=False), name="outbox_to_tell"
            ),
            # Of councils alone: else each claim would count what went to many within the hour.
            models.Index(
                fields=["last_attempt_at", "council"],
                condition=~Q(council=""),
                name="outbox_rate",
            ),
            models.Index(fields=["council"], name="outbox_council"),  # staff search it
            models.Index(fields=["state", "id"], name="outbox_state"),  # they filter by it
            # As is_address compares: whose email is found, erased or never sent again.
            models.Index(Upper("recipient"), name="outbox_to"),
            models.Index(Upper("on_behalf"), name="outbox_on_behalf"),
            models.Index(fields=["subject_type", "subject_id"], name="outbox_subject"),
            models.Index(fields=["purpose", "due_at"], name="outbox_purpose"),
            models.Index(fields=["outcome_at"], name="outbox_outcome"),
            models.Index(
                fields=["state", "outcome_at"],
                condition=Q(state__in=PROBLEMS),
                name="outbox_problems",
            ),
            models.Index(
                fields=["recipient", "bounced_at"],
                condition=Q(bounced_at__isnull=False),
                name="outbox_came_back",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[MessageState.QUEUED, MessageState.SENDING])
                | Q(outcome_at__isnull=False),
                name="outbox_outcome_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WAITING) | Q(data_started_at__isnull=True),
                name="outbox_waiting_is_not_handed_over",
            ),
        ]

    def __str__(self) -> str:
        # Logs and the admin's history outlive the row, so use the key, which identifies nobody.
        return self.key

    @property
    def envelope_sender(self) -> str:
        """The address to which bounces are sent."""
        return f"bounces+{self.token}@{settings.BOUNCE_DOMAIN}"

    @property
    def answers_to(self) -> str:
        """The address to which the person it was sent for can forward an answer.

        It is not the envelope sender: anyone who knows that can forge a bounce.
        """
        return f"answers+{self.pk}-{self.hash_for('answers')}@{settings.BOUNCE_DOMAIN}"

    @property
    def envelope_id(self) -> str:
        """The ENVID by which mail servers identify it in notices (RFC 3461).

        Only servers see it, never readers of the email, so a notice without it may be forged.
        """
        return self.hash_for("envelope")

    def has_envelope_id(self, envelope_id: str) -> bool:
        """Return whether a notice's ENVID is ours, so that it comes from a server on the way."""
        return self.has_hash("envelope", envelope_id.strip())

    def hash_for(self, use: str, secret: str | None = None) -> str:
        """Return a keyed hash of its token, which does not reveal the envelope sender."""
        digest = salted_hmac(f"outbox.{use}", self.token, secret=secret, algorithm="sha256")
        return digest.hexdigest()[:32]

    def has_hash(self, use: str, hashed: str) -> bool:
        """Return whether a hash for a use is its own, under any key in force."""
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(constant_time_compare(hashed.lower(), self.hash_for(use, key)) for key in keys)

    @property
    def file(self) -> Path:
        """Where it is written if no mail server is set: the same place every time."""
        return Path(settings.MAIL_DIR) / f"{self.created_at:%Y%m%d-%H%M%S}-{self.pk}.eml"

    # One attempt, under its number

    @property
    def tries(self) -> int:
        return self.attempts - self.attempts_before

    def mark(self) -> int:
        """Commit that the content is about to be handed over, and as which number; 0 means stop."""
        self.data_started_at = timezone.now()
        mine = OutgoingMessage.objects.filter(pk=self.pk, attempts=self.attempts)
        mine = mine.filter(state=MessageState.SENDING, data_started_at=None)
        with transaction.atomic():
            is_marked = mine.update(data_started_at=self.data_started_at)
            return MailMayRun.next_number() if is_marked else 0

    def store(self, outcome: Outcome, *, tell: bool = True, is_test: bool = False) -> bool:
        """Store the outcome of this attempt, and tell of it in the same transaction.

        A message that was swept meanwhile is *unsure*, and this settles it; any other state means
        that the outcome is stored already, that the attempt is no longer the last, or that a person
        has decided. Without ``tell`` it is stored alone, without the server's words too, and told
        later: nothing is left to fail.
        """
        state, said = outcome.state, outcome.said
        if state == MessageState.UNSURE and not self.to_council:
            state = MessageState.DEFERRED
        if state == MessageState.DEFERRED and self.tries >= MOST_TRIES:
            state, said = MessageState.FAILED, f"Tried {self.tries} times. {said}"
        now = timezone.now()
        changes: dict[str, Any] = {"state": state, "outcome_at": now, "is_test": is_test}
        changes["server_said"] = said.replace("\0", "")[:LONGEST_REPLY] if tell else ""
        changes["tell_at"] = None if tell else now
        if state == MessageState.DEFERRED:
            wait = min(FIRST_WAIT * 2 ** min(self.tries - 1, 10), LONGEST_WAIT)
            changes |= {"due_at": now + sooner(wait), "data_started_at": None}
        mine = OutgoingMessage.objects.filter(pk=self.pk, attempts=self.attempts)
        with transaction.atomic():
            stored = mine.filter(state__in=[MessageState.SENDING, MessageState.UNSURE])
            is_stored = bool(stored.update(**changes))
            for field, value in changes.items() if is_stored else ():
                setattr(self, field, value)
            if is_stored and tell:
                if not self._tell():
                    mine.update(tell_at=now + sooner(TELL_AGAIN))
                self._settle_if_noticed()
        return is_stored

    def _settle_if_noticed(self) -> None:
        """Settle it as sent if a notice came before its outcome was stored."""
        noticed = Q(taken_at__isnull=False) | Q(relayed_at__isnull=False)
        for message in OutgoingMessage.objects.filter(noticed, pk=self.pk):
            message.settle_by_notice()

    # Its outcome, for its subject

    def tell_subject(self) -> None:
        """Tell its subject's class of its state, in the caller's transaction."""
        about = self.subject_class
        if about and issubclass(about, Subject):
            about.on_outcome(self)

    def on_leaving(self) -> bool:
        """Return whether it may leave, as its subject's class decides just before it does."""
        about = self.subject_class
        return not (about and issubclass(about, Subject)) or about.on_leaving(self)

    def _tell(self) -> bool:
        """Tell; what that did is undone, and False returned, if it fails."""
        try:
            with transaction.atomic():
                self.tell_subject()
        except Exception:
            logger.exception("The outcome of %s could not be told.", self)
            return False
        return True

    def tell_again(self) -> None:
        """Tell what could not be told before, by the row as it is now."""
        row = OutgoingMessage.objects.filter(pk=self.pk)
        # First, so that one that always fails is not always the first.
        row.update(tell_at=timezone.now() + sooner(TELL_AGAIN))
        with transaction.atomic():
            message = row.select_for_update(skip_locked=True).first()
            if message and message._tell():
                row.update(tell_at=None)

    # Changes while it waits

    def rewrite(self, to: str, email: EmailMessage) -> bool:
        """Give it another address or text; return False if it is no longer waiting.

        Raises ValueError for an address or a text that cannot be mailed.
        """
        waiting = OutgoingMessage.objects.waiting().exclude(content=b"").filter(pk=self.pk)
        content = serialise(email, self.message_id)
        return bool(waiting.update(recipient=ascii_address(to), content=content))

    def cancel(self) -> bool:
        """Cancel it if it has not been handed over; return whether it was cancelled."""
        stopped = OutgoingMessage.objects.filter(
            Q(state__in=WAITING) | Q(state=MessageState.SENDING, data_started_at=None),
            pk=self.pk,
        ).update(state=MessageState.CANCELLED, outcome_at=timezone.now())
        self.refresh_from_db()
        return bool(stopped)

    # Decisions

    def cancel_now(self) -> bool:
        """Cancel it as staff decided, and tell its subject; return False if it was too late."""
        with transaction.atomic():
            if not self.cancel():
                return False
            self.tell_subject()
            return True

    def hold(self, why: str) -> bool:
        """Keep it, while it waits, until one of staff lets it go or cancels it."""
        waiting = OutgoingMessage.objects.waiting().filter(pk=self.pk)
        return bool(waiting.update(waits_because=why))

    def let_go(self) -> bool:
        """Let it leave after all; return False unless it waited for a person."""
        held = OutgoingMessage.objects.waiting_for_a_person().filter(pk=self.pk)
        return bool(held.update(waits_because=""))

    def resend(self) -> bool:
        """Send it again if it was rejected or may have gone; return False otherwise.

        Email that bounced is not sent again: a second copy would bounce as well.
        """
        messages = OutgoingMessage.objects.filter(state__in=PROBLEMS, bounced_at=None)
        return self._settle(messages.exclude(content=b""), **afresh())

    def confirm_sent(self) -> bool:
        """Settle an unsure message as sent at the time when it was handed over."""
        return self._settle(
            OutgoingMessage.objects.unsure(),
            state=MessageState.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at"),
        )

    def infer_sent(self) -> bool:
        """Settle as sent a message that somebody answered, or that came back.

        It may be unsure, or waiting for another attempt, which is then not made.
        """
        states = [MessageState.UNSURE, *WAITING]
        return self._came_in(OutgoingMessage.objects.filter(state__in=states))

    def record_notice(self, is_delivered: bool, server_words: str, at: dt.datetime) -> None:
        """Store that a server delivered it or passed it on, and settle it if it was unsettled.

        The first notice of each kind stays. Call it with the row locked.
        """
        field = "taken_at" if is_delivered else "relayed_at"
        if getattr(self, field) is None:
            if self.taken_at is None:  # later notices say less
                self.notice_said = server_words
            setattr(self, field, at)
            self.save(update_fields=[field, "notice_said"])
        self.settle_by_notice()

    @property
    def has_notice(self) -> bool:
        """Whether a server has reported that it delivered it or passed it on."""
        return self.taken_at is not None or self.relayed_at is not None

    def settle_by_notice(self) -> bool:
        """Settle it as sent if a notice says that it arrived, whatever its state.

        No second copy then goes. While it is being handed over, its worker stores the outcome.
        """
        not_handed_over = Q(state=MessageState.SENDING, data_started_at=None)
        unsettled = OutgoingMessage.objects.filter(
            not_handed_over | Q(state__in=[*PROBLEMS, *WAITING])
        )
        return self.has_notice and self._came_in(unsettled)

    @property
    def was_resent(self) -> bool:
        """Whether staff had it sent again, so that an earlier copy may have gone."""
        return self.attempts_before > 0

    def _came_in(self, messages: OutgoingMessageQuerySet) -> bool:
        return self._settle(
            messages,
            state=MessageState.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at", Value(timezone.now())),
        )

    def _settle(self, messages: OutgoingMessageQuerySet, **changes: Any) -> bool:
        """Change it if it is one of ``messages``, and tell its subject."""
        with transaction.atomic():
            decided = messages.filter(pk=self.pk).update(**changes)
            self.refresh_from_db()
            if decided:
                self.tell_subject()
            return bool(decided)


def afresh() -> dict[str, Any]:
    """Return what a message begins anew with; the fence stays."""
    return {
        "state": MessageState.QUEUED,
        "due_at": timezone.now(),
        "attempts_before": F("attempts"),
        "data_started_at": None,
        "outcome_at": None,
    }


def test_mark() -> str:
    """Return what stands before the subject of an email to a visitor until letters are live.

    Without a mail server every email is a test, and goes to a file.
    """
    is_test = bool(settings.SMTP) and not MailSettings.current().is_live
    return "TEST: " if is_test else ""


def subject_line(subject: str) -> str:
    """Return the subject of an email to a visitor, which says TEST until letters are live."""
    return header_text(test_mark() + subject)
