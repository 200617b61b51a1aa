"""The staff site: Django's admin with our names."""

from django.contrib import admin


class StaffSite(admin.AdminSite):
    site_header = "Make Runaways Safe: staff"
    site_title = "Make Runaways Safe"
    index_title = "What would you like to do?"
    site_url = "/"
