"""What can be done to a fact on record: take it back, confirm or dispute it."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.models import CHANGE
from django.http import HttpRequest

from campaign.recording.told import ToldForm
from councils.dates import today
from councils.forms import DayField
from councils.models import Signature
from councils.models.dated import DatedFact
from councils.models.logged import leave_line


def words(label: str, needed: str, hint: str = "Public.") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "autofocus": True}),
        error_messages={"required": needed},
    )


class Act[Fact: DatedFact](ToldForm):
    """A form that does one thing to a fact, by a verb of the model. Its template explains it."""

    use_required_attribute = False
    title: ClassVar[str]

    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        self.judge_message(chosen)
        return chosen

    def do(self, request: HttpRequest) -> None:
        """Do it, with a line in the history. Raises ValidationError if the record objects."""
        why = self.cleaned_data[self.how_we_know]
        self.act(why)
        leave_line(request, self.fact, f"{self.title}. Why: {why}", CHANGE)

    def act(self, why: str) -> None:
        raise NotImplementedError

    @property
    def asked(self) -> list[forms.BoundField]:
        """What the act itself asks."""
        return [self[name] for name in self.fields if name not in ToldForm.base_fields]


class Retract(Act[DatedFact]):
    """We recorded it by mistake."""

    title = "Take it back"
    reason = words("What was wrong", "Say what was wrong.")

    def act(self, why: str) -> None:
        self.fact.retract(why)


class Dispute(Act[DatedFact]):
    """The council says that it is wrong."""

    title = "The council disputes it"
    reason = words("What the council says", "Say what the council says.")

    def act(self, why: str) -> None:
        self.fact.dispute(why)


class Settle(Act[DatedFact]):
    """What the council disputed is cleared up."""

    title = "The council’s objection is settled"
    reason = words("What came of it", "Say what came of it.")

    def act(self, why: str) -> None:
        self.fact.settle_dispute(why)


class Confirm(Act[Signature]):
    """The council told us that it is right."""

    title = "The council confirms it"
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

    def act(self, why: str) -> None:
        self.fact.confirmed_on = self.cleaned_data["day"]
        self.fact.correct(why)


ACTS: dict[str, type[Act[Any]]] = {
    "retract": Retract,
    "confirm": Confirm,
    "dispute": Dispute,
    "settle": Settle,
}
"""The acts by their name in addresses."""
