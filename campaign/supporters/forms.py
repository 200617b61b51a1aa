"""The form that requests an alert."""

from typing import Any

from django import forms

from campaign.rate_limits.forms import HoneypotForm
from campaign.supporters import consent
from councils.email_addresses import LONGEST_ADDRESS
from councils.forms import EmailAddressField


class AlertForm(HoneypotForm, forms.Form):
    """An email address, and whether updates are wanted as well: a choice that starts unticked."""

    email = EmailAddressField(
        label="Your email",
        max_length=LONGEST_ADDRESS,
        help_text="We’ll only use it for this.",
        error_messages={"required": "Enter your email address, so that we can tell you."},
    )
    updates = forms.BooleanField(
        required=False,
        help_text="You don’t have to tick this. Every email has a link to stop, and after a year"
        " we’ll ask again.",
        error_messages={"required": "Tick the box to get these emails."},
    )

    def __init__(self, council: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["updates"].label = consent.update_words(council)


class UpdatesForm(AlertForm):
    """The same where the council has signed: there are only updates to ask for."""

    def __init__(self, council: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(council, *args, **kwargs)
        self.fields["updates"].required = True
        self.fields[
            "updates"
        ].help_text = "Every email has a link to stop, and after a year we’ll ask again."
