"""One address for each page: small letters, and a slash at the end."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes

NOT_PUBLIC = ("admin/", "dev/")
"""Routes whose addresses are left as they are typed."""


def known_by(request: HttpRequest) -> str:
    """Return the address of the page that a request was meant for; empty if there is no other.

    It has small letters and a slash at the end. Addresses with a token or a code, and those of
    files, are never changed.
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
    if match.kwargs.keys() - {"slug"} or match.route.startswith(NOT_PUBLIC):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return escape_leading_slashes(address) + (f"?{query}" if query else "")
