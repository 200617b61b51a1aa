"""Limit failed attempts to sign in, so that no password is guessed and no owner locked out.

A browser that has signed in to an account before has a count of its own there (OWASP calls it a
device cookie), and so has a network from which somebody has signed in to it. Strangers share one
count for each account, so that however they guess, they keep nobody out of where they usually are.
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
KNOWN = dt.timedelta(seconds=KNOWN_FOR)
HOUR, QUARTER = dt.timedelta(hours=1), dt.timedelta(minutes=15)
BY_CONNECTION = 60
BY_STRANGERS = 10
BY_KNOWN = 10


def consume(request: HttpRequest, kind: str, username: str) -> rate_limits.Verdict:
    """Count an attempt to sign in; the verdict says whether it may be checked.

    It counts before it is checked, so that many at once are no way round, and is given back if it
    was right. ``kind`` is "password" or "code".
    """
    verdict = rate_limits.Verdict()
    for name, who, most, within in counts(request, username):
        verdict = rate_limits.hit(f"staff {kind} {name}", who, most, within)
        if verdict.refused:
            break
    return verdict


def give_back(request: HttpRequest, kind: str, username: str) -> None:
    """Forget an attempt that was right: only failures count."""
    for name, who, _, within in counts(request, username):
        rate_limits.give_back(f"staff {kind} {name}", who, within)


def may_fill_the_log(request: HttpRequest) -> bool:
    """Whether one more refusal is worth a line: a program that goes on and on writes only a few."""
    network = connection_of(rate_limits.client_address(request))
    return not rate_limits.hit("staff refusals", network, BY_KNOWN, QUARTER).refused


def counts(request: HttpRequest, username: str) -> list[tuple[str, str, int, dt.timedelta]]:
    """Return by what an attempt is counted: its name, whose it is, how many, and within what."""
    username = username.strip().lower()
    if browser := known_browser(request, username):
        return [("browser", browser, BY_KNOWN, QUARTER)]
    network = connection_of(rate_limits.client_address(request))
    if network and rate_limits.was_hit("staff signed in", f"{username} {network}", KNOWN):
        return [("network", f"{username} {network}", BY_KNOWN, QUARTER)]
    by_account = ("account", username, BY_STRANGERS, HOUR)
    return (
        [("connection", network, BY_CONNECTION, QUARTER), by_account] if network else [by_account]
    )


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
    """Mark this browser and network as known for an account that was just signed in to."""
    username: Any = user.get_username().lower()
    if network := connection_of(rate_limits.client_address(request)):
        rate_limits.hit("staff signed in", f"{username} {network}", 1, KNOWN)
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
