"""Where a letter to a council goes. By role, never by a person's name: people change posts."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from councils.dates import in_words, today
from councils.models.council import RESPONSIBLE_KINDS, Council

KEEPS_FOR = dt.timedelta(days=183)
"""How long a contact is used after it was checked: half a year. Posts and mailboxes change."""


class Role(models.TextChoices):
    """Whom a letter addresses, the first that can be reached being chosen."""

    LEAD_MEMBER = "lead_member", "Lead Member for Children’s Services"
    DIRECTOR = "director", "Director of Children’s Services"
    LEADER = "leader", "Leader of the Council"


class Way(models.TextChoices):
    EMAIL = "email", "email"
    WEB_FORM = "web_form", "a form on its website"
    POST = "post", "post"


class ContactQuerySet(models.QuerySet):
    def usable(self, on: dt.date | None = None):
        """Contacts that are not past their check date: others are never used silently."""
        return self.filter(check_again_on__gt=on or today())

    def overdue(self, on: dt.date | None = None):
        return self.filter(check_again_on__lte=on or today())


class Contact(models.Model):
    """One way to reach one role at a council, with where it was found and when it was checked."""

    council = models.ForeignKey(
        Council,
        on_delete=models.CASCADE,
        related_name="contacts",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.LEAD_MEMBER)
    way = models.CharField(max_length=10, choices=Way, default=Way.EMAIL)
    email = models.EmailField(blank=True, help_text="A role’s mailbox rather than a person’s.")
    url = models.URLField("address of the form", max_length=500, blank=True)
    address = models.TextField("postal address", blank=True, help_text="One line each, as posted.")
    source = models.CharField("found at", max_length=500, help_text="A link, or how you know.")
    checked_on = models.DateField()
    check_again_on = models.DateField(
        blank=True, help_text="Left empty: half a year after it was checked."
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["council", "role", "way"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "role", "way"],
                name="one_contact_a_role_and_way",
                violation_error_message="This council has this role by this way already.",
            ),
            models.CheckConstraint(
                condition=(Q(way=Way.EMAIL) & ~Q(email=""))
                | (Q(way=Way.WEB_FORM) & ~Q(url=""))
                | (Q(way=Way.POST) & ~Q(address="")),
                name="contact_has_what_its_way_needs",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.council} by {self.get_way_display()}"

    def clean(self):
        needed = {Way.EMAIL: "email", Way.WEB_FORM: "url", Way.POST: "address"}.get(self.way)
        if needed and not getattr(self, needed):
            raise ValidationError({needed: "This way of reaching the council needs it."})
        if self.checked_on and self.checked_on > today():
            raise ValidationError({"checked_on": f"{in_words(self.checked_on)} has not come yet."})
        if self.checked_on and not self.check_again_on:
            self.check_again_on = self.checked_on + KEEPS_FOR
        if self.checked_on and self.check_again_on <= self.checked_on:
            raise ValidationError(
                {"check_again_on": "This must come after the day it was checked."}
            )

    def is_usable(self, on: dt.date | None = None) -> bool:
        return self.check_again_on > (on or today())
