"""The parts of a request that only staff's pages have: a session, an account, messages.

A public page knows nobody, reads no cookie, and does without their work.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django_otp.middleware import OTPMiddleware

STAFF = "/admin/"
"""Where the addresses of all staff's pages begin."""


class OnStaffPages:
    """Before a middleware: it is left out on every other page."""

    get_response: Callable[[HttpRequest], Any]

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith(STAFF):
            return super().__call__(request)  # type: ignore[misc]
        return self.get_response(request)


class Sessions(OnStaffPages, SessionMiddleware):
    """Who has a session: ``request.session``."""


class Accounts(OnStaffPages, AuthenticationMiddleware):
    """Whose account it is: ``request.user``."""


class SecondFactor(OnStaffPages, OTPMiddleware):
    """Whether the account has shown its second factor."""


class Messages(OnStaffPages, MessageMiddleware):
    """What the next page tells, such as that something was saved."""
