"""The public changes log: what was changed of published facts, each line with its reason."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from councils.dates import today

if TYPE_CHECKING:
    from councils.models.council import Council


class ChangeKind(models.TextChoices):
    """What was done to a fact."""

    RECORDED = "recorded", "Recorded"
    CORRECTED = "corrected", "Corrected"
    RETRACTED = "retracted", "Taken back: our mistake"


OURS = "The mistake was ours."


class ChangeQuerySet(models.QuerySet["Change"]):
    """Lines of the public changes log."""

    def until(self, on: dt.date | None = None) -> "ChangeQuerySet":
        """Return the lines written by the end of ``on`` (default: today)."""
        return self.filter(on__lte=on or today())

    def note(
        self,
        council: "Council | None",
        kind: str,
        what: str,
        why: str,
        on: dt.date | None = None,
    ) -> "Change":
        """Add a line for a change made on ``on`` (default: today).

        A retraction's line ends by saying that the mistake was ours.
        """
        if kind == ChangeKind.RETRACTED and OURS not in what:
            what = f"{what} {OURS}"
        return self.create(council=council, kind=kind, what=what, why=why, on=on or today())


class Change(models.Model):
    """What was changed about a council, when and why. Lines are added, never edited."""

    published = True

    council = models.ForeignKey(
        "councils.Council",
        on_delete=models.PROTECT,
        related_name="changes",
        null=True,
        blank=True,
        help_text="Leave it empty if the change is not about one council.",
    )
    on = models.DateField(default=today)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=ChangeKind)
    what = models.TextField()
    why = models.TextField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at", "id"], name="newest_changes"),
            models.Index(fields=["council", "at", "id"], name="newest_changes_of_a_council"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="a_change_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.what}"
