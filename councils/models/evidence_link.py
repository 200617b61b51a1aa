"""Whether links to evidence still open, as was last seen by night."""

from django.db import models

from councils.dates import format_date

GONE_AFTER = 3
"""Nights in a row on which a link does not open before pages and staff are told that it has gone:
a site may be mended on the next day."""


class EvidenceLink(models.Model):
    """An address that facts on record give as evidence, and when it last opened."""

    published = True

    url = models.URLField(max_length=500, unique=True)
    checked_on = models.DateField(null=True)
    opened_on = models.DateField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """Nights in a row on which it did not open."""
    said = models.CharField(max_length=200, blank=True)
    """What its website answered instead, for staff."""

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url

    @property
    def words(self) -> str:
        """What a reader of the evidence should know, in one sentence, or ""."""
        last = f" It last did on {format_date(self.opened_on)}." if self.opened_on else ""
        if self.failures >= GONE_AFTER:
            return f"The link no longer opens.{last}"
        return f"The link opened on {format_date(self.opened_on)}." if self.opened_on else ""
