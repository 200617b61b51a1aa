"""Limit failed attempts to sign in, so that no password is guessed and no owner locked out.

A browser that has signed in to an account before has a count of its own there (OWASP calls it a
device cookie). Strangers share one count for each account, so that however they guess, they keep
nobody out of the browser that they use. The numbers are in ``settings.LIMITS``.
"""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from campaign import rate_limits

COOKIE = "known-browser"
SALT = "campaign.staff.known_browser"
KNOWN_FOR = 180 * 24 * 3600
"""Seconds for which a browser stays known."""


def consume(request: HttpRequest, kind: str, username: str) -> rate_limits.Verdict:
    """Count an attempt to sign in; the verdict says whether it may be checked.

    It counts before it is checked, so that many at once are no way round. ``kind`` is "password" or
    "code".
    """
    username = username.strip().lower()
    if browser := known_browser(request, username):
        return rate_limits.consume(kind, browser=browser)
    return rate_limits.consume(kind, request, account=username)


def may_fill_the_log(request: HttpRequest) -> bool:
    """Whether one more refusal is worth a line: a program that goes on and on writes only a few."""
    return not rate_limits.consume("refused sign-in", request).refused


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
    """Mark this browser as known for an account that was just signed in to."""
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
