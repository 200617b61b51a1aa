"""The admin of councils that are kept quiet for a time."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from councils.admin.bases import ModelAdmin, ModelForm
from councils.models import QuietPeriod


@admin.register(QuietPeriod)
class QuietPeriodAdmin(ModelAdmin):
    list_display = ["council", "kind", "starts_on", "until", "reason"]
    list_filter = ["kind"]
    search_fields = ["council__name"]
    autocomplete_fields = ["council"]
    list_select_related = ["council"]

    def save_model(
        self, request: HttpRequest, obj: QuietPeriod, form: ModelForm, change: bool
    ) -> None:
        obj.update()

    def delete_model(self, request: HttpRequest, obj: QuietPeriod) -> None:
        obj.remove()

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[QuietPeriod]) -> None:
        for period in queryset:
            period.remove()
