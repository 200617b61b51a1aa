"""What a member of staff may do: a role is a group of Django's own permissions.

``migrate`` gives each group the permissions named here, so a change reaches existing accounts.
"""

from django.contrib.auth.models import Group, Permission, User

EDITS = ("add", "change", "view")
RECORD: dict[str, tuple[str, ...]] = {
    "council": EDITS,
    "councilname": (*EDITS, "delete"),
    "councilcode": EDITS,
    "lineage": EDITS,
    "reorganisation": EDITS,
    "edition": EDITS,
    "signature": EDITS,
    "event": EDITS,
    "progress": EDITS,
    "contact": (*EDITS, "delete"),
    "change": ("view",),
    "task": ("change", "view"),
}
WORDS = {"page": EDITS, "organisation": EDITS}
LIMITS = {"limit": EDITS}
PEOPLE = {
    "signup": ("change", "view"),
    "certificate": ("view",),
    "complaint": ("change", "view"),
    "incomingmessage": ("view",),
    "suppressedaddress": ("add", "view"),
    "alert": ("view",),
    "erasure": ("add", "view"),
}
MAIL = {"outgoingmessage": ("change", "view"), "throttle": EDITS, "decision": ("view",)}
SWITCHES = {"mailsettings": ("change", "view")}
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "editor": {**RECORD, **WORDS, **LIMITS, **SWITCHES, **MAIL, **PEOPLE},
    "reader": dict.fromkeys((*RECORD, *WORDS, *LIMITS, *SWITCHES), ("view",)),
}
"""Editors keep the record and the pages, and carry out people's requests; readers only look, and
see nobody's letters or emails. An admin may do everything."""


def group_for(role: str, using: str = "default") -> Group:
    """Return the group of a role, with exactly the permissions that ROLES names."""
    group, _ = Group.objects.using(using).get_or_create(name=role)
    codenames = [f"{verb}_{model}" for model, verbs in ROLES[role].items() for verb in verbs]
    group.permissions.set(Permission.objects.using(using).filter(codename__in=codenames))
    return group


def give(user: User, role: str) -> None:
    """Give a user a role in place of any other; "admin" may do everything."""
    user.is_staff = user.is_active = True
    user.is_superuser = role == "admin"
    user.save()
    user.groups.set([] if role == "admin" else [group_for(role)])
