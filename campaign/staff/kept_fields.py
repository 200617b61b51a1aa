"""What a form held that was sent after the session had ended: kept in the page, signed, by us.

It is stored nowhere. Once signed in, one click sends the form to where it was going.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

SALT = "campaign.staff.kept_fields"
KEPT_FOR = 12 * 3600
"""Seconds for which a page that was left open can still be sent on."""
NEVER = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class KeptForm:
    """A form that is to be sent once more."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool = False


def keep(request: HttpRequest) -> str:
    """Return the form of a POST as signed text; "" where there is none to keep.

    Passwords and files are left out.
    """
    entrances = [reverse(f"admin:{name}") for name in ("login", "logout", "second_factor")]
    if request.method != "POST" or request.path in entrances:
        return ""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER and "password" not in name
    ]
    kept = [request.get_full_path(), fields, bool(request.FILES)]
    return signing.dumps(kept, salt=SALT, compress=True)


def read(signed: str) -> KeptForm | None:
    """Return the form that was kept; None for anything that we did not sign, or too long ago."""
    if not signed:
        return None
    try:
        path, fields, had_files = signing.loads(signed, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return KeptForm(path, [(name, value) for name, value in fields], had_files)
