"""What can be done to a fact on record: take it back, confirm, withdraw, dispute it."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from campaign.recording.forms import UNREADABLE
from campaign.recording.told import ToldForm, line
from councils.dates import PartialDate, format_date, read_date, today
from councils.forms import DayField, LinkField
from councils.models import Event, EventKind, Signature, SourceKind
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
    """A form that does one thing to a fact, and says what it is."""

    use_required_attribute = False
    title: ClassVar[str]
    explains: ClassVar[str]
    button: ClassVar[str]
    only_signatures: ClassVar[bool] = False

    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        self.judge_message(chosen)
        return chosen

    def do(self, request: HttpRequest) -> None:
        """Do it, with a line in the history. Raises ValidationError if the record objects."""
        why = self.cleaned_data.get("reason") or self.cleaned_data["source"]
        said = f"{self.title}. Why: {why}"
        for other, flag in self.act():
            leave_line(request, other, f"{said} ({self.fact})", flag)
        leave_line(request, self.fact, said, CHANGE)

    def act(self) -> list[tuple[DatedFact, int]]:
        """Do it; return the other facts that it adds, each with its flag."""
        raise NotImplementedError

    @property
    def asked(self) -> list[forms.BoundField]:
        """What the act itself asks."""
        return [self[name] for name in self.fields if name not in ToldForm.base_fields]


class Retract(Act[DatedFact]):
    """Take back what we recorded by mistake."""

    title = "Take back"
    explains = (
        "For our own mistake: the public log says that it was ours. If the council changed its"
        " mind, select Withdraw instead."
    )
    button = "Take it back"

    reason = words("What was wrong", "Say what was wrong.")

    def act(self) -> list[tuple[DatedFact, int]]:
        self.fact.retract(self.cleaned_data["reason"])
        return []


class Dispute(Act[DatedFact]):
    """Mark what the council says is wrong, until that is settled."""

    title = "The council disputes it"
    explains = (
        "Its page then says so, with the day, until you settle it on the fact’s own page. Is it"
        " plain already that the council is right? Then correct the fact, or take it back."
    )
    button = "Mark it as disputed"

    reason = words("What the council says", "Say what the council says.")

    def act(self) -> list[tuple[DatedFact, int]]:
        self.fact.dispute(self.cleaned_data["reason"])
        return []


class Settle(Act[DatedFact]):
    """Say what came of the council's dispute."""

    title = "The council’s objection is settled"
    explains = (
        "The page says no longer that the council disputes this. Was the fact wrong? Then correct"
        " it first, or take it back."
    )
    button = "Settle it"

    reason = words("What came of it", "Say what came of it.")

    def act(self) -> list[tuple[DatedFact, int]]:
        self.fact.settle_dispute(self.cleaned_data["reason"])
        return []


class Confirm(Act[Signature]):
    """Record that the council confirmed its signature to us."""

    title = "The council confirms it"
    explains = (
        "For a council that told us that its signature on record is right. Its page then says so,"
        " with the day. Did it not, after all? Then empty the day."
    )
    button = "Record that it confirmed"
    only_signatures = True

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

    def act(self) -> list[tuple[DatedFact, int]]:
        self.fact.confirmed_on = self.cleaned_data["day"]
        self.fact.correct(self.cleaned_data["reason"])
        return []


class Withdraw(Act[Signature]):
    """Record, in its own written words, that the council has withdrawn."""

    title = "The council has withdrawn"
    explains = (
        "Only the council’s own written words show that it has withdrawn; silence does not. The"
        " signature stays on record, and the page says that the council withdrew."
    )
    button = "Record that it withdrew"
    how_we_know = "source"
    needs_more = True
    only_signatures = True

    day = forms.CharField(label="On what day", max_length=60, help_text="As you would write it.")
    council_words = words("What the council wrote, word for word", "Enter what it wrote.")
    source = line("What shows it", "Such as: a letter from the Leader to us. Public.", length=500)
    source_url = LinkField(label="Link to it", help_text="If it has one.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = format_date(today())

    def clean_day(self) -> PartialDate:
        when = read_date(self.cleaned_data["day"])
        if when is None or when.date is None:
            raise ValidationError(UNREADABLE)
        return when

    def act(self) -> list[tuple[DatedFact, int]]:
        when: PartialDate = self.cleaned_data["day"]
        withdrawal = Event(
            council=self.fact.council,
            kind=EventKind.WITHDRAWN,
            text=f"{self.fact.council} wrote that it has withdrawn.",
            council_words=self.cleaned_data["council_words"],
            date_precision=when.precision,
            date=when.date,
            source=self.cleaned_data["source"],
            source_url=self.cleaned_data["source_url"],
            source_kind=SourceKind.COUNCIL,
            checked_on=today(),
        )
        withdrawal.record()
        return [(withdrawal, ADDITION)]


ACTS: dict[str, type[Act[Any]]] = {
    "retract": Retract,
    "confirm": Confirm,
    "withdraw": Withdraw,
    "dispute": Dispute,
    "settle": Settle,
}
"""The acts by their name in addresses."""
