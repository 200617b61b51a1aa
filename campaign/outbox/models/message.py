"""One email, from the transaction that makes it due until it is forgotten."""

import datetime as dt
import re
import secrets
import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign import retention
from campaign.email_addresses import ascii_address, domain_of, is_address
from campaign.outbox.file_transport import remove_file_of
from campaign.outbox.mime import readdressed, redated, reworded, written
from campaign.outbox.registry import council_purposes, outcome_handlers, purposes


class State(models.TextChoices):
    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    ACCEPTED = "accepted", "Taken by our mail service"
    DEFERRED = "deferred", "To be tried again"
    FAILED = "failed", "Refused"
    UNSURE = "unsure", "Unsure whether it went"
    CANCELLED = "cancelled", "Cancelled"


WAITING = [State.QUEUED, State.DEFERRED]
IN_TROUBLE = [State.FAILED, State.UNSURE]
TRIED = [State.ACCEPTED, State.DEFERRED]
EITHER = [False, True]
SETTLED = [State.ACCEPTED, State.FAILED, State.CANCELLED]
"""States in which nothing more is done with a message."""
DATED_ANEW_AFTER = dt.timedelta(days=1)


def in_state(*states: State):
    """Return a condition with the states written out, as the conditions of the indexes have them.

    SQLite takes an index of some rows only for a query that says the very same, not for one with
    parameters in their place.
    """
    names = ", ".join(f"'{state.value}'" for state in states)
    statement = f"outbox_outgoingmessage.state IN ({names})"
    return RawSQL(statement, [], output_field=models.BooleanField())


def new_token() -> str:
    """Return an unguessable token that survives a mail system that changes case."""
    return secrets.token_hex(16)


