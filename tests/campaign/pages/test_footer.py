"""The foot of every page: help, every room that is not empty, and who runs the site."""

import datetime as dt

import pytest

from campaign.pages.models import NewsItem
from councils.models import Change, ChangeKind
from tests.conftest import forget_everything
from tests.seen import links

pytestmark = pytest.mark.django_db


def test_an_empty_room_is_led_to_by_nothing(client, kent):
    Change.objects.all().delete()
    forget_everything()
    assert not {"/news/", "/changes/"} & links(client.get("/charter/")).keys()
    NewsItem.objects.create(title="A", slug="a", day=dt.date(2026, 11, 1), is_published=True)
    Change.objects.create(council=kent, kind=ChangeKind.RECORDED, what="Kent", why="A list")
    forget_everything()
    assert {"/news/", "/changes/"} <= links(client.get("/charter/")).keys()
