"""Settings for the workers of test_faults.py: the site's, with a clock that can be wrong."""

import os
from pathlib import Path

from django.utils import timezone

from campaign.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.campaign.outbox.faulty_wiring.FaultyWiring"]  # noqa: F405

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["timeout"] = 2  # noqa: F405

right_now = timezone.now


def wrong_now():
    return right_now() + timezone.timedelta(seconds=float(Path(os.environ["CLOCK"]).read_text()))


if "CLOCK" in os.environ:
    timezone.now = wrong_now
