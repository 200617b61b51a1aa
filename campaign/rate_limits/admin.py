from django.contrib import admin, messages

from campaign.rate_limits.models import Limit


@admin.register(Limit)
class LimitAdmin(admin.ModelAdmin):
    """What may be asked for how often. A limit that is in the way is paused, not deleted."""

    list_display = ["__str__", "most", "minutes", "paused", "why"]
    list_editable = ["most", "minutes", "paused"]
    list_filter = ["kind", "paused"]
    actions = ["pause", "go_on"]

    def get_readonly_fields(self, request, obj=None):
        return ["kind", "by"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Pause", permissions=["change"])
    def pause(self, request, queryset):
        paused = queryset.filter(paused=False).update(paused=True)
        self.message_user(request, f"{paused} paused: they hold nobody back.", messages.SUCCESS)

    @admin.action(description="End the pause", permissions=["change"])
    def go_on(self, request, queryset):
        resumed = queryset.filter(paused=True).update(paused=False)
        self.message_user(request, f"{resumed} in force again.", messages.SUCCESS)
