"""Headers that tell browsers which features no page uses, and that no other site may embed it."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils.csp import CSP, build_policy

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
        *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
        *("publickey-credentials-get", "serial", "usb", "xr-spatial-tracking"),
    )
)
"""The Permissions-Policy: features that no page uses, not even in our frames on other sites."""


class BrowserPolicyMiddleware:
    """Add security headers that Django's SecurityMiddleware does not set.

    Responses that any site may embed (badges, frames, share pictures, data) set their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ContentPolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Add the Content-Security-Policy. Ours is written out once, as no page has a nonce."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.policy = build_policy(cast("dict[str, list[str]]", settings.SECURE_CSP))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if hasattr(response, "_csp_config"):  # a view has a policy of its own
            return super().process_response(request, response)
        response.headers.setdefault(str(CSP.HEADER_ENFORCE), self.policy)
        return response
