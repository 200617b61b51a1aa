"""The classes of every list and form of the staff site: Django's, in words that a newcomer knows.

``ModelForm`` stands in ``councils/forms.py``, for public pages too.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

from councils.admin.misspelt import spelt_alike
from councils.forms import DayField, ModelForm
from councils.saves import SavesWithCare

if TYPE_CHECKING:
    StackedInline = admin.StackedInline[Any, Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    StackedInline = admin.StackedInline
    InlineFormSet = forms.BaseInlineFormSet

LOOKUPS = (
    "", "exact", "in", "isnull", "isempty", "gte", "gt", "lte", "lt",
    "id__exact", "pk__exact", "year", "month", "day",
)  # fmt: skip
"""The lookups that Django's own filters and date drill-down use on their field."""


class ModelAdmin(SavesWithCare):
    """A list is headed by its name, a form by the row that it shows."""

    formfield_overrides = {models.DateField: {"form_class": DayField}}

    section = ""
    """Where the list stands on the desk: one of ``SECTIONS`` in ``campaign/staff/site.py``."""
    list_name = ""
    empty_words = ""
    """What the list says while it is empty: what comes here, and how."""
    add_words = ""
    """The button that adds a row; "" where nobody does so with Django's form."""

    council_searched = ""
    """The field of the council by whose name the list is searched; "" if it is not."""

    how_it_ends = ""
    """What one does instead of deleting a row, said at the foot of its page; "" if it can be."""

    def row_title(self, obj: Any) -> str:
        """Return what a row is called in headings and links."""
        return str(obj)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": self.list_name, **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        context["has_mistakes"] = bool(context.pop("errors", None))  # said by our template
        if obj is not None and context["has_mistakes"]:
            # What was typed is in ``obj`` already, though it is not saved.
            obj = self.get_queryset(request).filter(pk=obj.pk).first() or obj
            context["original"] = obj
        context["title"] = self.add_words if obj is None else self.row_title(obj)
        context["subtitle"] = None
        context["how_it_ends"] = self.how_it_ends
        return super().render_change_form(request, context, *args, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Find what is of a council whose name is misspelt too, where none is spelt like that."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        if not self.council_searched or not search_term.strip() or found.exists():
            return found, has_doubles
        of_them = {f"{self.council_searched}__in": spelt_alike(search_term)}
        return queryset.filter(**of_them), False

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Refuse every filter in an address that the list does not offer.

        By default Django accepts any field in a list's address, so ``?token__startswith=a`` would
        reveal, letter by letter, what no list shows.
        """
        offered = [self.date_hierarchy, *map(filtered_by, self.get_list_filter(request))]
        return any(
            lookup == field or lookup.removeprefix(f"{field}__") in LOOKUPS
            for field in offered
            if field
        )


def filtered_by(item: Any) -> str:
    """Return the field or the parameter that a filter of a list uses."""
    name = item[0] if isinstance(item, (tuple, list)) else getattr(item, "parameter_name", item)
    return str(name)


class UpdatesAndRemoves(ModelAdmin):
    """An admin page that saves with a row's ``update`` and deletes with its ``remove``."""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        obj.update()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.remove()
