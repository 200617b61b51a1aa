"""A release has a version and a day, in the changelog and in the code."""

import datetime as dt

import pytest

from tools.release import release

DAY = dt.date(2026, 12, 3)


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "campaign").mkdir()
    (tmp_path / "campaign" / "release.py").write_text('"""Words."""\n\nVERSION = "0.9"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- A thing.\n")
    return tmp_path


def test_a_release_dates_the_changelog_and_sets_the_version(checkout):
    release("1.0", DAY, checkout)
    changelog = (checkout / "CHANGELOG.md").read_text()
    assert changelog == ("# Changelog\n\n## Unreleased\n\n## 1.0, 3 December 2026\n\n- A thing.\n")
    assert (checkout / "campaign" / "release.py").read_text() == '"""Words."""\n\nVERSION = "1.0"\n'


@pytest.mark.parametrize("version", ["", "one", "1", "v1.0"])
def test_a_release_with_a_wrong_version_is_refused_and_changes_nothing(checkout, version):
    with pytest.raises(ValueError, match="is not a version"):
        release(version, DAY, checkout)
    assert "3 December" not in (checkout / "CHANGELOG.md").read_text()


def test_an_empty_release_is_refused(checkout):
    release("1.0", DAY, checkout)
    with pytest.raises(ValueError, match="nothing under"):
        release("1.1", DAY, checkout)
