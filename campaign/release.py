"""The version of the site, and the commit that runs."""

from pathlib import Path

VERSION = "1.0"
FILE = Path(__file__).parent.parent / "COMMIT"
"""Made by whatever puts a release in place: docs/deploy/update, or the Dockerfile."""
COMMIT = FILE.read_text("utf-8").strip() if FILE.is_file() else ""
"""The whole hash; empty in a working copy, which has Git itself to ask."""
