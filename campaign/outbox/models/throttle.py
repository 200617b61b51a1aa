"""How fast email leaves: a token bucket for each council, and one for all email together."""

import datetime as dt
from collections.abc import Iterable

from django.core.validators import MinValueValidator
from django.db import models

from campaign.outbox.registry import on_half_of_confirmations
from councils.record import record_on

CONFIRMATIONS = "confirmations"
"""Key of the one throttle for all confirmation emails."""
HOUR = dt.timedelta(hours=1)
COUNCIL = "council:"
"""How the key of a council's throttle begins; its code follows."""
LONGEST_DELAY = dt.timedelta(days=1)
"""Longest wait for a confirmation email."""


def council_of(key: str) -> str:
    """Return the name of the council that a throttle is for; its key if there is none."""
    row = record_on().by_code.get(key.removeprefix(COUNCIL))
    return row.name if row else key


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    """Throttles, for one council or for all email."""

    def reset(self) -> None:
        """Start afresh, as if nothing had been sent, after a rate has changed."""
        self.update(used_until=None)

    def for_councils(self) -> "ThrottleQuerySet":
        """Leave out those that are for all email."""
        return self.exclude(key__in=["", CONFIRMATIONS])

    def most_a_day(self, key: str) -> int | None:
        """Return how many messages a day may go under a key, if a council has asked for that."""
        return self.filter(key=key).values_list("per_day", flat=True).first()

    def take_confirmation_slot(self, per_hour: int, now: dt.datetime) -> dt.datetime:
        """Return when one more confirmation email may go; ``per_hour`` 0 means no limit.

        An hour's worth can go at once; any more go one by one, evenly spaced. Call it in a
        transaction.
        """
        if not per_hour:
            return now
        throttle = self.locked([CONFIRMATIONS])[CONFIRMATIONS]
        before = throttle.used_until or now
        slot = min(throttle.take_slot(per_hour, now, burst=per_hour), now + LONGEST_DELAY)
        # Nobody waits longer than that, nor for a flood that is over.
        throttle.used_until = min(throttle.used_until or now, now + LONGEST_DELAY + HOUR)
        throttle.save(update_fields=["used_until"])
        if before < now + HOUR / 2 <= throttle.used_until:
            for tell in on_half_of_confirmations:
                tell(per_hour)
        return slot

    def confirmations_used_until(self) -> dt.datetime | None:
        """Return the end of the last slot taken by a confirmation email, if any."""
        return self.filter(key=CONFIRMATIONS).values_list("used_until", flat=True).first()

    def overall_has_slot(self, per_hour: int, now: dt.datetime) -> bool:
        """Whether the throttle for all email has a slot free at ``now``."""
        overall = self.filter(key="").first()
        return overall is None or overall.free_slots(per_hour, now) > 0

    def locked(self, keys: Iterable[str]) -> dict[str, "Throttle"]:
        """Return the throttles with these keys, new ones created, locked until the commit."""
        self.bulk_create([Throttle(key=key) for key in sorted(keys)], ignore_conflicts=True)
        throttles = self.filter(key__in=keys).order_by("key").select_for_update()
        return {throttle.key: throttle for throttle in throttles}


class Throttle(models.Model):
    """When the next message with a key may go; at its own rate, if staff have set one."""

    BURST = 10
    """Messages that may go at once after a quiet period."""

    key = models.CharField(
        max_length=60,
        unique=True,
        help_text="For example council:KEN, with the council’s own code.",
    )
    per_hour = models.PositiveIntegerField(
        "most letters an hour",
        null=True,
        blank=True,
        help_text="For this council alone. Leave it empty to use the rate for all councils.",
    )
    per_day = models.PositiveIntegerField(
        "most letters a day",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="If the council asked for that. Its letters then go one by one through the day.",
    )
    used_until = models.DateTimeField(null=True, blank=True, editable=False)
    """The end of its last slot."""

    objects = ThrottleQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = "rate for one council"
        verbose_name_plural = "rates for single councils"

    def __str__(self) -> str:
        return council_of(self.key)

    def interval(self, per_hour: int) -> dt.timedelta:
        """Return the time between slots at its own rate, or else ``per_hour``; 0 for no limit."""
        if self.per_day:
            return dt.timedelta(days=1) / self.per_day
        rate = self.per_hour if self.per_hour is not None else per_hour
        return dt.timedelta(hours=1) / rate if rate else dt.timedelta(0)

    @property
    def burst(self) -> int:
        return 1 if self.per_day else self.BURST

    def take_slot(self, per_hour: int, now: dt.datetime, burst: int = 0) -> dt.datetime:
        """Take the next slot and return when it comes: now, or later. Saves nothing."""
        interval, burst = self.interval(per_hour), burst or self.burst
        self.used_until = max(self.used_until or now, now) + interval
        return max(now, self.used_until - burst * interval)

    def is_slot_valid(self, slot: dt.datetime | None, per_hour: int, now: dt.datetime) -> bool:
        """Whether a slot already taken may be used now, or none is needed.

        A slot long past may not: those missed in a pause or an outage would all be used at once.
        """
        interval = self.interval(per_hour)
        return not interval or (slot is not None and slot > now - self.burst * interval)

    def free_slots(self, per_hour: int, now: dt.datetime) -> int:
        """Return how many slots are free now; none is left over from before. Saves nothing."""
        interval = dt.timedelta(hours=1) / per_hour
        full = now + max(self.BURST * interval, dt.timedelta(seconds=1))
        self.used_until = max(self.used_until or now, now)
        return max(0, int((full - self.used_until) / interval))

    def use_slots(self, number: int, per_hour: int, now: dt.datetime) -> None:
        """Take ``number`` of the free slots, and save."""
        self.used_until = (self.used_until or now) + number * dt.timedelta(hours=1) / per_hour
        self.save(update_fields=["used_until"])
