"""The page on which staff see where they are signed in, and end what should not be."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_post_parameters

from campaign.staff import session_limits
from campaign.staff.forms import PasswordAgainForm
from campaign.staff.models import AuditEntry
from councils.page_cache.marks import for_one_visitor

SALT = "campaign.staff.own_sessions"


@dataclass(frozen=True)
class OwnSession:
    """A browser in which a member of staff is signed in."""

    session: Session
    name: str
    """Stands for the session in a form: its key would let anybody in who sees the page."""
    started: dt.datetime | None
    seen: dt.datetime | None
    is_this: bool


def own_sessions(user: User, here: str | None) -> list[OwnSession]:
    """Return the sessions in which a user can act, the last used first; ``here`` is this one."""
    now, listed = timezone.now(), []
    for session in session_limits.sessions_of(user):
        data = session.get_decoded()
        started, seen = (
            session_limits.time_in(data, key)
            for key in (session_limits.STARTED, session_limits.SEEN)
        )
        if not session_limits.has_reached_limit(user, started, seen, now):
            key = session.session_key
            name = salted_hmac(SALT, key, algorithm="sha256").hexdigest()[:20]
            listed.append(OwnSession(session, name, started, seen, key == here))
    return sorted(listed, key=lambda row: (row.is_this, row.seen or now), reverse=True)


@sensitive_post_parameters("password")
def sessions_view(request: HttpRequest) -> HttpResponse:
    """List the user's own sessions; end one of them, or all but this."""
    user: Any = request.user
    rows = own_sessions(user, request.session.session_key)
    others = [row for row in rows if not row.is_this]
    form = PasswordAgainForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        end = request.POST.get("end", "")
        ended = [row for row in others if end in ("others", row.name)]
        for row in ended:
            row.session.delete()
        words = f"ended {len(ended)} of their own sessions"
        AuditEntry.objects.record(AuditEntry.Kind.SESSIONS, user, words)
        places = f"{len(ended)} other place{pluralize(len(ended))}"
        messages.success(request, f"Signed out in {places}.")
        return HttpResponseRedirect(reverse("admin:sessions"))
    context = {
        **admin.site.each_context(request),
        "title": "Where you are signed in",
        "sessions": rows,
        "others": others,
        "form": form,
    }
    return for_one_visitor(render(request, "admin/staff/sessions.html", context))
