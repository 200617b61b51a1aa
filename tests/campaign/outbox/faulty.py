"""Settings for the workers of test_faults.py: as the site's, with a clock that can be put wrong."""

import os
from pathlib import Path

from django.utils import timezone

from campaign.settings import *  # noqa: F403

OUTBOX_OUTCOMES = {"letter": "tests.campaign.outbox.faulty.note"}
OUTBOX_LIVE_NEEDS = "builtins.object"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["timeout"] = 2  # noqa: F405

right_now = timezone.now


def wrong_now():
    return right_now() + timezone.timedelta(seconds=float(Path(os.environ["CLOCK"]).read_text()))


if "CLOCK" in os.environ:
    timezone.now = wrong_now


def note(message):
    """Write the state that was told into the row itself, and tell the letter, if there is one."""
    type(message).objects.filter(pk=message.pk).update(bounce_kind=message.state)
    from campaign.letters.delivery import record  # which needs the models, as these settings do not

    record(message)
