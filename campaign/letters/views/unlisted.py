"""How a page with somebody's words is answered: kept by nobody, found by no search engine."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from councils.page_cache.marks import for_one_visitor


def unlisted(view):
    """Mark a view whose pages belong to one person.

    Nothing of them stays in a cache or a search engine, what is posted stays out of error reports,
    and same_origin.py guards its POSTs: public pages set no cookie to keep a token in.
    """

    @sensitive_post_parameters()
    @csrf_exempt
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return for_one_visitor(response)

    return wrapped


def wrong_link(request):
    """The page for an address under which there is no letter, or no longer."""
    return render(request, "letters/wrong_link.html", status=404)


def as_too_many(response, verdict):
    response.status_code = 429
    response.headers["Retry-After"] = str(verdict.retry_after)
    return response
