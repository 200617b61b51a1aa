"""Questions about many letters, and what the nightly jobs do with them."""

import datetime as dt
from collections.abc import Iterable
from itertools import batched
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from campaign import retention
from campaign.letters.models.states import CONFIRMED_NOT_BOUNCED, SETTLED, State
from campaign.letters.models.tokens import TOKEN
from campaign.letters.references import letter_id_in, reference_to
from campaign.outbox.models import OutgoingMessage, OutgoingMessageQuerySet
from campaign.purposes import Purpose
from councils.dates import midnight, today
from councils.email_addresses import is_address, spellings

if TYPE_CHECKING:
    from campaign.letters.models.letter import Letter

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


def confirmation_cutoff(now: dt.datetime) -> dt.datetime:
    """Return the earliest time of a request that can still be confirmed ``now``.

    The last day to confirm is a whole day in London, as pages and emails say.
    """
    return midnight(timezone.localdate(now) - retention.UNCONFIRMED)


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters, by who may see them and by what is due to happen to them."""

    def by_token(self, token: str) -> "Letter | None":
        """Return the letter whose links by email carry this token, or None."""
        return self.filter(token=token).first() if TOKEN.fullmatch(token) else None

    def by_draft_token(self, draft_token: str) -> "Letter | None":
        """Return the letter whose drafting address carries this token, or None."""
        is_token = TOKEN.fullmatch(draft_token)
        return self.filter(draft_token=draft_token).first() if is_token else None

    def for_message(self, message: OutgoingMessage) -> "LetterQuerySet":
        """Return the letter that an email carries: one or none."""
        letter_id = letter_id_in(message.key)
        return self.none() if letter_id is None else self.filter(pk=letter_id)

    def for_email(self, email: str) -> "LetterQuerySet":
        """Return letters from an email address, in any spelling."""
        return self.filter(is_address("email", email))

    def with_link(self) -> "LetterQuerySet":
        """Return letters to which a link in an email leads: awaiting, or confirmed."""
        return self.filter(
            Q(state=State.AWAITING) | Q(confirmed_at__isnull=False), token__isnull=False
        )

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

    def expire(self, now: dt.datetime | None = None) -> int:
        """Expire letters that were not confirmed in time; return how many."""
        late = self.filter(
            state=State.AWAITING, asked_at__lt=confirmation_cutoff(now or timezone.now())
        )
        return late.update(state=State.EXPIRED)

    def apply_delivery_state(self, state: State, at: dt.datetime | None, is_test: bool) -> int:
        """Give letters the state that their emails have reached; return how many changed.

        A letter that came back stays so. ``is_test``: the email only went to a file here.
        """
        changes = {"outcome_at": at or timezone.now()} if state in SETTLED else {}
        if state == State.CANCELLED:
            changes = {"cancelled_at": at or timezone.now()}
        return self.filter(state__in=CONFIRMED_NOT_BOUNCED).update(
            state=state, is_test=is_test, **changes
        )

    def to_read(self) -> "LetterQuerySet":
        """Return the letters that wait for a person to read them, the oldest first."""
        return self.filter(state=State.HELD).select_related("council").order_by("confirmed_at")

    def that_wait(self) -> "LetterQuerySet":
        """Return confirmed letters that may wait for days: to be read, or for a pause to end."""
        return self.filter(state__in=[State.HELD, State.QUEUED])

    # What the nightly purge deletes (retention.py)

    def abandoned_drafts(self, now: dt.datetime) -> "LetterQuerySet":
        """Return drafts that nobody has changed for as long as drafts are kept."""
        return self.filter(state=State.DRAFT, changed_at__lte=now - retention.DRAFTS)

    def never_confirmed(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters that were not confirmed in time, or were cancelled as long ago."""
        return self.filter(
            Q(state__in=[State.AWAITING, State.EXPIRED], asked_at__lt=confirmation_cutoff(now))
            | Q(state=State.CANCELLED, cancelled_at__lte=now - retention.UNCONFIRMED),
            confirmed_at=None,
        )

    def with_outdated_text(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters whose text is no longer kept. One on its way keeps its text."""
        after_outcome = now - retention.TEXTS_AFTER_OUTCOME
        return self.filter(
            Q(confirmed_at__lte=now - retention.TEXTS_AT_MOST)
            | Q(state__in=SETTLED, outcome_at__lte=after_outcome)
            | Q(state=State.CANCELLED, cancelled_at__lte=after_outcome),
            state__in=[*SETTLED, State.CANCELLED],
            confirmed_at__isnull=False,
            text_deleted_at=None,
        )

    def with_outdated_details(self, now: dt.datetime) -> "LetterQuerySet":
        """Return letters whose writers' details are no longer kept."""
        return self.filter(confirmed_at__lte=now - retention.PEOPLE).exclude(state=State.SENDING)

    def erase(self) -> int:
        """Delete these letters and every email about them; return how many letters.

        Emails with the links to all letters of a writer go with the last of these.
        """
        erased = 0
        letters = list(self.order_by("pk").values_list("pk", "email"))
        with transaction.atomic():
            for batch in batched(letters, BATCH):
                ids = [pk for pk, _ in batch]
                emails_about(ids).erase()
                deleted = self.model._default_manager.filter(pk__in=ids).delete()[1]
                erased += deleted.get(self.model._meta.label, 0)
            self._erase_link_emails({email for _, email in letters if email})
        return erased

    def delete_texts(self, now: dt.datetime) -> int:
        """Delete the text of these letters and of every email about them; return how many."""
        ids = list(self.values_list("pk", flat=True))
        for batch in batched(ids, BATCH):
            with transaction.atomic():
                emails_about(batch).delete_texts()
                letters = self.model._default_manager.filter(pk__in=batch)
                letters.update(text_deleted_at=now, **EMPTY_TEXT)
        return len(ids)

    def _erase_link_emails(self, writers: set[str]) -> None:
        """Erase the emails with links to those writers who have no letter left."""
        if not writers:
            return
        addresses = {form.lower() for writer in writers for form in spellings(writer)}
        sent = OutgoingMessage.objects.filter(purpose__in=LINK_PURPOSES)
        forms = {
            pk: {form.upper() for form in spellings(to)}
            for pk, to in sent.values_list("pk", "recipient")
            if to.lower() in addresses
        }
        letters = self.model._default_manager.annotate(address=Upper("email"))
        for batch in batched(forms, BATCH):  # a query for each writer would take twice as long
            written = letters.filter(address__in=set().union(*(forms[pk] for pk in batch)))
            left = set(written.values_list("address", flat=True))
            orphans = [pk for pk in batch if left.isdisjoint(forms[pk])]
            OutgoingMessage.objects.filter(pk__in=orphans).erase()


def emails_about(letter_ids: Iterable[int]) -> OutgoingMessageQuerySet:
    """Return every email about these letters, including those that carry them."""
    return OutgoingMessage.objects.filter(about__in=[reference_to(pk) for pk in letter_ids])
