"""Name a release: date the changelog, and set the version that /health/ shows."""

import datetime as dt
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def release(version: str, day: dt.date, root: Path = ROOT) -> None:
    """Raise ValueError if this is no version, or if nothing is unreleased."""
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        raise ValueError(f"{version} is not a version, such as 1.2 or 1.2.3.")
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text()
    head, unreleased, rest = text.partition("## Unreleased\n")
    if not unreleased or rest.lstrip().startswith("## ") or not rest.strip():
        raise ValueError("CHANGELOG.md holds nothing under “Unreleased”.")
    changelog.write_text(f"{head}## Unreleased\n\n## {version}, {day.day} {day:%B %Y}\n{rest}")
    module = root / "campaign" / "release.py"
    module.write_text(re.sub(r'VERSION = ".*"', f'VERSION = "{version}"', module.read_text()))


if __name__ == "__main__":
    try:
        release(sys.argv[1], dt.date.today())
    except ValueError as error:
        sys.exit(str(error))
