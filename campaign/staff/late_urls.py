"""Addresses that are loaded when somebody first asks for one of them."""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class LateURLs(URLResolver):
    """The addresses under a prefix, in a namespace of their own, listed in a module.

    Django would load them all for the first link to any page, to learn the names that they have
    outside their namespace. They have none.
    """

    def __init__(self, prefix: str, module: str, namespace: str):
        super().__init__(
            RoutePattern(prefix, is_endpoint=False), module, app_name=namespace, namespace=namespace
        )

    def _populate(self) -> None:
        """Learn no names. ``reverse("admin:…")`` makes a table of its own from the module."""
