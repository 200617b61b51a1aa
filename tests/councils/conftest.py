"""What the tests of the record share: made-up lineage, and forms of the staff site."""

import datetime as dt

import pytest

from councils.models import Lineage, LineageKind
from tests.seen import fields


@pytest.fixture
def take_over(db):
    """Return a function that lets a new council take over from an old one on a day."""

    def new_takes_over(new, old, on, kind=LineageKind.REPLACES):
        return Lineage.objects.create(old=old, new=new, on=dt.date.fromisoformat(on), kind=kind)

    return new_takes_over


@pytest.fixture
def send(staff):
    """Return a function that opens a form of the staff site, fills fields in and sends it."""

    def fill_and_send(address, **answers):
        page = staff.get(address)
        assert page.status_code == 200
        filled = {name: text for name, text in fields(page).items() if "__prefix__" not in name}
        return staff.post(address, {**filled, **answers}, follow=True)

    return fill_and_send
