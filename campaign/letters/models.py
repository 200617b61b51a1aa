"""A supporter's letter to a council: one row, from the first draft until it is deleted.

Every change of state is one guarded UPDATE in one method: it names the states it may start from,
and returns whether it happened. Of two changes at once, one wins.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from contextlib import suppress
from itertools import batched
from typing import Any

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign import ledger, retention
from campaign.confirmation import (
    TOKEN,
    Confirmable,
    ConfirmableQuerySet,
    confirmation_cutoff,
    confirmation_slot,
    new_token,
)
from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters import emails, held
from campaign.letters.recipient import Recipient
from campaign.outbox.models import MessageState, OutgoingMessage, OutgoingMessageQuerySet
from campaign.personal import Kept, Personal
from campaign.purposes import Purpose
from campaign.subjects import Subject, type_of
from campaign.supporters import suppression as to_people
from campaign.supporters.suppression import bounced, may_email, suppress_address
from campaign.tasks.models import Task
from councils.dates import midnight, today
from councils.email_addresses import is_address
from councils.models import Council
from councils.record import closed_on, record_on


class State(models.TextChoices):
    """How far a letter has come."""

    DRAFT = "draft", "being written"
    AWAITING = "awaiting", "waiting to be confirmed"
    HELD = "held", "waiting for us to read it"
    QUEUED = "queued", "next in line"
    ACCEPTED = "accepted", "handed to our mail service"
    DEFERRED = "deferred", "delayed by the mail service; will be tried again"
    BOUNCED = "bounced", "came back"
    FAILED = "failed", "was refused"
    UNSURE = "unsure", "we cannot tell whether it arrived"
    CANCELLED = "cancelled", "cancelled"


ANSWERS = {"yes": "yes", "no": "no", "not_yet": "not yet"}
"""Whether the council answered, as a letter's writer says."""


class HeldFor(models.TextChoices):
    """Why a person reads a letter before it goes, in the words that its writer is told."""

    MANY = "many", "many came at the same time"
    SAME = "same", "it matches a letter that went to another council"
    LINK = "link", "it has a link to another website and hardly any of our wording"


OPEN = (State.DRAFT, State.AWAITING)
"""States in which a letter can still be changed."""
ON_THE_WAY = (State.QUEUED, State.DEFERRED)
"""States of a confirmed letter whose delivery has no outcome yet."""
SETTLED = (State.ACCEPTED, State.BOUNCED, State.FAILED, State.UNSURE)
"""States in which the outcome of the delivery is known, as far as it ever will be."""
CONFIRMED = (
    State.HELD,
    State.QUEUED,
    State.ACCEPTED,
    State.DEFERRED,
    State.BOUNCED,
    State.FAILED,
    State.UNSURE,
)
"""States that a letter reaches only once its writer has confirmed it."""
CONFIRMED_NOT_BOUNCED = tuple(
    state for state in CONFIRMED if state not in (State.HELD, State.BOUNCED)
)
"""States that may still change with the delivery: a letter that came back stays so, and one that
waits to be read has no email yet."""
SELF_SENDABLE = (*OPEN, State.BOUNCED, State.FAILED, State.CANCELLED)
"""States in which a supporter may have sent the letter themselves instead."""


COMES_BACK_WITHIN = dt.timedelta(days=5)
"""A letter that has not come back in this time counts as delivered."""
ASK_AFTER = dt.timedelta(weeks=4)
"""After this, one email asks the supporter whether the council answered."""
AGAIN_AFTER = dt.timedelta(weeks=6)
"""After this, a supporter without an answer is helped to write again."""
MOST_TRIES = 5
"""Wrong codes after which a code no longer works: then only the link does, or a new code."""
BATCH = 500
"""Letters that a purge names in one statement."""
LINK_PURPOSES = (Purpose.LINKS, Purpose.LOST_LINK)
"""Purposes of emails about all the letters of a person."""
EMPTY_TEXT = {
    **dict.fromkeys(("subject", "text", "own_line", "generated_digest", "own_words_hash"), ""),
    "why_not": "",
    "topics": [],
}
"""The fields of a letter's text, once it is deleted."""


