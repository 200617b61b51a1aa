from django.contrib import admin

from campaign.inbox.models import IncomingMessage
from councils.admin.read_only import ReadOnly


@admin.register(IncomingMessage)
class IncomingMessageAdmin(ReadOnly, admin.ModelAdmin):
    """What came in about mail of ours. It is read here, never written or changed."""

    list_display = ["received_at", "kind", "status", "subject", "message", "wants_form"]
    list_filter = ["kind", "wants_form"]
    list_select_related = ["message"]
    date_hierarchy = "received_at"
    fields = ["received_at", "kind", "message", "status", "said", "sender", "subject", "text"]
    readonly_fields = fields
