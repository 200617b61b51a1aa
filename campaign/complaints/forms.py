"""The form for complaints to us."""

from typing import Any

from django import forms

from campaign.complaints.models import Complaint
from campaign.rate_limits.forms import HoneypotForm
from campaign.tasks.forms import PlainText
from councils.forms import EmailAddressField, ModelForm
from councils.record import record_on


class ComplaintForm(HoneypotForm, ModelForm):
    """What went wrong, and where to send our answer."""

    about = forms.ChoiceField(label="Which council is it about?", required=False)

    class Meta:
        model = Complaint
        fields = ["text", "is_about_personal_data", "name", "email"]
        labels = {
            "text": "What went wrong?",
            "is_about_personal_data": "It’s about my own personal data",
        }
        field_classes = {"text": PlainText, "email": EmailAddressField}
        error_messages = {
            "text": {"required": "Tell us what went wrong."},
            "name": {"required": "Enter your name, so that we can answer you."},
            "email": {"required": "Enter your email address, so that we can answer you."},
        }

    field_order = ("text", "about", "is_about_personal_data", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.slug, row.short_name) for row in record_on().councils]
        self.fields["about"].choices = [("", "None"), *choices]  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs |= {"rows": 6}
        self.fields["text"].help_text = (
            "Tell us what we said or did, where, and what would put it right. Please don’t mention"
            " any child who could be recognised."
        )
        self.fields["email"].help_text = "We’ll only use it to answer you."
        for name in ("name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = name
