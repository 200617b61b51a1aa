"""Which email the worker may send now, how it claims it, and what it does after another's end."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Count, Exists, F, Q, Value, When
from django.utils import timezone

from campaign.outbox.attempt import Attempted
from campaign.outbox.mail_settings import MailSettings
from campaign.outbox.may_run import MailMayRun
from campaign.outbox.row import NOTICED
from campaign.outbox.states import (
    DAY,
    FIRST_WAIT,
    HOUR,
    MOST_TRIES,
    WAITING,
    MessageState,
    Urgency,
    at_tempo,
)
from campaign.outbox.subjects import AboutQuerySet
from campaign.purposes import ASKING, CONFIRMING, NEVER_HELD, TO_COUNCILS

STOPPED_AFTER_IT_BEGAN = (
    "The worker stopped after it had begun to hand over the text, before it could store what"
    " the server said."
)
STOPPED_BEFORE = "The worker stopped before it handed it over."


class ToSendQuerySet[Row: Attempted](AboutQuerySet[Row]):
    """Messages, as the worker selects and changes them."""

    def sendable(
        self, mail: MailSettings, now: dt.datetime | None = None, least: Urgency = Urgency.BULK
    ) -> Self:
        """Messages due by now that may leave, as these settings and what councils asked allow.

        None is less urgent than ``least``, that is, has a higher number.
        """
        now = now or timezone.now()
        waiting = self.filter(state__in=WAITING, waits_because="").exclude(content=b"")
        due = waiting.filter(due_at__lte=now, urgency__lte=least)
        if mail.paused:
            return due.filter(purpose__in=NEVER_HELD)
        if not mail.may_mail_councils:
            return due.exclude(purpose__in=TO_COUNCILS)
        due = due.exclude(council__in=mail.paused_councils)
        due = due.exclude(council__in=self.had_enough(mail, now))
        return due.exclude(purpose__in=ASKING, council__in=mail.paused_for_questions)

    def had_enough(self, mail: MailSettings, now: dt.datetime) -> list[str]:
        """Return the codes of the councils that had their letters of this hour, or of this day."""
        attempted = self.exclude(council="").values("council").order_by()
        counted = attempted.annotate(letters=Count("pk")).values_list("council", "letters")
        enough = []
        for code, letters in counted.filter(last_attempt_at__gt=now - HOUR):
            if letters >= settings.LETTERS_AN_HOUR:
                enough.append(code)
        this_day = counted.filter(council__in=mail.most_a_day, last_attempt_at__gt=now - DAY)
        for code, letters in this_day:
            if letters >= mail.most_a_day[code]:
                enough.append(code)
        return enough

    def claim(self, mail: MailSettings | None = None, least: Urgency = Urgency.BULK) -> Row | None:
        """Claim the next message that may go now; return it, or None.

        ``mail_may_run`` is asked here, since a restore can happen under a worker that is connected.
        Rows that a web process has locked are skipped, not waited for.
        """
        mail = mail or MailSettings.current()
        now = timezone.now()
        due = self.sendable(mail, now, least).filter(Exists(MailMayRun.objects.all()))
        with transaction.atomic():
            ordered = due.order_by("urgency", "due_at", "pk")
            message = ordered.select_for_update(skip_locked=True).first()
            if message:
                message.state = MessageState.SENDING
                message.data_started_at = None
                message.attempts += 1
                message.last_attempt_at = now
                fields = ["state", "attempts", "last_attempt_at", "data_started_at"]
                message.save(update_fields=fields)
        return message

    def sweep(self) -> int:
        """Settle what a worker that is gone has left; return how many.

        Only the holder of the lock may call it, between two messages: none is its own then. It is
        one UPDATE, so that a mark committed meanwhile is seen (the row is read again). What has a
        notice did go; what may go twice is tried again.
        """
        now = timezone.now()
        tried_enough = Q(attempts__gte=F("attempts_before") + MOST_TRIES)
        handed_over = Q(data_started_at__isnull=False)
        unsure = handed_over & (Q(to_council=True) | tried_enough)
        goes_no_more = NOTICED | unsure | tried_enough
        return self.filter(state=MessageState.SENDING).update(
            state=Case(
                When(NOTICED, then=Value(MessageState.ACCEPTED)),
                When(unsure, then=Value(MessageState.UNSURE)),
                When(tried_enough, then=Value(MessageState.FAILED)),
                default=Value(MessageState.DEFERRED),
            ),
            server_said=Case(
                When(handed_over, then=Value(STOPPED_AFTER_IT_BEGAN)),
                default=Value(STOPPED_BEFORE),
            ),
            data_started_at=Case(When(goes_no_more, then=F("data_started_at")), default=None),
            due_at=now + at_tempo(FIRST_WAIT),
            outcome_at=now,
            tell_at=now,
        )

    def to_tell(self) -> Self:
        return self.filter(tell_at__lte=timezone.now()).order_by("tell_at")

    # Confirmations

    def next_confirmation(self) -> dt.datetime:
        """Return when one more email that asks to confirm may go.

        So many go in an hour, for everybody together. Where 100 may, the 101st goes an hour after
        the first, the 102nd an hour after the second: a day later at most, and nobody is refused.
        """
        now = timezone.now()
        most = MailSettings.current().confirmations_an_hour
        confirming = self.filter(purpose__in=CONFIRMING)
        taken = confirming.filter(due_at__gt=now - HOUR).order_by("-due_at")
        before = taken.values_list("due_at", flat=True)[most - 1 : most].first()
        if before is None:
            return now
        return min(max(now, before + HOUR), now + DAY)

    def confirmations_lately(self, now: dt.datetime) -> int:
        """Count the confirmations of the last hour, and those that wait their turn."""
        return self.filter(purpose__in=CONFIRMING, due_at__gt=now - HOUR).count()
