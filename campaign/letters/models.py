"""A supporter's letter to a council: one row, from the first draft until it is deleted.

A file for each part of its life, and each imports only those above it:

    states.py      the states
    row.py         its columns, and what follows from them alone
    emails.py      every email about it
    writer.py      what its writer is told
    delivery.py    on its way to the council, and the outcome
    confirming.py  from a draft to a confirmed letter
    erasing.py     its words and its writer deleted at once
    incoming.py    what comes back
    models.py      the letter with all of this; which letters are due for what

Every change of state is one guarded UPDATE (``LetterRow.transition``): it names the states it may
start from, and returns whether it happened.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from campaign import retention
from campaign.confirmation import ConfirmableQuerySet, confirmation_cutoff
from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters import incoming
from campaign.letters.confirming import Confirming
from campaign.letters.draft_tokens import DRAFT_TOKEN
from campaign.letters.erasing import Erasable
from campaign.letters.row import NO_TEXT, LetterRow
from campaign.letters.states import (
    COMES_BACK_WITHIN,
    CONFIRMED,
    SELF_SENDABLE,
    SETTLED,
    Answered,
    State,
)
from campaign.outbox.models import (
    MessageState,
    OutgoingMessage,
    OutgoingMessageQuerySet,
    WhyCancelled,
)
from campaign.outbox.subjects import type_of
from campaign.personal import Kept, Personal
from campaign.purposes import Purpose
from campaign.supporters import suppression
from campaign.tasks.models import Task
from councils.dates import midnight, today
from councils.email_addresses import is_address
from councils.record import closed_on

ENDS_WITH_THE_CAMPAIGN = (Purpose.LETTER, Purpose.CONFIRM, Purpose.REMINDER, Purpose.FOLLOW_UP)
"""Emails about a letter that ask for, or are, what a closed campaign does no more."""
BATCH = 500
"""Letters that a purge names in one statement."""


class LetterQuerySet(ConfirmableQuerySet["Letter"]):
    """Letters, by who may see them and by what is due to happen to them."""

    def by_draft_token(self, draft_token: str) -> "Letter | None":
        """Return the letter whose drafting address carries this token, or None."""
        if not DRAFT_TOKEN.fullmatch(draft_token):
            return None
        return self.filter(draft_token=draft_token).first()

    def for_message(self, message: OutgoingMessage) -> "LetterQuerySet":
        """Return the letter that an email carries: one or none."""
        if message.purpose != Purpose.LETTER or message.subject_class is not Letter:
            return self.none()
        return self.filter(pk=message.subject_id or 0)

    def for_email(self, email: str) -> "LetterQuerySet":
        """Return letters from an email address, in any spelling."""
        return self.filter(is_address("email", email))

    def to_remind(self, on: dt.date | None = None) -> "LetterQuerySet":
        """Return letters to remind about: requested before yesterday, and not reminded yet.

        Not before the email that asks to confirm it has left, or both would come together. Letters
        that their writers sent themselves are left out: a reminder would make it two.
        """
        yesterday = midnight((on or today()) - dt.timedelta(days=1))
        unsent = OutgoingMessage.objects.not_left().filter(
            purpose=Purpose.CONFIRM, subject_type=type_of(Letter), subject_id=OuterRef("pk")
        )
        return self.filter(
            ~Exists(unsent),
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
        came_back_late = Q(bounced_at__gt=F("outcome_at") + COMES_BACK_WITHIN)
        went = Q(state=State.ACCEPTED) | Q(state=State.BOUNCED) & came_back_late
        went_in_time = went & Q(outcome_at__lte=now - COMES_BACK_WITHIN)
        return self.filter(went_in_time | Q(self_sent_at__lte=now), is_test=False, counted_at=None)

    def counted(self, now: dt.datetime) -> "LetterQuerySet":
        """Leave out what the totals still have to count: it is deleted a night later."""
        return self.exclude(pk__in=Letter.objects.to_count(now).order_by().values("pk"))

    # What the nightly purge deletes (retention.py)

    def unread_for_long(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters that nobody here has read in time."""
        return self.to_read().filter(confirmed_at__lte=now - retention.READ_WITHIN)

    def give_back(self) -> int:
        """Give letters that waited too long back to their writers, and say why; return how many."""
        unread = f"nobody here could read it within {retention.READ_WITHIN.days} days"
        given_back = 0
        for letter in self:
            why = unread
            if not letter.can_go:
                why = f"we can’t reach {letter.council.short_name} by email any more"
            if letter.turn_down(why):
                given_back += 1
        return given_back

    def abandoned_drafts(self, now: dt.datetime) -> "LetterQuerySet":
        """Return drafts that nobody has changed for as long as drafts are kept."""
        drafts = self.filter(state=State.DRAFT, changed_at__lte=now - retention.DRAFTS)
        return drafts.counted(now)

    def never_confirmed(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters that were not confirmed in time, or were cancelled as long ago."""
        too_late = Q(state=State.AWAITING, asked_at__lt=confirmation_cutoff(now))
        cancelled = Q(state=State.CANCELLED, cancelled_at__lte=now - retention.UNCONFIRMED)
        return self.counted(now).filter(too_late | cancelled, confirmed_at=None)

    def with_outdated_text(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters whose text is no longer kept.

        One on its way keeps its text, and so does one while an email waits to give it back.
        """
        waiting = OutgoingMessage.objects.not_left().filter(
            subject_type=type_of(Letter), subject_id=OuterRef("pk")
        )
        after_outcome = now - retention.TEXTS_AFTER_OUTCOME
        is_settled = Q(state__in=SETTLED)
        is_cancelled = Q(state=State.CANCELLED)
        is_over = (
            Q(confirmed_at__lte=now - retention.TEXTS_AT_MOST)
            | is_settled & Q(outcome_at__lte=after_outcome)
            | is_cancelled & Q(cancelled_at__lte=after_outcome)
        )
        return self.filter(
            is_settled | is_cancelled,
            is_over,
            ~Exists(waiting),
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

    def cancel_and_anonymise(self) -> int:
        """Stop what has not left, and delete the words and the writers; return how many."""
        anonymised = 0
        for letter in self:
            anonymised += letter.cancel_and_anonymise()
        return anonymised

    def delete_texts(self, now: dt.datetime) -> int:
        """Delete the text of these letters and of every email about them; return how many.

        The answers to them go too, and their tasks stay, without words.
        """
        Task.objects.for_subjects(self).forget_words()
        ids = list(self.values_list("pk", flat=True))
        for batch in batched(ids, BATCH):
            with transaction.atomic():
                emails_about(batch).delete_texts()
                Letter.objects.filter(pk__in=batch).update(text_deleted_at=now, **NO_TEXT)
        return len(ids)


def emails_about(letter_ids: Iterable[int]) -> OutgoingMessageQuerySet:
    """Return every email about these letters, including those that carry them."""
    of_letters = OutgoingMessage.objects.filter(subject_type=type_of(Letter))
    return of_letters.filter(subject_id__in=letter_ids)


class Letter(Confirming, Erasable):
    """A letter to a council, with its whole life."""

    objects = LetterQuerySet.as_manager()

    personal = Personal(
        "letters",
        addresses=("email",),
        names=("name", "postal_address"),
        words=("subject", "text", "own_line", "why_not"),
        of_nobody=(
            "draft_token", "token", "status_at_drafting", "addressed_to", "topics",
            "generated_digest", "last_page",
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
        erase=LetterQuerySet.cancel_and_anonymise,
    )  # fmt: skip
    """What ``campaign/privacy/personal_data.py`` shows, erases and deletes every night, after the
    days that stand in ``campaign/retention.py``."""

    class Meta(LetterRow.Meta):
        pass

    # What its emails tell it (campaign/outbox/subjects.py)

    @classmethod
    def on_leaving(cls, message: OutgoingMessage) -> bool:
        """Let an email about a letter leave if it is still true; if not, it is cancelled.

        A letter whose council's status has changed is not: its writer is asked first. But one that
        staff had sent again goes, as the council may have it already.
        """
        letter = cls.objects.filter(pk=message.subject_id or 0).first()
        if letter is None:
            return True
        if closed_on() is not None and message.purpose in ENDS_WITH_THE_CAMPAIGN:
            return not letter.stop_at_closing(message)
        if message.purpose == Purpose.REMINDER:
            if letter.awaits_its_writer:
                return True
            return not message.cancel(WhyCancelled.NOT_TRUE)  # too late to cancel it: it leaves
        if message.purpose == Purpose.FOLLOW_UP:
            if letter.has_no_answer_known:
                return True
            return not message.cancel(WhyCancelled.NOT_TRUE)
        if message.purpose != Purpose.LETTER or message.was_resent:
            return True
        if not letter.status_has_changed:
            return True
        return not letter.request_again()

    def stop_at_closing(self, message: OutgoingMessage) -> bool:
        """Cancel an email that waited when the campaign closed; return whether that was possible.

        The night tells whoever has not confirmed their letter that it has not gone.
        """
        with transaction.atomic():
            stopped = message.cancel(WhyCancelled.CLOSED)
            if stopped and message.purpose == Purpose.LETTER:
                self.withdraw_emails()
                message.tell_subject()
        return stopped

    @property
    def awaits_its_writer(self) -> bool:
        """Whether it waits to be confirmed, and could go if it were."""
        return self.state == State.AWAITING and self.can_go and not self.is_late()

    @property
    def has_no_answer_known(self) -> bool:
        """Whether it went, has not come back, and nothing says that the council answered."""
        if self.state != State.ACCEPTED or self.answer_received_at is not None:
            return False
        return self.answered in ("", Answered.NOT_YET)

    @classmethod
    def on_outcome(cls, message: OutgoingMessage) -> None:
        if message.purpose == Purpose.CONFIRM and message.state == MessageState.ACCEPTED:
            letter = cls.objects.filter(pk=message.subject_id or 0).first()
            if letter and letter.confirmation_key == message.key and message.outcome_at:
                letter.start_clock(message.outcome_at)
            return
        letter = cls.objects.for_message(message).first()
        if letter:
            letter.take_outcome(message)

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        if message.purpose != Purpose.LETTER:
            suppression.arrived(message, mail)
            return
        letter = cls.objects.for_message(message).first()
        if letter:
            incoming.handle_arrival(letter, message, mail)

    # What its writer reports

    def record_answered(self, answered: str) -> bool:
        """Record whether the council answered, as its writer says (``Answered``)."""
        self.answered = answered
        confirmed = self.as_rows().filter(state__in=CONFIRMED)
        return bool(confirmed.update(answered=answered))

    def mark_self_sent(self) -> bool:
        """Record that the supporter sent it themselves; once, however often they say so.

        One that waits to be read is stopped, or it would go twice. One that we sent, and that did
        not come back, is not counted a second time.
        """
        if self.state == State.HELD:
            self.cancel()
        expected = self.as_rows().filter(self_sent_at=None, state__in=SELF_SENDABLE)
        return bool(expected.update(self_sent_at=timezone.now()))

    @property
    def may_be_followed(self) -> bool:
        """Whether the writer of an unanswered letter may begin a second one: six weeks later.

        From the first minute of the day that its page and the calendar name. Only once: not when a
        second letter was confirmed, or sent by the writer. Not once the campaign has closed.
        """
        if closed_on() is not None or not self.email or self.follows_id:
            return False
        if self.state != State.ACCEPTED or self.outcome_at is None:
            return False
        if not self.is_six_weeks_old:
            return False
        if self.answered not in (Answered.NO, Answered.NOT_YET):
            return False
        has_gone = Q(state__in=CONFIRMED) | Q(self_sent_at__isnull=False)
        return not self.followed_by.filter(has_gone).exists()
