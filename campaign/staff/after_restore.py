"""After a restore, take away the access that staff have lost since the backup."""

import datetime as dt

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.ledger import Kind, is_named
from campaign.staff.models import RecoveryDevice


def shut_out_again(hashes: set[str]) -> int:
    """Disable the accounts that the ledger names; return how many."""
    names = User.objects.values_list("pk", "username")
    named = [pk for pk, username in names if is_named(Kind.ACCOUNT, username, hashes)]
    return User.objects.filter(pk__in=named).update(is_active=False)


def end_second_factors(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End all second factors: some may have been used, lost or reset since the backup was made."""
    RecoveryDevice.objects.all().delete()
    ended = TOTPDevice.objects.count()
    TOTPDevice.objects.all().delete()
    return {"second factors: to be set up anew": ended}


def end_sessions(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End every session after a restore: any of them may have been ended since the backup."""
    ended, _ = Session.objects.all().delete()
    return {"sessions of staff: ended": ended}
