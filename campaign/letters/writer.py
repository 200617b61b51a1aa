"""What we email the writer of a letter, and whether we still may."""

import datetime as dt

from django.core.mail import EmailMessage
from django.utils import timezone

from campaign import retention
from campaign.letters import emails
from campaign.letters.row import LetterRow
from campaign.letters.states import State
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters.suppression import dead_addresses, may_email


class WithWriter(LetterRow):
    """A letter that can email its writer."""

    class Meta(LetterRow.Meta):
        abstract = True

    @property
    def may_be_told(self) -> bool:
        """Whether its writer may get email.

        Not once their details are deleted, if they asked for no more, or if email to them came back
        for good.
        """
        return bool(self.email) and may_email(self.email)

    def tell(self, name: str, occasion: object = "", **given: object) -> bool:
        """Queue one of our emails to its writer, if they ``may_be_told``; return whether they may.

        ``name`` is the email's in letters/emails.txt, which is filled with what is ``given``. It is
        sent once; what may be told more than once, such as a refusal, once for each ``occasion``.
        """
        if not self.may_be_told:
            return False
        email = emails.to_writer(name, self, **given)
        self.queue_to_writer(name, self.key_of(name, occasion), email)
        return True

    def pass_on(self, name: str, occasion: object, email: EmailMessage) -> None:
        """Queue what came in for its writer, if they ``may_be_told``, once for each occasion."""
        if self.may_be_told:
            self.queue_to_writer(name, self.key_of(name, occasion), email)

    def key_of(self, name: str, occasion: object) -> str:
        return f"{name}:{self.pk}:{occasion}".rstrip(":")

    def queue_to_writer(
        self, name: str, key: str, email: EmailMessage, due_at: dt.datetime | None = None
    ) -> None:
        OutgoingMessage.objects.queue(
            emails.purpose_of(name),
            key,
            self.email,
            email,
            subject=self,
            on_behalf=self.email,
            due_at=due_at,
        )

    @property
    def is_address_dead(self) -> bool:
        """Whether email to its writer came back for good: nothing goes there any more."""
        return bool(self.email) and bool(dead_addresses([self.email]))

    # The email that asks to confirm it

    @property
    def confirmation_key(self) -> str:
        return f"confirm:{self.pk}:{self.confirmations_sent}"

    def ask_to_confirm(self, name: str, due_at: dt.datetime | None = None) -> None:
        """Queue an email that asks to confirm it, once each time its writer is to be asked."""
        if self.may_be_told:
            email = emails.to_writer(name, self)
            self.queue_to_writer(name, self.confirmation_key, email, due_at)

    @property
    def confirmation_due_at(self) -> dt.datetime | None:
        """When the email that asks to confirm it goes, if it waits for its turn."""
        asking = OutgoingMessage.objects.filter(key=self.confirmation_key)
        queued = asking.filter(state=MessageState.QUEUED)
        return queued.values_list("due_at", flat=True).first()

    @property
    def confirmation_waits(self) -> bool:
        """Whether the email that asks to confirm it has not left yet."""
        return OutgoingMessage.objects.not_left().filter(key=self.confirmation_key).exists()

    @property
    def confirm_by(self) -> dt.date | None:
        """The last day on which it can be confirmed; None if nobody was asked to.

        Its days run from when the email that asks has left: while that waits, from today.
        """
        if not self.asked_at:
            return None
        first_day = timezone.localdate(self.asked_at)
        if self.state == State.AWAITING and self.confirmation_waits:
            first_day = timezone.localdate()
        return first_day + retention.UNCONFIRMED

    @property
    def is_late(self) -> bool:
        """Whether it is too late to confirm, even if no purge has run since.

        The purge selects such letters by ``too_late`` (campaign/confirmation.py).
        """
        if self.state != State.AWAITING:
            return False
        last_day = self.confirm_by
        return last_day is not None and last_day < timezone.localdate()

    @property
    def confirmation_bounced(self) -> bool:
        """Whether the last email that asked to confirm it did not arrive, or none can."""
        if self.is_address_dead:
            return True
        message = OutgoingMessage.objects.filter(key=self.confirmation_key).first()
        if message is None:
            return False
        return message.state == MessageState.FAILED or message.bounced_at is not None

    def withdraw_emails(self) -> None:
        """Delete every email about it that waits for its writer, who is told something else now."""
        about_it = OutgoingMessage.objects.for_subject(self).exclude(purpose=Purpose.LETTER)
        about_it.waiting().erase()

    def withdraw_requests(self) -> None:
        """Delete waiting emails that ask to confirm it: what they say is no longer true."""
        to_confirm = [Purpose.CONFIRM, Purpose.REMINDER]
        about_it = OutgoingMessage.objects.for_subject(self)
        about_it.filter(purpose__in=to_confirm).waiting().erase()
