"""The staff site: Django's admin with our names."""

from django.contrib import admin

from campaign.letters import statistics as letters
from campaign.outbox.health import check_health
from campaign.staff.dashboard import to_do


class StaffSite(admin.AdminSite):
    site_header = "Make Runaways Safe: staff"
    site_title = "Make Runaways Safe"
    index_title = "What would you like to do?"
    site_url = "/"

    def index(self, request, extra_context=None):
        """The desk: what waits, how mail and letters are doing, then everything there is."""
        desk = {"to_do": to_do(request.user), "mail": check_health(), "letters": letters.figures()}
        return super().index(request, desk | (extra_context or {}))
