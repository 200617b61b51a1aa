"""Addresses of a choice that somebody kept, and those that are not ours."""

import pytest

from councils.record import record_on
from councils.search.lookup import resolve
from tests.seen import fields, links, slugs, words


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("county=cornwall", "/councils/cornwall/"),
        ("county=bristol", "/councils/bristol/"),
        ("county=norfolk", "/councils/norfolk/"),
        ("county=rutland", "/councils/rutland/"),
        ("county=isle-of-wight", "/councils/isle-of-wight/"),
        ("county=surrey&at=2027-03-31", "/councils/surrey/?at=2027-03-31"),
        ("county=cumbria&at=2015-01-01", "/councils/cumbria/?at=2015-01-01"),
    ],
)
def test_a_countys_address_leads_to_the_one_council_that_has_all_of_it(
    client, db, today_is, query, leads_to
):
    today_is("2026-11-24")
    response = client.get(f"/find/?{query}")
    assert response.status_code == 302
    assert response.headers["Location"] == leads_to


def test_a_countys_address_follows_a_reorganisation(client, db, today_is):
    today_is("2027-04-01")
    assert {"east-surrey", "west-surrey"} <= slugs(links(client.get("/find/?county=surrey")))


@pytest.mark.parametrize("name", ["cumberland", "cumbria", "berkshire", "avon", "london"])
def test_no_countys_address_offers_a_choice_of_nothing(client, db, name):
    for day in ("2013-01-01", "2020-01-01", "2024-01-01", "2028-06-01"):
        response = client.get(f"/find/?county={name}&at={day}")
        if response.status_code == 302:
            continue
        page = words(response)
        is_choice = "Which part of" in page
        has_choices = bool(slugs(links(response)) - {"timeline"})
        assert is_choice == has_choices, day


@pytest.mark.promise(10)
@pytest.mark.parametrize("typed", ["Norwood", "Donnington", "Crystal Palace", "Newport", "Ashford"])
def test_a_choice_shows_each_council_once_at_its_address(client, db, typed):
    answer = resolve(typed, record_on())
    again = client.get(answer.url).context["answer"]
    urls = sorted(choice.url for choice in answer.choices)
    assert sorted(choice.url for choice in again.choices) == urls


@pytest.mark.parametrize(
    "query",
    [
        "between=atlantis",
        "places=atlantis-kent",
        "county=atlantis",
        "why=near_border&between=,,,",
        "between=%00",
        "q=CT16+1HE",
    ],
)
def test_an_address_with_unknown_choices_shows_the_search_box(client, db, query):
    response = client.get(f"/find/?{query}")
    assert response.status_code == 200
    assert "Find your council" in words(response)
    assert "atlantis" not in response.content.decode()
    assert fields(response)["q"] == ""


@pytest.mark.parametrize("name", ["atlantis", "chepstow", "%00", "bangor:bangor"])
def test_a_name_in_an_address_that_is_not_ours_there_is_ignored(client, db, name):
    choice = client.get(f"/find/?between=gwynedd:{name},kent:{name}")
    assert "Gwynedd Council" in words(choice)
    assert "Kent County Council" in words(choice)
    assert "atlantis" not in choice.content.decode().lower()
    assert "Chepstow" not in words(choice)
    assert "Bangor" not in words(choice)
