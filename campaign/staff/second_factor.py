"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

django-otp keeps the app's secret and checks its codes; setting it up and the rules are ours.
"""

import base64
import time
from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django_otp import user_has_device
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from campaign.staff import emails
from campaign.staff.models import AuditEntry, RecoveryDevice

KEY = "second-factor"
"""Where a session keeps the secret of an app that is being set up."""


def is_done(request: HttpRequest) -> bool:
    """Whether this session needs no further second factor: one was given, or none is required.

    Users who have set one up must give it even where it is optional. One whose app was replaced
    meanwhile has given none.
    """
    user: Any = request.user
    is_needed = settings.SECOND_FACTOR or user_has_device(user)
    return not is_needed or getattr(user, "otp_device", None) is not None


def new_app(request: HttpRequest) -> TOTPDevice:
    """Return the app that this session sets up. It is stored in the session until a code proves it.

    Whoever signs in again begins with another.
    """
    key = request.session.setdefault(KEY, default_key())
    return TOTPDevice(user=request.user, name="authenticator app", key=key)


def proves(app: TOTPDevice, code: str) -> bool:
    """Whether a code is one that a new app shows now, which then cannot be used again."""
    totp = TOTP(app.bin_key)
    totp.time = time.time()
    if not (code.isdecimal() and totp.verify(int(code), tolerance=app.tolerance)):
        return False
    app.last_t = totp.t()
    return True


def replace(request: HttpRequest, app: TOTPDevice) -> list[str]:
    """Put an app in the place of any other; return new recovery codes.

    Every other session of the account loses what its old app had proved.
    """
    user: Any = request.user
    with transaction.atomic():
        forget(user)
        app.save()
        codes = RecoveryDevice.objects.create(user=user, name="recovery codes").renew()
        AuditEntry.objects.record(AuditEntry.Kind.FACTOR, user)
        emails.tell_of_own_change(user, "second factor")
    del request.session[KEY]
    request.session.cycle_key()
    django_otp.login(request, app)
    return codes


def forget(user: User) -> None:
    """Delete a user's factors. After a restore everybody sets up new ones in any case."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryDevice.objects.filter(user=user).delete()


def reset(user: User) -> None:
    """Remove a user's second factor, and end their sessions: they set up a new one."""
    forget(user)
    for session in Session.objects.all():  # only staff have sessions
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def typed_key(device: TOTPDevice) -> str:
    """Return the secret in groups of four characters, for people who cannot scan."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))
