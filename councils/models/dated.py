import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from councils.dates import PartialDate, Precision, today


class DatedFactQuerySet(models.QuerySet):
    def standing(self):
        """Facts that were not recorded in error."""
        return self.filter(retracted_on=None)


class DatedFact(models.Model):
    """A fact with a date that says how exactly it is known, and with its evidence."""

    published = True

    date_precision = models.CharField(
        "the date is known", max_length=10, choices=Precision, default=Precision.DAY
    )
    date = models.DateField(
        null=True,
        blank=True,
        help_text="For a month or a year, any day in it. Leave empty only if nothing is known.",
    )
    source = models.TextField(
        "evidence",
        blank=True,
        help_text="What shows it: minutes, a letter, a page, a report. Shown in public.",
    )
    source_url = models.URLField("link to the evidence", max_length=500, blank=True)
    checked_on = models.DateField("checked on", help_text="The day somebody read the evidence.")
    retracted_on = models.DateField(
        null=True, blank=True, editable=False, help_text="Recorded in error, by us."
    )
    retraction_reason = models.TextField(blank=True, editable=False)

    objects = DatedFactQuerySet.as_manager()

    class Meta:
        abstract = True
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
            models.CheckConstraint(
                condition=Q(retracted_on=None) | ~Q(retraction_reason=""),
                name="%(class)s_retracted_with_a_reason",
            ),
        ]

    @property
    def when(self) -> PartialDate:
        # A form that is not valid yet may say a day and give none.
        known = self.date_precision if self.date else Precision.UNKNOWN
        return PartialDate(known, self.date)

    @property
    def counts_from(self):
        """The first day on which the record shows it."""
        return self.when.counts_from(self.checked_on)

    def clean_date_fits(self):
        """Refuse a date that contradicts how exactly it is known, and a check that lies ahead."""
        if self.date_precision == Precision.UNKNOWN and self.date:
            raise ValidationError(
                {"date": "You said the date is not known. Leave it empty, or say how it is known."}
            )
        if self.date_precision != Precision.UNKNOWN and not self.date:
            raise ValidationError({"date": "Give a date, or choose “not known”."})
        if self.checked_on and self.checked_on > today():
            raise ValidationError({"checked_on": "This day has not come yet."})

    def retract(self, reason: str, on: dt.date | None = None):
        """Take back a fact recorded in error: the mistake was ours, and the changes log says so.

        Raises ValidationError without a reason.
        """
        if not reason.strip():
            raise ValidationError("Say why it was recorded in error.")
        self.retracted_on = on or today()
        self.retraction_reason = reason.strip()
        self.save(update_fields=["retracted_on", "retraction_reason"])
