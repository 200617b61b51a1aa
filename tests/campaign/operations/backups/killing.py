"""Settings for the restores of test_rehearsal.py that are killed: as the site's, and a killer."""

from campaign.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.campaign.operations.backups.killing_wiring.Killing"]  # noqa: F405
