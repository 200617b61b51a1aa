"""The record of each erasure: when, why and by which role, and nothing about the person."""

from django.db import models
from django.utils import timezone

from councils.dates import format_date


class Reason(models.TextChoices):
    """Why a person was erased."""

    ASKED = "asked", "the person asked for it"
    CHILD = "child", "it is about a child"
    MISTAKE = "mistake", "it should not have been kept"
    LAW = "law", "a court or an authority asked for it"


class Erasure(models.Model):
    """The erasure of one person from everything that the site holds."""

    at = models.DateTimeField(default=timezone.now)
    by_role = models.CharField("by", max_length=20)
    reason = models.CharField(max_length=10, choices=Reason)
    rows = models.PositiveIntegerField("entries erased")

    class Meta:
        ordering = ["-at"]
        verbose_name = "erased person"
        verbose_name_plural = "erased people"

    def __str__(self) -> str:
        return (
            f"A person was erased on {format_date(timezone.localdate(self.at))} by {self.by_role}"
        )
