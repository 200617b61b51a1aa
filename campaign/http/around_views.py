"""What stands around every view: answers in its place, and what each answer has."""

import re
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.csp import build_policy

from campaign.http.closed_campaign import closed_page
from campaign.http.one_address import known_by
from campaign.rate_limits.look_ups import too_many_look_ups
from councils.page_cache import ask_again_after_writing

POLICY = build_policy(cast("dict[str, list[str]]", settings.SECURE_CSP))
"""What a page may load and run, written once: Django's middleware writes it for each answer."""
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
        *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
        *("publickey-credentials-get", "serial", "usb", "xr-spatial-tracking"),
    )
)
"""The Permissions-Policy: features that no page uses, not even in our frames on other sites."""
TITLE = re.compile(rb"<title>\s*(?!Error: )")
ERRORS = re.compile(rb'class="(?:error-summary|field-error|errorlist|error")')
"""What a page has that tells of an error: its summary, one at a field, or a message to staff."""
GONE = 410
"""The status of a page that was promised to be gone: nobody who opens it did anything wrong."""


class AroundViews:
    """Lead to the one host, say what is closed or asked too often, and complete each answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_HOST", "").lower() in settings.REDIRECT_HOSTS:  # such as www
            address = known_by(request) or request.get_full_path()
            return HttpResponsePermanentRedirect(settings.SITE_URL + address)
        response = self.get_response(request)
        ask_again_after_writing(request)
        mark_error(request, response)
        # What any site may embed (badges, frames, share pictures, data) has set its own. A page of
        # Django's for developers has its styles within.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        return closed_page(request) or too_many_look_ups(request)


def mark_error(request: HttpRequest, response: HttpResponse) -> None:
    """Begin the title of a page with an error with "Error:", as screen readers say it first."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.streaming or response.has_header("Content-Encoding"):
        return
    failed = response.status_code >= 400 and (
        response.status_code != GONE or request.method == "POST"
    )
    if failed or ERRORS.search(response.content):
        response.content = TITLE.sub(b"<title>Error: ", response.content, count=1)
        response.headers["Content-Length"] = str(len(response.content))
