"""Events: every other dated fact on a council's timeline."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from councils.dates import RECORD_BEGINS, today
from councils.models.council import RESPONSIBLE_KINDS, Council
from councils.models.dated import DatedFact, DatedFactQuerySet, PublicFacts


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


class Commitment(models.TextChoices):
    """The charter's four commitments, in its order."""

    COUNT = "count", "Count"
    THINK = "think", "Think"
    ACT = "act", "Act"
    PREVENT = "prevent", "Prevent"


class EvidenceLevel(models.TextChoices):
    """What kind of evidence there is. No level is a judgement of the council.

    What a council states may be done or still to come, so pages say neither; the value is older
    than the word, and stays as it is in data files.
    """

    STATED = "promised", "Stated"
    EVIDENCED = "evidenced", "Shown"
    CHECKED = "checked", "Checked"


class EventQuerySet(DatedFactQuerySet["Event"]):
    """Events, by whether they count on a day."""

    def counting(self, on: dt.date) -> Self:
        """Return what counts on a day.

        What a council does about a commitment counts only once it was asked after it had signed:
        nothing is said of a council that was not asked. It stays after a withdrawal, as the past
        does not change.
        """
        signed = apps.get_model("councils.Signature").objects.counting(on)
        signed_before = signed.filter(
            council=OuterRef("council"), counted_from__lte=OuterRef("counted_from")
        )
        asked = Event.objects.standing().filter(
            Exists(signed_before),
            council=OuterRef("council"),
            kind=EventKind.CONTACTED,
            counted_from__lte=on,
        )
        return super().counting(on).filter(Q(commitment="") | Exists(asked))


class PublicEvents(PublicFacts.from_queryset(EventQuerySet)):  # type: ignore[misc]
    """The events that are public today."""


class Event(DatedFact):
    """Something that happened, or is due, between a council and the charter.

    One that shows what a council has done since it signed may name one of the four commitments.
    """

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
    commitment = models.CharField(
        max_length=8,
        choices=Commitment,
        blank=True,
        help_text="Only for progress: which of the charter’s four words it belongs to.",
    )
    evidence_level = models.CharField(
        "what is on record",
        max_length=10,
        choices=EvidenceLevel,
        blank=True,
        help_text="Stated: the council says it. Shown: something published shows it. Checked:"
        " somebody outside the council has looked.",
    )
    council_words = models.TextField(
        "the council’s own written words",
        blank=True,
        help_text="Needed if the council has withdrawn.",
    )

    objects: ClassVar[PublicEvents] = PublicEvents()
    everything: ClassVar[Any] = EventQuerySet.as_manager()

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
        if self.commitment:
            level = self.get_evidence_level_display().lower()
            return f"{self.council}: {self.get_commitment_display()}, {level}"
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
        if self.commitment or self.evidence_level:
            self._clean_commitment(last)

    def _clean_commitment(self, last: dt.date | None) -> None:
        """Refuse what a council does about a commitment if it has not signed and been asked."""
        if self.kind != EventKind.PROGRESS:
            raise ValidationError({"kind": "Only progress belongs to one of the four words."})
        if not (self.commitment and self.evidence_level):
            missing = "evidence_level" if self.commitment else "commitment"
            raise ValidationError({missing: "Say both which word it belongs to and how we know."})
        if not self.council_id:
            return
        signatures = list(self.council.signatures.standing())
        if not signatures:
            raise ValidationError(
                {"council": f"There is no signature of {self.council} on record."}
            )
        first_days = [day for signature in signatures if (day := signature.when.first_day)]
        if last and len(first_days) == len(signatures) and last < min(first_days):
            raise ValidationError({"date": "That is before the signature on record."})
        contacts = self.council.events.standing().filter(kind=EventKind.CONTACTED)
        signed = min(signature.counts_from for signature in signatures)
        if not any(contact.counts_from >= signed for contact in contacts):
            raise ValidationError(
                {
                    "council": f"{self.council} has not been asked since it signed. Ask it first,"
                    " and record that as an event: nothing is said of a council that was not asked."
                }
            )

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