class OutgoingMessageQuerySet(models.QuerySet):
    def queue(
        self,
        purpose: str,
        key: str,
        to: str,
        mail,
        *,
        pace: str = "",
        safe_to_resend: bool = True,
        due_at: dt.datetime | None = None,
        on_behalf: str = "",
        about: str = "",
    ) -> "OutgoingMessage":
        """Put a mail in the queue, once for each key, in the caller's transaction; return its row.

        ``mail`` is Django's EmailMessage or Python's; its bytes are written now. A key that was
        queued before gets its row back unchanged. ``safe_to_resend`` says that a second copy does
        no harm, so that it is sent again where it is unsure whether it went. ``on_behalf`` is the
        address of the person for whom it is sent, by which it is found and erased; ``about`` is
        the key of what it is about, such as "letter:12", with which it goes. Raises ValueError for
        an address or a header that cannot be mailed.
        """
        if purpose not in purposes:
            raise ValueError(f"{purpose!r} is not a purpose of an email.")
        queued = self.filter(key=key).first()
        if queued:
            return queued
        now = timezone.now()
        message_id = f"<{uuid.uuid4().hex}@{domain_of(settings.DEFAULT_FROM_EMAIL)}>"
        message = self.model(
            key=key,
            purpose=purpose,
            to_council=purpose in council_purposes,
            recipient=ascii_address(to),
            on_behalf=on_behalf and ascii_address(on_behalf),
            about=about,
            content=written(mail, message_id),
            message_id=message_id,
            pace=pace,
            safe_to_resend=safe_to_resend,
            created_at=now,
            due_at=due_at or now,
        )
        self.bulk_create([message], ignore_conflicts=True)
        return self.get(key=key)

    def for_token(self, token: str) -> "OutgoingMessage | None":
        """Return the message whose envelope sender carried a token, or None."""
        return self.filter(token=token.strip().lower()).first() if token else None

    def for_answers_token(self, token: str) -> "OutgoingMessage | None":
        """Return the message to which an address for answers belongs, or None."""
        number, token = token.partition("-")[0], token.lower()
        message = self.filter(pk=number).first() if re.fullmatch("[0-9]{1,15}", number) else None
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if message else ()
        is_its = any(constant_time_compare(token, message.answers_token(key)) for key in keys)
        return message if is_its else None

    def slotted_again(self) -> int:
        """Let what waits for its place in a pace take a new one, as the paces are now."""
        now = timezone.now()
        return (
            self.waiting().filter(throttled_until__gt=now).update(throttled_until=None, due_at=now)
        )

    def places_ahead(self, now: dt.datetime) -> dict[str, tuple[int, dt.datetime]]:
        """Return, for each pace, how many wait for a place still to come, and when the last is."""
        those = self.due_after(now).filter(throttled_until__gt=now).order_by().values_list("pace")
        counted = those.annotate(number=Count("pk"), last=Max("throttled_until"))
        return {pace: (number, last) for pace, number, last in counted}

    def waiting(self):
        return self.filter(in_state(*WAITING))

    def due(self, now: dt.datetime | None = None, to_council: bool | None = None):
        """What is to be sent by now: mail to councils, all other mail, or both."""
        kinds = EITHER if to_council is None else [to_council]
        # Not "to_council=…", which becomes a bare NOT, and that SQLite looks up in no index.
        return self.waiting().filter(to_council__in=kinds, due_at__lte=now or timezone.now())

    def due_under(self, rules, now: dt.datetime | None = None):
        """What is to be sent by now and may leave; letters that are held wait in peace."""
        return self.due(now, to_council=None if rules.may_mail_councils else False)

    def due_after(self, moment: dt.datetime):
        return self.waiting().filter(to_council__in=EITHER, due_at__gt=moment)

    def sending(self):
        return self.filter(in_state(State.SENDING))

    def claimed(self, now: dt.datetime):
        """What was due by now, is claimed, and has not been handed over."""
        return self.sending().filter(data_started_at=None, due_at__lte=now)

    def of(self, email: str):
        """Mail to a person, or sent on their behalf; not what others sent to a council."""
        return self.filter(
            is_address("on_behalf", email) | is_address("recipient", email) & Q(to_council=False)
        )

    def past_keeping_texts(self, now: dt.datetime):
        """Mail whose words are no longer kept, whether or not they are still there."""
        return self.exclude(state=State.SENDING).filter(
            Q(created_at__lte=now - retention.TEXTS_AT_MOST)
            | Q(outcome_at__lte=now - retention.TEXTS_AFTER_OUTCOME) & ~Q(state__in=WAITING)
        )

    def past_keeping(self, now: dt.datetime):
        """Mail of which nothing is kept: to people, once its words go; to a council, with the
        writer.
        """
        old = self.filter(created_at__lte=now - retention.PEOPLE)
        return self.past_keeping_texts(now).filter(to_council=False) | old

    def forget_texts(self) -> int:
        """Delete the words of these mails, and their files; what has not left never will.

        What a server said goes too: it can quote them, or an address.
        """
        those = self.exclude(content=b"", server_said="")
        for message in those.waiting():
            if message.cancel():
                message.tell()
        for message in those.defer("content"):
            remove_file_of(message)
        return those.update(content=b"", server_said="")

    def erase(self) -> int:
        """Delete these mails, rows and files, as if they had never been; return how many."""
        for message in self.defer("content"):
            remove_file_of(message)
        return self.delete()[1].get(self.model._meta.label, 0)

    def to_councils(self):
        return self.filter(purpose__in=council_purposes)

    def unsure(self):
        """What nobody can tell of. That one came back tells that it went."""
        return self.filter(in_state(*IN_TROUBLE), state=State.UNSURE, bounced_at=None)

    def refused_since(self, moment: dt.datetime):
        return self.filter(in_state(*IN_TROUBLE), state=State.FAILED, outcome_at__gt=moment)

    def taken_since(self, moment: dt.datetime):
        return self.filter(in_state(*TRIED), state=State.ACCEPTED, outcome_at__gt=moment)

    def put_off_since(self, moment: dt.datetime):
        return self.filter(in_state(*TRIED), state=State.DEFERRED, outcome_at__gt=moment)


