"""What can be done to a fact on record: take it back, confirm or dispute it."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.models import CHANGE
from django.http import HttpRequest

from campaign.recording.told import ToldForm
from councils.dates import today
from councils.forms import DayField
from councils.models.dated import DatedFact
from councils.models.logged import leave_line


def words(label: str, needed: str, hint: str = "Public.") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "autofocus": True}),
        error_messages={"required": needed},
    )


class Act(ToldForm):
    """A form that does one thing to a fact. Its template explains it."""

    use_required_attribute = False
    title: ClassVar[str]
    verb: ClassVar[str]
    """The fact's own method that does it, with a public reason."""

    def __init__(self, fact: DatedFact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact: Any = fact

    def clean(self) -> None:
        self.judge_message(self.cleaned_data)
        self.ask_about_a_child()

    def is_new(self, name: str) -> bool:
        return True

    def do(self, request: HttpRequest) -> None:
        """Do it, with a line in the history. Raises ValidationError if the record objects."""
        why = self.cleaned_data[self.how_we_know]
        getattr(self.fact, self.verb)(why)
        leave_line(request, self.fact, f"{self.title}. Why: {why}", CHANGE)


class Retract(Act):
    """We recorded it by mistake."""

    title, verb = "Take it back", "retract"
    reason = words("What was wrong", "Say what was wrong.")


class Dispute(Act):
    """The council says that it is wrong."""

    title, verb = "The council disputes it", "dispute"
    reason = words("What the council says", "Say what the council says.")


class Settle(Act):
    """What the council disputed is cleared up."""

    title, verb = "The council’s objection is settled", "settle_dispute"
    reason = words("What came of it", "Say what came of it.")


class Confirm(Act):
    """The council told us that it is right."""

    title, verb = "The council confirms it", "correct"
    day = DayField(
        label="On what day",
        required=False,
        initial=today,
        error_messages={"invalid": "Give the day on which it told us, like 4 November 2026."},
    )
    reason = words(
        "How it confirmed",
        "Say how the council confirmed it.",
        "Public. Roles, and nobody’s name: “The director’s office wrote to us.”",
    )

    def do(self, request: HttpRequest) -> None:
        self.fact.confirmed_on = self.cleaned_data["day"]
        super().do(request)


ACTS: dict[str, type[Act]] = {
    "retract": Retract,
    "confirm": Confirm,
    "dispute": Dispute,
    "settle": Settle,
}
"""The acts by their name in addresses."""
