"""One address for each page: small letters, a slash at the end, and one host."""

from collections.abc import Callable
from copy import copy

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes

READING = ("GET", "HEAD")
NOT_PUBLIC = ("admin/", "dev/")
"""Routes whose addresses are left as they are typed."""
WITHOUT_SLASH = {"/metrics"}
"""Addresses of ours without one: not found there is not found."""


class OneAddressMiddleware:
    """Redirect, once, to the address that a page is known by.

    A host in ``REDIRECT_HOSTS``, such as www, leads to the same page under ``SITE_URL``. An address
    that is not found leads to its form in small letters with a slash at the end, where a page
    answers there. Addresses with a token or a code, and those of files, are never changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        if request.META.get("HTTP_HOST", "").lower() in settings.REDIRECT_HOSTS:
            return HttpResponsePermanentRedirect(settings.SITE_URL + request.get_full_path())
        response = self.get_response(request)
        adds_a_slash = response.headers.get("Location", "").startswith(f"{request.path_info}/")
        if response.status_code != 404 and not adds_a_slash:
            return response
        path = page_address(request.path_info)
        if not path:
            return response
        page = self.get_response(at(path, request))
        if page.status_code >= 400:
            return page
        query = request.META.get("QUERY_STRING", "")
        address = escape_leading_slashes(path) + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address)


def at(path: str, request: HttpRequest) -> HttpRequest:
    """Return a copy of a request that asks for another path."""
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.META = request.META | {"PATH_INFO": path}
    return asked


def page_address(path: str) -> str:
    """Return the address of a view of pages that a path was meant for; empty if there is none."""
    address = path.lower()
    if "." in address.rsplit("/", 1)[-1] or path in WITHOUT_SLASH:
        return ""
    if not address.endswith("/"):
        address += "/"
    if address == path:
        return ""
    try:
        match = resolve(address)
    except Resolver404:
        return ""
    if match.kwargs.keys() - {"slug"} or match.route.startswith(NOT_PUBLIC):
        return ""
    return address
