"""Ed at work: forms are opened, filled and sent as a browser would."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaign.staff import roles
from tests.seen import fields


@pytest.fixture
def send(staff):
    """Return a function that opens a form of the staff site, fills fields in and sends it."""

    def fill_and_send(address, **answers):
        page = staff.get(address)
        assert page.status_code == 200
        filled = {name: text for name, text in fields(page).items() if "__prefix__" not in name}
        return staff.post(address, {**filled, **answers}, follow=True)

    return fill_and_send


@pytest.fixture
def reader(db):
    """Rae's browser, who may look and change nothing."""
    user = User.objects.create(username="rae@example.org")
    roles.give(user, "reader")
    browser = Client()
    browser.force_login(user)
    return browser
