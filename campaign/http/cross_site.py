"""Whether a POST comes from our own pages. Public forms carry no token and need no cookie."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_cross_site(request: HttpRequest) -> bool:
    """Whether a browser says that another site made this request.

    Browsers send Sec-Fetch-Site or Origin with every POST, and a page cannot forge them. A request
    with neither does not come from a browser that could be tricked, and is let through.
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
