"""The queryset of letters: by whose they are, and by what is due, such as a reminder."""

import datetime as dt
from collections.abc import Iterable
from itertools import batched
from typing import Self

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from campaign import retention
from campaign.confirmation import ConfirmableQuerySet, confirmation_cutoff
from campaign.letters.anonymising import Anonymisable
from campaign.letters.draft_tokens import DRAFT_TOKEN
from campaign.letters.row import NO_TEXT
from campaign.letters.states import (
    ASK_AFTER,
    COMES_BACK_WITHIN,
    WITH_OUTCOME,
    Answered,
    State,
)
from campaign.outbox.models import OutgoingMessage, OutgoingMessageQuerySet
from campaign.outbox.subjects import type_of
from campaign.purposes import Purpose
from campaign.tasks.models import Task
from councils.dates import midnight, today
from councils.email_addresses import is_address
from councils.names import with_article
from councils.record import record_on
from councils.record.snapshot import pauses

BATCH = 500
"""Letters that a purge names in one statement."""


class AnyLetterQuerySet[Row: Anonymisable](ConfirmableQuerySet[Row]):
    """Letters by whose they are and what is due; what is done with all that are due.

    Of any class with the methods of ``Anonymisable``: the letter itself is defined after this.
    """

    def by_draft_token(self, draft_token: str) -> Row | None:
        """Return the letter whose drafting address carries this token, or None."""
        if not DRAFT_TOKEN.fullmatch(draft_token):
            return None
        return self.filter(draft_token=draft_token).first()

    def for_message(self, message: OutgoingMessage) -> Self:
        """Return the letter that an email carries: one or none."""
        if message.purpose != Purpose.LETTER or message.subject_class is not self.model:
            return self.none()
        return self.filter(pk=message.subject_id or 0)

    def for_email(self, email: str) -> Self:
        """Return letters from an email address, in any spelling."""
        return self.filter(is_address("email", email))

    def to_remind(self, on: dt.date | None = None) -> Self:
        """Return letters to remind about: requested before yesterday, and not reminded yet.

        Not before the email that asks to confirm it has left, or both would come together. Letters
        that their writers sent themselves are left out: a reminder would make it two.
        """
        now = timezone.now()
        yesterday = midnight((on or today()) - dt.timedelta(days=1))
        return self.filter(
            ~Exists(self.asking_emails_that_wait(now)),
            state=State.AWAITING,
            asked_at__lt=yesterday,
            asked_at__gte=confirmation_cutoff(now),
            reminded_at=None,
            confirmed_at=None,
            self_sent_at=None,
        )

    def to_ask_whether_answered(self, now: dt.datetime) -> Self:
        """Return letters whose writers are to be asked now whether the council answered.

        While a council is kept quiet its writers are not asked: the question waits, for as long as
        we know their names, whether or not the text is still kept.
        """
        quiet = []
        for council_id, pause in pauses(record_on()).items():
            if pause.is_quiet:
                quiet.append(council_id)
        return self.filter(
            state=State.ACCEPTED,
            is_test=False,
            answered__in=["", Answered.NOT_YET],
            answer_received_at=None,
            asked_if_answered_at=None,
            outcome_at__lte=now - ASK_AFTER,
        ).exclude(Q(email="") | Q(council__in=quiet))

    def to_read(self) -> Self:
        """Return the letters that wait for a person to read them, the oldest first."""
        return self.filter(state=State.HELD).select_related("council").order_by("confirmed_at")

    def to_count(self, now: dt.datetime) -> Self:
        """Return letters that the public totals still have to count (nightly.py).

        They went out and did not come back in time, or their writers say that they sent them.
        """
        came_back_late = Q(bounced_at__gt=F("outcome_at") + COMES_BACK_WITHIN)
        went = Q(state=State.ACCEPTED) | (Q(state=State.BOUNCED) & came_back_late)
        can_no_longer_come_back = Q(outcome_at__lte=now - COMES_BACK_WITHIN)
        has_arrived = went & can_no_longer_come_back
        was_sent_by_its_writer = Q(self_sent_at__lte=now)
        return self.filter(has_arrived | was_sent_by_its_writer, is_test=False, counted_at=None)

    def without_those_to_count(self, now: dt.datetime) -> Self:
        """Return those that the night may delete, as the totals have no more to count of them."""
        return self.exclude(pk__in=self.of_all().to_count(now).order_by().values("pk"))

    # What the nightly purge deletes (retention.py)

    def unread_for_long(self, now: dt.datetime) -> Self:
        """Return letters that nobody here has read in time."""
        return self.to_read().filter(confirmed_at__lte=now - retention.READ_WITHIN)

    def give_back(self) -> int:
        """Give letters that waited too long back to their writers, and say why; return how many."""
        unread = f"nobody here could read it within {retention.READ_WITHIN.days} days"
        given_back = 0
        for letter in self:
            why = unread
            if not letter.can_go:
                council = with_article(letter.council.short_name)
                why = f"we can’t reach {council} by email any more"
            if letter.turn_down(why):
                given_back += 1
        return given_back

    def abandoned_drafts(self, now: dt.datetime) -> Self:
        """Return drafts that nobody has changed for as long as drafts are kept."""
        drafts = self.filter(state=State.DRAFT, changed_at__lte=now - retention.DRAFTS)
        return drafts.without_those_to_count(now)

    def never_confirmed(self, now: dt.datetime) -> Self:
        """Return letters that were not confirmed in time, or were cancelled as long ago."""
        too_late = self.too_late(now).filter(state=State.AWAITING)
        cancelled_at = now - retention.UNCONFIRMED
        cancelled = self.filter(state=State.CANCELLED, cancelled_at__lte=cancelled_at)
        never = too_late | cancelled.filter(confirmed_at=None)
        return never.without_those_to_count(now)

    def with_outdated_text(self, now: dt.datetime) -> Self:
        """Return letters whose text is no longer kept.

        One on its way keeps its text, and so does one while an email waits to give it back.
        """
        waiting = OutgoingMessage.objects.not_left().filter(
            subject_type=type_of(self.model), subject_id=OuterRef("pk")
        )
        cutoff = now - retention.TEXTS_AFTER_OUTCOME
        had_its_outcome_long_ago = Q(state__in=WITH_OUTCOME, outcome_at__lte=cutoff)
        was_cancelled_long_ago = Q(state=State.CANCELLED, cancelled_at__lte=cutoff)
        is_very_old = Q(confirmed_at__lte=now - retention.TEXTS_AT_MOST)
        return self.filter(
            had_its_outcome_long_ago | was_cancelled_long_ago | is_very_old,
            ~Exists(waiting),
            state__in=[*WITH_OUTCOME, State.CANCELLED],
            confirmed_at__isnull=False,
            text_deleted_at=None,
        )

    def with_outdated_details(self, now: dt.datetime) -> Self:
        """Return letters whose writers' details are no longer kept."""
        return self.filter(confirmed_at__lte=now - retention.PEOPLE).without_those_to_count(now)

    def erase(self) -> int:
        """Delete these letters and every email about them; return how many letters.

        An email with the links to all letters of a writer has days of its own.
        """
        erased = 0
        for ids in batched(self.order_by("pk").values_list("pk", flat=True), BATCH):
            with transaction.atomic():
                # Selected once more: a writer may have asked for a new code meanwhile.
                still = self.filter(pk__in=ids).select_for_update()
                due = list(still.values_list("pk", flat=True))
                self.emails_about(due).erase()
                deleted = self.of_all().filter(pk__in=due).delete()[1]
            erased += deleted.get(self.model._meta.label, 0)
        return erased

    def cancel_and_anonymise(self) -> int:
        """Stop what has not left, and delete the words and the writers; return how many."""
        anonymised = 0
        for letter in self:
            if letter.cancel_and_anonymise():
                anonymised += 1
        return anonymised

    def delete_texts(self, now: dt.datetime) -> int:
        """Delete the text of these letters and of every email about them; return how many.

        The answers to them go too, and their tasks stay, without words.
        """
        Task.objects.for_subjects(self).forget_words()
        ids = list(self.values_list("pk", flat=True))
        for batch in batched(ids, BATCH):
            with transaction.atomic():
                self.emails_about(batch).delete_texts()
                self.of_all().filter(pk__in=batch).update(text_deleted_at=now, **NO_TEXT)
        return len(ids)

    def of_all(self) -> Self:
        """Return all letters, however many of them are selected here."""
        return type(self)(self.model, using=self.db)

    def emails_about(self, letter_ids: Iterable[int]) -> OutgoingMessageQuerySet:
        """Return every email about these letters, including those that carry them."""
        of_letters = OutgoingMessage.objects.filter(subject_type=type_of(self.model))
        return of_letters.filter(subject_id__in=letter_ids)
