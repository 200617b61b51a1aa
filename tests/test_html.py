"""Every public page, whatever was typed, is valid HTML: html-validate's standard rules."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.surfaces import EVERY_ROUTE, FORMS, addresses

HERE = Path(__file__).parent / "html_validate"
VALIDATOR = HERE / "node_modules" / ".bin" / "html-validate"
QUERIES = (
    "/councils/?view=areas", "/councils/?region=south-east&status=signed", "/councils/?q=zzz",
    "/councils/?at=2013-09-19", "/councils/?at=nonsense", "/councils/kent/?from=dover",
    "/embed/?council=kent", "/sign/?council=sheffield", "/alerts/?council=sheffield",
    "/find/?between=newport", "/no-such-page/",
)  # fmt: skip
TYPED = ("S17 3BJ", "newcastle", "Huddersfeild", "qwerty", "", "EH1 1YJ", "i have run away")
SENT_EMPTY = ("/councils/sheffield/write/", "/sign/?council=sheffield", "/complaints/",
              "/councils/sheffield/tell-us/", "/alerts/?council=sheffield",
              "/letters/lost/")  # fmt: skip
CRY = {"own_line": "I have run away and I am scared."}


def pages(client):
    """Yield the address and the answer of every public page, and of forms sent with mistakes."""
    for route in EVERY_ROUTE:
        for address in addresses(route) if route not in FORMS else ():
            if "." not in address:  # which a file has
                yield address, client.get(address, follow=True)
    for address in QUERIES:
        yield address, client.get(address)
    for typed in TYPED:
        yield f"/find/ {typed}", client.post("/find/", {"q": typed}, follow=True)
    for address in SENT_EMPTY:
        yield f"{address} sent empty", client.post(address, {}, follow=True)
    yield "a call for help", client.post("/councils/sheffield/write/", CRY)


@pytest.mark.usefixtures("rich")
def test_the_validator_finds_no_error_on_any_page(client, tmp_path):
    if not VALIDATOR.exists():
        pytest.skip(f"npm ci --prefix {HERE.relative_to(Path.cwd())} installs the validator")
    named = {}
    for number, (address, response) in enumerate(pages(client)):
        if response.headers["Content-Type"].startswith("text/html"):
            file = tmp_path / f"{number}.html"
            file.write_bytes(response.content)
            named[str(file)] = address
    command = [VALIDATOR, "--config", HERE / ".htmlvalidate.json", "-f", "json", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE)
    assert done.stdout, done.stderr
    faults = [
        f"{named[report['filePath']]}, line {fault['line']}: {fault['message']}"
        for report in json.loads(done.stdout)
        for fault in report["messages"]
    ]
    assert len(named) > 100
    assert faults == []
