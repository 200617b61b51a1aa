"""The hits counted against limits, and the busy day on which more is let through."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from campaign.personal import Kept, Personal
from councils.dates import midnight, today

BUSY = 5
"""How many times as much is let through on a busy day."""


class Count(models.Model):
    """The hits of one asker for one limit in one window."""

    key = models.CharField(max_length=40, primary_key=True)
    hits = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    personal = Personal(
        "counts of limits",
        of_nobody=("key",),
        kept=(
            Kept(
                "counts of limits",
                lambda counts, now: counts.filter(ends_at__lte=now),
                "delete",
            ),
        ),
    )

    def __str__(self) -> str:
        return f"{self.hits} until {self.ends_at:%Y-%m-%d %H:%M}"


class BusyDay(models.Model):
    """An evening on which the campaign is in the news: one row, which ends by itself."""

    until = models.DateTimeField()
    began_at = models.DateTimeField(default=timezone.now)
    began_by = models.CharField(max_length=150)

    class Meta:
        default_permissions = ("change", "view")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_busy_day")]

    def __str__(self) -> str:
        return "Busy day"

    @classmethod
    def current(cls) -> "BusyDay | None":
        """Return the busy day that is on now, or None."""
        return cls.objects.filter(until__gt=timezone.now()).first()

    @classmethod
    def start(cls, by: User) -> "BusyDay":
        """Let more through until the next midnight in London."""
        begun = {"until": midnight(today() + dt.timedelta(days=1)), "began_at": timezone.now()}
        return cls.objects.update_or_create(pk=1, defaults={**begun, "began_by": str(by)})[0]

    @classmethod
    def end(cls) -> None:
        cls.objects.all().delete()
