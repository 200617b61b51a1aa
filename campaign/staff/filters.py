"""Restrict the admin's lists to the filters that they name.

By default Django accepts a filter on any field in a list's address, so
``?token__startswith=a`` would reveal, letter by letter, what no list shows.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from campaign.staff.bases import ModelAdmin

LOOKUPS = (
    "", "exact", "in", "isnull", "isempty", "gte", "gt", "lte", "lt",
    "id__exact", "pk__exact", "year", "month", "day",
)  # fmt: skip
"""The lookups that Django's own filters and date drill-down use on their field."""


class NamedFiltersOnly(ModelAdmin):
    """Refuse every filter in an address that the list does not offer."""

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        return any(
            lookup == field or lookup.removeprefix(f"{field}__") in LOOKUPS
            for field in self.fields_offered(request)
        )

    def fields_offered(self, request: HttpRequest) -> list[str]:
        """Return the fields and parameters that the list's own filters use."""
        offered = [self.date_hierarchy] if self.date_hierarchy else []
        for item in self.get_list_filter(request):
            if isinstance(item, (tuple, list)):
                offered.append(str(item[0]))
            elif isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
                offered.append(str(item.parameter_name))
            else:
                offered.append(str(item))
        return offered
