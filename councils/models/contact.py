"""Where letters to a council go: to a role, never to a named person, since people change jobs.

Change a contact with ``update``, ``put_back`` or ``remove``, which also redirect the letters
waiting for its council. ``save`` and ``delete`` do not.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Self
from zlib import crc32

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from councils.dates import format_date, today
from councils.email_addresses import cleaned_address
from councils.models.council import RESPONSIBLE_KINDS, Council, CouncilQuerySet

KEEPS_FOR = dt.timedelta(days=183)
"""How long a contact is used after a check: half a year, as people and mailboxes change."""
SPREAD_OVER = 42
"""Days over which councils' next checks are spread, all before that half year is over: what was
checked on one day is not due on one day."""
LATE_FOR = dt.timedelta(days=30)
"""How much longer the mailbox of a role is used, as long as nothing comes back from it."""
WARNED_FOR = dt.timedelta(days=42)
"""How long before a check is due staff read of it."""

on_contact_change: list[Callable[[int], object]] = []
"""Functions called with a council's primary key, in the transaction that changes its contact."""


class Role(models.TextChoices):
    """Whom we write to at a council."""

    LEAD_MEMBER = "lead_member", "Lead Member for Children’s Services"
    DIRECTOR = "director", "Director of Children’s Services"
    LEADER = "leader", "Leader of the Council"
    DEMOCRATIC = "democratic", "Democratic services"
    INFORMATION = "information", "Information requests"


LETTER_ROLES = (Role.LEAD_MEMBER, Role.DIRECTOR, Role.LEADER)
"""Whom a supporter’s letter addresses: the first of these roles that can be reached."""
QUESTION_ROLES = (Role.DEMOCRATIC, Role.INFORMATION)
"""Whom the campaign’s own questions about the record go to: the first that can be reached."""


class Channel(models.TextChoices):
    """How a contact is reached."""

    EMAIL = "email", "email"
    WEB_FORM = "web_form", "a form on its website"
    POST = "post", "post"

    @property
    def field(self) -> str:
        """The field of a contact that holds the address for it."""
        return {"email": "email", "web_form": "url", "post": "address"}[self.value]


class DeliveryProblem(models.TextChoices):
    """What email to a contact has shown since its last check."""

    FAILS = "fails", "email to it comes back"
    OTHER = "other", "something else to look at"


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contacts of councils, by whether a letter may be sent to them."""

    def checked(self, on: dt.date | None = None) -> "ContactQuerySet":
        """Return contacts that are not due for a new check, and not failing."""
        return self.filter(check_again_on__gt=on or today()).exclude(
            delivery_problem=DeliveryProblem.FAILS
        )

    def usable(self, on: dt.date | None = None) -> "ContactQuerySet":
        """Return contacts that may be used: those, and mailboxes whose check is a little late."""
        on = on or today()
        not_failing = self.exclude(delivery_problem=DeliveryProblem.FAILS)
        is_a_little_late = Q(
            channel=Channel.EMAIL, delivery_problem="", check_again_on__gt=on - LATE_FOR
        )
        return not_failing.filter(Q(check_again_on__gt=on) | is_a_little_late)

    def due_soon(self, on: dt.date | None = None) -> "ContactQuerySet":
        """Return contacts whose next check is due within six weeks."""
        on = on or today()
        return self.filter(check_again_on__gt=on, check_again_on__lte=on + WARNED_FOR)

    def for_letters(self, on: dt.date | None = None) -> "ContactQuerySet":
        """Return contacts to which a supporter's letter may go."""
        return self.usable(on).filter(role__in=LETTER_ROLES)

    def councils_without(self, on: dt.date | None = None) -> CouncilQuerySet:
        """Return the councils to which no letter can be sent: none of their contacts is usable."""
        councils = Council.objects.responsible().current(on)
        return councils.exclude(pk__in=self.for_letters(on).values("council"))


