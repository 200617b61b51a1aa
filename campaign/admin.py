"""The staff site: Django's admin with our names."""

from django.contrib import admin

from campaign.outbox.condition import condition


class StaffSite(admin.AdminSite):
    site_header = "Make Runaways Safe: staff"
    site_title = "Make Runaways Safe"
    index_title = "What would you like to do?"
    site_url = "/"

    def index(self, request, extra_context=None):
        """The desk: how the mail is doing, then everything there is."""
        return super().index(request, {"mail": condition()} | (extra_context or {}))
