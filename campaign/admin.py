"""The staff site: Django's admin with our names."""

from django.contrib import admin

from campaign.desk import to_do
from campaign.letters import desk as letters
from campaign.outbox.condition import condition


class StaffSite(admin.AdminSite):
    site_header = "Make Runaways Safe: staff"
    site_title = "Make Runaways Safe"
    index_title = "What would you like to do?"
    site_url = "/"

    def index(self, request, extra_context=None):
        """The desk: what waits, how mail and letters are doing, then everything there is."""
        desk = {"to_do": to_do(request.user), "mail": condition(), "letters": letters.figures()}
        return super().index(request, desk | (extra_context or {}))
