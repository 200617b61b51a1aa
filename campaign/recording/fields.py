"""Fields of the forms on which staff record."""

from typing import Any

from django import forms


def line(
    label: str, hint: str = "", *, length: int = 120, offers: str = "", **options: Any
) -> forms.CharField:
    """Return a field of one line that may stay empty. ``offers``: the id of a list beside it."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=length,
        required=False,
        widget=forms.TextInput({"list": offers} if offers else {}),
        **options,
    )
