"""Emails to staff: any, about their accounts, and about what they may have to decide."""

import secrets
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.pages.our_emails import AUTO_GENERATED, email_to
from campaign.purposes import Purpose
from campaign.staff import accounts
from councils.dates import today


def to_staff(
    people: Iterable[User],
    subject: str,
    text: str,
    key: str = "",
    purpose: Purpose = Purpose.STAFF,
) -> None:
    """Queue an email to members of staff: once for each key, if there is one."""
    key = key or f"staff:{secrets.token_hex(8)}"
    for user in people:
        to = user.email or user.get_username()
        # An account's name need be no address: nobody else goes without the email for that.
        with suppress(ValueError):
            email = email_to(to, subject=subject, text=text, headers=AUTO_GENERATED)
            OutgoingMessage.objects.queue(purpose, f"{key}:{user.pk}", to, email)


def to_address(address: str, subject: str, text: str) -> None:
    """Queue an email about the site to an address that is no account’s; no pause holds it."""
    email = email_to(address, subject=subject, text=text, headers=AUTO_GENERATED)
    OutgoingMessage.objects.queue(Purpose.SITE, f"site:{secrets.token_hex(8)}", address, email)


def tell_of_change(user: User, what: str, by: str) -> None:
    """Tell its owner and the administrators what somebody did to an account."""
    to_staff(
        [user, *accounts.administrators().exclude(pk=user.pk)],
        f"The account {user.get_username()} was changed",
        f"""{what} This was done by {by}.

If nobody asked for this, tell an administrator now: somebody may be trying to get in. \
{settings.SITE_URL}/admin/""",
    )


def tell_of_own_change(user: User, what: str) -> None:
    """Tell somebody that their own password or second factor is a new one."""
    to_staff(
        [user],
        f"Your {what} was changed",
        f"""Your {what} for {settings.SITE_URL}/admin/ was replaced with a new one.

If that was not you, tell an administrator now: somebody else is signed in as you.""",
    )


def tell_of_failures(user: User, number: int) -> None:
    """Tell somebody, once a day, that many tries to sign in as them have failed."""
    to_staff(
        [user],
        f"{number} wrong passwords for your account today",
        f"""Somebody has tried {number} times today to sign in as you at \
{settings.SITE_URL}/admin/, with a wrong password or code. Nobody got in that way.

If it was you, you can choose a new password once you are signed in. If it was not, tell an \
administrator. You get this email once a day at most.""",
        f"staff-failures:{today()}",
    )


def tell_of_confirmations(limit: int) -> None:
    """Warn administrators, once a day, that half of the limit on confirmation emails is used."""
    to_staff(
        accounts.administrators(),
        "Half of the limit on confirmation emails is used",
        f"""Half of the limit of {limit:,} an hour is used: emails that ask somebody to confirm \
a letter, an alert or a message. Above it they are delayed, and nobody is refused.

Is it a good day of the campaign, or somebody’s program? Whoever runs the server can change the \
limit: CONFIRMATIONS_AN_HOUR.""",
        f"staff-confirmations:{timezone.localdate()}",
    )


def ask_to_hold_letters(letters: int, councils: int) -> None:
    """Ask supporter care and administrators, once a day, whether to read such letters first."""
    to_staff(
        accounts.carers(),
        f"{letters} letters in people’s own words in an hour: shall they wait?",
        f"""In the last hour {letters} letters went to {councils} councils that are mostly in \
their writers’ own words, and not in ours, or that have a link. It may be a good day of the \
campaign, or somebody who sends directors a text of their own. None of them waits because of that.

Have a look. If you select “Hold such letters until midnight” there, each new one waits until one \
of us has read it. Letters in our wording go on: {settings.SITE_URL}{reverse("admin:held_letters")}

You get this email once a day at most.""",
        f"staff-own-words:{today()}",
    )
