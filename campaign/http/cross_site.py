"""Whether a POST comes from our own pages. Public forms carry no token and need no cookie."""

from urllib.parse import urlsplit


def is_cross_site(request) -> bool:
    """Whether a browser says that another site made this request.

    Browsers send Sec-Fetch-Site or Origin with every POST, and a page cannot forge them. Without
    either it is no browser that could be tricked, and it is let through.
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
