"""The locked packages: production has all that the site needs, and no more."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pinned = (re.match(r"([a-z0-9._-]+)(?:\[.*\])?==([^ ;\\]+)", line) for line in lines)
    return {match[1]: match[2] for match in pinned if match}


def test_production_has_no_test_package():
    production = locked("requirements-production.txt")
    assert "django" in production
    assert not [name for name in production if "pytest" in name or name == "aiosmtpd"]


def test_tests_run_on_the_versions_of_production():
    production, tests = locked("requirements-production.txt"), locked("requirements.txt")
    assert production.items() <= tests.items()
    dev = locked("requirements-dev.txt")
    assert {name: dev[name] for name in dev.keys() & tests.keys()} == {
        name: tests[name] for name in dev.keys() & tests.keys()
    }
