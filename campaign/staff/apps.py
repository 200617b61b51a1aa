from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class StaffConfig(AppConfig):
    """Staff accounts, their roles, and the command that creates them."""

    default = True
    name = "campaign.staff"
    verbose_name = "Staff"


class StaffSiteConfig(admin_apps.AdminConfig):
    """Django's admin with the campaign's own front page."""

    default = False
    default_site = "campaign.staff.site.StaffSite"
