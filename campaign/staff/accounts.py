"""Rules for staff accounts, which are disabled but never deleted."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.ledger import ledger
from campaign.staff import roles
from campaign.staff.models import RecoveryDevice


def of_email(email: str) -> QuerySet[User]:
    return User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email))


def forget(users: QuerySet[User]) -> int:
    """Take the names off accounts that are disabled; return how many. The record keeps their acts.

    An account must be disabled first: then nobody erases what they did here.
    """
    disabled = [] if users.filter(is_active=True).exists() else list(users)
    for user in disabled:
        user.username = f"former-{user.pk}"
        user.email = ""
        user.first_name = user.last_name = ""
        user.set_unusable_password()
        user.save()
    return len(disabled)


def can_sign_in() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_staff=True)


def administrators() -> QuerySet[User]:
    """Return the administrators who can sign in."""
    return can_sign_in().filter(is_superuser=True)


def carers() -> QuerySet[User]:
    """Return everybody who looks after the people who write: supporter care, administrators."""
    is_carer = Q(groups__name=roles.SUPPORTER_CARE) | Q(is_superuser=True)
    return can_sign_in().filter(is_carer).distinct()


def who_may(permission: str) -> QuerySet[User]:
    """Return everybody who can sign in and has a permission ("tasks.change_task"), by name."""
    app, codename = permission.split(".")
    theirs = Q(permissions__content_type__app_label=app, permissions__codename=codename)
    groups = Group.objects.filter(theirs)
    may = Q(groups__in=groups) | Q(is_superuser=True)
    return can_sign_in().filter(may).distinct().order_by("username")


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could create accounts and reset second factors.

    Nobody changes an administrator until the commit, so that two do not both leave.
    """
    locked = administrators().select_for_update().order_by("pk")
    return [admin.pk for admin in locked] == [user.pk]


def record_shut_out(users: QuerySet[User]) -> None:
    """Note in the ledger that those of these users who can sign in are about to be disabled."""
    names = users.filter(is_active=True, is_staff=True).values_list("username", flat=True)
    ledger.note(ledger.Noted.ACCOUNT, *names)


def record_new_password(user: User) -> None:
    """Note in the ledger that a user's password is about to be replaced; a new user has none."""
    if user.password:
        ledger.note(ledger.Noted.PASSWORD, user.password)


def record_fewer_roles(user: User, names: Iterable[str]) -> None:
    """Note in the ledger that a user is about to have these roles, if some are taken away."""
    before = roles.of(user) if user.pk else []
    if set(before) - set(names):
        ledger.note(ledger.Noted.ROLES, name_with_roles(user))


def name_with_roles(user: User) -> str:
    return f"{user.username} {', '.join(roles.of(user))}"


# After a restore, the access that staff have lost since the backup is taken away.


def shut_out_again(hashes: ledger.Hashes) -> int:
    """Disable the accounts that the ledger names; return how many."""
    names = User.objects.values_list("pk", "username")
    named = [pk for pk, name in names if ledger.is_named(ledger.Noted.ACCOUNT, name, hashes)]
    return User.objects.filter(pk__in=named).update(is_active=False)


def shut_out_with_old_roles(hashes: ledger.Hashes) -> int:
    """Disable the accounts that are back with roles that were taken away; return how many.

    Which they were to keep is not known: an administrator ticks those, and lets them in again.
    """
    named = []
    for user in can_sign_in():
        if ledger.is_named(ledger.Noted.ROLES, name_with_roles(user), hashes):
            named.append(user.pk)
    return User.objects.filter(pk__in=named).update(is_active=False)


def lock_again(hashes: ledger.Hashes) -> int:
    """Take away the passwords that were replaced since; return how many.

    Somebody may have replaced theirs because another knew it, and factors are set up anew.
    """
    passwords = User.objects.values_list("pk", "password")
    named = [pk for pk, kept in passwords if ledger.is_named(ledger.Noted.PASSWORD, kept, hashes)]
    return User.objects.filter(pk__in=named).update(password=make_password(None))


def end_access(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End all sessions and second factors: some may have been ended, lost or reset since."""
    RecoveryDevice.objects.all().delete()
    apps, _ = TOTPDevice.objects.all().delete()
    sessions, _ = Session.objects.all().delete()
    return {"second factors: to be set up anew": apps, "sessions of staff: ended": sessions}
