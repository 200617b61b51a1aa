"""The public changes log: what was changed of published facts, each line with its reason."""

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

    def note(self, council: "Council | None", kind: str, what: str, why: str) -> "Change":
        """Add a line for a change made today; a retraction's says that the mistake was ours."""
        if kind == ChangeKind.RETRACTED and OURS not in what:
            what = f"{what} {OURS}"
        return self.create(council=council, kind=kind, what=what, why=why)


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
    redacted_at = models.DateTimeField(null=True, editable=False)
    """When words were last taken out of it, for somebody's sake; the line itself stays."""

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="a_change_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.what}"
