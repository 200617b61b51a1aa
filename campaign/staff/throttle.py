"""Limit attempts to sign in, so that no password is guessed and no owner locked out.

Attempts are counted for each connection and for each account. A browser that has signed in to an
account before has its own count there, so strangers who guess cannot keep the owner out (OWASP
calls this a device cookie).
"""

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from campaign import rate_limits
from campaign.rate_limits.addresses import connection_of

COOKIE = "known-browser"
SALT = "campaign.staff.known_browser"
KNOWN_FOR = 180 * 24 * 3600
"""Seconds for which a browser stays known."""
HOUR, QUARTER = dt.timedelta(hours=1), dt.timedelta(minutes=15)
BY_CONNECTION = 60
BY_STRANGERS = 10
BY_KNOWN_BROWSER = 10


def consume(request: HttpRequest, kind: str, username: str) -> rate_limits.Verdict:
    """Count an attempt to sign in; the verdict says whether it may be checked.

    ``kind`` is "password" or "code".
    """
    username = username.strip().lower()
    address = rate_limits.client_address(request)
    if address is not None:
        network = connection_of(address)
        verdict = rate_limits.hit(f"staff {kind} connection", network, BY_CONNECTION, QUARTER)
        if verdict.refused:
            return verdict
    if browser := known_browser(request, username):
        return rate_limits.hit(f"staff {kind} browser", browser, BY_KNOWN_BROWSER, QUARTER)
    return rate_limits.hit(f"staff {kind} account", username, BY_STRANGERS, HOUR)


def known_browser(request: HttpRequest, username: str) -> str:
    """Return the identifier of a browser that has signed in to this account before, or ""."""
    return names_of_browser(request).get(username, "")


def names_of_browser(request: HttpRequest) -> dict[str, str]:
    try:
        names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return names if isinstance(names, dict) else {}


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Mark this browser as known for an account that it has just signed in to."""
    username: Any = user.get_username().lower()
    names = names_of_browser(request)
    names = {**names, username: names.get(username) or secrets.token_hex(8)}
    response.set_cookie(
        COOKIE,
        signing.dumps(names, salt=SALT),
        max_age=KNOWN_FOR,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
