"""A notice that stands on every page from one day until another."""

from django.db import models

from councils.dates import PeriodQuerySet, ends_after_it_starts, format_date, today


class NoticeQuerySet(PeriodQuerySet["Notice"]):
    """Notices, by the days on which they are shown."""


class Notice(models.Model):
    """A sentence at the top of every page, both its days included."""

    published = True

    text = models.CharField(
        max_length=200, help_text="What everybody should know, in one or two sentences."
    )
    url = models.URLField(
        "link, if there is more to read",
        blank=True,
        help_text="Shown after the notice as “Read more”.",
    )
    starts_on = models.DateField(
        "from", default=today, help_text="The first day on which it is shown."
    )
    until = models.DateField("last day", help_text="It is gone on the day after.")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        verbose_name = "notice on every page"
        verbose_name_plural = "notices on every page"
        constraints = [ends_after_it_starts("notice_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.text} ({format_date(self.starts_on)} to {format_date(self.until)})"
