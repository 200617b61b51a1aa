"""Incoming emails in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from campaign.inbox.models import IncomingMessage
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly


@admin.register(IncomingMessage)
class IncomingMessageAdmin(ReadOnly, ModelAdmin):
    """Emails that came in about our messages. Staff can read them, but not change them."""

    section = "Letters and email"
    list_name = "Emails that came in"
    empty_words = (
        "No email has come in. If you expected some, ask whoever runs the server "
        "whether mail is received."
    )
    list_display = ["received_at", "kind", "subject", "about", "wants_form"]
    list_filter = ["kind", "wants_form"]
    list_select_related = ["message"]
    date_hierarchy = "received_at"
    fields = (
        "received_at",
        "kind",
        "our_email",
        "status",
        "diagnostic",
        "sender",
        "subject",
        "text",
    )
    readonly_fields = fields

    def row_title(self, incoming: IncomingMessage) -> str:
        return f"Email {incoming.pk} that came in: {incoming.get_kind_display()}"

    @admin.display(description="our email that it is about")
    def our_email(self, incoming: IncomingMessage) -> str:
        """Return a link to it, by its number."""
        if not incoming.message_id:
            return "-"
        address = reverse("admin:outbox_outgoingmessage_change", args=[incoming.message_id])
        return format_html('<a href="{}">{}</a>', address, self.about(incoming))

    @admin.display(description="our email")
    def about(self, incoming: IncomingMessage) -> str:
        return f"Email {incoming.message_id}" if incoming.message_id else "-"
