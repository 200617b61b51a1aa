"""A notice that stands on every page from one day until another."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from councils.dates import format_date, today
from councils.models.mojibake import NoMojibakeModel


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, by the days on which they are shown."""

    def on(self, day: dt.date | None = None) -> "NoticeQuerySet":
        """Return those shown on a day (default: today, in London)."""
        day = day or today()
        return self.filter(starts_on__lte=day, until__gte=day)


class Notice(NoMojibakeModel):
    """A sentence at the top of every page, both its days included."""

    published = True

    text = models.CharField(
        max_length=200, help_text="One or two sentences. What should everybody know?"
    )
    url = models.URLField("link, if there is more to read", blank=True)
    starts_on = models.DateField("from", default=today)
    until = models.DateField("last day", help_text="It goes by itself on the day after.")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        verbose_name = "notice on every page"
        verbose_name_plural = "notices on every page"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("starts_on")),
                name="notice_ends_after_it_starts",
                violation_error_message="The last day lies before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} ({format_date(self.starts_on)} to {format_date(self.until)})"
