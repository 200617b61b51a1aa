"""Times in which no letter goes to a council: staff keep it quiet, or it asked us to hold them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from councils.dates import PeriodQuerySet, ends_after_it_starts, format_date, today
from councils.models.council import RESPONSIBLE_KINDS, Council

LONGEST = dt.timedelta(weeks=8)
"""The longest a council may be kept quiet: a letter that waits for longer might pass the day on
which its text is deleted."""

on_quiet_change: list[Callable[[int], object]] = []
"""Functions called with a council's primary key, in the transaction that changes its quiet."""


class QuietKind(models.TextChoices):
    """What is paused."""

    QUIET = "quiet", "quiet: no letters, links to share, alerts or thank-yous"
    REST = "rest", "letters held, as the council asked"


class QuietPeriodQuerySet(PeriodQuerySet["QuietPeriod"]):
    """Quiet periods, by the days on which they hold."""

    def set(self, **fields: Any) -> "QuietPeriod":
        """Add one. See ``QuietPeriod.update``."""
        period = self.model()
        period.update(**fields)
        return period


class QuietPeriod(models.Model):
    """A time in which letters to a council wait; they leave by themselves after its last day.

    Change it with ``QuietPeriod.objects.set``, ``update`` or ``remove``, which also tell the
    writers of letters that wait.
    """

    published = True  # the council's page says until when letters are paused

    council = models.ForeignKey(
        Council,
        on_delete=models.CASCADE,
        related_name="quiet_periods",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        help_text="Start typing its name, then choose it from the list.",
    )
    kind = models.CharField(
        "what is paused",
        max_length=5,
        choices=QuietKind,
        default=QuietKind.QUIET,
        help_text="Letters are held if the council itself asked; quiet is our own decision.",
    )
    starts_on = models.DateField(default=today, editable=False)
    until = models.DateField(
        "last day", help_text="Letters are sent again from the day after. At most eight weeks."
    )
    reason = models.CharField(max_length=300, help_text="For staff only. It is never published.")

    objects = QuietPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        verbose_name = "quiet council"
        verbose_name_plural = "quiet councils: letters paused"
        constraints = [ends_after_it_starts("quiet_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.council}, until {format_date(self.until)}"

    def clean(self) -> None:
        if self.until and self.until > self.starts_on + LONGEST:
            longest = format_date(self.starts_on + LONGEST)
            raise ValidationError(
                {"until": f"The last day can be {longest} at the latest, so that no letter waits"
                          " for longer than we may keep it."}
            )  # fmt: skip

    def update(self, **fields: Any) -> None:
        """Set fields, save, and tell the writers of letters that wait. Raises ValidationError."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        with transaction.atomic():
            self.save()
            self._call_listeners()

    def remove(self) -> None:
        """End it at once: letters that wait leave."""
        with transaction.atomic():
            self.delete()
            self._call_listeners()

    def _call_listeners(self) -> None:
        for listener in on_quiet_change:
            listener(self.council_id)
