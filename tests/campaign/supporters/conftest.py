import pytest

from campaign.supporters.models import Wish
from tests.campaign.supporters.mailbox import ANNA, SHEFFIELD


@pytest.fixture
def ask(client, db):
    """Return a function that asks to be told when a council signs, as a person would."""

    def send(address=ANNA, page=SHEFFIELD, headers=None, **typed):
        return client.post(page, {"email": address, **typed}, headers=headers)

    return send


@pytest.fixture
def wish(ask):
    """Anna's wish to be told when Sheffield signs, asked for and not confirmed."""
    ask()
    return Wish.objects.get()


@pytest.fixture
def confirmed(wish):
    """Anna's wish to be told when Sheffield signs, confirmed."""
    wish.confirm()
    wish.refresh_from_db()
    return wish
