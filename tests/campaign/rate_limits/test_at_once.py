"""Many ask at the same instant, in processes and threads of their own, on a real database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[3]
CENTURY = "import datetime as dt; CENTURY = dt.timedelta(days=36500)"
"""One window: no test begins in one hour and ends in the next."""
TAKE = (
    CENTURY
    + """
from django.conf import settings
from campaign import rate_limits as limits
settings.LIMITS["tip"] = [("council", 150, CENTURY)]
print("REFUSED", sum(limits.consume("tip", council="KEN").refused for _ in range(100)))
"""
)


@pytest.fixture
def start(database):
    """Return a function that starts a process on the database and runs some code in it."""
    environment = os.environ | {"DEBUG": "on", "DATABASE_URL": database}
    manage = [sys.executable, "manage.py"]

    def run(code):
        command = [*manage, "shell", "--no-imports", "-v0", "-c", code]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )

    return run


def number_refused(*processes) -> int:
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert all(process.returncode == 0 for process in processes)
    return sum(int(text.partition("REFUSED")[2]) for text in outputs)


def test_four_hundred_hits_at_once_never_pass_the_limit(start):
    assert number_refused(*(start(TAKE) for _ in range(4))) == 250
