"""Fields of the admin that choose a row by searching for it; without scripts, from a plain list."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from councils.dates import today

NOW, OTHERS = "Today", "Closed, or to come"
"""The groups of the plain list."""


class ListsRows:
    """Mixin for Django's widget, which lists only what is chosen: without scripts, nothing at all.

    Its script shows what it finds in place of the list. The rows are councils, 400 at most. While
    nothing is chosen it says what to do; a value that is no number is left out.
    """

    choices: Any
    create_option: Any
    allow_multiple_selected: bool

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs=extra_attrs)  # type: ignore[misc]
        return {**attrs, "data-placeholder": "Start typing a name"}

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        chosen = {item for item in value if item.isdecimal()}
        groups: dict[str | None, list[Any]] = {None: [], NOW: [], OTHERS: []}
        if not self.allow_multiple_selected:
            groups[None].append(self.create_option(name, "", "", False, 0))
        on = today()
        for index, row in enumerate(self.choices.queryset.order_by("name"), 1):
            group = groups[NOW if row.is_current(on) else OTHERS]
            label = self.choices.field.label_from_instance(row)
            group.append(self.create_option(name, row.pk, label, str(row.pk) in chosen, index))
        return [(label, rows, place) for place, (label, rows) in enumerate(groups.items()) if rows]


class ChosenRow(ListsRows, AutocompleteSelect):
    """One council."""


class ChosenRows(ListsRows, AutocompleteSelectMultiple):
    """Several councils."""
