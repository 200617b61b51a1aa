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
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from campaign import rate_limits

COOKIE = "known-browser"
SALT = "campaign.staff.known_browser"
KNOWN_FOR = 180 * 24 * 3600
"""Seconds for which a browser stays known."""


def consume_sign_in(request: HttpRequest, username: str) -> None:
    """Count a try to sign in before it is checked. Raises ValidationError for one too many."""
    if browser := known_browsers(request).get(username):
        refuse(rate_limits.consume("sign-in", browser=browser))
    else:
        refuse(rate_limits.consume("sign-in", request, account=username))


def consume_own_password(user: User) -> None:
    """Count a try to type the password of whoever is signed in, as ``consume_sign_in`` does."""
    refuse(rate_limits.consume("own password", account=user.get_username()))


def refuse(verdict: rate_limits.Verdict) -> None:
    if verdict.refused:
        raise ValidationError(
            f"Too many tries. Try again {verdict.when}, or in a browser in which you have signed in"
            " before."
        )


def known_browsers(request: HttpRequest) -> dict[str, str]:
    """Return the accounts that were signed in to in this browser, each with its identifier."""
    try:
        names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return names if isinstance(names, dict) else {}


def remember(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Mark this browser as known for an account that was just signed in to."""
    names = known_browsers(request)
    names.setdefault(user.get_username().lower(), secrets.token_hex(8))
    response.set_cookie(
        COOKIE,
        signing.dumps(names, salt=SALT),
        max_age=KNOWN_FOR,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
