"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

django-otp keeps the app's secret and checks its codes; the page and the rules are ours.
"""

import base64
from typing import Any

import django_otp
import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign import ledger
from campaign.staff import emails, session_limits
from campaign.staff.models import AuditEntry, RecoveryDevice


def has_factor(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_done(request: HttpRequest) -> bool:
    """Whether this session needs no second factor any more: it has one, or none is asked for.

    Whoever has set one up is asked for it, also where it is optional.
    """
    user: Any = request.user
    if is_verified(user):
        return True
    if settings.SECOND_FACTOR:
        return False
    if not hasattr(user, "was_asked_for_factor"):  # the admin asks several times for one page
        user.was_asked_for_factor = has_factor(user)
    return not user.was_asked_for_factor


def is_verified(user: Any) -> bool:
    """Whether a code was given in this session. Right after a sign-in there is no device at all."""
    return getattr(user, "otp_device", None) is not None


def codes_left(user: User) -> int:
    device = RecoveryDevice.objects.filter(user=user).first()
    return device.codes.count() if device else 0


def check(request: HttpRequest, code: str) -> bool:
    """Check a code of the app or a recovery code; if it is right, this session is verified."""
    with transaction.atomic():
        devices = list(django_otp.devices_for_user(request.user, for_verify=True))
        device = next((device for device in devices if device.verify_token(code)), None)
    if device is None:
        return False
    request.session.cycle_key()
    django_otp.login(request, device)
    return True


# Setting it up


def begin(user: User) -> TOTPDevice:
    """Make the secret of a new app, which counts once a code of it was typed."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator app")


def begun(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def finish(request: HttpRequest, device: TOTPDevice, code: str) -> list[str]:
    """Put a new app in the place of any other, and return new recovery codes; [] for a wrong code.

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
    request.session.cycle_key()
    django_otp.login(request, device)
    session_limits.end_of(user, but=request.session.session_key)
    return codes


def renew_codes(user: User) -> list[str]:
    """Make new recovery codes; the old ones end."""
    device, _ = RecoveryDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
    return device.renew()


def forget(user: User) -> None:
    """Delete the factors that a user has, so that no restored backup brings them back."""
    factors = TOTPDevice.objects.filter(user=user, confirmed=True)
    if factors.exists():
        kind = ledger.Kind.FACTOR
        ledger.record(kind, ledger.keyed_hash(kind, user.get_username()))
    factors.delete()
    RecoveryDevice.objects.filter(user=user).delete()


def reset(user: User, by: User | None) -> None:
    """Take a user's second factor away: they set up a new one at the next sign-in.

    It is logged, and told to the user and to all administrators. ``by`` is None on the server.
    """
    with transaction.atomic():
        forget(user)
        TOTPDevice.objects.filter(user=user).delete()
        who = by.get_username() if by else "a command on the server"
        AuditEntry.objects.record(AuditEntry.Kind.RESET, user, f"by {who}")
        emails.tell_of_reset(user, who)
    session_limits.end_of(user)


def qr_code(device: TOTPDevice) -> str:
    """Return the picture that an app scans, as SVG without any style attribute or script."""
    picture = segno.make(device.config_url, error="m", boost_error=False)
    svg = picture.svg_inline(
        omitsize=True, border=4, light="#fff", dark="#000", svgclass="qr-code", lineclass=None
    )
    return str(svg)


def typed_key(device: TOTPDevice) -> str:
    """Return the secret in groups of four, for whoever cannot scan."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))
