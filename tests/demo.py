"""Fill the database of ./dev demo with the tests' cast, so that there is something to see.

Nothing in it is real: councils, signatures, letters and people are made up on top of the shipped
register, and every page says so. To start afresh, delete the database.
"""

import secrets

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from campaign.letters.models import Letter  # noqa: E402
from campaign.pages.models import Organisation  # noqa: E402
from campaign.staff import roles  # noqa: E402
from tests import cast, full_desk, rich  # noqa: E402
from tests.campaign.privacy.life import live  # noqa: E402
from tests.conftest import load_what_ships  # noqa: E402

EMAIL = "demo@example.org"
COLLEAGUE = "colleague@example.org"
"""To whom a task can be given, and who can give it back."""


def make() -> None:
    """Fill the database, unless it was filled before, and give the demo's account a password."""
    if not settings.DEMO:
        raise SystemExit("This fills a database with made-up data: it needs DEMO=on.")
    call_command("migrate", verbosity=0)
    is_new = not Letter.objects.exists()
    if is_new:
        print("Making the demonstration (once; takes a few seconds)", flush=True)
        load_what_ships()
    password = secrets.token_urlsafe(9)
    user = account(EMAIL, "administrator", password)
    account(COLLEAGUE, "supporter care", password)
    if is_new:
        fill(user)
    print(
        f"\nDemonstration: nothing here is real.\nSign in as {EMAIL} with the password {password}"
        f"\nor, to hand a task over, as {COLLEAGUE} with the same password"
    )


def account(email: str, role: str, password: str) -> User:
    """Return a staff account, which is made if it is missing, with a role and a new password."""
    user = User.objects.filter(username=email).first() or User(username=email, email=email)
    user.set_password(password)
    roles.give(user, role)
    return user


def fill(user: User) -> None:
    """Add a made-up record, and a visitor's life on the site that ``user`` deals with."""
    Organisation.objects.update_or_create(
        pk=1, defaults={"name": "A made-up charity", "email": "us@example.org"}
    )
    rich.enrich_plausibly(cast.make_council, cast.sign, cast.add_event, cast.add_progress)
    desk = Client()
    desk.force_login(user)
    # The test client asks for the host "testserver".
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        live(Client(), desk)
    full_desk.fill_every_list(user)


if __name__ == "__main__":
    make()
