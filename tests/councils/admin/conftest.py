"""Fixtures for the admin's tests: forms are opened, filled in and sent as a browser does."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaign.staff import roles


@pytest.fixture
def reader(db):
    """Return a client signed in as Rae, who may look but change nothing."""
    user = User.objects.create(username="rae@example.org")
    roles.give(user, "reader")
    browser = Client()
    browser.force_login(user)
    return browser
