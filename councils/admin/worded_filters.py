"""Filters of the admin with words of their own."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest


def narrowed(
    name: str, parameter: str, **choices: tuple[str, Callable[[Any], Any]]
) -> type[admin.SimpleListFilter]:
    """Return a filter: by its value in an address, the words of a choice and what it leaves."""

    class NarrowedFilter(admin.SimpleListFilter):
        title = name
        parameter_name = parameter

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return [(value, words) for value, (words, _) in choices.items()]

        def queryset(self, request: HttpRequest, queryset: Any) -> Any:
            _, leaves = choices.get(self.value() or "", ("", lambda rows: rows))
            return leaves(queryset)

    return NarrowedFilter
