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


def test_all_that_is_pinned_is_proposed_anew_each_month():
    """Each kind of file that pins something has its place in dependabot.yml."""
    proposed = (ROOT / ".github/dependabot.yml").read_text()
    for kind, folder, file in (
        ("pip", "/", "requirements.txt"),
        ("github-actions", "/", ".github/workflows/gate.yml"),
        ("npm", "/tests/html_validate", "tests/html_validate/package-lock.json"),
        ("docker", "/", "Dockerfile"),
    ):
        assert (ROOT / file).exists()
        found = re.search(rf"package-ecosystem: {kind}\b.*\n    directory: (\S+)\n", proposed)
        assert found and found[1] == folder, kind


def test_the_image_is_named_by_its_digest():
    (image,) = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert re.fullmatch(r"python:3\.\d+-slim-trixie@sha256:[0-9a-f]{64}", image)


def test_the_monthly_command_looks_for_newer_packages():
    monthly = (ROOT / "dev").read_text().partition("\nupgrade)")[2].partition(";;")[0]
    assert "lock --upgrade" in monthly and "pytest" in monthly
