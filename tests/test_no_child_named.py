"""Nobody who was a child in the campaign of 2011 to 2014 is named, nor the project behind them."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHOWN = {".md", ".html", ".py", ".csv", ".txt", ".json", ".svg", ".js", ".yaml"}
"""Endings of files whose words can reach a page, a letter, a download or an alternative text."""
NAMES = {
    "079033dc531e", "5db6810e7cf9", "01d027f99c65",
}  # fmt: skip
"""The beginnings of the names' SHA-256 hashes, so that this file does not name them either."""


def digest(word: str) -> str:
    return hashlib.sha256(word.lower().encode()).hexdigest()[:12]


@pytest.mark.promise(24)
def test_no_file_names_a_child_of_the_campaign_or_their_project():
    for place in ("campaign", "councils", "templates", "static", "docs", "README.md"):
        path = ROOT / place
        for file in path.rglob("*") if path.is_dir() else [path]:
            if (
                file.suffix in SHOWN
                and "safeguarding" not in file.parts
                and "map" not in file.parts
            ):
                words = set(re.findall(r"[^\W\d_]{4,8}", file.read_text(encoding="utf-8")))
                assert not [word for word in words if digest(word) in NAMES], file
