import datetime as dt
import email
import email.policy
import re

import pytest

from campaign.outbox.models import OutgoingMessage
from campaign.rate_limits.forms import stamp
from campaign.supporters.models import Alert

SHEFFIELD = "/alerts/?council=sheffield"
ANNA = "anna@supporter.example"


@pytest.fixture
def ask(client, db):
    """Return a function that asks to be told when a council signs, as a person would."""

    def send(address=ANNA, page=SHEFFIELD, headers=None, **typed):
        opened = stamp(ago=dt.timedelta(seconds=20))
        return client.post(page, {"email": address, "opened": opened, **typed}, headers=headers)

    return send


@pytest.fixture
def alert(ask):
    """Anna's alert for Sheffield, asked for and not confirmed."""
    ask()
    return Alert.objects.get()


@pytest.fixture
def confirmed(alert):
    """Anna's alert for Sheffield, confirmed."""
    alert.confirm()
    alert.refresh_from_db()
    return alert


def mails(**which):
    """The mails in the outbox, the first first, as Python reads them."""
    rows = OutgoingMessage.objects.filter(**which).order_by("id")
    return [
        email.message_from_bytes(bytes(row.content), policy=email.policy.default) for row in rows
    ]


def path_in(mail, part: str) -> str:
    """The path of a link in a mail."""
    text = mail.get_content()
    return re.search(rf"https?://[^/\s]+(/alerts/{part}/\S+)", text)[1]
