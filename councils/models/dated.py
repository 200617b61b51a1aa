"""The abstract model of facts with a partial date and evidence: signatures and events."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils import timezone

from councils.dates import RECORD_BEGINS, PartialDate, Precision, format_date, today
from councils.models.change import ChangeKind
from councils.models.council import RESPONSIBLE_KINDS, Council
from councils.models.evidence import EvidenceFile
from councils.models.logged import (
    LoggedModel,
    describe_changes,
    refuse_while_closed,
    required,
)


class SourceKind(models.TextChoices):
    """What kind of evidence supports a fact."""

    MINUTES = "minutes", "council minutes or a decision"
    COUNCIL = "council", "the council’s own letter, email or page"
    REPORT = "report", "a published report"
    NEWS = "news", "news"
    DOCUMENT = "document", "a signed copy of the charter"
    OTHER = "other", "something else"


STAFF = "campaign staff"
"""Who checked a document, unless that is said."""


class DatedFactQuerySet[Fact: DatedFact](models.QuerySet[Fact]):
    """Dated facts, by whether they are public, were retracted, and count on a day."""

    def unretracted(self) -> Self:
        """Return facts that were not retracted, drafts too: for rules and for staff."""
        return self.filter(retracted_on=None)

    def drafts(self) -> Self:
        """Return facts that are not public yet."""
        return self.filter(published_at=None)

    def standing(self) -> Self:
        """Return what is on the public record: published, and not retracted."""
        return self.unretracted().exclude(published_at=None)

    def counting(self, on: dt.date) -> Self:
        """Return what is on the public record and counts on a day."""
        return self.standing().filter(counted_from__lte=on)


class DatedFact(LoggedModel):
    """A fact with a partial date and its evidence."""

    published = True
    evidence_file_id: str | None
    council = models.ForeignKey(
        Council,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        help_text="Start typing its name, then choose it from the list.",
    )

    date_precision = models.CharField(
        "how well the date is known",
        max_length=10,
        choices=Precision,
        default=Precision.DAY,
        help_text="How exactly the document gives the date.",
    )
    date = models.DateField(
        null=True,
        blank=True,
        help_text="If only the month or the year is known, choose any day in it. Leave it empty"
        " only if nothing is known.",
    )
    source = models.TextField(
        "evidence",
        blank=True,
        help_text="What shows it: minutes, a letter, a web page, a report. Public.",
    )
    source_url = models.URLField(
        "link to the evidence",
        max_length=500,
        blank=True,
        help_text="Where a reader can open it. Leave it empty if it is not on the web.",
    )
    source_kind = models.CharField(
        "kind of evidence",
        max_length=12,
        choices=SourceKind,
        help_text="The document that shows it. If there are several, the most official one.",
    )
    evidence_file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, verbose_name="file"
    )
    evidence_file_is_public = models.BooleanField(
        "the file is public", default=False, db_default=False
    )
    checked_on = models.DateField(
        "checked on", help_text="The day on which somebody read the evidence."
    )
    checked_by = models.CharField(
        max_length=80, default=STAFF, help_text="A role, not a person’s name. Public."
    )
    retracted_on = models.DateField(
        null=True, blank=True, editable=False, help_text="It was recorded in error, by us."
    )
    retraction_reason = models.TextField(blank=True, editable=False)
    disputed_on = models.DateField(null=True, blank=True, editable=False)
    """Since when the council disputes it with reasons; empty once that is settled."""
    changed_at = models.DateTimeField(null=True, editable=False)
    """When it was last corrected, disputed or settled after it became public."""
    last_day = models.DateField(null=True, editable=False)
    """The last day that its date allows, stored with it; None where nothing is known."""
    counted_from = models.GeneratedField(
        expression=Least(Coalesce("last_day", "checked_on"), "checked_on"),
        output_field=models.DateField(),
        db_persist=True,
    )
    """``PartialDate.counts_from``, as the database compares it."""
    recorded_at = models.DateTimeField(null=True, default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, default=timezone.now, editable=False)
    """When it became public; empty for a draft, which staff alone see."""
    redacted_at = models.DateTimeField(null=True, editable=False)
    """When words were last taken out of it, for somebody's sake; the fact itself stays."""
    public_from = models.DateField(
        "public from",
        null=True,
        blank=True,
        help_text="The night’s jobs publish it on this day. Leave it empty to publish it at once.",
    )

    objects = DatedFactQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["council", "checked_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_precision=Precision.UNKNOWN, date=None)
                | (~Q(date_precision=Precision.UNKNOWN) & Q(date__isnull=False)),
                name="%(class)s_date_fits_its_precision",
                violation_error_message="Give a date, or say that it is not known.",
            ),
            models.CheckConstraint(
                condition=~Q(source="") | ~Q(source_url=""),
                name="%(class)s_has_evidence",
                violation_error_message="Nothing is published without evidence: a link or a note.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.when.words}"

    @property
    def when(self) -> PartialDate:
        return PartialDate(self.date_precision, self.date)

    @property
    def waits(self) -> bool:
        """Whether it is not public yet, or will not be once it is saved."""
        return self.published_at is None or (self.public_from or today()) > today()

    @property
    def file_url(self) -> str:
        """Where visitors find the file that shows it; "" if there is none, or it is for staff."""
        if not (self.evidence_file_id and self.evidence_file_is_public):
            return ""
        return reverse("councils:evidence_file", args=[self.evidence_file_id])

    @property
    def what(self) -> str:
        """What happened, without its date."""
        raise NotImplementedError

    @property
    def counts_from(self) -> dt.date:
        """The first day on which the record shows it."""
        return self.when.counts_from(self.checked_on)

    @property
    def disputed(self) -> str:
        """Say that the council disputes it; "" if it does not, or no longer does."""
        if not self.disputed_on or self.retracted_on:
            return ""
        since = format_date(self.disputed_on)
        return f"The council disputes this; we are checking (since {since})."

    def possible_days(self, began: dt.date | None = None) -> tuple[dt.date, dt.date]:
        """Return the first and the last day on which it can have happened.

        Where the date sets no first day, it is that of the charter or of the council (``began``).
        The last is never after ``checked_on``, unless the fact was only announced then.
        """
        latest = self.when.last_day or self.checked_on
        # Of "in 2012" too: nobody could sign before there was a charter, or a council.
        earliest = max(self.when.first_day or RECORD_BEGINS, RECORD_BEGINS, began or RECORD_BEGINS)
        if earliest <= self.checked_on:
            latest = min(latest, self.checked_on)
        return min(earliest, latest), latest

    def clean_date_fits(self) -> None:
        """Refuse a date before the charter, and a check to come."""
        if self.checked_on > today():
            raise ValidationError({"checked_on": "This day has not come yet."})
        if self.when.last_day and self.when.last_day < RECORD_BEGINS:
            raise ValidationError(
                {"date": "This is too early: the charter was launched on 9 July 2012."}
            )

    def clean_council_was_there(self) -> None:
        """Refuse a date before the council began or after it closed."""
        first, last = self.when.first_day or self.when.last_day, self.when.last_day
        if last and self.council.starts_on and last < self.council.starts_on:
            began = "began" if self.council.starts_on <= today() else "begins"
            when = f"{self.council} {began} on {format_date(self.council.starts_on)}."
            raise ValidationError(
                {"date": f"{when} If the council before it signed, record it there."}
            )
        if first and self.council.last_day and first > self.council.last_day:
            raise ValidationError(
                {
                    "date": f"{self.council} closed on {format_date(self.council.last_day)}. If its"
                    " successor signed, record it there."
                }
            )

    def save(self, **options: Any) -> None:
        self.last_day = self.when.last_day
        super().save(**options)

    def record(self, reason: str = "") -> None:
        """Save this new fact and log it; one that is to be public from a later day is a draft."""
        if self.waits:
            self.published_at = None
        with transaction.atomic():
            # Somebody pressed twice, perhaps: the second waits, and meets what the first recorded.
            Council.objects.select_for_update().get(pk=self.council_id)
            super().record(reason)

    def publish(self) -> None:
        """Make a draft public and log it. Raises ValidationError if the record speaks against it.

        Nothing happens if it is public already, or was undone: two people may press at once.
        """
        with transaction.atomic():
            stored = type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
            if stored is None or not stored.waits:
                return
            refuse_while_closed()
            self.full_clean()
            self.published_at, self.public_from = timezone.now(), today()
            self.save(update_fields=["published_at", "public_from"])
            self._log(ChangeKind.RECORDED, self.recorded_text(), self.own_reason())

    def correct(self, reason: str) -> None:
        """Save the changes and log them.

        Of a draft nothing is logged; one whose day was taken out is published.
        """
        if self.waits:
            reason = "It was a draft."
        else:
            self.changed_at = timezone.now()
        super().correct(reason)
        if self.waits and not self.public_from:
            self.publish()

    def _log(self, kind: str, what: str, why: str, *others: Council | None) -> None:
        if not self.waits:
            super()._log(kind, what, why, *others)

    def own_reason(self) -> str:
        return self.source or self.source_url

    def log_councils(self) -> Sequence[Council]:
        return [self.council]

    def recorded_text(self) -> str:
        return f"{self}. {getattr(self, 'text', '')}".strip()

    def corrected_text(self, before: Self, changed: Sequence[str]) -> str:
        """Describe a changed date in words, no more precisely than it is known."""
        other_fields = [name for name in changed if name not in ("date_precision", "date")]
        if before.when.words != self.when.words:
            subject = f"{self.what}: from “{before.when.words}” to “{self.when.words}”."
        elif other_fields:
            subject = f"{self}."
        else:
            return ""
        return f"{subject} {describe_changes(before, self, other_fields)}".strip()

    def dispute(self, reason: str) -> None:
        """Mark it as disputed by its council until that is settled, and log the council's reasons.

        Raises ValidationError without reasons.
        """
        self._set_disputed(today(), "The council disputes this", reason)

    def settle_dispute(self, reason: str) -> None:
        """Take the mark off and log what came of it. Raises ValidationError without a reason."""
        self._set_disputed(None, "The council’s dispute was settled", reason)

    def _set_disputed(self, on: dt.date | None, what: str, reason: str) -> None:
        reason = required(reason)
        with transaction.atomic():
            stored = type(self)._base_manager.select_for_update().get(pk=self.pk)
            if bool(stored.disputed_on) == bool(on):
                raise ValidationError("Somebody has said so already.")
            self.disputed_on = on
            self.changed_at = timezone.now()
            self.save(update_fields=["disputed_on", "changed_at"])
            self._log(ChangeKind.CORRECTED, f"{what}: {self}.", reason)

    def retract(self, reason: str) -> None:
        """Take back a fact recorded in error and log that the mistake was ours.

        Raises ValidationError without a reason, or if it is not on record any more.
        """
        reason = required(reason, "Say why it was recorded in error.")
        with transaction.atomic():
            on_record = type(self)._base_manager.select_for_update().filter(pk=self.pk)
            if not on_record.filter(retracted_on=None).exists():
                raise ValidationError("It has been taken back already.")
            self.retracted_on, self.retraction_reason = today(), reason
            self.save(update_fields=["retracted_on", "retraction_reason"])
            text = f"We’ve taken this back: {self.recorded_text()}"
            self._log(ChangeKind.RETRACTED, text, reason)

    def put_back(self, reason: str) -> None:
        """Put what was taken back on record again, as it was, and log it.

        Raises ValidationError without a reason, or if the record speaks against it by now.
        """
        reason = required(reason)
        with transaction.atomic():
            taken_back = type(self)._base_manager.select_for_update().filter(pk=self.pk)
            if taken_back.filter(retracted_on=None).exists():
                raise ValidationError("It is on record already.")
            self.retracted_on = None
            self.retraction_reason = ""
            self.changed_at = timezone.now()
            self.full_clean()
            self.save(update_fields=["retracted_on", "retraction_reason", "changed_at"])
            self._log(ChangeKind.RECORDED, f"Put back on record: {self.recorded_text()}", reason)
