import pytest

from campaign.supporters.models import Alert
from tests.campaign.supporters.mailbox import ANNA, SHEFFIELD


@pytest.fixture
def ask(client, db):
    """Return a function that asks to be told when a council signs, as a person would."""

    def send(address=ANNA, page=SHEFFIELD, headers=None, **typed):
        return client.post(page, {"email": address, **typed}, headers=headers)

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
