"""Limits on staff sessions: twelve hours, and for some roles half an hour without activity.

Users who may see personal data, or may do everything, are signed out after half an hour. What was
typed into a form sent too late stands in the page that asks them to sign in again, to copy.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.staff import roles
from campaign.staff.models import AuditEntry

ABSOLUTE = dt.timedelta(hours=12)
"""Maximum length of a session from signing in."""
IDLE = dt.timedelta(minutes=30)
"""Maximum idle time for supporter care and administrators."""
EVERY = dt.timedelta(minutes=1)
"""Minimum time between updates of the last activity, so that not every page writes a row."""
STAFF_SITE = "/admin/"
STARTED, SEEN = "signed_in_at", "seen_at"


def end_of(user: User, but: str | None = None) -> None:
    """End all sessions of a user except ``but``. Only staff have sessions."""
    for session in Session.objects.exclude(session_key=but):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


class SessionLimitsMiddleware:
    """End staff sessions that are too old, and log requests that staff were refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF_SITE):
            return self.get_response(request)
        user: Any = request.user
        if user.is_authenticated and is_over(request):
            logout(request)
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            refused = f"{request.method} {request.path_info}"
            AuditEntry.objects.record(AuditEntry.Kind.REFUSED, user, refused)
        return response


def is_over(request: HttpRequest) -> bool:
    """Whether the session has reached a limit; if not, note the activity."""
    session, now = request.session, timezone.now().timestamp()
    open_for = now - session.setdefault(STARTED, now)
    idle_for = now - session.setdefault(SEEN, now)
    if open_for > ABSOLUTE.total_seconds():
        return True
    if idle_for > IDLE.total_seconds() and has_idle_limit(request.user):
        return True
    if idle_for > EVERY.total_seconds():
        session[SEEN] = now
    return False


def has_idle_limit(user: Any) -> bool:
    return user.is_superuser or user.groups.filter(name=roles.SUPPORTER_CARE).exists()
