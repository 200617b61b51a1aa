"""Which council took over from which, and the checks that keep it free of contradictions."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q

from councils.dates import format_date
from councils.models.change import ChangeKind
from councils.models.council import Council
from councils.models.logged import LoggedModel, required


class LineageKind(models.TextChoices):
    """How much of the old council the new one takes over."""

    REPLACES = "replaces", "takes over from"
    PART = "part", "takes a small part of"


class Lineage(LoggedModel):
    """A new council took over from an old one on a day.

    A council that went on under a new name (North Yorkshire in 2023) has no row here: it is one
    council with two names.
    """

    published = True

    old = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="successions",
        verbose_name="council before",
        help_text="The council that closed or gave up an area.",
    )
    new = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="origins",
        verbose_name="council after",
        help_text="The council that has run children’s services there since.",
    )
    on = models.DateField(
        "day of the change", help_text="The new council’s first day, usually 1 April."
    )
    kind = models.CharField(
        max_length=10,
        choices=LineageKind,
        default=LineageKind.REPLACES,
        help_text="A signature is shown as inherited only where the new council takes over.",
    )

    class Meta:
        ordering = ["on", "old"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_line_from_old_to_new"),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="no_council_replaces_itself",
                violation_error_message="A council cannot replace itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} to {self.new}"

    def clean(self) -> None:
        """Refuse what contradicts the record. Each error names both councils.

        Takeovers in a circle as well: one of its councils would be gone when it takes over.
        """
        if not (self.old_id and self.new_id and self.on) or self.old_id == self.new_id:
            return
        day, faults = format_date(self.on), []
        if self.kind == LineageKind.REPLACES and self.old.ends_on != self.on:
            last = self.old.last_day
            closes = f"closes on {format_date(last)}" if last else "does not close"
            faults.append(
                f"{self.new} takes over from {self.old} on {day}, but {self.old} {closes}. Enter"
                f" first that {day} is the first day after it closed, or another day or kind here."
            )
        if not self.new.is_current(self.on):
            faults.append(
                f"{self.new} takes over from {self.old} on {day}, a day on which {self.new} does"
                " not exist."
            )
        if faults:
            raise ValidationError(faults)

    def own_reason(self) -> str:
        return "A reorganisation of councils."

    def log_councils(self) -> Sequence[Council]:
        return [self.old, self.new]

    def recorded_text(self) -> str:
        return f"From {format_date(self.on)}, {self.new} {self.get_kind_display()} {self.old}."

    def taken_back_text(self) -> str:
        return f"We’ve taken this back: {self.recorded_text()}"

    def retract(self, reason: str) -> None:
        """Delete a line entered in error and log that the mistake was ours.

        Raises ValidationError without a reason.
        """
        reason = required(reason, "Say why it was entered in error.")
        with transaction.atomic():
            self.delete()
            self._log(ChangeKind.RETRACTED, self.taken_back_text(), reason)
