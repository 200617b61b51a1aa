"""How long a session of staff lasts: twelve hours, and half an hour without a click for some.

Whoever may see people's data, or may do everything, is signed out after half an hour. What a form
held that was sent too late is kept in the page that asks to sign in again (kept_fields.py).
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from campaign.staff import roles
from campaign.staff.models import AuditEntry

ABSOLUTE = dt.timedelta(hours=12)
"""A session, after the sign-in."""
IDLE = dt.timedelta(minutes=30)
"""A session of supporter care or of an administrator, after the last click."""
EVERY = dt.timedelta(minutes=1)
"""How often the last click is written down, so that not every page writes a row."""
STARTED, SEEN = "signed_in_at", "seen_at"


def end_of(user: User, but: str | None = None) -> int:
    """End all sessions of a user, but for one; return how many. There are only those of staff."""
    ended = [
        session.session_key
        for session in Session.objects.exclude(session_key=but or "")
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(session_key__in=ended).delete()
    return len(ended)


class SessionLimitsMiddleware:
    """Ends sessions of staff that are too old, and logs what staff were refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        user: Any = request.user
        if user.is_authenticated and is_over(request):
            # A form is kept by the page that asks to sign in again, once its token was checked.
            logout(request)
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            asked = f"{request.method} {request.path_info}"
            AuditEntry.objects.record(AuditEntry.Kind.REFUSED, user, asked)
        return response


def is_over(request: HttpRequest) -> bool:
    """Whether the session has reached a limit; if not, note the click."""
    now = timezone.now()
    started = time_of(request, STARTED)
    seen = time_of(request, SEEN)
    if started is None or seen is None:
        request.session[STARTED] = request.session[SEEN] = now.timestamp()
        return False
    if now - started > ABSOLUTE or (now - seen > IDLE and has_idle_limit(request.user)):
        return True
    if now - seen > EVERY:
        request.session[SEEN] = now.timestamp()
    return False


def time_of(request: HttpRequest, key: str) -> dt.datetime | None:
    value = request.session.get(key)
    return dt.datetime.fromtimestamp(value, dt.UTC) if value else None


def has_idle_limit(user: Any) -> bool:
    return user.is_superuser or user.groups.filter(name=roles.SUPPORTER_CARE).exists()
