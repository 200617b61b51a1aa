"""Where a letter to a council goes. By role, never by a person's name: people change posts."""

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from councils.dates import format_date, today
from councils.models.council import RESPONSIBLE_KINDS, Council

KEEPS_FOR = dt.timedelta(days=183)
"""How long a contact is used after it was checked: half a year. Posts and mailboxes change."""

on_contact_change: list[Callable[[int], object]] = []
"""Called with a council's primary key in the transaction in which a contact of it changes."""


class Role(models.TextChoices):
    """Whom a letter addresses, the first that can be reached being chosen."""

    LEAD_MEMBER = "lead_member", "Lead Member for Children’s Services"
    DIRECTOR = "director", "Director of Children’s Services"
    LEADER = "leader", "Leader of the Council"


class Channel(models.TextChoices):
    EMAIL = "email", "email"
    WEB_FORM = "web_form", "a form on its website"
    POST = "post", "post"


class DeliveryProblem(models.TextChoices):
    """What mail to a contact has shown since it was checked."""

    FAILS = "fails", "mail to it comes back"
    WANTS_FORM = "wants_form", "it answers that people should use a form"
    COMPLAINED = "complained", "somebody there reported a letter as spam"


class ContactQuerySet(models.QuerySet):
    def usable(self, on: dt.date | None = None):
        """Contacts that are neither past their check date nor failing.

        Others are never used silently.
        """
        return self.filter(check_again_on__gt=on or today()).exclude(
            delivery_problem=DeliveryProblem.FAILS
        )

    def failing(self):
        """Contacts from which mail comes back, until staff have checked them."""
        return self.filter(delivery_problem=DeliveryProblem.FAILS)

    def with_delivery_problem(self):
        return self.exclude(delivery_problem="")

    def overdue(self, on: dt.date | None = None):
        return self.filter(check_again_on__lte=on or today())

    def delete(self):
        with transaction.atomic():
            of_councils = {contact.council_id: contact for contact in self}
            deleted = super().delete()
            for contact in of_councils.values():
                contact.tell()
        return deleted


class Contact(models.Model):
    """One way to reach one role at a council, with where it was found and when it was checked."""

    published = True  # a letter's first screen says how its council can be reached

    council = models.ForeignKey(
        Council,
        on_delete=models.CASCADE,
        related_name="contacts",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.LEAD_MEMBER)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    email = models.EmailField(blank=True, help_text="A role’s mailbox rather than a person’s.")
    url = models.URLField("address of the form", max_length=500, blank=True)
    address = models.TextField("postal address", blank=True, help_text="One line each, as posted.")
    source = models.CharField("found at", max_length=500, help_text="A link, or how you know.")
    checked_on = models.DateField()
    check_again_on = models.DateField(
        blank=True, help_text="Left empty: half a year after it was checked."
    )

    delivery_problem = models.CharField(
        max_length=10,
        choices=DeliveryProblem,
        blank=True,
        help_text="What mail to it has shown. Goes by itself with a new address or a new check.",
    )
    delivery_problem_since = models.DateField(null=True, blank=True, editable=False)
    delivery_problem_detail = models.CharField(
        "what came back", max_length=200, blank=True, editable=False
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["council", "role", "channel"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery_problem="", delivery_problem_since=None)
                | (~Q(delivery_problem="") & Q(delivery_problem_since__isnull=False)),
                name="contact_in_trouble_since_a_day",
            ),
            models.UniqueConstraint(
                fields=["council", "role", "channel"],
                name="one_contact_a_role_and_way",
                violation_error_message="This council has this role by this way already.",
            ),
            models.CheckConstraint(
                condition=(Q(channel=Channel.EMAIL) & ~Q(email=""))
                | (Q(channel=Channel.WEB_FORM) & ~Q(url=""))
                | (Q(channel=Channel.POST) & ~Q(address="")),
                name="contact_has_what_its_way_needs",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.council} by {self.get_channel_display()}"

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.tell()

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            self.tell()
        return deleted

    def clean(self):
        needed = {Channel.EMAIL: "email", Channel.WEB_FORM: "url", Channel.POST: "address"}.get(
            self.channel
        )
        if needed and not getattr(self, needed):
            raise ValidationError({needed: "This way of reaching the council needs it."})
        if self.checked_on and self.checked_on > today():
            raise ValidationError(
                {"checked_on": f"{format_date(self.checked_on)} has not come yet."}
            )
        if self.checked_on and not self.check_again_on:
            self.check_again_on = self.checked_on + KEEPS_FOR
        if self.is_recheck() or not self.delivery_problem:
            self.delivery_problem, self.delivery_problem_since, self.delivery_problem_detail = (
                "",
                None,
                "",
            )
        elif self.delivery_problem_since is None:
            self.delivery_problem_since = today()
        if self.checked_on and self.check_again_on <= self.checked_on:
            raise ValidationError(
                {"check_again_on": "This must come after the day it was checked."}
            )

    def tell(self) -> None:
        """Call whoever listens, so that what waits to go to this council goes the right way."""
        for listener in on_contact_change:
            listener(self.council_id)

    def is_usable(self, on: dt.date | None = None) -> bool:
        return (
            self.check_again_on > (on or today()) and self.delivery_problem != DeliveryProblem.FAILS
        )

    @property
    def delivery_problem_text(self) -> str:
        since = f"since {format_date(self.delivery_problem_since)} {self.get_delivery_problem_display()}"
        return (
            f"{since} ({self.delivery_problem_detail})" if self.delivery_problem_detail else since
        )

    def is_recheck(self) -> bool:
        """Whether this is about to be saved with another address or another check than before."""
        facts = ("email", "url", "address", "checked_on")
        before = Contact.objects.filter(pk=self.pk).values(*facts).first()
        return before is not None and any(getattr(self, name) != before[name] for name in facts)

    def record_delivery_problem(
        self, problem: DeliveryProblem, words: str, on: dt.date | None = None
    ) -> None:
        """Note what mail to it has shown. The first failure stays; all else is less than that."""
        if self.delivery_problem == DeliveryProblem.FAILS or self.delivery_problem == problem:
            return
        self.delivery_problem, self.delivery_problem_since = problem, on or today()
        self.delivery_problem_detail = words[:200]
        self.save(
            update_fields=["delivery_problem", "delivery_problem_since", "delivery_problem_detail"]
        )