class LetterQuerySet(ConfirmableQuerySet["Letter"]):
    """Letters, by who may see them and by what is due to happen to them."""

    def by_draft_token(self, draft_token: str) -> "Letter | None":
        """Return the letter whose drafting address carries this token, or None."""
        with suppress(Letter.DoesNotExist):
            return self.get(draft_token=draft_token) if TOKEN.fullmatch(draft_token) else None
        return None

    def for_message(self, message: OutgoingMessage) -> "LetterQuerySet":
        """Return the letter that an email carries: one or none."""
        is_carried = message.purpose == Purpose.LETTER and message.subject_class is Letter
        return self.filter(pk=message.subject_id or 0) if is_carried else self.none()

    def for_email(self, email: str) -> "LetterQuerySet":
        """Return letters from an email address, in any spelling."""
        return self.filter(is_address("email", email))

    def to_remind(self, on: dt.date | None = None) -> "LetterQuerySet":
        """Return letters to remind about: requested before yesterday, and not reminded yet.

        Letters that their writers sent themselves are left out: a reminder would make it two.
        """
        yesterday = midnight((on or today()) - dt.timedelta(days=1))
        return self.filter(
            state=State.AWAITING,
            asked_at__lt=yesterday,
            asked_at__gte=confirmation_cutoff(timezone.now()),
            reminded_at=None,
            confirmed_at=None,
            self_sent_at=None,
        )

    def to_read(self) -> "LetterQuerySet":
        """Return the letters that wait for a person to read them, the oldest first."""
        return self.filter(state=State.HELD).select_related("council").order_by("confirmed_at")

    def to_count(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters that the public totals still have to count (nightly.py).

        They went out and did not come back in time, or their writers say that they sent them.
        """
        went = Q(state=State.ACCEPTED)
        went |= Q(state=State.BOUNCED, bounced_at__gt=F("outcome_at") + COMES_BACK_WITHIN)
        return self.filter(
            went & Q(outcome_at__lte=now - COMES_BACK_WITHIN) | Q(self_sent_at__lte=now),
            is_test=False,
            counted_at=None,
        )

    def counted(self, now: dt.datetime) -> "LetterQuerySet":
        """Leave out what the totals still have to count: it is deleted a night later."""
        return self.exclude(pk__in=Letter.objects.to_count(now).order_by().values("pk"))

    # What the nightly purge deletes (retention.py)

    def unread_for_long(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters that nobody here has read in time."""
        return self.to_read().filter(confirmed_at__lte=now - retention.READ_WITHIN)

    def give_back(self) -> int:
        """Give letters that nobody has read back to their writers; return how many."""
        why = f"nobody here could read it within {retention.READ_WITHIN.days} days"
        return sum(letter.turn_down(why) for letter in self)

    def abandoned_drafts(self, now: dt.datetime) -> "LetterQuerySet":
        """Return drafts that nobody has changed for as long as drafts are kept."""
        drafts = self.filter(state=State.DRAFT, changed_at__lte=now - retention.DRAFTS)
        return drafts.counted(now)

    def never_confirmed(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters that were not confirmed in time, or were cancelled as long ago."""
        return self.counted(now).filter(
            Q(state=State.AWAITING, asked_at__lt=confirmation_cutoff(now))
            | Q(state=State.CANCELLED, cancelled_at__lte=now - retention.UNCONFIRMED),
            confirmed_at=None,
        )

    def with_outdated_text(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters whose text is no longer kept.

        One on its way keeps its text, and so does one while an email waits to give it back.
        """
        after_outcome = now - retention.TEXTS_AFTER_OUTCOME
        emails = OutgoingMessage.objects.not_left().filter(subject_type=type_of(Letter))
        return self.filter(
            ~Exists(emails.filter(subject_id=OuterRef("pk"))),
            Q(confirmed_at__lte=now - retention.TEXTS_AT_MOST)
            | Q(state__in=SETTLED, outcome_at__lte=after_outcome)
            | Q(state=State.CANCELLED, cancelled_at__lte=after_outcome),
            state__in=[*SETTLED, State.CANCELLED],
            confirmed_at__isnull=False,
            text_deleted_at=None,
        )

    def with_outdated_details(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters whose writers' details are no longer kept."""
        return self.filter(confirmed_at__lte=now - retention.PEOPLE).counted(now)

    def erase(self) -> int:
        """Delete these letters and every email about them; return how many letters.

        An email with the links to all letters of a writer has days of its own.
        """
        erased = 0
        for ids in batched(self.order_by("pk").values_list("pk", flat=True), BATCH):
            with transaction.atomic():
                emails_about(ids).erase()
                deleted = Letter.objects.filter(pk__in=ids).delete()[1]
            erased += deleted.get(self.model._meta.label, 0)
        return erased

    def delete_texts(self, now: dt.datetime) -> int:
        """Delete the text of these letters and of every email about them; return how many.

        The answers to them go too, and their tasks stay, without words.
        """
        Task.objects.for_subjects(self).forget_words()
        ids = list(self.values_list("pk", flat=True))
        for batch in batched(ids, BATCH):
            with transaction.atomic():
                emails_about(batch).delete_texts()
                letters = Letter.objects.filter(pk__in=batch)
                letters.update(text_deleted_at=now, **EMPTY_TEXT)
        return len(ids)


def emails_about(letter_ids: Iterable[int]) -> OutgoingMessageQuerySet:
    """Return every email about these letters, including those that carry them."""
    of_letters = OutgoingMessage.objects.filter(subject_type=type_of(Letter))
    return of_letters.filter(subject_id__in=letter_ids)


def digest(text: str) -> str:
    """Return what shows whether a text has changed."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def ledger_name(letter_id: int, created_at: dt.datetime) -> str:
    """Return a letter's name in the ledger: after a restore its primary key alone is reused."""
    return f"{letter_id} {created_at.astimezone(dt.UTC).isoformat()}"


EMPTY = EMPTY_TEXT | {"name": "", "email": "", "postal_address": ""}
"""The fields of a letter's text and writer, once both are deleted."""


class Letter(Subject, Confirmable):
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
    """Whether its email went to nobody: such a letter is in no public total."""
    answered = models.CharField(
        max_length=10,
        blank=True,
        choices=ANSWERS,
    )
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="followed_by"
    )
    """The earlier letter that this one follows up."""

    # Its writer, and what proves authority over it. ``draft_token`` is in the address of whoever
    # writes the letter; ``token`` only ever travels in the email to its writer.

    email = models.TextField(blank=True)
    draft_token = models.CharField(max_length=40, unique=True, null=True, default=new_token)
    token = models.CharField(max_length=40, unique=True, null=True)  # type: ignore[assignment]
    code_round = models.PositiveSmallIntegerField(default=0)
    """Which code is valid; raised to make the code sent before invalid."""
    code_tries = models.PositiveSmallIntegerField(default=0)

    # When things happened to it

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)  # type: ignore[assignment]
    """When confirmation was last requested."""
    reminded_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    outcome_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    """When a notice said that the council's mail server took it."""
    bounced_at = models.DateTimeField(null=True)
    answer_received_at = models.DateTimeField(null=True)
    """When a person's answer reached us and was passed on."""
    asked_if_answered_at = models.DateTimeField(null=True)
    """When its writer was asked, once, whether the council answered (nightly.py)."""
    self_sent_at = models.DateTimeField(null=True)
    """When the supporter told us: I sent it myself."""
    counted_at = models.DateTimeField(null=True)
    """When it was added to a public total; once."""
    text_deleted_at = models.DateTimeField(null=True)
    """When its text was deleted. The row itself goes with the writer's details."""

    objects = LetterQuerySet.as_manager()

    personal = Personal(
        "letters",
        addresses=("email",),
        names=("name", "postal_address"),
        words=("subject", "text", "own_line", "why_not"),
        of_nobody=(
            "draft_token", "token", "status_at_drafting", "topics", "generated_digest",
            "last_page", "own_words_hash",
        ),
        shown={
            "to": "council.name",
            "state": "get_state_display",
            "name": "name",
            "email": "email",
            "postal address": "postal_address",
            "subject": "subject",
            "text": "text",
            "why it matters, in the writer’s own line": "own_line",
            "why we did not send it": "why_not",
            "whether the council answered": "get_answered_display",
            "begun": "created_at",
            "asked for": "asked_at",
            "confirmed": "confirmed_at",
            "outcome": "outcome_at",
            "came back": "bounced_at",
            "sent by its writer": "self_sent_at",
        },
        kept=(
            Kept("letters given back unread", "unread_for_long", "give_back"),
            Kept("drafts", "abandoned_drafts"),
            Kept("letters nobody confirmed", "never_confirmed"),
            Kept("letters with their writers", "with_outdated_details"),
            Kept("texts of letters", "with_outdated_text", LetterQuerySet.delete_texts),
        ),
        # One that is being handed over at this very moment is left for a second try.
        erase=lambda letters: sum(letter.cancel_and_anonymise() for letter in letters),
    )  # fmt: skip
    """What ``campaign/privacy/personal_data.py`` shows, erases and deletes every night, after the
    days that stand in ``campaign/retention.py``."""

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="letters_by_state"),
            models.Index(Upper("email"), name="letters_by_email"),
            models.Index(fields=["council", "confirmed_at"], name="letters_to_a_council"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State), name="letter_has_a_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.AWAITING, *CONFIRMED])
                | Q(asked_at__isnull=False, token__isnull=False),
                name="letter_awaiting_was_requested",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CONFIRMED, confirmed_at__isnull=False)
                | Q(state__in=OPEN, confirmed_at=None)
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
    def sender(self) -> list[str]:
        """Who it is from: name, street and town, and an email address if one was given."""
        return [line for line in (self.name, self.postal_address, self.email) if line]

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
        """Whether the council may have it: as far as we know it was sent to somebody."""
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

    @property
    def code(self) -> str:
        """The six digits that confirm the letter, derived from the token: never stored."""
        digest = salted_hmac("letters.code", f"{self.token}:{self.code_round}", algorithm="sha256")
        return f"{int.from_bytes(digest.digest()[:8]) % 1_000_000:06d}"

    @property
    def code_is_dead(self) -> bool:
        """Whether too many wrong codes were tried for this one to work."""
        return self.code_tries >= MOST_TRIES

    def try_code(self, typed: str) -> bool:
        """Return whether ``typed`` is the code. Each try is counted before it is compared."""
        counted = Letter.objects.filter(
            pk=self.pk,
            state=State.AWAITING,
            code_round=self.code_round,
            code_tries__lt=MOST_TRIES,
        ).update(code_tries=F("code_tries") + 1)
        if not counted:
            return False
        self.code_tries += 1
        return constant_time_compare(typed, self.code)

    @property
    def until(self) -> dt.date | None:
        """The last day on which it can be confirmed, as pages and emails say."""
        if not self.asked_at:
            return None
        return timezone.localdate(self.asked_at) + retention.UNCONFIRMED

    def is_late(self, now: dt.datetime | None = None) -> bool:
        """Return whether it is too late to confirm, even if no purge has run since."""
        today = timezone.localdate(now or timezone.now())
        return self.state == State.AWAITING and self.until is not None and self.until < today

    @property
    def text_deleted_by(self) -> dt.datetime | None:
        """When its text is deleted at the latest; None before it is confirmed."""
        if not self.confirmed_at:
            return None
        latest = self.confirmed_at + retention.TEXTS_AT_MOST
        settled_at = self.outcome_at or self.cancelled_at
        return min(settled_at + retention.TEXTS_AFTER_OUTCOME, latest) if settled_at else latest

    @property
    def details_deleted_by(self) -> dt.datetime | None:
        return self.confirmed_at + retention.PEOPLE if self.confirmed_at else None

    @property
    def accepts_answers(self) -> bool:
        """Whether its page asks for the council's answer: only while its text is kept."""
        latest = self.text_deleted_by
        return self.text_deleted_at is None and (latest is None or timezone.now() < latest)

    # Its emails

    @classmethod
    def on_outcome(cls, message: OutgoingMessage) -> None:
        from campaign.letters import delivery  # which knows letters

        if message.purpose == Purpose.LETTER:
            delivery.apply_outcome(message)

    @classmethod
    def on_leaving(cls, message: OutgoingMessage) -> bool:
        """Let a letter leave, or ask its writer first if its council's status has changed.

        Not if staff had it sent again: the council may have it already.
        """
        letter = cls.objects.for_message(message).first()
        if letter is None or message.was_resent or not letter.status_has_changed:
            return True
        return not letter.request_again()

    @property
    def status_has_changed(self) -> bool:
        """Whether its council's status today differs from the one its text was written for."""
        status = record_on().by_id[self.council_id].status
        return bool(self.text) and self.status_at_drafting != status

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        from campaign.letters import incoming  # which knows letters

        handle = incoming.handle_arrival if message.purpose == Purpose.LETTER else to_people.arrived
        handle(message, mail)

    @property
    def reference(self) -> str:
        """Its name for staff and logs, which says nothing about anybody."""
        return f"letter:{self.pk}"

    @property
    def is_address_dead(self) -> bool:
        """Whether email to its writer came back for good: nothing goes there any more."""
        return bool(self.email) and bool(bounced([self.email]))

    @property
    def confirmation_due_at(self) -> dt.datetime | None:
        """When the email that asks to confirm it goes, if it waits for its turn."""
        queued = OutgoingMessage.objects.filter(
            key=self.confirmation_key, state=MessageState.QUEUED
        )
        return queued.values_list("due_at", flat=True).first()

    @property
    def confirmation_bounced(self) -> bool:
        """Whether the last email that asked to confirm it did not arrive, or none can."""
        if self.is_address_dead:
            return True
        message = OutgoingMessage.objects.filter(key=self.confirmation_key).first()
        return message is not None and (
            message.state == MessageState.FAILED or message.bounced_at is not None
        )

    def tell(
        self,
        name: str,
        mark: object = "",
        *,
        key: str = "",
        email: EmailMessage | None = None,
        due_at: dt.datetime | None = None,
        **given: object,
    ) -> bool:
        """Queue one of our emails to its writer, once for each mark; return whether that may be.

        It may not if the writer's details are deleted, if the address asked for no more emails,
        or if email to it came back for good.
        """
        if not (self.email and may_email(self.email)):
            return False
        OutgoingMessage.objects.queue(
            emails.PURPOSES.get(name, Purpose.FAILED),
            key or f"{name}:{self.pk}:{mark}".rstrip(":"),
            self.email,
            email or emails.to_writer(name, self, **given),
            subject=self,
            on_behalf=self.email,
            due_at=due_at,
        )
        return True

    @property
    def confirmation_key(self) -> str:
        return f"confirm:{self.pk}:{self.confirmations_sent}"

    def message(self) -> OutgoingMessage | None:
        """Return the email that carries it, if it was confirmed."""
        return emails_about([self.pk]).filter(purpose=Purpose.LETTER).first()

    def message_ids(self) -> list[int]:
        """Return the ids of every email about it, including those with links to it."""
        is_about = Q(subject_type=type_of(Letter), subject_id=self.pk)
        if self.email:
            is_about |= is_address("on_behalf", self.email) & Q(purpose__in=LINK_PURPOSES)
        return list(OutgoingMessage.objects.filter(is_about).values_list("pk", flat=True))

    def withdraw_requests(self) -> None:
        """Delete waiting emails that ask to confirm it: what they say is no longer true."""
        to_confirm = [Purpose.CONFIRM, Purpose.REMINDER]
        emails_about([self.pk]).filter(purpose__in=to_confirm).waiting().erase()

    # Its life

    def _transition(self, start: Iterable[str], end: str, **changes: Any) -> bool:
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
                self.withdraw_requests()
        return saved

    def request_confirmation(self) -> bool:
        """Ask its writer by email to confirm it, or ask again; return whether that was possible."""
        new_code = {"code_round": self.code_round + 1, "code_tries": 0}
        with transaction.atomic():
            # Asking again does not move an email that waits to the end of the queue.
            due_at = self.confirmation_due_at or confirmation_slot()
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
                self.tell("confirm", key=self.confirmation_key, due_at=due_at)
        return requested

    def remind(self) -> bool:
        """Remind its writer once that it awaits confirmation; return whether that was due."""
        with transaction.atomic():
            reminded = Letter.objects.filter(
                pk=self.pk, state=State.AWAITING, reminded_at=None
            ).update(reminded_at=timezone.now())
            if reminded:
                self.tell("reminder", self.confirmations_sent)
        return bool(reminded)

    def confirm(self, to: Recipient, network: str = "", ours: Iterable[str] = ()) -> bool:
        """Queue it for ``to``, or hold it for a person to read; of several requests, one does it.

        ``network`` is the one its writer confirms it from, if that is known; ``ours`` are the
        paragraphs of ours that it could have (held.py).
        """
        now = timezone.now()
        if not to.mailbox or self.is_late():
            return False
        with transaction.atomic():
            confirmed = self._transition([State.AWAITING], State.QUEUED, confirmed_at=now)
            if confirmed:
                self.withdraw_requests()
                why, own = held.look_at(self, network, ours)
                end = State.HELD if why else State.QUEUED
                self._transition([State.QUEUED], end, held_for=why, own_words_hash=own)
                if why:
                    self.tell("held", self.confirmations_sent)
                else:
                    self._queue(to)
        return confirmed

    def _queue(self, to: Recipient) -> None:
        """Queue the email that carries it, and its writer's copy. Their address is theirs.

        However long a person read it, its days run from when it was confirmed.
        """
        OutgoingMessage.objects.queue(
            Purpose.LETTER,
            self.reference,
            to.mailbox,
            emails.letter(self, to),
            council=self.council.code,
            subject=self,
            on_behalf=self.email,
            kept_from=self.confirmed_at,
        )
        self.tell("copy")

    def let_go(self, to: Recipient) -> bool:
        """Queue it for ``to`` once a person has read it; return whether it still waited."""
        if not to.mailbox:
            return False
        with transaction.atomic():
            goes = self._transition([State.HELD], State.QUEUED)
            if goes:
                self._queue(to)
        return goes

    def request_again(self) -> bool:
        """Ask its writer to confirm it again, as its council's status has changed meanwhile.

        Nothing goes until they confirm it as it is, or change it; return whether it still waited.
        """
        with transaction.atomic():
            message = self.message()  # none yet, if it waits to be read
            if message and not message.cancel():
                return False
            waits = self._transition(
                [State.HELD, *ON_THE_WAY],
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
                self.tell("asks_again", key=self.confirmation_key)
        return waits

    def turn_down(self, why: str) -> bool:
        """Cancel it while it waits to be read, and give its writer the text and the reason."""
        with transaction.atomic():
            turned_down = self._transition(
                [State.HELD], State.CANCELLED, cancelled_at=timezone.now(), why_not=why
            )
            if turned_down:
                self._record(ledger.Kind.CANCELLED)
                self.tell("turned_down")
        return turned_down

    def apply_delivery_state(self, state: State, at: dt.datetime | None, is_test: bool) -> bool:
        """Take the state that its email has reached; return whether it changed.

        A letter that came back stays so. ``is_test``: the email went to nobody.
        """
        changes = {"outcome_at": at or timezone.now()} if state in SETTLED else {}
        if state == State.CANCELLED:
            changes = {"cancelled_at": at or timezone.now()}
        return self._transition(CONFIRMED_NOT_BOUNCED, state, is_test=is_test, **changes)

    def mark_bounced(self, at: dt.datetime) -> bool:
        """Record once that it came back, whatever our mail service has said or will say."""
        return self._transition(
            CONFIRMED_NOT_BOUNCED,
            State.BOUNCED,
            bounced_at=at,
            outcome_at=self.outcome_at or at,
        )

    def disown(self) -> None:
        """Cancel it and never write to its address again: whoever owns that did not write it."""
        if self.is_open:
            suppress_address(self.email)
            self.anonymise()

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
        letter was deleted. One that nobody has confirmed is cancelled; one on its way must be
        cancelled first.
        """
        messages, now = self.message_ids(), timezone.now()
        cancelled_at = now if self.is_open else self.cancelled_at
        with transaction.atomic():
            anonymised = self._transition(
                OPEN if self.is_open else (*SETTLED, State.CANCELLED),
                State.CANCELLED if self.is_open else self.state,
                text_deleted_at=now,
                cancelled_at=cancelled_at,
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

    # What its writer and others report

    def accept_status(self, status: str) -> None:
        """Record that its writer has seen the council's new status and leaves it as it is."""
        self._transition([self.state], self.state, status_at_drafting=status)

    def record_answered(self, answered: str) -> bool:
        """Record whether the council answered, as its writer says: yes, no or not_yet."""
        self.answered = answered
        return bool(
            Letter.objects.filter(pk=self.pk, state__in=CONFIRMED).update(answered=answered)
        )

    @property
    def may_be_followed(self) -> bool:
        """Whether the writer of an unanswered letter may begin a second one: six weeks later.

        Only once: not when a second letter was confirmed, or sent by the writer. Not once the
        campaign has closed.
        """
        followed = self.followed_by.filter(Q(state__in=CONFIRMED) | Q(self_sent_at__isnull=False))
        return (
            closed_on() is None
            and self.state == State.ACCEPTED
            and self.outcome_at is not None
            and self.outcome_at <= timezone.now() - AGAIN_AFTER
            and self.answered in ("no", "not_yet")
            and bool(self.email)
            and self.follows_id is None
            and not followed.exists()
        )

    def mark_self_sent(self) -> bool:
        """Record that the supporter sent it themselves; once, however often they say so.

        One that waits to be read is stopped, or it would go twice. One that we sent, and that did
        not come back, is not counted a second time.
        """
        if self.state == State.HELD:
            self.cancel()
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
        Task.objects.for_subject(self).forget_words()
        for follow_up in self.followed_by.filter(state__in=OPEN):
            follow_up.anonymise()
