"""The roles of staff: each is a group with Django's own permissions.

One person can have several roles. ``migrate`` gives each group the permissions named here, so a
change reaches existing accounts. An administrator is Django's superuser and may do everything.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User

ADMINISTRATOR = "administrator"
SUPPORTER_CARE = "supporter care"
EDITS = ("add", "change", "view")
VIEWS = ("view",)
FACTS: dict[str, tuple[str, ...]] = {
    "signature": EDITS,
    "event": EDITS,
    "contact": (*EDITS, "delete"),
}
PAUSES = {"pause": (*EDITS, "delete")}
REGISTER: dict[str, tuple[str, ...]] = {
    "council": EDITS,
    "councilname": (*EDITS, "delete"),
    "lineage": (*EDITS, "delete"),
    "edition": EDITS,
}
TASKS = {"task": ("change", "view"), "signup": ("change", "view")}
ASKS = {"ask": EDITS}
WORDS = {
    "page": EDITS,
    "newsitem": (*EDITS, "delete"),
    "notice": (*EDITS, "delete"),
    "organisation": EDITS,
}
SWITCHES = {"mailsettings": ("change", "view")}
PEOPLE = {
    "letter": ("change", "view"),
    "complaint": VIEWS,  # they are tasks
    "incomingmessage": VIEWS,
    "update": EDITS,
    "person": ("erase",),
}
MAIL = {"outgoingmessage": ("change", "view")}


def only_view(*rooms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {model: VIEWS for room in rooms for model in room}


ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "recorder": {**FACTS, **ASKS, **PAUSES, **only_view(REGISTER), **TASKS},
    "editor": {**FACTS, **ASKS, **PAUSES, **REGISTER, **TASKS, **WORDS},
    SUPPORTER_CARE: {
        **only_view(FACTS, REGISTER, ASKS),
        **PAUSES,
        **TASKS,
        **PEOPLE,
        **MAIL,
        **SWITCHES,
    },
    "reader": only_view(FACTS, PAUSES, REGISTER, WORDS, SWITCHES),
}
"""Recorders maintain facts and contacts; editors also the register and the pages. Supporter care
looks after people and email. Readers may only view, and see no personal data of visitors or
writers, so no tasks, which can hold visitors' addresses."""
ALIASES = {"admin": ADMINISTRATOR, "supporter-care": SUPPORTER_CARE}
"""Other names for roles, accepted by the command and used by older scripts."""
IN_WORDS = {
    ADMINISTRATOR: "Administrator: everything, accounts and opening the site included",
    "recorder": "Recorder: signatures, events, contacts; questions to councils;"
    " messages from visitors",
    "editor": "Editor: what a recorder does, and the register and the pages",
    SUPPORTER_CARE: "Supporter care: people, emails, the switches for mail and a busy day",
    "reader": "Reader: looks at the record and the pages; sees no visitor’s or writer’s data",
}
CHOICES = tuple(IN_WORDS)


def group_for(role: str, using: str = "default") -> Group:
    """Return the group of a role, with exactly the permissions that ROLES names."""
    group, _ = Group.objects.using(using).get_or_create(name=role)
    codenames = [f"{verb}_{model}" for model, verbs in ROLES[role].items() for verb in verbs]
    group.permissions.set(Permission.objects.using(using).filter(codename__in=codenames))
    return group


def give(user: User, *names: str) -> None:
    """Replace a user's roles, and let them sign in."""
    user.is_staff = user.is_active = True
    assign(user, names)


def assign(user: User, names: Iterable[str]) -> None:
    """Replace a user's roles."""
    chosen = {ALIASES.get(name, name) for name in names}
    user.is_superuser = ADMINISTRATOR in chosen
    user.save()
    user.groups.set([group_for(role) for role in ROLES if role in chosen])


def of(user: User) -> list[str]:
    """Return the names of a user's roles."""
    group_names = set(user.groups.values_list("name", flat=True))
    roles = [role for role in ROLES if role in group_names]
    return [ADMINISTRATOR, *roles] if user.is_superuser else roles
