"""Select messages: those due, those that went wrong, and those no longer kept."""

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaign import retention
from campaign.outbox.file_transport import delete_file_of
from campaign.outbox.mime import serialise
from campaign.outbox.models.mail_settings import MailSettings
from campaign.outbox.models.states import WAITING, MessageState
from campaign.outbox.models.throttle import Throttle
from campaign.outbox.registry import (
    council_purposes,
    purposes,
    request_keys_held,
    request_purposes,
    throttle_keys_held,
)
from councils.email_addresses import ascii_address, domain_of, is_address, mailbox

if TYPE_CHECKING:
    from campaign.outbox.models.message import OutgoingMessage

BOTH = [False, True]


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    """Outgoing messages, selected by what has to be done with them."""

    def queue(
        self,
        purpose: str,
        key: str,
        to: str,
        email: EmailMessage,
        *,
        throttle_key: str = "",
        safe_to_resend: bool = True,
        due_at: dt.datetime | None = None,
        on_behalf: str = "",
        about: str = "",
    ) -> "OutgoingMessage":
        """Queue an email, once per key, in the caller's transaction; return its row.

        The bytes of the email are fixed now. A key that was queued before gets its row back
        unchanged. ``safe_to_resend`` says that a second copy does no harm, so that it is sent again
        where it is unknown whether it went. ``on_behalf`` is the address of the person for whom it
        is sent, by which it is found and erased; ``about`` is the key of its subject, such as
        "letter:12", with which it is deleted. Raises ValueError for a purpose that is not
        registered, and for an address or a header that cannot be mailed.
        """
        queued = self.filter(key=key).first()
        if queued:
            return queued
        if purpose not in purposes:
            raise ValueError(f"{purpose!r} is not a purpose of an email.")
        now, recipient = timezone.now(), ascii_address(to)
        message_id = f"<{uuid.uuid4().hex}@{domain_of(settings.DEFAULT_FROM_EMAIL)}>"
        message = self.model(
            key=key,
            purpose=purpose,
            to_council=purpose in council_purposes,
            recipient=recipient,
            on_behalf=recipient if on_behalf == to else on_behalf and ascii_address(on_behalf),
            about=about,
            content=serialise(email, message_id),
            message_id=message_id,
            throttle_key=throttle_key,
            safe_to_resend=safe_to_resend,
            created_at=now,
            due_at=due_at or now,
        )
        self.bulk_create([message], ignore_conflicts=True)
        return self.get(key=key)

    def confirmation_slot(self) -> dt.datetime:
        """Return when one more confirmation email may go. Call it in a transaction.

        The limit is shared by everybody: emails above it wait, and nobody is refused.
        """
        per_hour = MailSettings.current().confirmations_an_hour
        return Throttle.objects.take_confirmation_slot(per_hour, timezone.now())

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

    def settle_by_notice(self, pk: int) -> None:
        """Settle a message as sent if a notice came before its outcome was stored."""
        noticed = self.filter(Q(taken_at__isnull=False) | Q(relayed_at__isnull=False), pk=pk)
        for message in noticed:
            message.settle_by_notice()

    # By what is to be done with them

    def waiting(self) -> "OutgoingMessageQuerySet":
        return self.filter(state__in=WAITING)

    def due(
        self, now: dt.datetime | None = None, to_council: bool | None = None
    ) -> "OutgoingMessageQuerySet":
        """Messages due by now: email to councils, all other email, or both.

        Email to a council that is quiet is not due, nor is a request of ours before an election.
        """
        kinds = BOTH if to_council is None else [to_council]
        # Not "to_council=…", which becomes a bare NOT, for which SQLite uses no index.
        due = self.waiting().filter(to_council__in=kinds, due_at__lte=now or timezone.now())
        if True not in kinds:
            return due
        if held := set[str]().union(*(keys() for keys in throttle_keys_held)):
            due = due.exclude(throttle_key__in=held)
        if asked := set[str]().union(*(keys() for keys in request_keys_held)):
            due = due.exclude(purpose__in=request_purposes, throttle_key__in=asked)
        return due

    def sendable(
        self, mail_settings: MailSettings, now: dt.datetime | None = None
    ) -> "OutgoingMessageQuerySet":
        """Messages due by now that may leave: letters only where these settings allow it."""
        return self.due(now, to_council=None if mail_settings.may_mail_councils else False)

    def sending(self) -> "OutgoingMessageQuerySet":
        return self.filter(state=MessageState.SENDING)

    def claimed(self, now: dt.datetime) -> "OutgoingMessageQuerySet":
        """Claimed messages due by now for which no data has been sent."""
        return self.sending().filter(data_started_at=None, due_at__lte=now)

    # By their throttle

    def reset_throttle(self) -> int:
        """Let messages waiting for a slot take a new one at current rates; return how many."""
        now = timezone.now()
        throttled = self.waiting().filter(throttled_until__gt=now)
        return throttled.update(throttled_until=None, due_at=now)

    def ahead_of(self, message: "OutgoingMessage") -> int:
        """Count the messages that go before one that waits, under the same throttle."""
        same = self.waiting().exclude(throttle_key="").filter(throttle_key=message.throttle_key)
        return same.filter(due_at__lt=message.due_at).count()

    def slow_down(self, throttle_key: str, per_day: int) -> None:
        """Let at most so many messages a day go under a key; those that wait take new turns."""
        now = timezone.now()
        throttled = self.waiting().filter(throttle_key=throttle_key, throttled_until__gt=now)
        throttled.update(throttled_until=None, due_at=now)
        rate = {"per_day": per_day, "used_until": None}
        Throttle.objects.update_or_create(key=throttle_key, defaults=rate)

    # By what became of them

    def unsure(self) -> "OutgoingMessageQuerySet":
        """Messages that may or may not have gone, without those that bounced: they did go."""
        return self.filter(state=MessageState.UNSURE, bounced_at=None)

    def came_back(self) -> "OutgoingMessageQuerySet":
        return self.filter(bounced_at__isnull=False)

    def failed(self) -> "OutgoingMessageQuerySet":
        return self.filter(state=MessageState.FAILED)

    def failed_since(self, moment: dt.datetime) -> "OutgoingMessageQuerySet":
        return self.filter(state=MessageState.FAILED, outcome_at__gt=moment)

    def bounced_since(self, moment: dt.datetime) -> "OutgoingMessageQuerySet":
        return self.filter(bounced_at__gt=moment)

    def accepted_since(self, moment: dt.datetime) -> "OutgoingMessageQuerySet":
        return self.filter(state=MessageState.ACCEPTED, outcome_at__gt=moment)

    def handed_over_since(self, ago: dt.timedelta, soon: dt.timedelta) -> tuple[int, int]:
        """Count the email accepted within ``ago``, and how much of it went within ``soon``.

        ``soon`` counts from when it was due: email waiting its turn is not late.
        """
        accepted = self.accepted_since(timezone.now() - ago)
        return accepted.count(), accepted.filter(data_started_at__lte=F("due_at") + soon).count()

    def deferred_since(self, moment: dt.datetime) -> "OutgoingMessageQuerySet":
        return self.filter(state=MessageState.DEFERRED, outcome_at__gt=moment)

    # Retention

    def past_text_retention(self, now: dt.datetime) -> "OutgoingMessageQuerySet":
        """Email past the retention of its text, whether or not the text is still stored."""
        return self.exclude(state=MessageState.SENDING).filter(
            Q(created_at__lte=now - retention.TEXTS_AT_MOST)
            | Q(outcome_at__lte=now - retention.TEXTS_AFTER_OUTCOME) & ~Q(state__in=WAITING)
        )

    def past_retention(self, now: dt.datetime) -> "OutgoingMessageQuerySet":
        """Email past the retention of its row.

        Email to a person is deleted with its text; email to a council with its writer.
        """
        old = self.filter(created_at__lte=now - retention.PEOPLE)
        return self.past_text_retention(now).filter(to_council=False) | old

    def delete_texts(self) -> int:
        """Delete the text and files of these emails, and cancel any that are still waiting.

        Servers' replies are deleted too: they can quote the text, or an address.
        """
        messages = self.exclude(content=b"", server_said="", notice_said="")
        for message in messages.waiting():
            if message.cancel():
                message.run_callback()
        for message in messages.defer("content"):
            delete_file_of(message)
        return messages.update(content=b"", server_said="", notice_said="")

    def erase(self) -> int:
        """Delete the rows and files of these emails; return how many."""
        for message in self.defer("content"):
            delete_file_of(message)
        return self.delete()[1].get(self.model._meta.label, 0)
