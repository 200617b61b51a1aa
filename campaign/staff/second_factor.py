"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

django-otp keeps the app's secret and checks its codes; the page and the rules are ours.
"""

import base64
import datetime as dt
from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.staff import emails, session_limits
from campaign.staff.models import AuditEntry, RecoveryDevice
from councils.sharing.qr import qr_svg

BEGUN = "factor_begun"
"""In a session: the number of the app whose set-up began there, after the password was typed."""

SET_UP_WITHIN = dt.timedelta(minutes=15)
"""From the password to the new app's first code: whoever finds the desk later types it again."""


def has_factor(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_done(request: HttpRequest) -> bool:
    """Whether this session needs no further second factor: one was given, or none is required.

    Users who have set one up must give it even where it is optional.
    """
    user: Any = request.user
    return is_verified(user) or not (settings.SECOND_FACTOR or has_factor(user))


def is_verified(user: Any) -> bool:
    """Whether a code was given in this session. Just after sign-in there is no device at all."""
    return getattr(user, "otp_device", None) is not None


def codes_left(user: User) -> int:
    device = RecoveryDevice.objects.filter(user=user).first()
    return device.codes.count() if device else 0


def check(request: HttpRequest, code: str) -> bool:
    """Check a code from the app or a recovery code; a correct one verifies this session."""
    with transaction.atomic():
        devices = list(django_otp.devices_for_user(request.user, for_verify=True))
        device = next((device for device in devices if device.verify_token(code)), None)
    if device is None:
        return False
    request.session.cycle_key()
    django_otp.login(request, device)
    return True


# Setting it up


def begin(request: HttpRequest) -> None:
    """Create the secret of a new app, which is unconfirmed until one of its codes is typed."""
    user: Any = request.user
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    device = TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator app")
    request.session[BEGUN] = device.pk


def begun(request: HttpRequest) -> TOTPDevice | None:
    """Return the app that is being set up in this session, in no other, and not for long."""
    user: Any = request.user
    pk, since = request.session.get(BEGUN), timezone.now() - SET_UP_WITHIN
    mine = TOTPDevice.objects.filter(user=user, confirmed=False, created_at__gt=since)
    return mine.filter(pk=pk).first()


def finish(request: HttpRequest, device: TOTPDevice, code: str) -> list[str]:
    """Replace any app with a new one; return new recovery codes, or [] for a wrong code.

    All other sessions of the account end.
    """
    user: Any = request.user
    if not device.verify_token(code):
        return []
    with transaction.atomic():
        forget(user)
        device.confirmed = True
        device.save()
        codes = renew_codes(user)
        AuditEntry.objects.record(AuditEntry.Kind.FACTOR, user)
        emails.tell_of_own(user, "second factor")
    request.session.cycle_key()
    django_otp.login(request, device)
    session_limits.end_of(user, but=request.session.session_key)
    return codes


def renew_codes(user: User) -> list[str]:
    """Create new recovery codes, which replace the old ones."""
    device, _ = RecoveryDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
    return device.renew()


def forget(user: User) -> None:
    """Delete a user's factors. After a restore everybody sets up new ones in any case."""
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    RecoveryDevice.objects.filter(user=user).delete()


def reset(user: User, by: User | None) -> None:
    """Remove a user's second factor: they set up a new one at the next sign-in.

    It is logged and emailed to the user and all administrators. ``by`` is None for the command.
    """
    with transaction.atomic():
        forget(user)
        TOTPDevice.objects.filter(user=user).delete()
        actor = by.get_username() if by else "a command on the server"
        AuditEntry.objects.record(AuditEntry.Kind.RESET, user, f"by {actor}")
        what = (
            f"The second factor of {user.get_username()} was reset: a new one is set up next time."
        )
        emails.tell_of_change(user, what, actor)
    session_limits.end_of(user)


def qr_code(device: TOTPDevice) -> str:
    """Return the QR code for an app to scan, as SVG without style attributes or scripts."""
    return qr_svg(device.config_url)


def typed_key(device: TOTPDevice) -> str:
    """Return the secret in groups of four characters, for people who cannot scan."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))
