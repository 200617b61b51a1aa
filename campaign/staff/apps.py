from typing import Any

from django.apps import AppConfig
from django.apps import apps as django_apps
from django.apps.registry import Apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    """Staff accounts: their roles, and the command that makes one."""

    default = True
    name = "campaign.staff"
    verbose_name = "Staff"

    def ready(self) -> None:
        from campaign.staff import checks  # noqa: F401  registers them

        # Django makes the permissions that a role is made of after each migrate, so the roles are
        # made there too. This app comes after those that have models.
        post_migrate.connect(renew_roles, sender=self)


class StaffSiteConfig(admin_apps.AdminConfig):
    """Django's admin, with the campaign's own front page."""

    default = False
    default_site = "campaign.staff.site.StaffSite"


def renew_roles(apps: Apps | None = None, using: str = "default", **kwargs: Any) -> None:
    """Give each role the permissions it has today, so that existing accounts have them too.

    ``apps`` is the state after a migration; ``flush`` sends none, since all tables are there.
    """
    from campaign.staff import roles

    try:
        (apps or django_apps).get_model("auth", "Group")
    except LookupError:  # the accounts' own tables are still to be made
        return
    for role in roles.ROLES:
        roles.group_for(role, using=using)
