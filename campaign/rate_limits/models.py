"""Limits, which staff can see and change, and the hits counted against them."""

import datetime as dt
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Value, When


class Kind(models.TextChoices):
    """What may be asked for only so often. "tip" is a message to staff."""

    DRAFT = "draft", "begin a letter"
    CONFIRM = "confirm", "ask for the email that confirms a letter"
    LINKS = "links", "ask for lost links"
    TASK = "tip", "tell us something"
    ALERT = "alert", "ask to be told when a council signs"
    REPLY = "reply", "get an automatic answer to an email"
    SIGN_UP = "sign_up", "write to us for a council"
    COMPLAINT = "complain", "complain to us"


class By(models.TextChoices):
    """What hits are counted by, in the order in which limits are checked."""

    EMAIL = "email", "each email address"
    IP = "ip", "each internet connection (a school has one)"
    NETWORK = "network", "each network (up to 256 connections)"
    COUNCIL = "council", "each council"
    ALL = "all", "everybody together"


class LimitQuerySet(models.QuerySet["Limit"]):
    """Queries for limits."""

    def in_force(self, kind: str) -> Self:
        """Return the limits of a kind that are not paused.

        The order is always the same, so that two requests that lock rows cannot deadlock.
        """
        order = Case(*(When(by=by, then=Value(place)) for place, by in enumerate(By.values)))
        return self.filter(kind=kind, paused=False).order_by(order, "minutes")


class Limit(models.Model):
    """How often one thing may be asked for."""

    kind = models.CharField(
        "what is limited",
        max_length=10,
        choices=Kind,
        help_text="What visitors may do only so often.",
    )
    by = models.CharField(
        "counted for", max_length=10, choices=By, help_text="Whose uses are counted together."
    )
    most = models.PositiveIntegerField("at most", help_text="How many times. 0 means not at all.")
    minutes = models.PositiveIntegerField(
        "within", validators=[MinValueValidator(1)], help_text="How many minutes. A day has 1,440."
    )
    paused = models.BooleanField(
        default=False, help_text="While this is ticked, the limit holds nobody back."
    )
    why = models.CharField(max_length=200, blank=True, help_text="Why you chose these numbers.")

    objects = LimitQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "by", "minutes"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "by", "minutes"], name="one_limit_a_window"),
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="limit_has_a_window"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, for {self.get_by_display()}"

    @property
    def within(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.minutes)


class Count(models.Model):
    """The hits of one asker for one limit in one window. Only counters.py writes them."""

    key = models.CharField(max_length=40, primary_key=True)
    hits = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.hits} until {self.ends_at:%Y-%m-%d %H:%M}"
