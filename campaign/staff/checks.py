"""System checks of staff accounts (``manage.py check --deploy``)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.staff import accounts


@register(Tags.security, deploy=True)
def check_second_factor(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Check that nobody can sign in with a password alone."""
    if settings.SECOND_FACTOR:
        return []
    return [
        Warning(
            "SECOND_FACTOR is off: whoever learns a password can read people's letters.",
            hint="Remove SECOND_FACTOR and DEBUG from the environment.",
            id="staff.W001",
        )
    ]


@register(Tags.database, deploy=True)
def check_accounts(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Check that all accounts have a second factor."""
    if not databases:
        return []
    try:
        with_one = TOTPDevice.objects.filter(confirmed=True).values("user")
        without = accounts.can_sign_in().exclude(pk__in=with_one).count()
    except DatabaseError:  # for example, tables do not exist yet
        return []
    if not without:
        return []
    return [
        Warning(
            f"Staff accounts without a second factor: {without}. Until it is set up, whoever has"
            " the password can set it up.",
            hint="Let them sign in now, or disable the account.",
            id="staff.W002",
        )
    ]
