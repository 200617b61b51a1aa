"""What somebody typed, for pages that could not do what was asked and give it back."""

import re

from django.http import HttpRequest

NOT_TYPED = re.compile(
    r"password|token|code|digest|seen|^_|_FORMS$|^website|^pick_"
    r"|^(topics|page|draft|status|confirmations_sent|go_on|view|kind"
    r"|next|action|post|read|shown|picture_kept)$",
    re.IGNORECASE,
)
"""Names of fields that are secret, hidden, or that nobody fills in by typing."""


def typed_by(request: HttpRequest) -> list[str]:
    """Return what somebody typed into the form that was sent, but for passwords and tokens."""
    try:
        fields = request.POST.lists()
    except Exception:  # whatever broke may be the form itself
        return []
    return [
        value
        for name, values in fields
        for value in values
        if value.strip() and not NOT_TYPED.search(name)
    ]
