"""Things that are true of the whole site."""

import ast
from pathlib import Path

import pytest

from tests.addresses import PUBLIC

ROOT = Path(__file__).parent.parent


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_nothing_but_the_outbox_talks_to_a_mail_server():
    for path in [*(ROOT / "campaign").rglob("*.py"), *(ROOT / "councils").rglob("*.py")]:
        is_client = path == ROOT / "campaign/outbox/smtp.py"
        assert ("smtplib" in imports(path)) == is_client, path
        assert "send_mail(" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_answers_without_a_cookie(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
