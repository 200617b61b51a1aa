"""Stop writing, alerts and sign-up on every address once the campaign has closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from campaign.http.typed import typed_by
from councils.dates import format_date
from councils.page_cache import for_one_visitor
from councils.record import closed_on

LETTERS = {
    *("write", "topics", "draft", "keep", "back", "meanwhile"),
    *("move", "send", "check", "code", "new_code", "change_email", "write_again", "confirm"),
}
"""A letter's page, cancelling and deleting it stay: those are its writer's rights."""
STOPPED = {
    *(f"letters:{name}" for name in LETTERS),
    *("supporters:alerts", "supporters:confirm"),
    *("sign_up:sign", "sign_up:confirm"),
    "tasks:tell_us",
}
"""The views that take something from people, by name. A complaint may always be made."""


def is_stopped(path: str) -> bool:
    """Whether a path of this site leads to one of those views once the campaign has closed."""
    try:
        return closed_on() is not None and resolve(path).view_name in STOPPED
    except Resolver404:
        return False


def closed_page(request: HttpRequest) -> HttpResponse | None:
    """Return a page that says so, and why, in place of a view that takes something from people."""
    match = request.resolver_match
    if match is None or match.view_name not in STOPPED or (day := closed_on()) is None:
        return None
    context = {
        "heading": "This campaign has closed",
        "lead": f"It closed on {format_date(day)}, so it can’t send letters or emails, or take"
        " messages. You can still write to your council yourself. Its website says how.",
        "typed": typed_by(request),
        "go": (reverse("councils:tracker"), "See the list as it was that day"),
    }
    return for_one_visitor(render(request, "error.html", context, status=410))
