"""A letter's emails: the one that carries it, and those to its writer."""

import datetime as dt

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q

from campaign.letters.models.queryset import LINK_PURPOSES
from campaign.letters.references import LetterReference, reference_to
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters.suppression import has_bounced, may_email
from councils.email_addresses import is_address


class Correspondence(models.Model):
    """The address of a letter's writer, and what the outbox holds about the letter."""

    email = models.TextField(blank=True)
    confirmations_sent = models.PositiveSmallIntegerField(default=0)
    """Emails sent that ask to confirm it, each with a key of its own in the outbox."""

    class Meta:
        abstract = True

    @property
    def reference(self) -> LetterReference:
        return reference_to(self.pk)

    @property
    def is_address_dead(self) -> bool:
        """Whether email to its writer came back for good: nothing goes there any more."""
        return bool(self.email) and has_bounced(self.email)

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

    def email_writer(
        self,
        purpose: Purpose,
        key: str,
        message: EmailMessage,
        due_at: dt.datetime | None = None,
    ) -> bool:
        """Queue an email to its writer; return whether that is allowed.

        It is not if the writer's details are deleted, if the address asked for no more emails,
        or if email to it came back for good.
        """
        is_allowed = bool(self.email) and may_email(self.email)
        if is_allowed:
            OutgoingMessage.objects.queue(
                purpose,
                key,
                self.email,
                message,
                on_behalf=self.email,
                about=self.reference,
                due_at=due_at,
            )
        return is_allowed

    @property
    def confirmation_key(self) -> str:
        return f"confirm:{self.pk}:{self.confirmations_sent}"

    def message(self) -> OutgoingMessage | None:
        """Return the email that carries it, if it was confirmed."""
        return OutgoingMessage.objects.filter(key=self.reference).first()

    def message_ids(self) -> list[int]:
        """Return the ids of every email about it, including those with links to it."""
        is_about = Q(about=self.reference)
        if self.email:
            is_about |= is_address("on_behalf", self.email) & Q(purpose__in=LINK_PURPOSES)
        return list(OutgoingMessage.objects.filter(is_about).values_list("pk", flat=True))

    def withdraw_requests(self, address_changed: bool = False) -> None:
        """Cancel waiting emails that ask to confirm it: what they say is no longer true.

        An email to an earlier address is deleted whole, with the address.
        """
        requests = OutgoingMessage.objects.filter(
            about=self.reference, purpose__in=[Purpose.CONFIRM, Purpose.REMINDER]
        )
        ids = list(requests.waiting().values_list("pk", flat=True))
        if not ids:
            return
        waiting = OutgoingMessage.objects.filter(pk__in=ids)
        if address_changed:
            waiting.erase()
        else:
            waiting.delete_texts()
