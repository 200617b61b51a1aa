"""./dev release names a release, in a clone of this project."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHO = {"AUTHOR_NAME": "A", "AUTHOR_EMAIL": "a@b.example"}
WHO |= {"COMMITTER_NAME": "A", "COMMITTER_EMAIL": "a@b.example"}


@pytest.fixture
def clone(tmp_path):
    subprocess.run(["git", "clone", "-q", "--shared", ROOT, tmp_path], check=True)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- A thing.\n")
    return tmp_path


def release(clone, *words):
    environment = os.environ | {f"GIT_{name}": value for name, value in WHO.items()}
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "release.py", *words],
        cwd=clone, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_release_is_dated_numbered_committed_and_tagged(clone):
    done = release(clone, "97.1")
    assert done.returncode == 0, done.stderr
    git = ["git", "-C", clone, "show", "97.1:CHANGELOG.md", "97.1:campaign/release.py"]
    tagged = subprocess.run(git, capture_output=True, text=True, check=True).stdout
    today = dt.date.today()
    assert f"## Unreleased\n\n## 97.1, {today.day} {today:%B %Y}\n\n- A thing.\n" in tagged
    assert 'VERSION = "97.1"' in tagged
    assert "nothing under “Unreleased”" in release(clone, "97.2").stderr


@pytest.mark.parametrize("words", [[], ["v97.1"], ["97"], ["97.1", "now"]])
def test_what_is_no_version_is_refused_and_changes_nothing(clone, words):
    assert "is not a version, such as" in release(clone, *words).stderr
    assert "## 97" not in (clone / "CHANGELOG.md").read_text()
