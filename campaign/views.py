"""The site's icon, and error pages."""

import sys
from contextlib import suppress

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from campaign.http.papers import typed_by
from campaign.pages.loading import shipped_page
from campaign.pages.templatetags.organisation_tags import who_runs_this
from councils.page_cache import for_one_visitor

ICON = settings.BASE_DIR / "static" / "img" / "mark.svg"


@require_safe
@cache_control(public=True, max_age=86400)
def icon(request: HttpRequest) -> HttpResponse:
    """Give the icon to browsers that ask for /favicon.ico, whatever a page or a file links to."""
    return HttpResponse(ICON.read_bytes(), content_type="image/svg+xml")


def error(
    request: HttpRequest, status: int, heading: str, lead: str, **context: object
) -> HttpResponse:
    context |= {"heading": heading, "lead": lead}
    return render(request, "error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    lead = "We couldn’t read the address or the form. Go back and try again."
    return error(request, 400, "That didn’t work", lead, has_box=True)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show staff that their account does not allow it."""
    lead = "Nothing was changed. If you need it for your work, ask an administrator."
    go = (reverse("admin:index"), "Back to the desk")
    return error(request, 403, "You don’t have access to this", lead, go=go)


def foreign_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form of staff that has no token, as another site's has none."""
    lead = (
        "It came from another website, so we did nothing with it. Please use the form on our own"
        " page."
    )
    return error(request, 403, "We stopped that form", lead, has_box=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    lead = "The address may be wrong, or the page may have moved."
    return error(request, 404, "We can’t find that page", lead, has_box=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show that something is broken, without the database, which may be what is broken.

    Where the database is away, full or read-only it is 503, and a browser may try again in a
    minute. What was typed is on the page, since nothing kept it.
    """
    if request.path == reverse("page", args=["need-help"]):
        return help_without_database(request)
    is_away = is_of_the_database(sys.exception())
    heading = "Something’s gone wrong, and it’s our fault"
    if is_away:
        heading = "We can’t show this page right now"
    context = {
        "heading": heading,
        "lead": f"Please try again in {'a minute' if is_away else 'a few minutes'}.",
        "typed": typed_by(request),
    }
    with suppress(Exception):  # whatever broke may be what says who runs the site
        context["email"] = who_runs_this().email
    response = render(request, "alone.html", context, status=503 if is_away else 500)
    if is_away:
        response.headers["Retry-After"] = "60"
    return for_one_visitor(response)


def is_of_the_database(error: BaseException | None) -> bool:
    """Whether an error says that the database is away, full or, for now, read-only."""
    is_read_only = isinstance(error, InternalError) and "read-only" in str(error)
    return is_read_only or isinstance(error, OperationalError | InterfaceError)


def help_without_database(request: HttpRequest) -> HttpResponse:
    """Show the page for a young person in the words that ship, whatever is broken."""
    page = shipped_page("need-help")
    context = {"page": page, "frame": "alone.html"}
    return for_one_visitor(render(request, "pages/need_help.html", context))
