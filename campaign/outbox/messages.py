"""Emails by what identifies them, what became of them, and how long they are kept."""

import datetime as dt
import re
from functools import partial
from typing import Self

from django.db import transaction
from django.db.models import Q

from campaign import retention
from campaign.outbox.attempt import Attempted
from campaign.outbox.states import FINISHED, WAITING, MessageState, WhyCancelled
from campaign.outbox.to_send import ToSendQuerySet
from campaign.purposes import Purpose
from councils.email_addresses import is_address, mailbox


class MessageQuerySet[Row: Attempted](ToSendQuerySet[Row]):
    """Messages, as everybody but the worker selects them."""

    # By what identifies them

    def for_token(self, token: str) -> Row | None:
        """Return the message whose envelope sender contains a token, or None."""
        if not token:
            return None
        return self.filter(token=token.strip().lower()).first()

    def for_answers_token(self, token: str) -> Row | None:
        """Return the message with a token in its address for answers, or None."""
        number, _, hashed = token.partition("-")
        if not re.fullmatch("[0-9]{1,15}", number):
            return None
        message = self.filter(pk=number).first()
        if message and message.has_hash("answers", hashed):
            return message
        return None

    def for_email(self, address: str) -> Self:
        """Email to a person or sent on their behalf, not other people's letters to a council."""
        return self.filter(
            is_address("on_behalf", address)
            | is_address("recipient", address) & Q(to_council=False)
        )

    def reached(self, address: str) -> bool:
        """Whether one of these emails is to the mailbox of an address, however either is spelt."""
        wanted = mailbox(address)
        for recipient in self.values_list("recipient", flat=True):
            if mailbox(recipient) == wanted:
                return True
        return False

    # By what became of them

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def not_left(self) -> Self:
        """Return email that has no outcome yet."""
        return self.filter(state__in=[*WAITING, MessageState.SENDING])

    def ahead_of(self, message: Attempted) -> int:
        """Count the messages to the same council that go before one that waits."""
        same = self.waiting().exclude(council="").filter(council=message.council)
        return same.filter(due_at__lt=message.due_at).count()

    def waiting_for_a_person(self) -> Self:
        return self.waiting().exclude(waits_because="")

    def unsure(self) -> Self:
        """Messages that may or may not have gone, without those that bounced: they did go."""
        return self.filter(state=MessageState.UNSURE, bounced_at=None)

    def came_back(self) -> Self:
        return self.filter(bounced_at__isnull=False)

    def failed(self) -> Self:
        return self.filter(state=MessageState.FAILED)

    def since(self, moment: dt.datetime, state: MessageState) -> Self:
        return self.filter(state=state, outcome_at__gt=moment)

    def bounced_since(self, moment: dt.datetime) -> Self:
        return self.filter(bounced_at__gt=moment)

    # Retention

    def past_text_retention(self, now: dt.datetime) -> Self:
        """Email past the retention of its text, whether or not the text is still stored."""
        return self.exclude(state=MessageState.SENDING).filter(
            Q(created_at__lte=now - retention.TEXTS_AT_MOST)
            | Q(outcome_at__lte=now - retention.TEXTS_AFTER_OUTCOME) & ~Q(state__in=WAITING)
        )

    def told_long_ago(self, now: dt.datetime) -> Self:
        """Alerts, updates and links that left so long ago that none comes back any more."""
        left = [*FINISHED, MessageState.UNSURE]
        purposes = (Purpose.ALERT, Purpose.UPDATE, Purpose.LINKS)
        told = self.filter(purpose__in=purposes, state__in=left)
        return told.filter(outcome_at__lte=now - retention.TOLD)

    def past_retention(self, now: dt.datetime) -> Self:
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
            if message.cancel(WhyCancelled.TOO_LONG):
                message.tell_subject()
        return messages.update(content=b"", server_said="", notice_said="")

    def erase(self) -> int:
        """Delete the rows of these emails; return how many."""
        self.delete_files()
        return self.delete()[1].get(self.model._meta.label, 0)

    def delete_files(self) -> None:
        """Delete the files that took the place of a mail server, once the transaction commits."""
        for message in self.filter(is_test=True).only("pk", "created_at"):
            transaction.on_commit(partial(message.file.unlink, missing_ok=True))
