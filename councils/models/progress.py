"""Progress: what a council that signed has done since, under the charter's four commitments."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models

from councils.dates import RECORD_BEGINS, today
from councils.models.council import RESPONSIBLE_KINDS, Council
from councils.models.dated import DatedFact
from councils.models.event import EventKind


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


class Progress(DatedFact):
    """Something a council stated, showed or had checked under one of the four commitments.

    Pages show it only if an event says that the council was asked.
    """

    log_name = "A fact on what a council has done since it signed,"

    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="progress",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        help_text="Start typing its name, then choose it from the list.",
    )
    commitment = models.CharField(
        max_length=8,
        choices=Commitment,
        help_text="Which of the charter’s four words it belongs to.",
    )
    evidence_level = models.CharField(
        "what is on record",
        max_length=10,
        choices=EvidenceLevel,
        help_text="Stated: the council says it. Shown: something published shows it. Checked:"
        " somebody outside the council has looked.",
    )
    text = models.CharField(
        "in one sentence",
        max_length=300,
        help_text="A fact that the council’s own staff would call fair. Public.",
    )
    council_words = models.TextField(
        "what the council says about it",
        blank=True,
        help_text="In its own words, exactly as it wrote them. Shown beside ours.",
    )

    class Meta(DatedFact.Meta):
        verbose_name_plural = "progress"
        ordering = ["council", "checked_on"]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(has_link=True), name="progress_with_a_link"
            ),
            models.Index(fields=["council", "checked_on"], name="progress_last_checked"),
            models.Index(
                fields=["council", "retracted_on"],
                condition=models.Q(retracted_on__isnull=False),
                name="progress_last_retracted",
            ),
            models.Index(
                fields=["council", "counted_from"],
                condition=models.Q(retracted_on=None),
                name="progress_of_a_council",
            ),
        ]

    @property
    def what(self) -> str:
        """What was stated, shown or checked, without its date."""
        level = self.get_evidence_level_display().lower()
        return f"{self.council}: {self.get_commitment_display()}, {level}"

    def clean(self) -> None:
        self.clean_date_fits()
        last = self.when.last_day
        first = self.when.first_day or last
        if last and last < RECORD_BEGINS:
            raise ValidationError({"date": "The charter was launched on 9 July 2012."})
        if first and first > today():
            raise ValidationError({"date": "This day has not come yet."})
        if self.council_id:
            self._clean_asked(last)

    def _clean_asked(self, last: dt.date | None) -> None:
        """Refuse progress of a council that has not signed, or was not asked since."""
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
