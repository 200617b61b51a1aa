"""The form that asks to be told."""

from typing import Any

from django import forms

from campaign.rate_limits.forms import HoneypotForm
from campaign.supporters import consent
from councils.email_addresses import LONGEST_ADDRESS
from councils.forms import EmailAddressField


class AlertForm(HoneypotForm, forms.Form):
    """An email address, and whether updates are wanted as well: a choice that starts unticked.

    Where the council has signed, there are only updates to ask for.
    """

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

    def __init__(self, council: str, *args: Any, has_signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        updates = self.fields["updates"]
        updates.label = consent.words("updates", council)
        updates.required = has_signed
        if has_signed:
            updates.help_text = updates.help_text.removeprefix("You don’t have to tick this. ")
