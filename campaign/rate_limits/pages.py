"""What a visitor sees where a limit is reached."""

from django.shortcuts import render

from councils.page_cache.marks import for_one_visitor


def too_many(request, verdict, text: str = "", back: str = ""):
    """Return the page for a limit that is reached, with what was written given back.

    ``back`` is the address of a form to try again with. A page with a form of its own shows
    includes/limit_reached.html above it and is sent through ``as_too_many`` instead.
    """
    context = {"verdict": verdict, "text": text, "back": back, "nothing": not text}
    return as_too_many(render(request, "429.html", context), verdict)


def as_too_many(response, verdict):
    """Make a page the answer to one request too many."""
    response.status_code = 429
    response.headers["Retry-After"] = str(verdict.retry_after)
    return for_one_visitor(response)
