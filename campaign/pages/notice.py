"""A notice that stands on every page from one day until another."""

from django.db import models

from councils.dates import format_date, today
from councils.models.mojibake import NoMojibakeModel
from councils.models.period import PeriodQuerySet, ends_after_it_starts


class NoticeQuerySet(PeriodQuerySet["Notice"]):
    """Notices, by the days on which they are shown."""


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
        constraints = [ends_after_it_starts("notice_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.text} ({format_date(self.starts_on)} to {format_date(self.until)})"
