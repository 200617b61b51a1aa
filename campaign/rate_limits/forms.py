"""A form that asks whatever looks like a machine to submit once more. It never refuses anybody.

It has a trap field that people do not see, and a signed note of when it was opened (in the form
itself, without a cookie). Somebody who is too quick, whose browser filled in the trap, or whose
page is old is asked to select the button again, and is then trusted.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils import timezone

MIN_AGE = dt.timedelta(seconds=3)
"""Nobody reads, fills in and sends one of our forms in less time."""
MAX_AGE = dt.timedelta(days=1)
"""An older stamp may have been copied."""

SIGNER = Signer(salt="campaign.rate_limits.forms")

ASK_AGAIN = "Please select the button again. Everything you wrote is still here."


def stamp(*, asked: bool = False, ago: dt.timedelta = dt.timedelta()) -> str:
    """Return a signed note of when a form was opened, and whether it has asked again."""
    opened = int((timezone.now() - ago).timestamp())
    return SIGNER.sign(f"{opened}{'+' if asked else ''}")


def read_stamp(stamp: str) -> tuple[dt.datetime | None, bool]:
    """Return when a form was opened, or None if the stamp is not ours, and whether it has asked."""
    try:
        opened = SIGNER.unsign(stamp)
        return dt.datetime.fromtimestamp(int(opened.rstrip("+")), dt.UTC), opened.endswith("+")
    except (BadSignature, ValueError, OverflowError, OSError):
        return None, False


class HoneypotForm(forms.Form):
    """Mixin for a public form: name it first among the bases.

    The template includes ``includes/honeypot.html`` inside the form. If the form has to ask again,
    ``is_valid()`` is false and ``asks_again`` is true.
    """

    asks_again = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.looks_like_a_machine():
            self.asks_again = True
            self.add_error(None, ASK_AGAIN)
        return cleaned

    def looks_like_a_machine(self) -> bool:
        opened, asked = read_stamp(self.data.get("opened", ""))
        if opened is None or self.data.get("website_2"):
            return True
        age = timezone.now() - opened
        return age > MAX_AGE or (age < MIN_AGE and not asked)

    @property
    def stamp(self) -> str:
        """The stamp for the page that now shows this form."""
        if self.asks_again:
            return stamp(asked=True)
        sent = self.data.get("opened", "")
        opened, _ = read_stamp(sent)
        return sent if opened is not None else stamp()

    @property
    def has_trap(self) -> bool:
        """Whether to include the trap: not after asking, since a browser may fill it in again."""
        return not read_stamp(self.stamp)[1]
