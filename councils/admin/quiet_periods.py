"""The admin of councils that are kept quiet for a time, and of pre-election periods."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from councils.admin.bases import ModelAdmin, UpdatesAndRemoves
from councils.models import Council, PreElectionPeriod, QuietPeriod


@admin.register(QuietPeriod)
class QuietPeriodAdmin(UpdatesAndRemoves):
    list_display = ["council", "kind", "starts_on", "until", "reason"]
    list_filter = ["kind"]
    search_fields = ["council__name"]
    autocomplete_fields = ["council"]
    list_select_related = ["council"]


@admin.register(PreElectionPeriod)
class PreElectionPeriodAdmin(ModelAdmin):
    list_display = ["name", "starts_on", "until", "number"]
    fields = ["name", ("starts_on", "until"), "councils"]
    filter_horizontal = ["councils"]

    @admin.display(description="councils")
    def number(self, period: PreElectionPeriod) -> int:
        return period.councils.count()

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the councils of today."""
        kwargs["queryset"] = Council.objects.responsible().current()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
