"""Changes: one public line for each change to a published fact, with its reason."""

from django.db import models
from django.utils import timezone

from councils.dates import today
from councils.models.council import Council


class ChangeKind(models.TextChoices):
    RECORDED = "recorded", "Recorded"
    CORRECTED = "corrected", "Corrected"
    RETRACTED = "retracted", "Taken back: our mistake"


class ChangeManager(models.Manager):
    def note(self, council: Council | None, kind: str, what: str, why: str):
        """Write the line for a change made today."""
        return self.create(council=council, kind=kind, what=what, why=why)


class Change(models.Model):
    """What was changed about a council, when and why. Lines are added, never edited."""

    published = True

    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="changes",
        null=True,
        blank=True,
        help_text="Empty for a change to the charter’s own page.",
    )
    on = models.DateField(default=today)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=ChangeKind)
    what = models.TextField()
    why = models.TextField()

    objects = ChangeManager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="a_change_has_a_reason")
        ]

    def __str__(self):
        return f"{self.on}: {self.what}"
