"""Error pages."""

import sys
from contextlib import suppress
from functools import partial

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaign.http.papers import typed_by
from campaign.http.refusals import is_of_this_site
from campaign.pages.loading import shipped_page
from campaign.pages.templatetags.organisation_tags import who_runs_this
from councils.page_cache import for_one_visitor

READ_ONLY = "25006"
"""PostgreSQL's code of what was refused as read-only, whatever language its server speaks."""


def refused(
    request: HttpRequest, exception: Exception | None = None, reason: str = "", *, status: int
) -> HttpResponse:
    """Say that a request was refused, or its page not found; ``reason``: a form's token is wrong.

    What was typed for a page that has gone meanwhile, or may no longer be used, is on this one.
    Signing in gives each form a new token: one of ours with another was opened before that.
    """
    has_wrong_token = bool(reason)
    is_old = has_wrong_token and is_of_this_site(request)
    is_foreign = has_wrong_token and not is_old
    typed = [] if is_foreign else typed_by(request)
    context = {"status": status, "is_foreign": is_foreign, "is_old": is_old, "typed": typed}
    return render(request, "error.html", context, status=status)


bad_request = partial(refused, status=400)
forbidden = partial(refused, status=403)
not_found = partial(refused, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show that something is broken, without the database, which may be what is broken.

    Where the database is away, full or read-only it is 503, and a browser may try again in a
    minute. What was typed is on the page, since nothing kept it.
    """
    if request.path == reverse("page", args=["need-help"]):
        return help_without_database(request)
    is_away = is_of_the_database(sys.exception())
    status = 503 if is_away else 500
    context = {"status": status, "typed": typed_by(request), "email": ""}
    with suppress(Exception):  # whatever broke may be what says who runs the site
        context["email"] = who_runs_this().email
    response = render(request, "alone.html", context, status=status)
    if is_away:
        response.headers["Retry-After"] = "60"
    return for_one_visitor(response)


def is_of_the_database(error: BaseException | None) -> bool:
    """Whether an error says that the database is away, full or, for now, read-only."""
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", "") == READ_ONLY
    return isinstance(error, OperationalError | InterfaceError)


def help_without_database(request: HttpRequest) -> HttpResponse:
    """Show the page for a young person in the words that ship, whatever is broken."""
    context = {**shipped_page("need-help"), "frame": "alone.html"}
    return for_one_visitor(render(request, "pages/need_help.html", context))
