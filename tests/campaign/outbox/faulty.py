"""Settings for the workers of test_faults.py: the site's, with what its tests make fail."""

from campaign.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.campaign.outbox.faulty_wiring.FaultyWiring"]  # noqa: F405
LETTERS_AN_HOUR = 10_000
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["timeout"] = 2  # noqa: F405
