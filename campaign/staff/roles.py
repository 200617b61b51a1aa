"""The roles of staff: each is a group with Django's own permissions.

One person can have several roles. ``migrate`` gives each group the permissions named here, so a
change reaches existing accounts. An administrator is Django's superuser and may do everything.
"""

from typing import Any

from django.apps import apps as all_apps
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission, User

ADMINISTRATOR = "administrator"
SUPPORTER_CARE = "supporter care"
ROLES: dict[str, dict[str, str]] = {
    "recorder": {
        "add change view": "signature event ask pause",
        "add change view delete": "contact",
        "change view": "task signup",
        "view": "council councilname lineage edition change",
    },
    "editor": {
        "add change view": "signature event ask council edition page organisation pause notice",
        "add change view delete": "contact councilname lineage newsitem",
        "change view": "task signup",
        "view": "change",
    },
    SUPPORTER_CARE: {
        "add change view": "update pause",
        "change view": "task signup letter outgoingmessage mailsettings",
        "view": "complaint incomingmessage signature event contact ask council councilname lineage"
        " edition",
        "erase": "person",
    },
    "reader": {
        "view": "signature event contact pause council councilname lineage edition page newsitem"
        " notice organisation",
    },
}
"""What each may do with which models. Recorders maintain facts and contacts; editors also the
register and the pages. Supporter care looks after people and email. Readers may only view, and see
no personal data of visitors or writers, so no tasks, which can hold visitors' addresses."""
IN_WORDS = {
    ADMINISTRATOR: "Administrator: everything, accounts and opening the site included",
    "recorder": "Recorder: signatures, events, contacts; questions to councils;"
    " messages from visitors",
    "editor": "Editor: what a recorder does, and the register and the pages",
    SUPPORTER_CARE: "Supporter care: people, emails, the switches for mail and a busy day",
    "reader": "Reader: looks at the record and the pages; sees no visitor’s or writer’s data",
}


def group_for(role: str) -> Group:
    """Return the group of a role, with exactly the permissions that ROLES names."""
    group, _ = Group.objects.get_or_create(name=role)
    codenames = []
    for verbs, models in ROLES[role].items():
        for model in models.split():
            codenames += [f"{verb}_{model}" for verb in verbs.split()]
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    return group


def give(user: User, *names: str) -> None:
    """Make somebody a member of staff with these roles, in place of any others."""
    user.is_staff = True
    user.is_superuser = ADMINISTRATOR in names
    user.save()
    user.groups.set([group_for(role) for role in ROLES if role in names])


def of(user: User) -> list[str]:
    """Return the names of a user's roles."""
    group_names = set(user.groups.values_list("name", flat=True))
    roles = [role for role in ROLES if role in group_names]
    if user.is_superuser:
        return [ADMINISTRATOR, *roles]
    return roles


def renew_roles(apps: Apps = all_apps, **kwargs: Any) -> None:
    """Update each role's permissions to those in the code, including for existing accounts.

    ``apps`` is the state after a migration; ``flush`` passes none, as all tables exist.
    """
    if "group" not in apps.all_models["auth"]:  # the tables for accounts do not exist yet
        return
    for role in ROLES:
        group_for(role)
