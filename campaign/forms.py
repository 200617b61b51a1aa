"""Form fields that several rooms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from campaign.email_addresses import ascii_address, cleaned_address


class EmailAddressField(forms.CharField):
    """An email address that we could write to, taken as it was meant.

    It is checked after it is cleaned, so that ``Anna <anna@example.org>`` is no error.
    """

    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    default_error_messages = {
        "invalid": "Enter an email address like name@example.org. Something in this one is not"
        " right.",
    }

    def to_python(self, value: Any) -> str:
        return cleaned_address(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        try:
            validate_email(ascii_address(value))
        except (ValidationError, ValueError):
            raise ValidationError(self.error_messages["invalid"]) from None
