from django.contrib.admin.apps import AdminConfig


class StaffSiteConfig(AdminConfig):
    """Django's admin, with the campaign's own front page."""

    default_site = "campaign.admin.StaffSite"
