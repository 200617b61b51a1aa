"""A method that no page takes is refused, or answered like GET: it changes nothing."""

from urllib.parse import urlencode

import pytest

from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.tasks.models import Task

SENT = urlencode({"topics": "talk", "own_line": "x", "email": "a@example.org", "text": "x"})
FORMS = (
    "/councils/kent/write/",
    "/councils/kent/tell-us/",
    "/alerts/?council=kent",
    "/complaints/",
)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_an_odd_method_changes_nothing(client, db, method):
    for address in ("/", "/councils/kent/", "/data/councils.csv", "/health/"):
        assert client.generic(method, address).status_code == 405
    for address in FORMS:
        page = client.generic(method, address, SENT, "application/x-www-form-urlencoded")
        assert page.status_code < 500
    for kept in (Letter, Task, OutgoingMessage):
        assert not kept.objects.exists()
