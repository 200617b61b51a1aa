"""Anonymising a letter at once, when its writer or staff ask for it: its words and its writer go.

Its row stays, to be counted. To *erase* is another thing: rows of letters or of emails are deleted
(``queryset.py``). The ledger and ``Personal`` alone say *erase* of both. What goes by itself after
its days is selected in ``queryset.py``, and done every night.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaign.ledger import ledger
from campaign.letters.confirming import Confirming
from campaign.letters.row import NO_TEXT, NO_WRITER, LetterRow
from campaign.letters.states import OPEN, WITH_OUTCOME, State
from campaign.outbox.models import OutgoingMessage, OutgoingMessageQuerySet
from campaign.outbox.subjects import type_of
from campaign.purposes import Purpose
from campaign.supporters.suppression import suppress_address
from campaign.tasks.models import Task
from councils.email_addresses import is_address

ABOUT_ALL_LETTERS = (Purpose.LINKS, Purpose.TO_STRANGER)
"""Purposes of emails about all the letters of a person: they have their links, or lead to them."""


class Anonymisable(Confirming):
    """A letter whose words and writer can be deleted, while what is counted stays."""

    class Meta(LetterRow.Meta):
        abstract = True

    def disown(self) -> bool:
        """Anonymise it and never write to its address again: whoever owns that did not write it.

        Only while it can still be changed; one confirmed at this moment stays as it is. Return
        whether it was done.
        """
        email = self.email
        with transaction.atomic():
            disowned = self.is_open and self.anonymise()
            if disowned:
                suppress_address(email)
        return disowned

    def cancel_and_anonymise(self) -> bool:
        """Anonymise it, cancelling it first if it has not left; return whether it is anonymised."""
        with transaction.atomic():
            self.cancel()
            return self.anonymise()

    def anonymise(self) -> bool:
        """Delete its text and its writer at once; return whether that was possible.

        What is left names nobody: it is counted when its time comes, and its links say that the
        letter was deleted. One that nobody has confirmed is cancelled; one on its way must be
        cancelled first.
        """
        now = timezone.now()
        changes = {"text_deleted_at": now, **NO_TEXT, **NO_WRITER}
        message_ids = self.message_ids()  # found by its writer's address, which goes
        with transaction.atomic():
            if self.is_open:
                changes["cancelled_at"] = now
                anonymised = self.transition(OPEN, State.CANCELLED, **changes)
            else:
                # Not its state: it may have come back since it was read here.
                anonymised = self.change_in([*WITH_OUTCOME, State.CANCELLED], **changes)
            if anonymised:
                self.note_in_ledger(ledger.Noted.ERASED)
                self.delete_what_is_about_it(message_ids)
        return anonymised

    def message_ids(self) -> list[int]:
        """Return the ids of every email about it, including those with links to it."""
        is_about_it = Q(subject_type=type_of(self), subject_id=self.pk)
        if self.email:
            is_about_it |= is_address("on_behalf", self.email) & Q(purpose__in=ABOUT_ALL_LETTERS)
        return list(OutgoingMessage.objects.filter(is_about_it).values_list("pk", flat=True))

    def delete_what_is_about_it(self, message_ids: list[int]) -> None:
        """Delete emails with its text and its writer, what came in about it, and follow-ups.

        A follow-up goes only if nobody has confirmed it.
        """
        messages = OutgoingMessage.objects.filter(pk__in=message_ids)
        empty_carriers(messages.filter(purpose=Purpose.LETTER))
        messages.exclude(purpose=Purpose.LETTER).erase()
        Task.objects.for_subject(self).forget_words()
        # Not ``self.followed_by``, which only ``Letter`` has: this class is abstract.
        letters = type(self)._default_manager
        follow_ups = letters.filter(Q(follows=self.pk), state__in=OPEN)
        for follow_up in follow_ups:
            follow_up.anonymise()


def empty_carriers(carriers: OutgoingMessageQuerySet) -> None:
    """Empty the emails that carried a letter, and delete what came in about them.

    Their rows stay: a letter may still come back, and then it is not counted. That the council
    answered stays as well, for staff.
    """
    for message in carriers:
        message.incoming_messages.all().delete()
    carriers.delete_texts()
    carriers.update(on_behalf="")
