"""Events: every other dated fact on a council's timeline."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from councils.dates import RECORD_BEGINS, today
from councils.models.council import RESPONSIBLE_KINDS, Council
from councils.models.dated import DatedFact


class EventKind(models.TextChoices):
    """What happened, or is due."""

    CONTACTED = "contacted", "asked by the campaign"
    INTENDS = "intends", "says it will sign"
    DECISION_DUE = "decision_due", "decision due"
    DECIDED = "decided", "decision taken"
    REAFFIRMED = "reaffirmed", "re-affirmed"
    PROGRESS = "progress", "progress shown"
    REPLY = "reply", "the council replied"
    WITHDRAWN = "withdrawn", "has withdrawn"


class Event(DatedFact):
    """Something that happened, or is due, between a council and the charter."""

    log_name = "An event"

    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="events",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        help_text="Start typing its name, then choose it from the list.",
    )
    kind = models.CharField(
        max_length=12,
        choices=EventKind,
        help_text="What happened. A signature is recorded under Signatures.",
    )
    text = models.CharField(
        "in one sentence",
        max_length=300,
        help_text="A fact that the council’s own staff would call fair. Public.",
    )
    council_words = models.TextField(
        "the council’s own written words",
        blank=True,
        help_text="Needed if the council has withdrawn.",
    )

    class Meta(DatedFact.Meta):
        ordering = ["council", "checked_on"]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(has_link=True), name="events_with_a_link"
            ),
            models.Index(fields=["council", "checked_on"], name="events_last_checked"),
            models.Index(
                fields=["council", "retracted_on"],
                condition=models.Q(retracted_on__isnull=False),
                name="events_last_retracted",
            ),
            models.Index(
                fields=["council", "kind", "counted_from"],
                condition=Q(retracted_on=None),
                name="last_event_of_a_council",
            ),
            models.Index(
                fields=["kind", "counted_from"],
                condition=Q(retracted_on=None),
                name="days_of_events",
            ),
            models.Index(
                fields=["checked_on", "id"],
                condition=Q(retracted_on=None),
                name="newest_events",
            ),
        ]
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind=EventKind.WITHDRAWN) | ~Q(council_words=""),
                name="withdrawn_only_in_its_own_words",
                violation_error_message="Only its own written word shows that it has withdrawn.",
            ),
        ]

    @property
    def what(self) -> str:
        """What happened, without its date, in quotation marks.

        Without them "says it will sign" and a date would read as the day on which it will sign.
        """
        return f"{self.council}: “{self.get_kind_display()}”"

    def clean(self) -> None:
        self.clean_date_fits()
        if self.kind == EventKind.WITHDRAWN and not self.council_words.strip():
            raise ValidationError(
                {
                    "council_words": "Enter what the council itself wrote. Only its own words show"
                    " that it has withdrawn."
                }
            )
        self._clean_withdrawal()
        last = self.when.last_day
        if last and last < RECORD_BEGINS:
            raise ValidationError({"date": "The charter was launched on 9 July 2012."})
        first = self.when.first_day or last
        if first and first > today() and self.kind != EventKind.DECISION_DUE:
            raise ValidationError({"date": "Only a decision that is due can be in the future."})

    def _clean_withdrawal(self) -> None:
        """Refuse a withdrawal without a signature on record, or from before it."""
        if self.kind != EventKind.WITHDRAWN or not (self.council_id and self.checked_on):
            return
        signed = [signature.counts_from for signature in self.council.signatures.standing()]
        if not signed:
            raise ValidationError(
                {"kind": f"There is no signature of {self.council} on record to withdraw from."}
            )
        if self.counts_from < min(signed):
            raise ValidationError({"date": "That is before the signature on record."})
