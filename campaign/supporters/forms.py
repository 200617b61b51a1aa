"""The form that requests an alert."""

from django import forms

from campaign.rate_limits.forms import HoneypotForm
from councils.email_addresses import LONGEST_ADDRESS
from councils.forms import EmailAddressField


class AlertForm(HoneypotForm, forms.Form):
    """An email address, and whether updates are wanted as well: a choice that starts unticked."""

    email = EmailAddressField(
        label="Your email",
        max_length=LONGEST_ADDRESS,
        error_messages={"required": "Enter your email, so that we can tell you."},
    )

    updates = forms.BooleanField(label="Updates", required=False)


class UpdatesForm(AlertForm):
    """The same where the council has signed: there are only updates to ask for."""

    updates = forms.BooleanField(
        label="Updates",
        error_messages={"required": "Tick the box if you want these emails."},
    )
