"""Templates stay readable: short lines, and addresses from their routes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_LINE = 160


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_long_line(path):
    lines = path.read_text("utf-8").splitlines()
    long = [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    assert not long, f"lines over {LONGEST_LINE} characters: {long}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_hard_codes_no_address_of_a_route(path):
    """Staff choose the addresses of the pages they edit; all others come from {% url %}."""
    written_out = re.findall(
        r'(?:href|action)="/(councils|find|data|changes|alerts|letters|embed|health|share)/',
        path.read_text("utf-8"),
    )
    assert not written_out
