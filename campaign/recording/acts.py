"""What can be done to a fact on record: take it back, confirm it, note that a council withdrew."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from campaign.recording.facts import must_not_be_ahead
from campaign.recording.fields import line
from campaign.recording.forms import UNREADABLE
from councils.dates import PartialDate, Precision, format_date, read_date, today
from councils.forms import LinkField
from councils.models import Signature, SourceKind
from councils.models.dated import DatedFact


def words(label: str, needed: str, hint: str = "Public.") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "autofocus": True}),
        error_messages={"required": needed},
    )


class Act(forms.Form):
    """A form that does one thing to a fact, and says what it is."""

    use_required_attribute = False
    title: ClassVar[str]
    explains: ClassVar[str]
    button: ClassVar[str]
    only_signatures: ClassVar[bool] = False
    taken_along: Sequence[DatedFact] = ()
    """The facts that were taken back with it, once it is done."""

    def act(self, fact: DatedFact) -> DatedFact | None:
        """Do it; return the fact that it adds, if any.

        Raises ValidationError where the record speaks against it.
        """
        raise NotImplementedError

    @property
    def why(self) -> str:
        """The reason that was given, for the history of the fact."""
        reason = self.cleaned_data.get("reason") or self.cleaned_data.get("source")
        return f"Why: {reason}" if reason else ""


class Retract(Act):
    """Take back what we recorded by mistake."""

    title = "Take back"
    explains = (
        "For our own mistake: the public log says that it was ours. If the council changed its"
        " mind, select Withdraw instead."
    )
    button = "Take it back"

    reason = words("What was wrong", "Say what was wrong.")

    def act(self, fact: DatedFact) -> None:
        self.taken_along = fact.retract(self.cleaned_data["reason"])


class Dated(Act):
    """An act that the council did on a day."""

    day = forms.CharField(
        label="On what day",
        max_length=60,
        help_text="As you would write it. Today, unless you change it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = format_date(today())

    def clean_day(self) -> PartialDate:
        when = read_date(self.cleaned_data["day"])
        if when is None or when.date is None:
            raise ValidationError(UNREADABLE)
        must_not_be_ahead(when)
        return when


class Confirm(Dated):
    """Record that the council confirmed its signature to us."""

    title = "The council confirms it"
    explains = (
        "For a council that told us that its signature on record is right. Its page then says so,"
        " with the day."
    )
    button = "Record that it confirmed"
    only_signatures = True

    reason = words(
        "How it confirmed",
        "Say how the council confirmed it.",
        "Public. Roles, and nobody’s name: “The director’s office wrote to us.”",
    )

    def clean_day(self) -> PartialDate:
        when = super().clean_day()
        if when.precision != Precision.DAY:
            raise ValidationError("Give the day on which it told us, like 4 November 2026.")
        return when

    def act(self, fact: DatedFact) -> None:
        assert isinstance(fact, Signature)
        fact.confirm(self.cleaned_data["reason"], self.cleaned_data["day"].date)


class Withdraw(Dated):
    """Record, in its own written words, that the council has withdrawn."""

    title = "The council has withdrawn"
    explains = (
        "Only the council’s own written words show that it has withdrawn; silence does not. The"
        " signature stays on record, and the page says that the council withdrew."
    )
    button = "Record that it withdrew"
    only_signatures = True

    council_words = words("What the council wrote, word for word", "Enter what it wrote.")
    source = line("What shows it", "Such as: a letter from the Leader to us. Public.", length=500)
    source_url = LinkField(label="Link to it", help_text="If it has one.")

    def act(self, fact: DatedFact) -> DatedFact:
        assert isinstance(fact, Signature)
        when: PartialDate = self.cleaned_data["day"]
        return fact.withdraw(
            self.cleaned_data["council_words"],
            date_precision=when.precision,
            date=when.date,
            source=self.cleaned_data["source"],
            source_url=self.cleaned_data["source_url"],
            source_kind=SourceKind.COUNCIL,
            checked_on=today(),
        )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if (
            not (chosen.get("source") or chosen.get("source_url"))
            and "source_url" not in self.errors
        ):
            self.add_error("source", "Say what shows it, or give a link.")
        return chosen


ACTS: dict[str, type[Act]] = {"retract": Retract, "confirm": Confirm, "withdraw": Withdraw}
"""The acts by their name in addresses."""
