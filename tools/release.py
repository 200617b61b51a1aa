"""Name a release: date the changelog, set the version that /health/ shows, commit and tag both.

For ``./dev release X.Y``, in the folder of the code.
"""

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path


def release(version: str, day: dt.date) -> None:
    """Raise SystemExit with a sentence if this is no version, or if nothing is unreleased."""
    changelog, module = Path("CHANGELOG.md"), Path("campaign/release.py")
    head, _, rest = changelog.read_text("utf-8").partition("## Unreleased\n")
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        sys.exit(f"“{version}” is not a version, such as 2.0 or 2.0.1.")
    if not rest.strip() or rest.lstrip().startswith("## "):
        sys.exit("CHANGELOG.md holds nothing under “Unreleased”.")
    named = f"{head}## Unreleased\n\n## {version}, {day.day} {day:%B %Y}\n{rest}"
    changelog.write_text(named, "utf-8")
    numbered = re.sub('VERSION = ".*"', f'VERSION = "{version}"', module.read_text("utf-8"))
    module.write_text(numbered, "utf-8")
    subprocess.run(["git", "commit", "-qm", f"Release {version}", changelog, module], check=True)
    subprocess.run(["git", "tag", version], check=True)


if __name__ == "__main__":
    release(" ".join(sys.argv[1:]), dt.date.today())
