"""From a draft to a confirmed letter: what is typed, and the email that asks to confirm it.

Nothing counts before the owner of the address has confirmed it. ``draft_token`` is in the address
of whoever writes the letter; ``token``, and the code derived from it, only travel in the email.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign.confirmation import confirmation_slot, new_token
from campaign.letters import held
from campaign.letters.delivery import WithDelivery
from campaign.letters.offices import is_no_person
from campaign.letters.recipient import Recipient
from campaign.letters.row import LetterRow
from campaign.letters.states import MOST_CODE_TRIES, OPEN, State
from councils.email_addresses import likely_meant


class Confirming(WithDelivery):
    """A letter that counts once its writer has confirmed it."""

    class Meta(LetterRow.Meta):
        abstract = True

    def save_draft(self, page_id: str = "", **fields: Any) -> bool:
        """Save what was typed on one rendering of a page; return whether it could be changed.

        A letter that awaits confirmation becomes a draft again, and the code sent before is no
        longer valid: nobody has confirmed these words. With another email address, the link is no
        longer valid either. ``page_id`` is the page's (edit_conflicts.py).
        """
        changed = {}
        for name, value in fields.items():
            if getattr(self, name) != value:
                changed[name] = value
        if not changed:
            return self.is_open
        if self.token:
            changed |= self.with_new_code()
        if "email" in changed:
            changed["token"] = None
            changed["email_asked"] = False
        if "name" in changed:
            changed["name_asked"] = False
        changed["last_page"] = page_id[:16]
        changed["changed_at"] = timezone.now()
        with transaction.atomic():
            saved = self.transition(OPEN, State.DRAFT, **changed)
            if saved:
                self.withdraw_requests()
        return saved

    def accept_status(self) -> None:
        """Record that its writer has seen the council's new status and leaves it as it is."""
        self.change_in([self.state], status_at_drafting=self.status_today)

    # Its code

    @property
    def code(self) -> str:
        """The six digits that confirm the letter, derived from the token: never stored."""
        signed = f"{self.token}:{self.code_round}"
        digest = salted_hmac("letters.code", signed, algorithm="sha256").digest()
        number = int.from_bytes(digest[:8]) % 1_000_000
        return f"{number:06d}"

    def try_code(self, typed: str) -> bool:
        """Return whether ``typed`` is the code. Each try is counted before it is compared."""
        expected = self.as_rows().filter(
            state=State.AWAITING, code_round=self.code_round, code_tries__lt=MOST_CODE_TRIES
        )
        if not expected.update(code_tries=F("code_tries") + 1):
            return False
        self.code_tries += 1
        return constant_time_compare(typed, self.code)

    # Asking for it

    def note_doubts(self) -> bool:
        """Note the doubts that its writer is asked about first; return whether any is new.

        They are asked once of each name whether it is theirs, if it reads like an office, and of
        each address whether it is right, if it looks mistyped. Whoever goes on has answered.
        """
        new_doubts = {}
        if not self.name_asked and is_no_person(self.name):
            new_doubts["name_asked"] = True
        if not self.email_asked and likely_meant(self.email):
            new_doubts["email_asked"] = True
        if not new_doubts:
            return False
        return self.change_in(OPEN, **new_doubts)

    def request_confirmation(self, request: HttpRequest | None = None) -> bool:
        """Ask its writer by email to confirm it, or ask again; return whether that was possible.

        ``request`` says from which network they ask, if that is known.
        """
        changes: dict[str, Any] = {
            "asked_at": timezone.now(),
            "token": self.token or new_token(),
            "confirmations_sent": self.confirmations_sent + 1,
        }
        if self.code_is_dead:
            changes |= self.with_new_code()
        with transaction.atomic():
            # Asked before the transition: an email that still waits gives its turn to the new one.
            due_at = self.confirmation_due_at or confirmation_slot(self.email, request)
            requested = self.transition(OPEN, State.AWAITING, **changes)
            if requested:
                self.withdraw_requests()
                self.ask_to_confirm("confirm", due_at)
        return requested

    def remind(self) -> bool:
        """Remind its writer once that it awaits confirmation; return whether that was due."""
        expected = self.as_rows().filter(state=State.AWAITING, reminded_at=None)
        with transaction.atomic():
            if not expected.update(reminded_at=timezone.now()):
                return False
            self.tell("reminder", self.confirmations_sent)
        return True

    # Confirming it

    def confirm(self, to: Recipient, network: str = "", ours: Iterable[str] = ()) -> bool:
        """Queue it for ``to``, or hold it for a person to read; of several requests, one does it.

        ``network`` is the one its writer confirms it from, if that is known; ``ours`` are the
        paragraphs and subjects of ours that it could have (held.py).
        """
        if not to.is_deliverable or self.is_late:
            return False
        now = timezone.now()
        with transaction.atomic():
            # First, as it locks the row: of several requests at once one goes on.
            if not self.transition([State.AWAITING], State.QUEUED, confirmed_at=now):
                return False
            self.withdraw_requests()
            why = held.look_at(self, network, ours)
            if why:
                self.transition([State.QUEUED], State.HELD, held_for=why)
                self.tell("held", self.confirmations_sent)
            else:
                self.queue(to)
        return True
