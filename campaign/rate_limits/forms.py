"""A form that asks once more before it believes that a machine filled it in. It never refuses.

A trap that people do not see, and the time since the form was opened (signed, in the form itself:
no cookie). A person who is too quick, whose browser filled in the trap, or whose page is old,
presses once more, and that press is believed.
"""

import datetime as dt

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils import timezone

QUICKEST = dt.timedelta(seconds=3)
"""Nobody reads, fills in and sends one of our forms in less."""
LONGEST = dt.timedelta(days=1)
"""After this a stamp is old: it may have been copied."""

SIGNER = Signer(salt="campaign.rate_limits.forms")

ONCE_MORE = "Please press the button once more. Everything you wrote is still here."


def stamp(asked: bool = False, ago: dt.timedelta = dt.timedelta()) -> str:
    """Return a signed note of when a form was opened, and whether it has asked once more."""
    opened = int((timezone.now() - ago).timestamp())
    return SIGNER.sign(f"{opened}{'+' if asked else ''}")


class HoneypotForm(forms.Form):
    """Mixin of a public form, named first among its bases.

    Its template includes ``includes/honeypot.html`` inside the form. Where it has to
    ask, ``is_valid()`` is false, and ``asks_once_more`` says that this is why.
    """

    asks_once_more = False

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.looks_like_a_machine():
            self.asks_once_more = True
            self.add_error(None, ONCE_MORE)
        return cleaned

    def looks_like_a_machine(self) -> bool:
        opened, asked = read(self.data.get("opened", ""))
        if opened is None or self.data.get("website_2"):
            return True
        age = timezone.now() - opened
        return not (asked or age >= QUICKEST) or age > LONGEST

    @property
    def stamp(self) -> str:
        """The stamp for the page that shows this form now."""
        sent = self.data.get("opened", "")
        opened, asked = read(sent)
        if self.asks_once_more:
            return stamp(asked=True)
        return sent if opened is not None else stamp()

    @property
    def has_trap(self) -> bool:
        """Whether to lay the trap: not for one who was asked, whose browser may fill it again."""
        return not read(self.stamp)[1]


def read(sent: str) -> tuple[dt.datetime | None, bool]:
    """Return when a form was opened and whether it asked; no time for a stamp not ours."""
    try:
        opened = SIGNER.unsign(sent)
        return dt.datetime.fromtimestamp(int(opened.rstrip("+")), dt.UTC), opened.endswith("+")
    except (BadSignature, ValueError, OverflowError, OSError):
        return None, False
