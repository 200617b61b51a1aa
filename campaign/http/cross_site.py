"""Whether a POST comes from our own pages. Public forms need no CSRF token, and so no cookie."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_cross_site(request: HttpRequest) -> bool:
    """Whether a browser says that another site made this request.

    Browsers send Sec-Fetch-Site or Origin with every POST, and a page cannot forge them. A request
    with neither does not come from a browser that could be tricked, so it is allowed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True
