"""How fast email leaves: a token bucket for each council, and one for all email together."""

import datetime as dt
from collections.abc import Iterable

from django.db import models

CONFIRMATIONS = "confirmations"
"""Key of the throttle of emails that ask somebody to confirm, for everybody together."""
HOUR = dt.timedelta(hours=1)
LONGEST_DELAY = dt.timedelta(days=1)
"""How long an email that asks somebody to confirm waits at most."""


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    """Throttles by whom they slow down."""

    def reset(self) -> None:
        """Count from now on as if nothing had gone: after a rate was changed."""
        self.update(used_until=None)

    def for_councils(self) -> "ThrottleQuerySet":
        """Leave out those of email to all."""
        return self.exclude(key__in=["", CONFIRMATIONS])

    def take_confirmation_slot(self, per_hour: int, now: dt.datetime) -> dt.datetime:
        """Return when one more email that asks somebody to confirm may go; 0 for no limit.

        So many as may go in an hour can go at once; what is more goes evenly, one by one. Call it
        in a transaction.
        """
        if not per_hour:
            return now
        throttle = self.locked([CONFIRMATIONS])[CONFIRMATIONS]
        slot = min(throttle.take_slot(per_hour, now, burst=per_hour), now + LONGEST_DELAY)
        # No further ahead, whatever a wrong clock has left behind.
        throttle.used_until = min(throttle.used_until or now, now + LONGEST_DELAY + HOUR)
        throttle.save(update_fields=["used_until"])
        return slot

    def confirmations_used_until(self) -> dt.datetime | None:
        """Return the end of the last slot of emails that ask somebody to confirm, if any."""
        return self.filter(key=CONFIRMATIONS).values_list("used_until", flat=True).first()

    def overall_has_slot(self, per_hour: int, now: dt.datetime) -> bool:
        """Whether the throttle of all email together lets any go at this moment."""
        overall = self.filter(key="").first()
        if overall is None:
            return True
        before = overall.used_until
        # If it was used until an impossible time, whoever takes a slot corrects that.
        return overall.free_slots(per_hour, now) > 0 or overall.used_until != before

    def locked(self, keys: Iterable[str]) -> dict[str, "Throttle"]:
        """Return the throttles of these keys, created where new, locked until the commit."""
        self.bulk_create([Throttle(key=key) for key in sorted(keys)], ignore_conflicts=True)
        throttles = self.filter(key__in=keys).order_by("key").select_for_update()
        return {throttle.key: throttle for throttle in throttles}


class Throttle(models.Model):
    """When the next message of one key may go; at a rate of its own, if staff set one."""

    BURST = 10
    """Messages that may go at once after a quiet time."""

    key = models.CharField(
        max_length=60, unique=True, help_text="Such as council:KEN, with a council’s short code."
    )
    per_hour = models.PositiveIntegerField(
        "most letters an hour",
        null=True,
        blank=True,
        help_text="For this council alone. Leave empty to use the rate for all councils.",
    )
    used_until = models.DateTimeField(null=True, blank=True, editable=False)
    """The end of its last slot."""

    objects = ThrottleQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = "rate for one council"
        verbose_name_plural = "rates for single councils"

    def __str__(self) -> str:
        return self.key

    def interval(self, per_hour: int) -> dt.timedelta:
        """Return the time between two slots, at its own rate or this one; 0 for no limit."""
        rate = self.per_hour if self.per_hour is not None else per_hour
        return dt.timedelta(hours=1) / rate if rate else dt.timedelta(0)

    def take_slot(self, per_hour: int, now: dt.datetime, burst: int = BURST) -> dt.datetime:
        """Take the next slot and return when it comes: now, or later. Saves nothing."""
        interval = self.interval(per_hour)
        self.used_until = max(self.used_until or now, now) + interval
        return max(now, self.used_until - burst * interval)

    def is_slot_valid(self, slot: dt.datetime | None, per_hour: int, now: dt.datetime) -> bool:
        """Whether a slot that was taken may be used now, or none is needed.

        Not long after it: slots that went by unused in a pause or an outage would all be used at
        once. Nor before it, which only a wrong clock can have set.
        """
        interval = self.interval(per_hour)
        return not interval or (slot is not None and now - self.BURST * interval < slot <= now)

    def latest_slot(self, waiting: int, per_hour: int, now: dt.datetime) -> dt.datetime:
        """Return the latest time to which slots can reach when so many messages wait for one."""
        return now + (waiting + self.BURST) * self.interval(per_hour)

    def free_slots(self, per_hour: int, now: dt.datetime) -> int:
        """Return how many slots are free now, and correct ``used_until``. Saves nothing."""
        interval = dt.timedelta(hours=1) / per_hour
        full = now + max(self.BURST * interval, dt.timedelta(seconds=1))
        # After a clock was put back, a time further ahead than that cannot be right.
        self.used_until = min(max(self.used_until or now, now), full)
        return int((full - self.used_until) / interval)

    def use_slots(self, number: int, per_hour: int, now: dt.datetime) -> None:
        """Take so many of the free slots, and save it."""
        self.used_until = (self.used_until or now) + number * dt.timedelta(hours=1) / per_hour
        self.save(update_fields=["used_until"])
