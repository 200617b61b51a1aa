"""Fixtures for the tests of the record: made-up lineage, and forms in the admin."""

import datetime as dt

import pytest

from councils.models import Lineage, LineageKind
from tests.recording import preview_and_publish
from tests.seen import fields


@pytest.fixture
def take_over(db):
    """Return a function that records that a new council takes over from an old one on a day."""

    def new_takes_over(new, old, on, kind=LineageKind.REPLACES):
        return Lineage.objects.create(old=old, new=new, on=dt.date.fromisoformat(on), kind=kind)

    return new_takes_over


@pytest.fixture
def send(staff):
    """Return a function that opens a form in the admin, fills in fields and sends it."""

    def fill_and_send(address, **answers):
        page = staff.get(address)
        assert page.status_code == 200
        filled = {name: text for name, text in fields(page).items() if "__prefix__" not in name}
        return staff.post(address, {**filled, **answers}, follow=True)

    return fill_and_send


@pytest.fixture
def publish(staff):
    """Return a function that fills in a screen of recording, and publishes from its preview."""

    def fill_and_publish(address, **typed):
        filled = fields(staff.get(address)) | typed
        return preview_and_publish(staff, address, filled, follow=True)

    return fill_and_publish
