"""Settings for email that staff can change while workers run: its rate, and whether it goes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from campaign.outbox.registry import live_requirements


class MailSettings(models.Model):
    """The settings that staff can change: one row."""

    paused = models.BooleanField(
        default=False,
        help_text="No email leaves while this is ticked. It takes effect within seconds.",
    )
    live = models.BooleanField(
        "letters go to councils",
        default=False,
        help_text="Two more things are needed: the server’s own switch, which whoever runs the"
        " server turns on, and a name and an address under Who runs the site.",
    )
    per_minute = models.PositiveIntegerField(
        "most emails a minute",
        default=0,
        help_text="All kinds together. 0 means as fast as possible.",
    )
    per_council_an_hour = models.PositiveIntegerField(
        "most letters an hour to one council",
        default=60,
        help_text="The first ten may go at once. 0 means as fast as possible.",
    )
    confirmations_an_hour = models.PositiveIntegerField(
        "most emails an hour that ask somebody to confirm",
        default=3000,
        db_default=3000,
        help_text="For everybody together. The rest wait their turn; nobody is refused. 0 means"
        " no limit.",
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "mail settings"
        verbose_name_plural = "mail settings: pause, rates, going live"
        permissions = [("go_live", "Can let letters go to councils")]
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_mail_settings")]

    def __str__(self) -> str:
        return "Mail settings"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    def pause(self, paused: bool) -> None:
        self.paused = paused
        self.save()

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
            missing.append("the switch “letters go to councils” is off")
        return missing + [words for words, is_met in live_requirements.items() if not is_met()]

    @property
    def is_live(self) -> bool:
        """Whether email may go to councils. All other email may go in any case."""
        return bool(settings.SMTP) and not self.missing_for_live

    @property
    def may_mail_councils(self) -> bool:
        """Whether letters may leave the queue: to councils when live, to files without SMTP."""
        return not settings.SMTP or self.is_live
