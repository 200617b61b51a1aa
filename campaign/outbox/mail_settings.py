"""What staff have set for all email: a pause, letters live, a busy day."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from councils.models import Council, Holds, Pause

BUSY = 5
"""How many times as much is let through on a busy day."""

LETTERS_NEED: dict[str, Callable[[], bool]] = {}
"""What must be true before letters leave, by what staff read while it is not: campaign/apps.py."""


class MailSettings(models.Model):
    """The settings that staff can change while the worker runs: one row."""

    paused = models.BooleanField(default=False)
    """Whether no email leaves but alarms, helplines and what is about the site's health."""
    paused_at = models.DateTimeField(null=True, editable=False)
    """Since when, while it is paused."""
    live = models.BooleanField(default=False)
    """Whether letters go to councils, as far as staff decide it."""
    busy_until = models.DateTimeField(null=True, editable=False)
    """The end of an evening when the campaign is in the news, and every limit is higher."""
    own_words_read_until = models.DateTimeField(null=True, editable=False)
    """The end of a day on which staff read every letter mostly in its writer's own words."""

    class Meta:
        permissions = [("go_live", "Can let letters go to councils")]
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_mail_settings")]

    def __str__(self) -> str:
        return "Mail settings"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.pk = 1
        if not self.paused:
            self.paused_at = None
        elif self.paused_at is None:
            self.paused_at = timezone.now()
        if update_fields is not None:
            update_fields = {*update_fields, "paused_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def pause(self, paused: bool) -> None:
        self.paused = paused
        self.save()

    @property
    def paused_for(self) -> dt.timedelta:
        """How long no email has left by now; nothing where it may leave."""
        if self.paused_at is None:
            return dt.timedelta()
        return timezone.now() - self.paused_at

    @property
    def is_busy(self) -> bool:
        return self.busy_until is not None and self.busy_until > timezone.now()

    @property
    def reads_own_words(self) -> bool:
        """Whether letters mostly in their writers' own words wait for a person until midnight."""
        until = self.own_words_read_until
        return until is not None and until > timezone.now()

    @property
    def busy_factor(self) -> int:
        """How many times as much is let through now, of everything that has a limit."""
        if self.is_busy:
            return BUSY
        return 1

    @property
    def confirmations_an_hour(self) -> int:
        """How many emails that ask to confirm may go within an hour now."""
        return settings.CONFIRMATIONS_AN_HOUR * self.busy_factor

    @classmethod
    def current(cls) -> "MailSettings":
        """Return the current settings, or the defaults if none have been saved."""
        return cls.objects.first() or cls(pk=1)

    @cached_property
    def missing_for_live(self) -> list[str]:
        """What is missing before letters may go to councils, in words; empty if nothing is."""
        missing = []
        if not settings.LETTERS_LIVE:
            missing.append(
                "the server’s own switch for letters is off: ask whoever runs the server"
            )
        if not self.live:
            missing.append("the switch for letters on the desk is off")
        for words, is_met in LETTERS_NEED.items():
            if not is_met():
                missing.append(words)
        return missing

    @property
    def letters_now(self) -> str:
        """Say whether letters go to councils, and if they do not, what is missing."""
        if not settings.SMTP:
            return "They go to nobody: no mail server is set, so each is a file in var/mail/."
        if self.missing_for_live:
            return f"They wait: {'; '.join(self.missing_for_live)}."
        return "They go."

    @property
    def is_live(self) -> bool:
        """Whether email may go to councils. All other email may go in any case."""
        return bool(settings.SMTP) and not self.missing_for_live

    @property
    def may_mail_councils(self) -> bool:
        """Whether letters may leave the queue: to councils when live, to nobody without SMTP."""
        return not settings.SMTP or self.is_live

    @cached_property
    def paused_councils(self) -> set[str]:
        """The codes of the councils to which letters must wait at the moment."""
        return Pause.objects.codes()

    @cached_property
    def paused_for_questions(self) -> set[str]:
        """The codes of those to which our own questions must wait."""
        return Pause.objects.codes(Holds.QUESTIONS)

    @cached_property
    def most_a_day(self) -> dict[str, int]:
        """How many letters a day councils have asked for at most, by their code."""
        asked = Council.objects.exclude(letters_a_day=None)
        return {council.code: council.letters_a_day or 0 for council in asked}
