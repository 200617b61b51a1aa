"""The papers, and the list of sabotages, name only what exists."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.sabotage import SABOTAGES

ROOT = Path(__file__).parent.parent
PAPERS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "councils/register/README.md",
    ROOT / "councils/search/places/README.md",
]
IN_CODE = re.compile(r"`((?:councils|campaign|templates|static|tests|docs)/[\w./-]*)`")
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
LINK = re.compile(r"\]\(([^)#:]+)(#[^)]*)?\)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_a_paper_names_only_files_that_exist(paper):
    text = paper.read_text("utf-8")
    named = [ROOT / path for path in IN_CODE.findall(text)]
    linked = [paper.parent / target for target, _ in LINK.findall(text)]
    missing = [str(path) for path in [*named, *linked] if not path.exists()]
    assert not missing


def test_every_test_that_the_paper_on_security_names_exists():
    named = NAMED_TEST.findall((ROOT / "docs/security.md").read_text("utf-8"))
    assert len(named) > 25
    missing = [
        f"{path}::{test}" for path, test in named
        if not re.search(rf"^(async )?def {test}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    ]  # fmt: skip
    assert not missing


def test_the_readme_can_be_read_in_three_minutes():
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 110
    without_addresses = re.sub(r"\]\([^)]*\)", "]", text)
    assert len(re.findall(r"[^\s|]*\w[^\s|]*", without_addresses)) <= 3 * 250


def test_the_volunteers_guide_fits_two_printed_pages():
    assert len((ROOT / "docs/volunteer.md").read_text("utf-8").split()) <= 820


@pytest.mark.parametrize("package", ["councils", "campaign"])
def test_the_readme_lists_every_room(package):
    readme = (ROOT / "README.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    without_words = {"formats", "migrations", "management", "templatetags"}
    assert not [room for room in rooms - without_words if f"{room}/" not in readme]


def test_every_dev_command_that_a_paper_names_exists():
    usage = subprocess.run(
        [ROOT / "dev", "help"], capture_output=True, text=True, check=False
    ).stdout
    known = set(re.findall(r"^\./dev ([\w-]+)", usage, re.MULTILINE))
    text = "".join(paper.read_text("utf-8") for paper in PAPERS)
    assert set(re.findall(r"\./dev ([a-z][\w-]*)", text)) <= known


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda each: each.name)
def test_what_is_sabotaged_is_still_in_the_code(sabotage):
    assert (ROOT / sabotage.file).read_text("utf-8").count(sabotage.before) == 1
    for test in sabotage.tests.split():
        assert (ROOT / test).exists()
