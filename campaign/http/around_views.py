"""What stands around every view: answers in its place, and what each answer has."""

import re
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.csp import build_policy
from django.utils.http import escape_leading_slashes

from campaign.http.papers import typed_by
from campaign.rate_limits import look_ups
from councils.page_cache import ask_again_after_writing, for_one_visitor
from councils.record import closed_on
from councils.safeguarding.call_for_help import sounds_like_a_call_for_help

POLICY = build_policy(cast("dict[str, list[str]]", settings.SECURE_CSP))
"""What a page may load and run, written once: Django's middleware writes it for each answer."""
PERMISSIONS = "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=()"
"""The Permissions-Policy: what could tell a page who or where somebody is, and no page asks."""
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
        if response.status_code == 404 and (address := known_by(request)):
            response = HttpResponsePermanentRedirect(address)
            if address.startswith("/letters/"):
                for_one_visitor(response)
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


# One address for each page: small letters, and a slash at the end

NOT_PUBLIC = ("admin/", "dev/")
"""Routes whose addresses are left as they are typed."""
PRIVATE_LINK = "letters/<str:token>/"
"""The route of the links in our emails to the writer of a letter."""


def known_by(request: HttpRequest) -> str:
    """Return the address of the page that a request was meant for; empty if there is no other.

    It has small letters and a slash at the end. Addresses with a token or a code, and those of
    files, are never changed; but for the link to a letter, whose token has small letters alone.
    """
    path = request.path_info
    address = path.lower() if path.endswith("/") else f"{path.lower()}/"
    is_known = request.resolver_match is not None and not path.endswith("/")  # such as /metrics
    is_file = "." in path.rsplit("/", 1)[-1]
    if address == path or is_known or is_file or request.method not in ("GET", "HEAD"):
        return ""
    try:
        match = resolve(address)
    except Resolver404:
        return ""
    is_of_a_letter = match.route.startswith(PRIVATE_LINK) and match.kwargs.keys() == {"token"}
    if match.kwargs.keys() - {"slug"} and not is_of_a_letter:
        return ""
    if match.route.startswith(NOT_PUBLIC):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return escape_leading_slashes(address) + (f"?{query}" if query else "")


# Each answer


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


# Once the campaign has closed: no writing, alerts and sign-up, on any address

LETTERS = {
    "write", "draft", "words", "afresh", "keep", "meanwhile", "send", "yourself", "check", "code",
    "new_code", "write_again", "confirm",
}  # fmt: skip
"""A letter's page, cancelling and deleting it stay: those are its writer's rights."""
STOPPED = {
    *(f"letters:{name}" for name in LETTERS),
    "supporters:alerts", "supporters:confirm",
    "sign_up:sign", "sign_up:confirm",
    "tasks:tell_us",
}  # fmt: skip
"""The views that take something from people, by name. A complaint may always be made."""


def closed_page(request: HttpRequest) -> HttpResponse | None:
    """Return a page that says so, and why, in place of a view that takes something from people."""
    match = request.resolver_match
    if match is None or match.view_name not in STOPPED or (day := closed_on()) is None:
        return None
    context = {"status": GONE, "closed": day, "typed": typed_by(request)}
    return for_one_visitor(render(request, "error.html", context, status=GONE))


# One limit on look-ups of the search box, for each network, where no nginx stands in front

LONGEST_CALL = 400
"""Characters of what was typed that are read beyond the limit: the box takes no more."""


def too_many_look_ups(request: HttpRequest) -> HttpResponse | None:
    """Return a page that has the helplines where somebody looks up more than people do.

    Whoever asks for help in the box is heard beyond the limit.
    """
    if not is_look_up(request):
        return None
    verdict = look_ups.count(request)
    if not verdict.refused or is_call_for_help(request):
        return None
    page = render(request, "alone.html", {"status": 429}, status=429)
    page.headers["Retry-After"] = str(verdict.retry_after)
    return for_one_visitor(page)


def is_look_up(request: HttpRequest) -> bool:
    """Whether a request is answered from what was typed, and so by nothing that was kept."""
    match request.resolver_match and request.resolver_match.view_name:
        case "councils:find":
            return True
        case "councils:tracker":
            return request.method == "POST" or "q" in request.GET
    return False


def is_call_for_help(request: HttpRequest) -> bool:
    typed = request.POST.get("q", "")[:LONGEST_CALL]
    return "go_on" not in request.POST and sounds_like_a_call_for_help(typed)
