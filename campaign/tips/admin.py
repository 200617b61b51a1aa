from django.contrib import admin, messages
from django.utils import timezone

from campaign.tips.models import Tip


class OpenFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("done", "Dealt with"), ("all", "All")]

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "To do",
        }
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(done_at__isnull=self.value() != "done")


@admin.register(Tip)
class TipAdmin(admin.ModelAdmin):
    list_display = ["council", "kind", "text", "created_at", "done_at"]
    list_filter = [OpenFilter, "kind"]
    search_fields = ["council__name", "text"]
    readonly_fields = ["council", "kind", "text", "link", "email", "created_at", "done_at"]
    actions = ["finish"]

    def has_add_permission(self, request):
        return False

    @admin.action(description="Mark as dealt with", permissions=["change"])
    def finish(self, request, queryset):
        done = queryset.filter(done_at=None).update(done_at=timezone.now())
        self.message_user(request, f"{done} marked as dealt with.", messages.SUCCESS)
