"""A supporter's letter to a council: one row, from the first draft until it is deleted.

Every change of state is one guarded UPDATE in one method: it names the states it may start from,
and returns whether it happened. Of two changes at once, one wins.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from campaign import ledger
from campaign.letters import emails, held
from campaign.letters.models.correspondence import Correspondence
from campaign.letters.models.lifetime import COUNTED_BY_DAY
from campaign.letters.models.queryset import EMPTY_TEXT, LetterQuerySet, emails_about
from campaign.letters.models.states import (
    CONFIRMED,
    CONFIRMED_NOT_BOUNCED,
    ON_THE_WAY,
    OPEN,
    SELF_SENDABLE,
    SETTLED,
    HeldFor,
    State,
)
from campaign.letters.models.tokens import Tokens
from campaign.letters.recipient import Recipient
from campaign.letters.references import ledger_name
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.tasks.models import Task
from campaign.tokens import new_token
from councils.models import Council

EMPTY = EMPTY_TEXT | {"name": "", "email": "", "postal_address": ""}
"""The fields of a letter's text and writer, once both are deleted."""


class Letter(Tokens, Correspondence):
    """A letter to a council that runs children's services."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    status_at_drafting = models.CharField(max_length=20)
    """The council's status for which the text was composed, or last accepted by its writer."""
    topics = models.JSONField(default=list)
    own_line = models.TextField(blank=True)
    generated_digest = models.CharField(max_length=64, blank=True)
    """Digest of the text as last composed, which shows whether the writer has changed it."""
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    name = models.TextField(blank=True)
    postal_address = models.TextField(blank=True)
    last_page = models.CharField(max_length=16, blank=True)
    """The rendering of the letter's page that last saved it (edit_conflicts.py)."""
    helplines_dismissed = models.BooleanField(default=False)
    """Whether the writer was shown the helplines and chose to go on."""
    own_words_percent = models.PositiveSmallIntegerField(default=0)
    """Percentage of the text's paragraphs that the supporter wrote or changed."""
    own_words_hash = models.CharField(max_length=40, blank=True, db_index=True)
    """Keyed hash of its writer's own words but for names; "" for few of them (held.py)."""
    held_for = models.CharField(max_length=4, blank=True, choices=HeldFor)
    """Why a person read it, or is to read it, before it goes."""
    why_not = models.TextField(blank=True)
    """Why a person who read it did not let it go, as its writer was told."""
    is_test = models.BooleanField(default=False)
    """Whether it only went to a file here: such a letter is in no public total."""
    answered = models.CharField(
        max_length=10,
        blank=True,
        choices=[("yes", "yes"), ("no", "no"), ("not_yet", "not yet")],
    )
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="followed_by"
    )
    """The earlier letter that this one follows up."""

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="letters_by_state"),
            models.Index(Upper("email"), name="letters_by_email"),
            models.Index(fields=["council", "confirmed_at"], name="letters_to_a_council"),
            *COUNTED_BY_DAY,
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State), name="letter_has_a_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.AWAITING, State.EXPIRED, *CONFIRMED])
                | Q(asked_at__isnull=False, token__isnull=False),
                name="letter_awaiting_was_requested",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CONFIRMED, confirmed_at__isnull=False)
                | Q(state__in=[*OPEN, State.EXPIRED], confirmed_at=None)
                | Q(state=State.CANCELLED),
                name="letter_sent_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at=None)),
                name="letter_cancelled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SETTLED) | Q(outcome_at__isnull=False),
                name="letter_settled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.BOUNCED) | Q(bounced_at__isnull=False),
                name="letter_bounced_has_time",
            ),
            models.CheckConstraint(
                condition=Q(text_deleted_at=None) | Q(text="", own_line="", subject=""),
                name="letter_text_deleted_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(own_words_percent__lte=100), name="letter_own_words_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(answered__in=["", "yes", "no", "not_yet"]),
                name="letter_answered_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk} to {self.council}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in OPEN

    @property
    def is_anonymised(self) -> bool:
        """Whether its text and its writer are deleted, and only what is counted is left."""
        has_details = bool(self.name or self.email or self.postal_address)
        return self.text_deleted_at is not None and not has_details

    @property
    def may_have_arrived(self) -> bool:
        """Whether the council may have it: as far as we know it was sent, and not to a file."""
        return self.state in (State.ACCEPTED, State.UNSURE) and not self.is_test

    @property
    def private_url(self) -> str:  # only its writer knows it
        return reverse("letters:private", args=[self.token])

    @property
    def answers_to(self) -> str:
        """The address to which its writer can forward the council's answer; "" if there is none.

        It belongs to this letter alone, so that what arrives there is known to be about it. It is
        not the envelope sender, so that nobody can use it to claim that the letter came back.
        """
        if not (self.may_have_arrived and self.accepts_answers):
            return ""
        message = self.message()
        return message.answers_to if message else ""

    def earlier(self) -> "Letter | None":
        """Return the last letter that its writer confirmed to the same council, or None."""
        others = Letter.objects.for_email(self.email).exclude(pk=self.pk)
        return (
            others.filter(council=self.council_id, confirmed_at__isnull=False)
            .order_by("confirmed_at")
            .last()
        )

    # Its life

    def _transition(self, start: Iterable[State], end: str, **changes: Any) -> bool:
        """Change its state if the row is in one of the states ``start``; return whether it was.

        A change also loses if another confirmation was requested since this object was read: its
        writer has seen something else by now.
        """
        updated = Letter.objects.filter(
            pk=self.pk, state__in=start, confirmations_sent=self.confirmations_sent
        ).update(state=end, **changes)
        if updated:
            self.state = end
            for field, value in changes.items():
                setattr(self, field, value)
        return bool(updated)

    def save_draft(self, page: str = "", **fields: Any) -> bool:
        """Save what was typed on one rendering of a page; return whether it could be changed.

        A letter that awaits confirmation becomes a draft again, and the code sent before is no
        longer valid: nobody has confirmed these words. With another email address, the link is no
        longer valid either.
        """
        changed = {name: value for name, value in fields.items() if getattr(self, name) != value}
        if not changed:
            return self.is_open
        if self.token:
            changed |= {"code_round": self.code_round + 1, "code_tries": 0}
        if "email" in changed:
            changed["token"] = None
        changed["last_page"] = page[:16]
        with transaction.atomic():
            saved = self._transition(OPEN, State.DRAFT, changed_at=timezone.now(), **changed)
            if saved:
                self.withdraw_requests(address_changed="email" in changed)
        return saved

    def request_confirmation(self) -> bool:
        """Ask its writer by email to confirm it, or ask again; return whether that was possible."""
        new_code = {"code_round": self.code_round + 1, "code_tries": 0}
        with transaction.atomic():
            # Asking again does not move an email that waits to the end of the queue.
            due_at = self.confirmation_due_at or OutgoingMessage.objects.confirmation_slot()
            requested = self._transition(
                OPEN,
                State.AWAITING,
                asked_at=timezone.now(),
                token=self.token or new_token(),
                confirmations_sent=self.confirmations_sent + 1,
                **(new_code if self.code_is_dead else {}),
            )
            if requested:
                self.withdraw_requests()
                email = emails.confirmation(self)
                self.email_writer(Purpose.CONFIRM, self.confirmation_key, email, due_at)
        return requested

    def remind(self) -> bool:
        """Remind its writer once that it awaits confirmation; return whether that was due."""
        with transaction.atomic():
            reminded = Letter.objects.filter(
                pk=self.pk, state=State.AWAITING, reminded_at=None
            ).update(reminded_at=timezone.now())
            if reminded:
                self.email_writer(Purpose.REMINDER, f"reminder:{self.pk}", emails.reminder(self))
        return bool(reminded)

    def confirm(self, to: Recipient, network: str = "") -> bool:
        """Queue it for ``to``, or hold it for a person to read; of several requests, one does it.

        ``network`` is the one its writer confirms it from, if that is known (held.py).
        """
        now = timezone.now()
        if not to.mailbox or self.is_late():
            return False
        with transaction.atomic():
            confirmed = self._transition([State.AWAITING], State.QUEUED, confirmed_at=now)
            if confirmed:
                self.withdraw_requests()
                why, own = held.look_at(self, network)
                end = State.HELD if why else State.QUEUED
                self._transition([State.QUEUED], end, held_for=why, own_words_hash=own)
                if why:
                    email = emails.waits_to_be_read(self)
                    self.email_writer(Purpose.FAILED, f"held:{self.pk}", email)
                    held.tell_staff_of_many(self.council)
                else:
                    self._queue(to)
        return confirmed

    def _queue(self, to: Recipient) -> None:
        """Queue the email that carries it, and its writer's copy. Their address is theirs."""
        OutgoingMessage.objects.queue(
            Purpose.LETTER,
            self.reference,
            to.mailbox,
            emails.letter(self, to),
            council=self.council.code,
            safe_to_resend=False,
            on_behalf=self.email,
            about=self.reference,
        )
        self.email_writer(Purpose.COPY, f"copy:{self.pk}", emails.own_copy(self))

    def let_go(self, to: Recipient) -> bool:
        """Queue it for ``to`` once a person has read it; return whether it still waited."""
        if not to.mailbox:
            return False
        with transaction.atomic():
            goes = self._transition([State.HELD], State.QUEUED)
            if goes:
                self._queue(to)
        return goes

    def ask_again(self) -> bool:
        """Ask its writer again, before it leaves, as its council's status has changed meanwhile.

        Nothing goes until they confirm it as it is, or change it; return whether it still waited.
        """
        with transaction.atomic():
            if self.state == State.QUEUED:
                message = self.message()
                if message is None or not message.cancel():
                    return False
            waits = self._transition(
                [State.HELD, State.QUEUED],
                State.AWAITING,
                confirmed_at=None,
                held_for="",
                asked_at=timezone.now(),
                reminded_at=None,
                confirmations_sent=self.confirmations_sent + 1,
                code_round=self.code_round + 1,
                code_tries=0,
            )
            if waits:
                carried = (Purpose.LETTER, Purpose.COPY)
                emails_about([self.pk]).filter(purpose__in=carried).erase()
                email = emails.asks_again(self)
                self.email_writer(Purpose.CONFIRM, self.confirmation_key, email)
        return waits

    def turn_down(self, why: str) -> bool:
        """Cancel it while it waits to be read, and give its writer the text and the reason."""
        with transaction.atomic():
            turned_down = self._transition(
                [State.HELD], State.CANCELLED, cancelled_at=timezone.now(), why_not=why
            )
            if turned_down:
                self._record(ledger.Kind.CANCELLED)
                email = emails.turned_down(self)
                self.email_writer(Purpose.FAILED, f"turned_down:{self.pk}", email)
        return turned_down

    def apply_delivery_state(self, state: State, at: dt.datetime | None, is_test: bool) -> bool:
        """Take the state that its email has reached; return whether it changed."""
        changed = Letter.objects.filter(pk=self.pk).apply_delivery_state(state, at, is_test)
        if changed:
            self.refresh_from_db()
        return bool(changed)

    def mark_bounced(self, at: dt.datetime) -> bool:
        """Record once that it came back, whatever our mail service has said or will say."""
        return self._transition(
            CONFIRMED_NOT_BOUNCED,
            State.BOUNCED,
            bounced_at=at,
            outcome_at=self.outcome_at or at,
        )

    def discard(self) -> bool:
        """Cancel it before it is confirmed. Its text and its writer are deleted at once."""
        with transaction.atomic():
            messages = self.message_ids()
            discarded = self._transition(
                OPEN, State.CANCELLED, cancelled_at=timezone.now(), **EMPTY
            )
            if discarded:
                self._delete_traces(messages)
        return discarded

    def cancel(self) -> bool:
        """Cancel it after it was confirmed, unless our mail service has already taken it."""
        now = timezone.now()
        with transaction.atomic():
            # One that waits to be read has no email; it may have got one since it was read here.
            stopped = self._transition([State.HELD], State.CANCELLED, cancelled_at=now)
            if not stopped:
                message = self.message()
                if message is None or not message.cancel():
                    return False
                stopped = self._transition(ON_THE_WAY, State.CANCELLED, cancelled_at=now)
            self._record(ledger.Kind.CANCELLED)
            return stopped

    def anonymise(self) -> bool:
        """Delete its text and its writer at once; return whether that was possible.

        What is left names nobody: it is counted when its time comes, and its links say that the
        letter was deleted. A letter on its way must be cancelled first.
        """
        if self.is_open:
            return self.discard()
        with transaction.atomic():
            messages = self.message_ids()
            anonymised = self._transition(
                [*SETTLED, State.CANCELLED, State.EXPIRED],
                self.state,
                text_deleted_at=timezone.now(),
                **EMPTY,
            )
            if anonymised:
                self._delete_traces(messages)
        return anonymised

    def cancel_and_anonymise(self) -> bool:
        """Anonymise it, cancelling it first if it has not left; return whether it is anonymised."""
        with transaction.atomic():
            self.cancel()
            return self.anonymise()

    def remove_from_device(self) -> None:
        """Delete it, and make its drafting address lead nowhere.

        One that awaits confirmation is cancelled, so that its link says so. One that its writer
        sent without us loses its text, and stays until it is counted.
        """
        if self.state == State.AWAITING or self.self_sent_at:
            self.discard()
        draft = Letter.objects.filter(pk=self.pk, state=State.DRAFT)
        if draft.exists():
            self._record(ledger.Kind.ERASED)
        if not draft.erase():
            Letter.objects.filter(pk=self.pk).update(draft_token=None)

    def restore_draft_token(self) -> None:
        """Give it a drafting address again, for its writer, if it has none."""
        Letter.objects.filter(pk=self.pk, draft_token=None).update(draft_token=new_token())
        self.refresh_from_db(fields=["draft_token"])

    # What its writer and others report

    def accept_status(self, status: str) -> None:
        """Record that its writer has seen the council's new status and leaves it as it is."""
        self._transition([State.AWAITING], State.AWAITING, status_at_drafting=status)

    def record_answer_received(self, at: dt.datetime) -> None:
        """Record when a person's answer first reached us."""
        Letter.objects.filter(pk=self.pk, answer_received_at=None).update(answer_received_at=at)

    def record_answered(self, answered: str) -> bool:
        """Record whether the council answered, as its writer says: yes, no or not_yet."""
        self.answered = answered
        return bool(
            Letter.objects.filter(pk=self.pk, state__in=CONFIRMED).update(answered=answered)
        )

    def mark_self_sent(self) -> bool:
        """Record that the supporter sent it themselves; once, however often they say so.

        A letter that we sent, and that did not come back, is not counted a second time.
        """
        rows = Letter.objects.filter(pk=self.pk, self_sent_at=None, state__in=SELF_SENDABLE)
        return bool(rows.update(self_sent_at=timezone.now()))

    def _record(self, kind: ledger.Kind) -> None:
        """Write in the ledger what is about to happen to it, in the transaction that does it."""
        ledger.note(kind, ledger_name(self.pk, self.created_at))

    def _delete_traces(self, message_ids: list[int]) -> None:
        """Delete emails with its text and its writer, what came in about it, and follow-ups.

        Of the email that carried it the row stays, without text: it may still come back, and then
        the letter is not counted. That the council answered stays as well, for staff. A follow-up
        goes only if nobody has confirmed it.
        """
        self._record(ledger.Kind.ERASED)
        messages = OutgoingMessage.objects.filter(pk__in=message_ids)
        carriers = messages.filter(purpose=Purpose.LETTER)
        for message in carriers:
            message.incoming_messages.all().delete()
        carriers.delete_texts()
        carriers.update(on_behalf="")
        messages.exclude(purpose=Purpose.LETTER).erase()
        Task.objects.filter(about=self.reference).forget_words()
        for follow_up in self.followed_by.filter(state__in=[*OPEN, State.EXPIRED]):
            follow_up.anonymise()
