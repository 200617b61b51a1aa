"""A whole site in a database of its own: a person lives there and is forgotten, or not yet.

Run by test_traces.py as a process of its own, with DATABASE_URL set.
"""

import datetime as dt
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from campaign.privacy.purge import purge_all  # noqa: E402
from campaign.staff import roles  # noqa: E402
from tests.campaign.privacy.life import crowd, live  # noqa: E402
from tests.conftest import load_what_ships  # noqa: E402


def run(folder: Path, and_forget: bool) -> None:
    setup_test_environment()
    settings.MAIL_DIR = folder / "mail"
    call_command("migrate", verbosity=0)
    load_what_ships()
    editor = User(username="ed@example.org", email="ed@example.org")
    roles.give(editor, "editor", "supporter care")
    desk = Client()
    desk.force_login(editor)
    live(Client(), desk)
    crowd(150)
    if and_forget:
        purge_all(timezone.now() + dt.timedelta(days=184))


if __name__ == "__main__":
    run(Path(sys.argv[1]), and_forget=sys.argv[2] == "forget")
