"""Begin the title of a page with an error with "Error:", as screen readers say it first."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

TITLE = re.compile(rb"<title>\s*(?!Error: )")
ERRORS = re.compile(rb'class="(?:error-summary|field-error|errorlist|error")')
"""What a page has that tells of an error: its summary, one at a field, or a message to staff."""
GONE = 410
"""The status of a page that was promised to be gone: nobody who opens it did anything wrong."""


def error_titles(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Mark a page by what it says or by its status, whichever view made it (a middleware)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or response.streaming or response.has_header("Content-Encoding"):
            return response
        failed = response.status_code >= 400 and (
            response.status_code != GONE or request.method == "POST"
        )
        if failed or ERRORS.search(response.content):
            response.content = TITLE.sub(b"<title>Error: ", response.content, count=1)
        return response

    return middleware
