"""The admin of councils that are kept quiet for a time."""

from django.contrib import admin

from councils.admin.bases import UpdatesAndRemoves
from councils.models import QuietPeriod


@admin.register(QuietPeriod)
class QuietPeriodAdmin(UpdatesAndRemoves):
    list_display = ["council", "kind", "starts_on", "until", "reason"]
    list_filter = ["kind"]
    search_fields = ["council__name"]
    autocomplete_fields = ["council"]
    list_select_related = ["council"]
