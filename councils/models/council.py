"""Councils, with their names, codes and addresses of today and of the past."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from councils.dates import AHEAD, ActivePeriod, format_date, today
from councils.models.logged import LoggedModel, column
from councils.names import join_names

a_gss_code = RegexValidator(r"^[ENSW]\d{8}\Z", "A letter and eight digits: E10000016.")
"""Refuses what is no code of the Office for National Statistics."""


class CouncilKind(models.TextChoices):
    """What kind of principal council it is."""

    COUNTY = "county", "County council"
    UNITARY = "unitary", "Unitary council"
    METROPOLITAN = "metropolitan", "Metropolitan council"
    LONDON = "london", "London borough"
    CITY = "city", "City of London"
    SCILLY = "scilly", "Isles of Scilly"
    DISTRICT = "district", "District council"
    WELSH = "welsh", "Welsh council"
    SCOTTISH = "scottish", "Scottish council"
    NORTHERN_IRISH = "northern_irish", "Northern Irish council"


RESPONSIBLE_KINDS = (
    CouncilKind.COUNTY, CouncilKind.UNITARY, CouncilKind.METROPOLITAN,
    CouncilKind.LONDON, CouncilKind.CITY, CouncilKind.SCILLY,
)  # fmt: skip
"""The kinds of council that run children's services in England: only these can sign."""


NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")
REGIONS = (
    "North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands",
    "East of England", "London", "South East", "South West",
)  # fmt: skip
"""The nine regions of England, from the north."""


class CouncilQuerySet(models.QuerySet["Council"]):
    """Councils, by whether they exist on a day and whether they can sign."""

    def current(self, on: dt.date | None = None) -> Self:
        """Return councils that exist on ``on`` (default: today)."""
        on = on or today()
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on),
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        )

    def responsible(self) -> Self:
        """Return councils of the kinds that run children's services in England."""
        return self.filter(kind__in=RESPONSIBLE_KINDS)


class Council(ActivePeriod, LoggedModel):
    """A principal council. ``code``, mySociety's three letters, never changes."""

    published = True

    code = models.CharField(
        "code",
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9-]{2,8}\Z", "Use two to eight capital letters.")],
        help_text="Ours: short, and it never changes. Everything else about a council may.",
    )
    slug = models.SlugField(
        "address",
        max_length=80,
        unique=True,
        help_text="On this site: “kent” is at /councils/kent/.",
    )
    gss = models.CharField(
        "GSS code",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[a_gss_code],
        help_text="From the Office for National Statistics. Leave it empty until there is one.",
    )
    name = models.CharField(
        "official name",
        max_length=120,
        help_text="In full, as the council itself writes it: “Kent County Council”.",
    )
    short_name = models.CharField(
        max_length=80, help_text="As used in a sentence: “Ask Kent to sign.”"
    )
    kind = models.CharField(
        max_length=20,
        choices=CouncilKind,
        help_text="Decides whether it runs children’s services: districts do not.",
    )
    nation = models.CharField(
        max_length=20,
        choices=[(nation, nation) for nation in NATIONS],
        default="England",
        help_text="Only councils in England are asked to sign.",
    )
    region = models.CharField(
        max_length=30,
        choices=[(region, region) for region in REGIONS],
        blank=True,
        help_text="For a council in England only.",
    )
    website = models.URLField(
        blank=True, help_text="The address of its home page, starting with https://."
    )
    county = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="districts",
        help_text="For a district only: the county council that runs children’s services there.",
    )
    starts_on = models.DateField(
        "first day",
        null=True,
        blank=True,
        help_text="Leave it empty if that was before the charter of July 2012.",
    )
    ends_on = models.DateField(
        "first day after it closed",
        null=True,
        blank=True,
        help_text="A council that closes at midnight on 31 March: 1 April.",
    )
    members_elected_on = models.DateField(
        "first members elected on",
        null=True,
        blank=True,
        help_text="Of a council to come: from this day people can write to its Leader. Leave it"
        " empty until its first elections are over.",
    )
    letters_a_day = models.PositiveIntegerField(
        "at most this many letters a day",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Where it asked for that; the rest wait their turn. Empty: no limit.",
    )
    unanswered_since = models.DateField(null=True, editable=False)
    """When it was asked about the record; pages say so, as no answer has reached us."""
    unanswered_from = models.DateField(null=True, editable=False)
    """From which day pages say that: a person chose it."""

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="council_ends_after_it_starts",
                violation_error_message="A council cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(kind=CouncilKind.DISTRICT) | Q(county=None),
                name="only_districts_have_a_county",
                violation_error_message="Only a district has a county.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("councils:detail", args=[self.slug])

    def correct(self, reason: str) -> None:
        """Save and log what staff changed; an address that it gives up goes on leading to it."""
        before = Council.objects.get(pk=self.pk)
        with transaction.atomic():
            super().correct(reason)
            if self.slug != before.slug:
                addresses = self.names.filter(kind=NameKind.ADDRESS)
                addresses.filter(name=self.slug).delete()  # it has it back
                self.names.create(kind=NameKind.ADDRESS, name=before.slug)

    def end(self, on: dt.date, replaced_by: Iterable["Council"], reason: str) -> None:
        """Close it: ``on`` is its first day as no council, from which others take over.

        Raises ValidationError, and changes nothing, where the record speaks against it.
        """
        lineage = apps.get_model("councils.Lineage")
        with transaction.atomic():
            stored = Council.objects.select_for_update().get(pk=self.pk)
            if stored.last_day:
                raise ValidationError(f"{self} closes on {format_date(stored.last_day)} already.")
            self.ends_on = on
            self.correct(reason)
            for new in replaced_by:
                if new.starts_on and today() < new.starts_on < on:  # both would count until then
                    day = format_date(new.starts_on)
                    raise ValidationError(f"{new} begins on {day}: end this council on that day.")
                lineage(old=self, new=new, on=on).record(reason)

    def log_councils(self) -> Sequence["Council"]:
        return [self]

    def recorded_text(self) -> str:
        return f"{self} was added to the register."

    def clean(self) -> None:
        unique = (("code", ""), ("slug", NameKind.ADDRESS), ("gss", NameKind.CODE))
        errors = {
            name: said
            for name, kind in unique
            if (said := taken(name, kind, getattr(self, name), self))
        }
        for name in ("starts_on", "ends_on"):
            if (day := getattr(self, name)) and day > today() + AHEAD:
                errors[name] = f"{format_date(day)} is more than five years ahead: check the year."
        if self.nation == "England" and not self.region:
            errors["region"] = "A council in England has a region."
        if self.kind == CouncilKind.DISTRICT and not self.county_id:
            errors["county"] = "Say which county council a district belongs to."
        if errors:
            raise ValidationError(errors)
        if self.pk and (faults := list(self._against_its_end())):
            raise ValidationError(faults)

    def _against_its_end(self) -> Iterator[str]:
        """Yield a sentence for each thing on record that contradicts the day it closes on."""
        for line in self.successions.filter(kind="replaces"):
            if line.on == self.ends_on:
                continue
            yield (
                f"{line.new} takes over from it on {format_date(line.on)}. Take that back first"
                " in the list of councils that replaced others."
            )
        if self.ends_on is None:
            return
        if left := list(self.districts.current(self.ends_on)):
            names = join_names([district.short_name for district in left])
            yield f"End its districts first: {names}."
        for fact in (*self.signatures.unretracted(), *self.events.unretracted()):
            first = fact.when.first_day
            if first and first >= self.ends_on and fact.checked_on >= first:
                yield f"{fact}: that is after it would have closed."

    @property
    def is_responsible(self) -> bool:
        """Whether its kind runs children's services in England, so that it can sign."""
        return self.kind in RESPONSIBLE_KINDS


