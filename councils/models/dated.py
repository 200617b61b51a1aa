import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, DateField, F, Func, Q, When, Window
from django.db.models.functions import Least, RowNumber

from councils.dates import PartialDate, Precision, today


class SourceKind(models.TextChoices):
    MINUTES = "minutes", "council minutes or a decision"
    COUNCIL = "council", "the council’s own letter, email or page"
    REPORT = "report", "a published report"
    NEWS = "news", "news"
    DOCUMENT = "document", "a signed copy of the charter"
    OTHER = "other", "something else"


class LastDay(Func):
    """The last day of the month or year that a date lies in, reckoned by the database."""

    output_field = DateField()

    def as_sqlite(self, compiler, connection, **context):
        template = "date(%(expressions)s, 'start of %(unit)s', '+1 %(unit)s', '-1 day')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = (
            "(date_trunc('%(unit)s', %(expressions)s::timestamp)"
            " + interval '1 %(unit)s - 1 day')::date"
        )
        return self.as_sql(compiler, connection, template=template, **context)


COUNTED_FROM = Least(
    Case(
        When(date_precision=Precision.MONTH, then=LastDay("date", unit="month")),
        When(date_precision=Precision.YEAR, then=LastDay("date", unit="year")),
        When(date_precision=Precision.UNKNOWN, then=F("checked_on")),
        default=F("date"),
        output_field=DateField(),
    ),
    F("checked_on"),
)
"""``PartialDate.counts_from`` for the database, so that a long record costs no more to read."""


class DatedFactQuerySet(models.QuerySet):
    def standing(self):
        """Facts that were not recorded in error."""
        return self.filter(retracted_on=None)

    def counting(self, on: dt.date):
        """Facts that stand and that the record of a day shows."""
        return self.standing().annotate(counted_from=COUNTED_FROM).filter(counted_from__lte=on)

    def last_of_each(self, *fields: str, on: dt.date):
        """Return the last fact that counts on a day for each value of some fields."""
        place = Window(
            RowNumber(),
            partition_by=[F(field) for field in fields],
            order_by=[F("counted_from").desc(), F("pk").desc()],
        )
        last = self.counting(on).annotate(place=place).filter(place=1)
        # By key, so that the database sorts numbers and not whole rows with their words.
        return self.model.objects.filter(pk__in=last.values("pk")).order_by()


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
    source_kind = models.CharField("kind of evidence", max_length=12, choices=SourceKind)
    checked_on = models.DateField("checked on", help_text="The day somebody read the evidence.")
    checked_by = models.CharField(
        max_length=80,
        default="campaign staff",
        help_text="As it should read in public: a role, not a name.",
    )
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
