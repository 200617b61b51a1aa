"""Incoming emails in the admin."""

from typing import TYPE_CHECKING

from django.contrib import admin

from campaign.inbox.models import IncomingMessage
from councils.admin.read_only import ReadOnly

if TYPE_CHECKING:  # generic for mypy alone: Django's own class takes no type
    IncomingMessageBase = admin.ModelAdmin[IncomingMessage]
else:
    IncomingMessageBase = admin.ModelAdmin


@admin.register(IncomingMessage)
class IncomingMessageAdmin(ReadOnly, IncomingMessageBase):
    """Emails that came in about our messages. Staff can read them, but not change them."""

    list_display = ["received_at", "kind", "status", "subject", "message", "wants_form"]
    list_filter = ["kind", "wants_form"]
    list_select_related = ["message"]
    date_hierarchy = "received_at"
    fields = (
        "received_at",
        "kind",
        "message",
        "status",
        "diagnostic",
        "sender",
        "subject",
        "text",
    )
    readonly_fields = fields
