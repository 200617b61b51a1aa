"""Lives that no real council had."""

import datetime as dt

import pytest

from councils.models import Lineage, LineageKind


@pytest.fixture
def take_over(db):
    """Return a function that lets a new council take over from an old one on a day."""

    def new_takes_over(new, old, on, kind=LineageKind.REPLACES):
        return Lineage.objects.create(old=old, new=new, on=dt.date.fromisoformat(on), kind=kind)

    return new_takes_over
