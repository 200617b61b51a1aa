"""A council that somebody names in a form: by any name, or as one of those that may be meant."""

from django import forms
from django.core.exceptions import ValidationError

from councils.models import Council
from councils.record import CouncilOnDay, record_on
from councils.search.called import council_called


def council_field(label: str, needed: str) -> forms.CharField:
    """Return the field for a council, with what is said where it is empty."""
    return forms.CharField(
        label=label,
        help_text="By any name.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": needed},
    )


class NamesCouncil(forms.Form):
    """A form that asks for a council, and offers a choice where what was typed leaves it open."""

    # Before the council, which is judged by it: fields are judged in the order in which they stand.
    meant = forms.CharField(
        label="Which one do you mean?", required=False, widget=forms.RadioSelect
    )
    council = council_field("Council", "Say which council.")
    council_today: CouncilOnDay | None = None
    """The council that was named, as the record of today has it; None until it is found."""

    def clean_council(self) -> Council:
        """Find the council. A district is refused, and its county offered."""
        record = record_on()
        called = council_called(self.cleaned_data["council"], record)
        self.fields["meant"].widget.choices = [(one.code, one.name) for one in called.choices]
        self.council_today = called.row
        meant = self.cleaned_data.get("meant")
        for choice in called.choices:
            if self.council_today is None and choice.code == meant:
                self.council_today = choice
        if self.council_today is None:
            raise ValidationError(called.reason)
        return Council.objects.get(pk=self.council_today.id)
