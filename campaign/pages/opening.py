"""Whether the site is open, or still being prepared: then it takes nothing personal.

One row says who answers for what. An administrator opens the site once that is filled in
(campaign/staff/opening_steps.py). With ``DEBUG`` every site is open.
"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone


class Opening(models.Model):
    """Who answers for what, and when the site was opened: one row."""

    published = True  # every page says so while the site is being prepared

    data_contact = models.CharField(
        "who answers for personal data",
        max_length=160,
        blank=True,
        help_text="A person’s name and role. Staff see it; it is not published.",
    )
    safeguarding_contact = models.CharField(
        "who answers for safeguarding",
        max_length=160,
        blank=True,
        help_text="A person’s name and role. Staff see it; it is not published.",
    )
    mail_hours = models.CharField(
        "when email is read",
        max_length=160,
        blank=True,
        help_text="For example: Monday to Friday, 9am to 5pm, but not on bank holidays. Public, at"
        " the foot of every page.",
    )
    words_checked = models.BooleanField(
        "We have read what the privacy page says about how long things are kept and"
        " how to complain, and will keep to it",
        default=False,
    )
    restore_rehearsed_on = models.DateField(
        "day on which restoring a backup was rehearsed", null=True, blank=True
    )
    few_contacts_accepted = models.BooleanField(
        "Open although fewer than half of the councils can be written to", default=False
    )
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = models.CharField(max_length=150, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "opening of the site"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_opening")]

    def __str__(self) -> str:
        return "Opening the site"

    @classmethod
    def current(cls) -> "Opening":
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def open(self, by: str, now: dt.datetime | None = None) -> None:
        """Open the site: from now on it takes alerts, messages and letters."""
        self.opened_at, self.opened_by = now or timezone.now(), by
        self.save()


def is_being_prepared() -> bool:
    """Whether the site takes nothing personal yet."""
    return settings.MUST_BE_OPENED and Opening.current().opened_at is None


def is_open() -> bool:
    return not is_being_prepared()
