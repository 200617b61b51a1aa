"""A confirmed letter on its way to the council: queued, read first, stopped, and its outcome."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaign.ledger import ledger
from campaign.letters import emails
from campaign.letters.failing_addresses import note_refusal
from campaign.letters.recipient import Recipient, choose_recipient, recipient_for, takes_letters
from campaign.letters.row import LetterRow, ledger_name
from campaign.letters.states import (
    FOLLOWS_DELIVERY,
    OF_MESSAGE,
    WAITS_TO_GO,
    WITH_OUTCOME,
    State,
)
from campaign.letters.writer import WithWriter
from campaign.outbox.models import MessageState, OutgoingMessage, WhyCancelled
from campaign.purposes import Purpose
from councils.email_addresses import spellings
from councils.models import Contact
from councils.record import record_on

CANNOT_ASK = "something changed there while it waited, and we can’t email you to ask about it"
"""Why a letter was not sent, as its page says: the end of "We’re not going to send it, because …".
"""


class WithDelivery(WithWriter):
    """A letter that the outbox can carry to its council, and what becomes of it there."""

    class Meta(LetterRow.Meta):
        abstract = True

    def message(self) -> OutgoingMessage | None:
        """Return the email that carries it, if it was confirmed."""
        about_it = OutgoingMessage.objects.for_subject(self)
        return about_it.filter(purpose=Purpose.LETTER).first()

    @property
    def answers_to(self) -> str:
        """The address to which its writer can forward the council's answer; "" if there is none.

        It belongs to this letter alone, so that what arrives there is known to be about it. It is
        not the envelope sender, so that nobody can use it to claim that the letter came back.
        """
        if not self.may_have_arrived or not self.accepts_answers:
            return ""
        message = self.message()
        if message is None:
            return ""
        return message.answers_to

    @property
    def can_go(self) -> bool:
        """Whether it could go to its council today: that takes letters, and we can deliver one."""
        record = record_on()
        row = record.by_id[self.council_id]
        return takes_letters(record, row) and recipient_for(row).is_deliverable

    def queue(self, to: Recipient) -> None:
        """Queue the email that carries it, and its writer's copy, once it is confirmed.

        The days that its email is kept run from when it was confirmed, however long a person read
        it.
        """
        OutgoingMessage.objects.queue(
            Purpose.LETTER,
            self.reference,
            to.mailbox,
            emails.carrier(self, to),
            council=self.council.code,
            subject=self,
            on_behalf=self.email,
            kept_from=self.confirmed_at,
        )
        self.tell("copy")

    # Once a person has read it

    def let_go(self, to: Recipient) -> bool:
        """Queue it for ``to`` once a person has read it; return whether it still waited."""
        if not to.is_deliverable:
            return False
        with transaction.atomic():
            goes = self.transition([State.HELD], State.QUEUED)
            if goes:
                self.queue(to)
        return goes

    def turn_down(self, why: str) -> bool:
        """Cancel it while it waits to be read, and give its writer the text and the reason."""
        now = timezone.now()
        with transaction.atomic():
            turned_down = self.transition(
                [State.HELD], State.CANCELLED, cancelled_at=now, why_not=why
            )
            if turned_down:
                self.note_in_ledger(ledger.Noted.CANCELLED)
                self.tell("turned_down")
        return turned_down

    # Stopping it before it leaves

    def stop_and_ask_again(self) -> bool:
        """Ask its writer to confirm it again, as its council's status has changed meanwhile.

        Nothing goes until they confirm it as it is, or change it; return whether it still waited.
        Who may not be told would never answer: then it is stopped, and its page says so.
        """
        if not self.may_be_told:
            return self.stop_unasked()
        with transaction.atomic():
            waited = self.stop(
                WhyCancelled.NOT_TRUE,
                State.AWAITING,
                confirmed_at=None,
                held_for="",
                asked_at=timezone.now(),
                reminded_at=None,
                confirmations_sent=self.confirmations_sent + 1,
                **self.with_new_code(),
            )
            if not waited:
                return False
            about_it = OutgoingMessage.objects.for_subject(self)
            about_it.filter(purpose__in=[Purpose.LETTER, Purpose.COPY]).erase()
            self.ask_to_confirm("asks_again")
        return True

    def stop_unasked(self) -> bool:
        """Cancel it, as its council's status has changed and its writer cannot be asked."""
        return self.cancel(WhyCancelled.NOT_TRUE, why_not=CANNOT_ASK)

    def cancel(self, why: WhyCancelled = WhyCancelled.OWNER, **changes: Any) -> bool:
        """Cancel it after it was confirmed, unless our mail service has already taken it."""
        with transaction.atomic():
            now = timezone.now()
            cancelled = self.stop(why, State.CANCELLED, cancelled_at=now, **changes)
            if cancelled:
                self.note_in_ledger(ledger.Noted.CANCELLED)
        return cancelled

    def stop(self, why: WhyCancelled, end: State, **changes: Any) -> bool:
        """Cancel its email and take the state ``end``, or neither; return whether it still waited.

        Nobody is told: ``message.cancel`` is silent, unlike ``cancel_now``.
        """
        # One that waits to be read has no email. If staff let it go at this moment, this UPDATE
        # waits until they have, changes nothing, and the email that they queued is found below.
        if self.transition([State.HELD], end, **changes):
            return True
        with transaction.atomic():
            message = self.message()
            if message is None or not message.cancel(why):
                return False
            stopped = self.transition(WAITS_TO_GO, end, **changes)
            if not stopped:
                # Its row has changed since it was read here: its writer was asked again, say.
                transaction.set_rollback(True)  # or its email alone would be cancelled, unseen
        return stopped

    def note_in_ledger(self, kind: ledger.Noted) -> None:
        """Write in the ledger what is about to happen to it, in the transaction that does it."""
        ledger.note(kind, ledger_name(self.pk, self.created_at))

    # Its outcome

    def take_outcome(self, message: OutgoingMessage) -> None:
        """Take the new state of the email that carries it, and tell its writer if needed."""
        if message.state == MessageState.QUEUED:
            # Staff send it again: to the address that they have for its council today.
            self.readdress(message)
            if message.state == MessageState.CANCELLED:
                # There is no address now. Cancelling the email called this method, for the state
                # that it has now, and everything is done.
                return

        before = self.state
        state = OF_MESSAGE[MessageState(message.state)]
        if not self.take_state(state, at=message.outcome_at, is_test=message.is_test):
            return
        if state == State.FAILED:
            note_refusal(self.council_id, message)
        self.tell_outcome(before, message)

    def tell_outcome(self, before: str, message: OutgoingMessage) -> None:
        """Tell its writer that it failed, was cancelled or goes again, if it did not ``before``.

        Staff may send it again: with the email's attempts, which only ever rise, in its key each
        refusal is told in an email of its own.
        """
        if self.state == before:
            return
        if self.state == State.FAILED:
            self.tell("failed", message.attempts)
        elif self.state == State.CANCELLED:
            # Its writer is told to send it themselves: after a restore ours must not go as well.
            self.note_in_ledger(ledger.Noted.CANCELLED)
            self.tell("cancelled", message.attempts, why=message.cancelled_because)
        elif self.state == State.QUEUED and before == State.FAILED:
            self.tell("sent_again", message.attempts)

    def take_state(self, state: State, at: dt.datetime | None, is_test: bool) -> bool:
        """Take the state that its email has reached; return whether it could.

        A letter that came back or was cancelled stays so. One that has that state already takes it
        once more, as an outcome may be told twice. ``is_test``: the email went to nobody.
        """
        when = at or timezone.now()
        changes: dict[str, Any] = {"is_test": is_test}
        if state in WITH_OUTCOME:
            changes["outcome_at"] = when
        elif state in WAITS_TO_GO:
            changes["outcome_at"] = None  # sent again: the day of a refusal is not its day
        elif state == State.CANCELLED:
            changes["cancelled_at"] = when
        return self.transition(FOLLOWS_DELIVERY, state, **changes)

    def mark_bounced(self, at: dt.datetime) -> bool:
        """Record once that it came back, whatever our mail service has said or will say."""
        outcome_at = self.outcome_at or at
        return self.transition(
            FOLLOWS_DELIVERY, State.BOUNCED, bounced_at=at, outcome_at=outcome_at
        )

    # Its address, which staff may change meanwhile

    def readdress(self, message: OutgoingMessage) -> bool:
        """Give its waiting email the current address of its council; return whether it changed.

        An email whose address staff have removed, with none in its place, is cancelled. One whose
        address is still listed stays, although that may be overdue for a check.
        """
        # All of them, read anew: one may be overdue for a check, and still be listed.
        contacts = list(Contact.objects.filter(council_id=self.council_id))
        to = choose_recipient(contacts, record_on().by_id[self.council_id])
        current = message.recipient.lower()
        goes_there_already = to.mailbox and current in spellings(to.mailbox.lower())
        if goes_there_already:
            return False
        # Never to the test mailbox of a trial instead: that is no address of the council's.
        if to.email:
            try:
                return message.rewrite(to.email, emails.carrier(self, to))
            except ValueError:  # nothing can be mailed to the new address: it stays as it is
                return False
        is_still_listed = any(current in spellings(each.email.lower()) for each in contacts)
        if is_still_listed:
            return False
        return message.cancel_now()  # which calls ``take_outcome``
