"""A form with a field that people do not see, and that programs fill in. It refuses nobody.

A browser may fill it in as well. So the form is shown once more without that field, and is then
believed.
"""

from typing import Any

from django import forms

ASK_AGAIN = "Please select the button again. Everything you wrote is still here."


class HoneypotForm(forms.Form):
    """Mixin for a public form: name it first among the bases.

    The template includes ``includes/honeypot.html`` inside the form. If the form has to ask again,
    ``is_valid()`` is false and ``asks_again`` is true.
    """

    asks_again = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.data.get("website_2"):
            self.asks_again = True
            self.add_error(None, ASK_AGAIN)
        return cleaned
