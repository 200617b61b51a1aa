"""Settings of test_first_run.py: as ./dev run has them, with all that is written somewhere else."""

import os
from pathlib import Path

from campaign.settings import *  # noqa: F403

MAIL_DIR = Path(os.environ["FIRST_RUN"]) / "mail"
