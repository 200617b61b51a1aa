"""Fields of the admin that choose a row by searching for it."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest


class ChosenRow(AutocompleteSelect):
    """Django's widget, which fails to show a value that is no number: it leaves it out.

    While nothing is chosen it says what to do.
    """

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs=extra_attrs)
        return {**attrs, "data-placeholder": "Begin to type a name"}

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [item for item in value if item.isdecimal()], attr)


class ChoosesRows:
    """Show every field that chooses a row by ``ChosenRow``."""

    admin_site: Any

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest | None, **kwargs: Any
    ) -> Any:
        searched = self.get_autocomplete_fields(request)  # type: ignore[attr-defined]
        if db_field.name in searched and "widget" not in kwargs:
            kwargs["widget"] = ChosenRow(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
