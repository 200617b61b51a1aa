"""Name a release: set the version that /health/ shows, and date the changelog."""

import datetime as dt
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def release(version: str, day: dt.date, root: Path = ROOT) -> None:
    """Write the version, and date the part of the changelog that is unreleased.

    Raises ValueError if the version is not one, or if nothing is unreleased.
    """
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        raise ValueError(f"{version} is not a version, such as 1.2 or 1.2.3.")
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text()
    head, unreleased, rest = text.partition("## Unreleased\n")
    if not unreleased or rest.lstrip().startswith("## ") or not rest.strip():
        raise ValueError("CHANGELOG.md holds nothing under “Unreleased”.")
    dated = f"## Unreleased\n\n## {version}, {day.day} {day:%B %Y}\n"
    changelog.write_text(f"{head}{dated}{rest}")
    module = root / "campaign" / "release.py"
    module.write_text(re.sub(r'VERSION = ".*"', f'VERSION = "{version}"', module.read_text()))


if __name__ == "__main__":
    try:
        release(sys.argv[1], dt.date.today())
    except ValueError as error:
        sys.exit(str(error))
