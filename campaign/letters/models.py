"""A letter to a council: one row, from the first draft until it is deleted.

Its row and what may happen to it are in the files that ``__init__.py`` names first. Here they are
put together, with what its emails tell it, and what its writer reports.

Every change of state is one guarded UPDATE (``LetterRow.transition``): it names the states it may
start from, and returns whether it happened.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaign.inbox.parsed_mail import ParsedMail
from campaign.letters import incoming
from campaign.letters.anonymising import Anonymisable
from campaign.letters.queryset import AnyLetterQuerySet
from campaign.letters.row import LetterRow
from campaign.letters.states import CONFIRMED, SELF_SENDABLE, STOPPABLE, Answered, State
from campaign.outbox.models import MessageState, OutgoingMessage, WhyCancelled
from campaign.personal import Kept, Personal
from campaign.purposes import Purpose
from campaign.supporters import suppression
from councils.record import closed_on, record_on
from councils.record.snapshot import is_quiet

ENDS_WITH_THE_CAMPAIGN = (Purpose.LETTER, Purpose.CONFIRM, Purpose.REMINDER, Purpose.FOLLOW_UP)
"""Emails about a letter that do not leave once the campaign has closed: a letter, and what asks its
writer to confirm it, or whether it was answered."""


class LetterQuerySet(AnyLetterQuerySet["Letter"]):
    """The queryset of ``Letter`` (queryset.py), by the name that other files give as its type."""


class Letter(Anonymisable):
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
            # The function itself, as it needs the time of the night (campaign/personal.py).
            Kept("texts of letters", "with_outdated_text", LetterQuerySet.delete_texts),
        ),
        # One that is being handed over at this very moment cannot be stopped, and stays: staff
        # erase the person once more.
        erase="cancel_and_anonymise",
    )  # fmt: skip
    """What ``campaign/privacy/personal_data.py`` shows, erases and deletes every night, after the
    days that stand in ``campaign/retention.py``."""

    class Meta(LetterRow.Meta):
        pass

    # What its emails tell it (campaign/outbox/subjects.py)

    @classmethod
    def on_leaving(cls, message: OutgoingMessage) -> bool:
        """Let an email about a letter leave, unless it says what is no longer so."""
        letter = cls.objects.filter(pk=message.subject_id or 0).first()
        if letter is None:
            return True
        was_stopped = letter.stop_email_if_overtaken(message)
        return not was_stopped

    def stop_email_if_overtaken(self, message: OutgoingMessage) -> bool:
        """Stop an email about it that says what is no longer so; return whether it was stopped.

        One that it is too late to stop leaves.
        """
        if closed_on() is not None and message.purpose in ENDS_WITH_THE_CAMPAIGN:
            return self.stop_email_at_closing(message)
        if message.purpose == Purpose.FOLLOW_UP and self.is_kept_quiet:
            return self.ask_after_the_pause(message)
        if self.is_still_true(message):
            return False
        if message.purpose == Purpose.LETTER:
            return self.stop_and_ask_again()
        return message.cancel(WhyCancelled.NOT_TRUE)

    def is_still_true(self, message: OutgoingMessage) -> bool:
        """Whether an email about it still says what is so.

        A letter whose council's status has changed does not: its writer is asked first. But one
        that staff had sent again goes, as the council may have it already.
        """
        if message.purpose == Purpose.REMINDER:
            return self.awaits_its_writer
        if message.purpose == Purpose.FOLLOW_UP:
            return self.may_be_asked_whether_answered
        if message.purpose != Purpose.LETTER or message.was_resent:
            return True
        return not self.status_has_changed

    def stop_email_at_closing(self, message: OutgoingMessage) -> bool:
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
    def is_kept_quiet(self) -> bool:
        record = record_on()
        return is_quiet(record, record.by_id[self.council_id])

    def ask_after_the_pause(self, message: OutgoingMessage) -> bool:
        """Take back the question whether the council answered; return whether that was possible.

        The first night after the pause asks it, as the letter's page has promised.
        """
        with transaction.atomic():
            if not message.cancel(WhyCancelled.NOT_TRUE):
                return False
            # Its row goes too: the new question has the same key.
            OutgoingMessage.objects.filter(pk=message.pk).erase()
            self.as_rows().update(asked_if_answered_at=None)
        return True

    @property
    def awaits_its_writer(self) -> bool:
        """Whether it waits to be confirmed, and could go if it were.

        Not one that its writer has sent: confirming it would make it two.
        """
        if self.state != State.AWAITING or self.self_sent_at is not None:
            return False
        return self.can_go and not self.is_late

    @property
    def may_be_asked_whether_answered(self) -> bool:
        """Whether our mail service took it, and nobody has said that the council answered.

        It is the rule of ``to_ask_whether_answered`` (queryset.py) once more: there it was so when
        the email was queued.
        """
        if self.state != State.ACCEPTED or self.answer_received_at is not None:
            return False
        return self.answered in ("", Answered.NOT_YET)

    @classmethod
    def on_outcome(cls, message: OutgoingMessage) -> None:
        letter = cls.objects.for_message(message).first()
        if letter:
            letter.take_outcome(message)
        elif message.purpose == Purpose.CONFIRM and message.state == MessageState.ACCEPTED:
            cls.time_to_confirm_begins(message)

    @classmethod
    def time_to_confirm_begins(cls, message: OutgoingMessage) -> None:
        """Let the days to confirm a letter run from when the newest email that asks has left."""
        letter = cls.objects.filter(pk=message.subject_id or 0).first()
        if letter and letter.confirmation_key == message.key and message.outcome_at:
            letter.start_clock(message.outcome_at)

    @classmethod
    def on_arrival(cls, message: OutgoingMessage, mail: ParsedMail) -> None:
        if message.purpose != Purpose.LETTER:
            suppression.forget_if_gone(message, mail)
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
        """Record that its writer sent it themselves; once, however often they say so.

        One that waits to go is stopped, or it would go twice; one that waits to be confirmed stays,
        and its page warns. One that we sent, and that did not come back, is not counted a second
        time.
        """
        if self.state in STOPPABLE:
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
        if not self.is_time_to_write_again:
            return False
        if self.answered not in (Answered.NO, Answered.NOT_YET):
            return False
        has_gone = Q(state__in=CONFIRMED) | Q(self_sent_at__isnull=False)
        return not self.followed_by.filter(has_gone).exists()
