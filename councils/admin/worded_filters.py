"""Filters of the admin with words of their own."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest


def filled(name: str, yes: str, no: str) -> type[admin.EmptyFieldListFilter]:
    """Return Django's filter of empty fields, with a name and words for both answers."""

    class FilledFilter(admin.EmptyFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = name

        def choices(self, changelist: Any) -> Iterator[Any]:
            words = ["All", no, yes]
            for choice, display in zip(super().choices(changelist), words, strict=True):
                yield {**choice, "display": display}

    return FilledFilter


def named(name: str, base: type = admin.ChoicesFieldListFilter) -> type[admin.FieldListFilter]:
    """Return one of Django's filters, by default that of choices, with a name of its own."""

    class NamedFilter(base):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = name

    return NamedFilter


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
