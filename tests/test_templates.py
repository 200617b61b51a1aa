"""Templates stay readable: short lines, short files, few decisions."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_LINE, MOST_LINES, MOST_CONTROL_TAGS = 160, 80, 15
CONTROL = re.compile(r"\{%\s*(if|elif|else|for|with|include|block|cycle|firstof|now|regroup)\b")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_short_and_leaves_decisions_to_python(path):
    text = path.read_text("utf-8")
    lines = text.splitlines()
    long = [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    assert not long, f"lines over {LONGEST_LINE} characters: {long}"
    assert len(lines) <= MOST_LINES
    assert len(CONTROL.findall(text)) <= MOST_CONTROL_TAGS


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_hard_codes_no_address_of_a_route(path):
    """Staff choose the addresses of the pages they edit; all others come from {% url %}."""
    written_out = re.findall(
        r'(?:href|action)="/(councils|find|data|changes|alerts|letters|embed|health|share)/',
        path.read_text("utf-8"),
    )
    assert not written_out