class Contact(models.Model):
    """One way to reach one role at a council, with where it was found and when it was checked."""

    published = True  # a letter's page says how its council can be reached

    council = models.ForeignKey(
        Council,
        on_delete=models.CASCADE,
        related_name="contacts",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        help_text="Start typing its name, then choose it from the list.",
    )
    role = models.CharField(
        max_length=12,
        choices=Role,
        default=Role.LEAD_MEMBER,
        help_text="Letters go to the first three; our own questions to the last two.",
    )
    channel = models.CharField(
        max_length=10,
        choices=Channel,
        default=Channel.EMAIL,
        help_text="How to reach it. Fill in the field below that matches.",
    )
    email = models.EmailField(blank=True, help_text="The mailbox of a role, not of a person.")
    url = models.URLField(
        "address of the form",
        max_length=500,
        blank=True,
        help_text="The web page with the form, if you chose a form.",
    )
    address = models.TextField(
        "postal address", blank=True, help_text="As on an envelope, each part on a line of its own."
    )
    source = models.CharField("found at", max_length=500, help_text="A link, or how you know.")
    checked_on = models.DateField(
        help_text="The day on which you saw it on the council’s own website."
    )
    check_again_on = models.DateField(
        blank=True,
        help_text="If you leave it empty: within half a year of the check, on a day that is not"
        " every council’s.",
    )

    delivery_problem = models.CharField(
        max_length=10,
        choices=DeliveryProblem,
        blank=True,
        help_text="What happened to email sent to it. A new address or a new check clears it.",
    )
    delivery_problem_since = models.DateField(null=True, blank=True, editable=False)
    delivery_problem_detail = models.CharField(
        "what came back", max_length=200, blank=True, editable=False
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["council", "role", "channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "role", "channel"],
                name="one_contact_a_role_and_channel",
                violation_error_message="This council has this role by this way already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.council} by {self.get_channel_display()}"

    def clean(self) -> None:
        wrong = {}
        needed = Channel(self.channel).field if self.channel in Channel else ""
        if needed and not getattr(self, needed):
            wrong[needed] = "This way of reaching the council needs it."
        if self.checked_on and self.checked_on > today():
            wrong["checked_on"] = f"{format_date(self.checked_on)} has not come yet."
        if wrong:
            raise ValidationError(wrong)
        if self.checked_on and not self.check_again_on:
            self.check_again_on = next_check(self.checked_on, self.council_id)

    def update(self) -> Self:
        """Save the contact as it was changed, and redirect waiting letters.

        Its email address is cleaned. A new address or a new check clears its delivery problem.
        Raises ValidationError.
        """
        self.email = cleaned_address(self.email)
        self.full_clean()
        with transaction.atomic():
            before = Contact.objects.select_for_update().filter(pk=self.pk).first()
            rechecked = before and any(
                getattr(self, name) != getattr(before, name)
                for name in ("email", "url", "address", "checked_on")
            )
            if rechecked or not self.delivery_problem:
                self.delivery_problem, self.delivery_problem_detail = "", ""
                self.delivery_problem_since = None
            else:
                self.delivery_problem_since = self.delivery_problem_since or today()
            self.save()
            moved_from = before.council_id if before else self.council_id
            redirect_letters({self.council_id, moved_from})
        return self

    def put_back(self) -> None:
        """Save it as it once was, with what was known of its delivery. Raises ValidationError."""
        self.full_clean()
        with transaction.atomic():
            self.save()
            redirect_letters({self.council_id})

    def remove(self) -> None:
        """Delete the contact. Letters waiting for it go to another contact or are stopped."""
        with transaction.atomic():
            self.delete()
            redirect_letters({self.council_id})

    def record_delivery_problem(
        self, problem: DeliveryProblem, detail: str, on: dt.date | None = None
    ) -> None:
        """Record a problem on ``on`` (default: today). Nothing replaces a recorded failure."""
        if self.delivery_problem in (DeliveryProblem.FAILS, problem):
            return
        self.delivery_problem, self.delivery_problem_since = problem, on or today()
        self.delivery_problem_detail = detail[:200]
        with transaction.atomic():
            self.save()
            redirect_letters({self.council_id})

    def is_usable(self, on: dt.date | None = None) -> bool:
        """Return whether a letter may be sent to it: checked, or a little late, and not failing."""
        on = on or today()
        if self.delivery_problem == DeliveryProblem.FAILS:
            return False
        return self.check_again_on > on or self.is_a_little_late(on)

    def is_a_little_late(self, on: dt.date | None = None) -> bool:
        """Return whether it is a mailbox used past its day, as nothing came back from it."""
        on = on or today()
        if self.channel != Channel.EMAIL or self.delivery_problem:
            return False
        return self.check_again_on <= on < self.check_again_on + LATE_FOR


def next_check(checked_on: dt.date, council_id: int) -> dt.date:
    """Return the day of the next check: the same for all contacts of a council."""
    spread = crc32(str(council_id).encode()) % SPREAD_OVER
    return checked_on + KEEPS_FOR - dt.timedelta(days=spread)


def reached_by_letters(
    contacts: Iterable[Contact], on: dt.date | None = None
) -> dict[str, Contact]:
    """Return the contacts of the first role that a letter can reach, by channel."""
    usable = [contact for contact in contacts if contact.is_usable(on)]
    for role in LETTER_ROLES:
        if reached := {contact.channel: contact for contact in usable if contact.role == role}:
            return reached
    return {}


def redirect_letters(council_ids: set[int]) -> None:
    for council_id in sorted(council_ids):
        for listener in on_contact_change:
            listener(council_id)
