"""The staff site: Django's admin with our names."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from campaign.letters import statistics as letters
from campaign.operations.backups.backup_health import check_backups
from campaign.outbox.health import check_health
from campaign.staff.dashboard import waiting_items


class StaffSite(admin.AdminSite):
    """Django's admin, whose front page shows what waits for staff."""

    site_header = "Make Runaways Safe: staff"
    site_title = "Make Runaways Safe"
    index_title = "What would you like to do?"
    site_url = "/"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits, how emails and letters are doing, then everything else."""
        desk = {
            "waiting_items": waiting_items(request.user),
            "mail": check_health(),
            "letters": letters.figures(),
            "backups": check_backups(),
        }
        return super().index(request, desk | (extra_context or {}))