class OutgoingMessage(models.Model):
    """One email to one address, as bytes, and how far it has come."""

    key = models.CharField(max_length=120, unique=True)
    purpose = models.CharField(max_length=20)
    recipient = models.CharField("to", max_length=254)
    on_behalf = models.CharField(max_length=254, blank=True)
    about = models.CharField(max_length=40, blank=True, db_index=True)
    """The key of the letter or the alert that it is about, and with which it goes."""
    content = models.BinaryField()
    message_id = models.CharField("Message-ID", max_length=200)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    pace = models.CharField(max_length=60, blank=True)
    to_council = models.BooleanField(default=False)
    safe_to_resend = models.BooleanField("may go twice", default=True)

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    test = models.BooleanField("only to a file", default=False)
    created_at = models.DateTimeField("queued", default=timezone.now)
    due_at = models.DateTimeField("due", default=timezone.now)
    throttled_until = models.DateTimeField(null=True, blank=True)
    """Its place in its pace; taken for each attempt, and anew where it went by unused."""
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    data_started_at = models.DateTimeField("handed over", null=True, blank=True)
    """The hand-over mark: committed just before the server is asked to take the text."""
    outcome_at = models.DateTimeField("outcome known", null=True, blank=True)
    server_said = models.TextField("the server said", blank=True)
    callback_pending = models.BooleanField(default=False)
    """Its outcome is stored, but whoever queued it could not be told; told again later."""
    bounced_at = models.DateTimeField("came back", null=True, blank=True)
    bounce_kind = models.CharField("how", max_length=20, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "mail"
        indexes = [
            models.Index(
                fields=["to_council", "due_at", "created_at"],
                condition=Q(state__in=WAITING),
                name="outbox_due",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=[State.SENDING]), name="outbox_leased"
            ),
            models.Index(
                fields=["state", "outcome_at"],
                condition=Q(state__in=IN_TROUBLE),
                name="outbox_in_trouble",
            ),
            models.Index(
                fields=["state", "outcome_at"], condition=Q(state__in=TRIED), name="outbox_tried"
            ),
            models.Index(fields=["id"], condition=Q(callback_pending=True), name="outbox_untold"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | (~Q(lease="") & Q(lease_until__isnull=False)),
                name="outbox_mailsettings_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.QUEUED, State.SENDING]) | Q(outcome_at__isnull=False),
                name="outbox_outcome_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WAITING) | Q(data_started_at__isnull=True),
                name="outbox_waiting_is_not_handed",
            ),
        ]

    def __str__(self):
        # Kept in logs and in the admin's, which outlive it: a key says nothing of anybody.
        return self.key

    @property
    def sender(self) -> str:
        """The envelope sender, to which a bounce comes back."""
        return f"bounces+{self.token}@{settings.BOUNCE_DOMAIN}"

    @property
    def answers_to(self) -> str:
        """The address to which the person for whom it was sent can forward an answer to it.

        Not the envelope sender: whoever knows that can say that the mail came back.
        """
        return f"answers+{self.answers_token()}@{settings.BOUNCE_DOMAIN}"

    def answers_token(self, secret: str | None = None) -> str:
        """Return the token of that address: a keyed hash, from which nobody finds the other."""
        digest = salted_hmac("outbox.answers", self.token, secret=secret, algorithm="sha256")
        return f"{self.pk}-{digest.hexdigest()[:32]}"

    def reword(self, text: str) -> bool:
        """Give it another text under the same headers; return False if it does not wait any more.

        Raises ValueError for a text that cannot be mailed.
        """
        content = reworded(bytes(self.content), text)
        those = OutgoingMessage.objects.waiting().exclude(content=b"")
        return bool(those.filter(pk=self.pk).update(content=content))

    def readdress(self, to: str, header: str) -> bool:
        """Send it to another address, with ``header`` as its To; return False if it does not wait.

        Raises ValueError for an address that cannot be mailed.
        """
        content = readdressed(bytes(self.content), header)
        those = OutgoingMessage.objects.waiting().exclude(content=b"")
        recipient = ascii_address(to)
        return bool(those.filter(pk=self.pk).update(recipient=recipient, content=content))

    def date_anew(self) -> None:
        """Give it today's date, where it had to wait for days before anybody tried to send it.

        A mail dated long ago looks like spam, and is shown below all that came since.
        """
        if self.attempts or timezone.now() - self.created_at <= DATED_ANEW_AFTER:
            return
        self.content = redated(bytes(self.content))
        OutgoingMessage.objects.filter(pk=self.pk).exclude(content=b"").update(content=self.content)

    def cancel(self) -> bool:
        """Stop it if it has not been handed over; return whether it was stopped."""
        stopped = OutgoingMessage.objects.filter(
            Q(state__in=WAITING) | Q(state=State.SENDING, data_started_at=None), pk=self.pk
        ).update(state=State.CANCELLED, outcome_at=timezone.now(), lease="", lease_until=None)
        self.refresh_from_db()
        return bool(stopped)

    def cancelled_by(self, user) -> bool:
        """Cancel it as a member of staff decided; return False if it was too late."""
        with transaction.atomic():
            return self.cancel() and self._decided(Decision.What.CANCEL, user)

    def sent_again_by(self, user) -> bool:
        """Send it once more, though it was refused or may have gone; False if neither is so.

        Not what came back: a second copy would as well.
        """
        those = OutgoingMessage.objects.filter(
            state__in=[State.UNSURE, State.FAILED], bounced_at=None
        )
        return self._settled_by(
            user,
            Decision.What.SEND_AGAIN,
            those.exclude(content=b""),
            state=State.QUEUED,
            due_at=timezone.now(),
            attempts=0,
            data_started_at=None,
            outcome_at=None,
        )

    def was_sent_says(self, user) -> bool:
        """Settle a mail that was unsure: it did go, when it was handed over."""
        return self._settled_by(
            user,
            Decision.What.WAS_SENT,
            OutgoingMessage.objects.unsure(),
            state=State.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at"),
        )

    def shown_to_have_gone(self) -> bool:
        """Settle a mail that was unsure, or waits to go once more, and that somebody answered or
        sent back: it did go, and no second copy does.
        """
        return self._settled_by(
            None,
            Decision.What.CAME_IN,
            OutgoingMessage.objects.filter(
                state__in=[State.UNSURE, *(WAITING if self.was_sent_again else [])]
            ),
            state=State.ACCEPTED,
            outcome_at=Coalesce("data_started_at", "outcome_at", Value(timezone.now())),
        )

    @property
    def was_sent_again(self) -> bool:
        """Whether staff had it sent once more: a copy may have gone before, whatever its state."""
        return self.decisions.filter(what=Decision.What.SEND_AGAIN).exists()

    def _settled_by(self, user, what, those, **facts) -> bool:
        """Change it if it is one of those, under no lease any more, and record who decided."""
        with transaction.atomic():
            decided = those.filter(pk=self.pk).update(lease="", lease_until=None, **facts)
            self.refresh_from_db()
            return bool(decided) and self._decided(what, user)

    def _decided(self, what, user) -> bool:
        self.decisions.create(what=what, by=user)
        self.tell()
        return True

    @property
    def is_told_of(self) -> bool:
        """Whether anybody is to be told what became of it."""
        return self.purpose in outcome_handlers

    def tell(self) -> None:
        """Call the handler registered for this purpose, in the caller's transaction.

        It is told of accepted, deferred, failed and unsure, of queued when staff send it again, and
        of cancelled when staff cancel it; of accepted also when what came in shows that it went.
        """
        handler = outcome_handlers.get(self.purpose)
        if handler:
            handler(self)


class Decision(models.Model):
    """What was decided about a message, when, and by which member of staff.

    By none where it follows from what came in: a reply, or the mail itself, come back.
    """

    class What(models.TextChoices):
        SEND_AGAIN = "send_again", "Send again"
        WAS_SENT = "was_sent", "It was sent"
        CANCEL = "cancel", "Cancel"
        CAME_IN = "came_in", "It was sent: mail about it came in"

    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="decisions")
    what = models.CharField(max_length=10, choices=What)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="came_in", by=None) | (~Q(what="came_in") & Q(by__isnull=False)),
                name="outbox_decision_is_somebodys",
            ),
        ]

    def __str__(self):
        return self.get_what_display()
