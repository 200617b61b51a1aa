"""Settings for test_first_run.py: those of ./dev run, but with email in a folder of the test's."""

import os
from pathlib import Path

from campaign.settings import *  # noqa: F403

MAIL_DIR = Path(os.environ["FIRST_RUN"]) / "mail"