class NameKind(models.TextChoices):
    """What kind of name it is, besides the official name of today."""

    OFFICIAL = "official", "former official name"
    OTHER = "other", "another name people use"
    WELSH = "welsh", "Welsh name"
    ADDRESS = "address", "former address"
    CODE = "code", "former GSS code"


def taken(field: str, kind: str, value: str | None, but: Council) -> str:
    """Say which other council has a code or an address, or had it before; "" if none."""
    if not value:
        return ""
    words = column(Council, field).verbose_name
    if holder := Council.objects.exclude(pk=but.pk).filter(**{field: value}).first():
        return f"“{value}” is the {words} of {holder}."
    former = CouncilName.objects.filter(kind=kind, name=value).exclude(council=but.pk)
    if had := former.select_related("council").first():
        return f"“{value}” is a {had.get_kind_display()} of {had.council}."
    return ""


class CouncilName(models.Model):
    """A name that is not today's official one, or an address or code that a council had.

    Search finds the council by a name, and past days show a former official one. A former address
    leads on to today's, and postcode files of other years have a former code.
    """

    published = True

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(
        max_length=120, help_text="As people write it. The search box finds the council by it."
    )
    kind = models.CharField(
        max_length=10,
        choices=NameKind,
        default=NameKind.OTHER,
        help_text="A former official name is shown on past days; the others only help to find it.",
    )
    starts_on = models.DateField("used from, if known", null=True, blank=True)
    ends_on = models.DateField("no longer used from", null=True, blank=True)

    class Meta:
        verbose_name = "name"
        ordering = ["council", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name", "kind"], name="a_name_once_a_council"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(kind__in=["address", "code"]),
                name="an_address_or_code_of_one_council",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an address or a code that a council has or had, naming that council."""
        if self.kind == NameKind.CODE and not re.search(a_gss_code.regex, self.name):
            raise ValidationError({"name": a_gss_code.message})
        fields = {NameKind.ADDRESS: "slug", NameKind.CODE: "gss"}
        field = fields.get(NameKind(self.kind))
        if field and (said := taken(field, self.kind, self.name, self.council)):
            raise ValidationError({"name": said})
