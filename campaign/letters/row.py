"""The row of a letter: its columns, and what follows from them alone.

It sends no email and changes no other row; the files after it do (``__init__.py``).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from campaign import retention
from campaign.confirmation import Confirmable
from campaign.letters.composition.wordings import status_for_letters
from campaign.letters.draft_tokens import new_draft_token
from campaign.letters.states import (
    AGAIN_AFTER,
    CONFIRMED,
    MOST_CODE_TRIES,
    OPEN,
    WITH_OUTCOME,
    Answered,
    HeldFor,
    State,
)
from campaign.outbox.subjects import Subject
from councils.models import Council
from councils.record import record_on

NO_TEXT: dict[str, Any] = {
    "subject": "",
    "text": "",
    "own_line": "",
    "generated_digest": "",
    "why_not": "",
    "topics": [],
}
"""The fields of a letter's text, once it is deleted."""
NO_WRITER = {"name": "", "email": "", "postal_address": ""}
"""The fields of its writer, once they are deleted."""
MOVED = ""
"""The status at drafting of a letter whose council has closed and whose writer chose another, while
its words still name the old one (views/finding.py).

No council has this status, so the page asks its writer to look at it (letters/in_the_way.html).
"""


def ledger_name(letter_id: int, created_at: dt.datetime) -> str:
    """Return a letter's name in the ledger.

    The primary key alone is not enough: after a restore another letter may get it.
    """
    return f"{letter_id} {created_at.astimezone(dt.UTC).isoformat()}"


