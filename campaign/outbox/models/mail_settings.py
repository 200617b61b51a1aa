"""How fast mail goes, and whether it goes at all: what staff can change while workers run."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from campaign.outbox.registry import live_requirements


class MailSettings(models.Model):
    """The switches: one row."""

    paused = models.BooleanField(
        default=False, help_text="Nothing leaves while this is on. Workers notice within seconds."
    )
    live = models.BooleanField(
        "letters go to councils",
        default=False,
        help_text="Needs LETTERS_LIVE in the site’s settings, and who runs the site, as well.",
    )
    per_minute = models.PositiveIntegerField(
        "most mails a minute", default=0, help_text="Of all kinds. 0: as fast as possible."
    )
    per_council_an_hour = models.PositiveIntegerField(
        "most letters an hour to one council",
        default=60,
        help_text="The first ten may go at once. 0: as fast as possible.",
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "sending"
        verbose_name_plural = "sending: pause, pace, going live"
        permissions = [("go_live", "Can let letters go to councils")]
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_sending")]

    def __str__(self):
        return "Paused" if self.paused else "MailSettings"

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    def pause(self, paused: bool) -> None:
        """Stop all mail, or let it go on; kept at once."""
        self.paused = paused
        self.save()

    @classmethod
    def now(cls) -> "MailSettings":
        """Return the switches as they stand; the first ones where none were ever set."""
        return cls.objects.first() or cls(pk=1)

    @cached_property
    def missing_for_live(self) -> list[str]:
        """What letters to councils wait for, in words; empty when they may go."""
        missing = []
        if not settings.LETTERS_LIVE:
            missing.append("LETTERS_LIVE is off in the site’s settings")
        if not self.live:
            missing.append("the switch “letters go to councils” is off")
        unmet = [words for words, is_met in live_requirements.items() if not is_met()]
        return missing + unmet

    @property
    def is_live(self) -> bool:
        """Whether mail may go to councils. Everything else may go in any case."""
        return bool(settings.SMTP) and not self.missing_for_live

    @property
    def may_mail_councils(self) -> bool:
        """Whether letters may leave the queue: to councils when live, to files without SMTP."""
        return not settings.SMTP or self.is_live


class PaceQuerySet(models.QuerySet):
    def forget_places(self) -> None:
        """Count from now on as if nothing had gone: after a pace was changed."""
        self.update(used_until=None)

    def of_councils(self):
        return self.exclude(name="")  # that is the one of all mail together

    def has_room(self, per_hour: int, now: dt.datetime) -> bool:
        """Whether the pace of all mail together lets any go at this moment."""
        overall = self.filter(name="").first()
        if overall is None:
            return True
        before = overall.used_until
        # Where it was used until a time that cannot be, whoever takes a place puts that right.
        return overall.room(per_hour, now) > 0 or overall.used_until != before


class Throttle(models.Model):
    """When the next message of one pace may go; with a pace of its own, if staff gave it one."""

    BURST = 10
    """Messages that may go at once after a quiet time."""

    name = models.CharField(
        max_length=60, unique=True, help_text="Such as council:KEN, with a council’s short code."
    )
    per_hour = models.PositiveIntegerField(
        "most letters an hour",
        null=True,
        blank=True,
        help_text="For this one alone. Empty: as for all others.",
    )
    used_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "pace of one council"
        verbose_name_plural = "paces of single councils"

    def __str__(self):
        return self.name

    def step(self, per_hour: int) -> dt.timedelta:
        """Return the time between two places; none where all may go as fast as possible."""
        rate = self.per_hour if self.per_hour is not None else per_hour
        return dt.timedelta(hours=1) / rate if rate else dt.timedelta(0)

    def take(self, per_hour: int, now: dt.datetime) -> dt.datetime:
        """Take the next place and return when it comes up: now, or later. Saves nothing."""
        step = self.step(per_hour)
        self.used_until = max(self.used_until or now, now) + step
        return max(now, self.used_until - self.BURST * step)

    def still_holds(self, slot: dt.datetime | None, per_hour: int, now: dt.datetime) -> bool:
        """Whether a place that was taken may still be used, or none is needed.

        Not long after: places that went by unused in a pause or an outage would all be used at
        once. Nor ahead of its time, which only a wrong clock can have given it.
        """
        step = self.step(per_hour)
        return not step or (slot is not None and now - self.BURST * step < slot <= now)

    def furthest(self, ahead: int, per_hour: int, now: dt.datetime) -> dt.datetime:
        """Return until when its places can be used at most, when so many mails wait for one."""
        return now + (ahead + self.BURST) * self.step(per_hour)

    def room(self, per_hour: int, now: dt.datetime) -> int:
        """Return how many places there are at this moment."""
        step = dt.timedelta(hours=1) / per_hour
        full = now + max(self.BURST * step, dt.timedelta(seconds=1))
        # Where the clock was put back, a time that is further ahead cannot be right.
        self.used_until = min(max(self.used_until or now, now), full)
        return int((full - self.used_until) / step)

    def use(self, number: int, per_hour: int) -> None:
        """Take so many of the places that room() found, and save it."""
        self.used_until += number * dt.timedelta(hours=1) / per_hour
        self.save(update_fields=["used_until"])
