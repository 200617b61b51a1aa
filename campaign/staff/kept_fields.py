"""Keep the fields of a form sent after the session ended, signed, in the sign-in page.

They are stored nowhere else. After signing in, one click sends the form again.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

SALT = "campaign.staff.kept_fields"
KEPT_FOR = 12 * 3600
"""Seconds for which a kept form can still be sent."""
NEVER = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class KeptForm:
    """A form to be sent again."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool = False


def keep(request: HttpRequest) -> str:
    """Return the form in a POST as signed text, or "" if there is none.

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
    contents = [request.get_full_path(), fields, bool(request.FILES)]
    return signing.dumps(contents, salt=SALT, compress=True)


def read(signed: str) -> KeptForm | None:
    """Return a kept form, or None if its signature is invalid or too old."""
    if not signed:
        return None
    try:
        path, fields, had_files = signing.loads(signed, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return KeptForm(path, [(name, value) for name, value in fields], had_files)
