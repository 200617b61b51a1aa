from typing import Any

from django.apps import AppConfig
from django.apps import apps as django_apps
from django.apps.registry import Apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    """Staff accounts, their roles, and the command that creates them."""

    default = True
    name = "campaign.staff"
    verbose_name = "Staff"

    def ready(self) -> None:
        # Django creates permissions after each migrate, so roles, which consist of permissions, are
        # created then too. This app comes after those that have models.
        post_migrate.connect(renew_roles, sender=self)


class StaffSiteConfig(admin_apps.AdminConfig):
    """Django's admin with the campaign's own front page."""

    default = False
    default_site = "campaign.staff.site.StaffSite"


def renew_roles(apps: Apps = django_apps, **kwargs: Any) -> None:
    """Update each role's permissions to those in the code, including for existing accounts.

    ``apps`` is the state after a migration; ``flush`` passes none, as all tables exist.
    """
    from campaign.staff import roles

    if "group" not in apps.all_models["auth"]:  # the tables for accounts do not exist yet
        return
    for role in roles.ROLES:
        roles.group_for(role)
