"""Rules for staff accounts, which are disabled but never deleted."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from campaign import ledger
from campaign.staff import roles


def of_email(email: str) -> QuerySet[User]:
    return User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email))


def forget(users: QuerySet[User]) -> int:
    """Take the names off accounts that are disabled; return how many. The record keeps their acts.

    An account must be disabled first: then nobody erases what they did here.
    """
    disabled = [] if users.filter(is_active=True).exists() else list(users)
    for user in disabled:
        user.username, user.email = f"former-{user.pk}", ""
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


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could create accounts and reset second factors.

    Nobody changes an administrator until the commit, so that two do not both leave.
    """
    locked = administrators().select_for_update().order_by("pk")
    return [admin.pk for admin in locked] == [user.pk]


def record_shut_out(users: QuerySet[User]) -> None:
    """Note in the ledger that those of these users who can sign in are about to be disabled."""
    names = users.filter(is_active=True, is_staff=True).values_list("username", flat=True)
    ledger.note(ledger.Kind.ACCOUNT, *names)
