"""The form that requests an alert."""

from django import forms

from campaign.email_addresses import ascii_address
from campaign.rate_limits.forms import HoneypotForm


class AlertForm(HoneypotForm, forms.Form):
    """An email address, and whether updates are wanted as well: a choice that starts unticked."""

    email = forms.EmailField(
        label="Your email",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your email, so that we can tell you.",
            "invalid": "Enter an email address, such as anna@example.org.",
        },
    )

    updates = forms.BooleanField(label="Updates", required=False)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        try:
            ascii_address(email)
        except ValueError:
            raise forms.ValidationError("We cannot send email to this address.") from None
        return email


class UpdatesForm(AlertForm):
    """The same where the council has signed: there are only updates to ask for."""

    updates = forms.BooleanField(
        label="Updates",
        error_messages={"required": "Tick the box if you want these emails."},
    )
