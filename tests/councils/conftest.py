"""Councils of our own making, where a test needs a life that no real council had."""

import datetime as dt

import pytest
from django.utils.text import slugify

from councils.models import Council, Kind, Lineage, LineageKind, Region


@pytest.fixture
def found(db):
    """Return a function that founds a council: a unitary one of the South West unless told."""

    def found_council(name, starts=None, ends=None, **facts):
        return Council.objects.create(
            **{
                "code": f"ZZ-{Council.objects.count()}",
                "slug": slugify(name),
                "name": f"{name} Council",
                "short_name": name,
                "kind": Kind.UNITARY,
                "region": Region.SOUTH_WEST,
                "starts_on": starts and dt.date.fromisoformat(starts),
                "ends_on": ends and dt.date.fromisoformat(ends),
                **facts,
            }
        )

    return found_council


@pytest.fixture
def take_over(db):
    """Return a function that lets a new council take over from an old one on a day."""

    def new_takes_over(new, old, on, kind=LineageKind.REPLACES):
        return Lineage.objects.create(old=old, new=new, on=dt.date.fromisoformat(on), kind=kind)

    return new_takes_over


@pytest.fixture
def fifty_more(found):
    """Return a function that founds fifty more councils, each of which has signed."""

    def found_fifty(sign):
        for number in range(50):
            sign(found(f"Nova {number}"), "2020-02-01")

    return found_fifty
