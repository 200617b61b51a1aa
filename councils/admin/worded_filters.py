"""Filters of the admin with words of their own."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin


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
