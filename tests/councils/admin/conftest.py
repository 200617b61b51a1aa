"""Ed at work: forms are opened, filled and sent as a browser would."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaign.staff import roles


@pytest.fixture
def reader(db):
    """Rae's browser, who may look and change nothing."""
    user = User.objects.create(username="rae@example.org")
    roles.give(user, "reader")
    browser = Client()
    browser.force_login(user)
    return browser