class LetterRow(Subject, Confirmable):
    """A letter to a council that runs children's services, as the database holds it.

    ``Confirmable`` adds ``confirmations_sent``, the number of emails that asked to confirm it,
    ``confirmed_at``, ``is_confirmed`` and the clock of its days; ``token`` and ``asked_at`` are its
    as well, and empty in a draft. ``Subject`` has its class told of its emails (models.py).
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    status_at_drafting = models.CharField(max_length=20)
    """The status of its council (``status_for_letters``) that its words fit: the one for which they
    were composed or, later, that its writer has seen and accepted; ``MOVED`` if they fit none."""
    addressed_to = models.CharField(max_length=60, blank=True)
    """The role whose greeting the text was composed with; "" if it was not composed."""
    topics = models.JSONField(default=list)
    """The keys of the questions that its writer ticked (``QUESTIONS`` in wordings.py)."""
    own_line = models.TextField(blank=True)
    generated_digest = models.CharField(max_length=64, blank=True)
    """Digest of the text as last composed, which shows whether the writer has changed it."""
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    name = models.TextField(blank=True)
    postal_address = models.TextField(blank=True)
    last_page = models.CharField(max_length=16, blank=True)
    """The random id of the rendering of its page that last saved it (edit_conflicts.py)."""
    helplines_dismissed = models.BooleanField(default=False)
    """Whether the writer was shown the helplines and chose to go on."""
    own_words_percent = models.PositiveSmallIntegerField(default=0)
    """Percentage of the text's paragraphs that its writer wrote or changed."""
    held_for = models.CharField(max_length=8, blank=True, choices=HeldFor)
    """Why a person read it, or is to read it, before it goes."""
    name_asked = models.BooleanField(default=False)
    """Whether its writer was asked if the name is theirs, as it reads like an office."""
    email_asked = models.BooleanField(default=False)
    """Whether its writer was asked if the email address is theirs, as it looks mistyped."""
    why_not = models.TextField(blank=True)
    """Why it was not sent, as its page says."""
    is_test = models.BooleanField(default=False)
    """Whether its email went to nobody: such a letter is in no public total."""
    answered = models.CharField(max_length=10, blank=True, choices=Answered)
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="followed_by"
    )
    """The earlier letter that this one follows up."""

    # Its writer, and what proves authority over it. ``draft_token`` is in the address of whoever
    # writes the letter; ``token`` only ever travels in the email to its writer.

    email = models.TextField(blank=True)
    draft_token = models.CharField(max_length=40, unique=True, null=True, default=new_draft_token)
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
    """When a person's answer reached us, to be passed on if its writer may be told."""
    asked_if_answered_at = models.DateTimeField(null=True)
    """When its writer was asked, once, whether the council answered (nightly.py)."""
    self_sent_at = models.DateTimeField(null=True)
    """When its writer told us: I sent it myself."""
    counted_at = models.DateTimeField(null=True)
    """When it was added to a public total; once."""
    text_deleted_at = models.DateTimeField(null=True)
    """When its text was deleted. The row itself goes with the writer's details."""

    class Meta:
        abstract = True
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="letters_by_state"),
            models.Index(Upper("email"), name="letters_by_email"),
            models.Index(fields=["council", "confirmed_at"], name="letters_to_a_council"),
            # With all that the figures of the desk ask for: 50,000 rows need not be read then.
            models.Index(fields=["created_at", "is_test"], name="letters_begun"),
            models.Index(
                fields=["confirmed_at", "is_test", "state", "answered"], name="letters_confirmed"
            ),
            models.Index(
                fields=["self_sent_at"],
                condition=Q(self_sent_at__isnull=False),
                name="letters_self_sent",
            ),
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
                condition=~Q(state__in=WITH_OUTCOME) | Q(outcome_at__isnull=False),
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

    # Changing it

    def as_rows(self) -> models.QuerySet[Self]:
        """Return a queryset of this row alone, for an UPDATE that names what it expects."""
        return type(self)._default_manager.filter(pk=self.pk)

    def transition(self, start: Iterable[str], end: str, **changes: Any) -> bool:
        """Change its state if the row is in one of the states ``start``; return whether it was."""
        return self.change_in(start, state=end, **changes)

    def change_in(self, states: Iterable[str], **changes: Any) -> bool:
        """Change fields if the row is in one of these states; return whether it was.

        It is one guarded UPDATE: of two changes at once, one wins. A change also loses if another
        confirmation was requested since this object was read: its writer has seen something else
        by now. A field that is not named stays as the row has it, whatever this object says.
        """
        expected = self.as_rows().filter(
            state__in=states, confirmations_sent=self.confirmations_sent
        )
        if not expected.update(**changes):
            return False
        for field, value in changes.items():
            setattr(self, field, value)
        return True

    def with_new_code(self) -> dict[str, int]:
        """Return the changes that make the code sent before invalid."""
        return {"code_round": self.code_round + 1, "code_tries": 0}

    # What it is

    @property
    def sender(self) -> list[str]:
        """Who it is from: name, street or postcode, email address; each only if it was given."""
        return [line for line in (self.name, self.postal_address, self.email) if line]

    @property
    def reference(self) -> str:
        """Its name for staff and logs, which says nothing about anybody."""
        return f"letter:{self.pk}"

    @property
    def private_url(self) -> str:  # only its writer knows it
        return reverse("letters:private", args=[self.token])

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
    def code_is_dead(self) -> bool:
        """Whether too many wrong codes were tried for this one to work."""
        return self.code_tries >= MOST_CODE_TRIES

    @property
    def status_has_changed(self) -> bool:
        """Whether its council's status today differs from the one its text was written for."""
        return bool(self.text) and self.status_at_drafting != self.status_today

    @property
    def status_today(self) -> str:
        """Its council's status today, or that this is disputed, or that it refuses to sign."""
        return status_for_letters(record_on().by_id[self.council_id])

    # Its days

    @property
    def read_by(self) -> dt.date | None:
        """The day by which a person reads it, if it waits for one, or its writer gets it back."""
        if not self.confirmed_at:
            return None
        return timezone.localdate(self.confirmed_at + retention.READ_WITHIN)

    @property
    def again_on(self) -> dt.date:
        """The day on which its writer, without an answer, can write again.

        One that has not gone is taken to go today.
        """
        went_at = self.outcome_at or self.self_sent_at or timezone.now()
        return timezone.localdate(went_at) + AGAIN_AFTER

    @property
    def is_time_to_write_again(self) -> bool:
        """Whether that day has come."""
        return self.again_on <= timezone.localdate()

    @property
    def text_deleted_by(self) -> dt.datetime | None:
        """When its text is deleted at the latest; None before it is confirmed.

        The night asks ``with_outdated_text`` (queryset.py).
        """
        if not self.confirmed_at:
            return None
        latest = self.confirmed_at + retention.TEXTS_AT_MOST
        ended_at = self.cancelled_at or self.outcome_at
        if not ended_at:
            return latest
        return min(ended_at + retention.TEXTS_AFTER_OUTCOME, latest)

    @property
    def details_deleted_by(self) -> dt.datetime | None:
        if not self.confirmed_at:
            return None
        return self.confirmed_at + retention.PEOPLE

    @property
    def accepts_answers(self) -> bool:
        """Whether its page asks for the council's answer: only while its text is kept."""
        if self.text_deleted_at:
            return False
        latest = self.text_deleted_by
        return latest is None or timezone.now() < latest
