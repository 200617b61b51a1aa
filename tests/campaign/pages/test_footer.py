"""The foot of every page: help, every room that is not empty, and who runs the site."""

import datetime as dt

import pytest

from campaign.pages.models import NewsItem, Organisation
from councils.models import Change, ChangeKind
from tests.conftest import forget_everything
from tests.seen import links, words

pytestmark = pytest.mark.django_db


def test_while_nobody_is_named_it_says_that_the_site_is_being_prepared(client):
    foot = words(client.get("/charter/"))
    assert "This site is being prepared. It isn’t The Children’s Society’s campaign" in foot


def test_it_names_who_runs_the_site(client):
    Organisation.objects.create(pk=1, name="A Charity", charity_number="123", email="us@a.example")
    forget_everything()
    foot = words(client.get("/charter/"))
    assert "This site is run by A Charity, registered charity 123. us@a.example" in foot
    assert "being prepared" not in foot


def test_an_empty_room_is_led_to_by_nothing(client, kent):
    Change.objects.all().delete()
    forget_everything()
    assert not {"/news/", "/changes/"} & links(client.get("/charter/")).keys()
    NewsItem.objects.create(title="A", slug="a", day=dt.date(2026, 11, 1), is_published=True)
    Change.objects.create(council=kent, kind=ChangeKind.RECORDED, what="Kent", why="A list")
    forget_everything()
    assert {"/news/", "/changes/"} <= links(client.get("/charter/")).keys()
