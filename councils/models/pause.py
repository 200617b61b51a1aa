"""Times in which letters to a council, or our own questions, wait: the council asked, or we do.

What waits leaves by itself after the last day. Before an election a council may publish nothing
that could seem to take a side, so our questions wait; people go on writing to it.
"""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models

from councils.dates import PeriodQuerySet, ends_after_it_starts, format_date, today
from councils.models.council import RESPONSIBLE_KINDS, Council
from councils.names import lower_first

LONGEST = dt.timedelta(weeks=8)
"""The longest a pause may last: a letter that waits for longer might pass the day on which its text
is deleted."""


class Holds(models.TextChoices):
    """What waits."""

    LETTERS = "letters", "letters"
    QUESTIONS = "questions", "our questions"
    BOTH = "both", "both"


class AskedBy(models.TextChoices):
    """Who asked for a pause."""

    COUNCIL = "council", "the council"
    US = "us", "us"


class PauseQuerySet(PeriodQuerySet["Pause"]):
    """Pauses, by the days on which they hold."""

    def by_council(
        self, on: dt.date | None = None, what: Holds = Holds.LETTERS
    ) -> dict[int, "Pause"]:
        """Return the pause of each council to which letters, or our questions, wait on a day.

        The default is letters, today. Of several pauses, one that is ours counts first, then the
        one that lasts longest.
        """
        found: dict[int, Pause] = {}
        everybody = Council.objects.responsible().values_list("pk", flat=True)
        held = self.on(on).filter(holds__in=[what, Holds.BOTH])
        for pause in sorted(held, key=lambda pause: (pause.is_quiet, pause.until)):
            found |= dict.fromkeys([pause.council_id] if pause.council_id else everybody, pause)
        return found

    def codes(self, what: Holds = Holds.LETTERS) -> set[str]:
        """Return the codes of the councils to which letters, or our questions, wait today."""
        councils = Council.objects.filter(pk__in=self.by_council(what=what))
        return set(councils.values_list("code", flat=True))


class Pause(models.Model):
    """A time in which letters, our questions or both wait, for one council or for all.

    The page of a letter that waits says until when.
    """

    published = True  # the council's page says until when letters are paused

    council = models.ForeignKey(
        Council,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="pauses",
        limit_choices_to={"kind__in": RESPONSIBLE_KINDS},
        verbose_name="which council",
        help_text="Start typing its name, then choose it from the list. Empty: all councils.",
    )
    holds = models.CharField(
        "what waits",
        max_length=9,
        choices=Holds,
        default=Holds.LETTERS,
        help_text="Before an election: our questions alone. People’s letters go then.",
    )
    asked_by = models.CharField(
        "who asked",
        max_length=7,
        choices=AskedBy,
        default=AskedBy.US,
        help_text="Where it is us, links to share, alerts and thank-yous rest with the letters.",
    )
    starts_on = models.DateField(
        "from", default=today, help_text="The first day on which they wait."
    )
    until = models.DateField(
        "until", help_text="The last day. What waited leaves after it. Eight weeks at most."
    )
    reason = models.CharField(
        max_length=300,
        help_text="The public sees it after “because”, where the pause is ours. Name nobody.",
    )
    is_on = models.BooleanField(
        "it holds",
        default=True,
        db_default=True,
        help_text="Take the tick out to end it at once: what waits then leaves within minutes, and"
        " cannot be called back. Tick it again, and what has not left waits.",
    )

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        constraints = [
            ends_after_it_starts("pause_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.council or 'All councils'}, {self.time}"

    def holds_on(self, day: dt.date) -> bool:
        """Whether anything waits for it on a day."""
        return self.is_on and self.starts_on <= day <= self.until

    @property
    def time(self) -> str:
        """Until when it holds, in words, or that it was ended."""
        if not self.is_on:
            return "ended by us"
        return f"until {format_date(self.until)}"

    @property
    def is_quiet(self) -> bool:
        """Whether more than letters rests: links to share, alerts and thank-yous."""
        return self.asked_by == AskedBy.US

    @property
    def sentence(self) -> str:
        return f"Letters are paused until {format_date(self.until)}."

    @property
    def ends(self) -> str:
        """The day on which what waited goes, in words."""
        return format_date(self.until + dt.timedelta(days=1))

    def sentence_for(self, name: str) -> str:
        """Say until which day letters to a council are held, and why."""
        day = self.ends
        if self.is_quiet:
            why = lower_first(self.reason).rstrip(".")
            return f"We’re not sending letters to {name} until {day}, because {why}."
        return f"{name} has asked us to hold letters until {day}."

    def clean(self) -> None:
        if self.until and self.until > self.starts_on + LONGEST:
            longest = format_date(self.starts_on + LONGEST)
            raise ValidationError(
                {"until": f"The last day can be {longest} at the latest, so that no letter waits"
                          " for longer than we may keep it."}
            )  # fmt: skip

    def update(self) -> Self:
        """Save it. Raises ValidationError."""
        self.full_clean()
        self.save()
        return self
