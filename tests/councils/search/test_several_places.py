"""Two places in a line, and what several places or councils share: a name, a place."""

import pytest

from councils.record import record_on
from councils.search.lookup import resolve
from tests.seen import links, slugs, words


@pytest.fixture
def page_of(client, db):
    """Return a function that types something and opens the page it leads to."""
    return lambda typed: client.post("/find/", {"q": typed}, follow=True)


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "councils", "nations"),
    [
        ("BT1 or LS1", {"leeds"}, {"northern_ireland"}),
        ("Leeds or BT1", {"leeds"}, {"northern_ireland"}),
        ("LS1, Jersey", {"leeds"}, {"jersey"}),
        ("IM1 or M1", {"manchester"}, {"isle_of_man"}),
        ("JE2 or GY1", set(), {"jersey", "guernsey"}),
        ("G1 or LS1", {"glasgow", "leeds"}, set()),
        ("CF10 or BS1", {"cardiff", "bristol"}, set()),
        ("Leeds or Jersey", {"leeds"}, {"jersey"}),
        ("Leeds or St Helier", {"leeds", "sutton"}, {"jersey"}),
        ("Leeds or Belfast", {"leeds", "belfast"}, set()),
        ("Leeds and Cardiff", {"leeds", "cardiff"}, set()),
        ("Leeds or Wales", {"leeds"}, {"wales"}),
        ("Jersey or Guernsey", set(), {"jersey", "guernsey"}),
        ("Leeds BS1", {"leeds", "bristol"}, set()),
        ("York, LS1 or S1", {"york", "leeds", "sheffield"}, set()),
        ("Jersey, LS1 or S1", {"leeds", "sheffield"}, {"jersey"}),
        ("Leeds, BT1 or JE2", {"leeds"}, {"northern_ireland", "jersey"}),
        ("York or LS1 4DY", {"york", "leeds"}, set()),
        ("LS1 4DY / S1", {"leeds", "sheffield"}, set()),
        ("OL1 1AA or M24", {"oldham", "rochdale"}, set()),
        ("LS1 4DY or Jersey", {"leeds"}, {"jersey"}),
    ],
)
def test_of_two_places_each_is_offered_beyond_england_too(
    client, page_of, typed, councils, nations
):
    page = page_of(typed)
    assert "You typed more than one place." in words(page)
    assert councils <= slugs(links(page))
    for nation in nations:
        assert f"/find/?or={nation}" in links(page)
        assert "Who you can ask" in words(client.get(f"/find/?or={nation}"))


@pytest.mark.promise(10)
def test_of_several_large_places_none_is_left_out(page_of):
    shown = slugs(links(page_of("Derbyshire or Yorkshire")))
    assert {"derbyshire", "leeds", "north-yorkshire"} <= shown


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "councils"),
    [
        ("Leeds or LS1 or York", {"leeds", "york"}),
        ("Leeds or York or LS1", {"leeds", "york"}),
        ("LS1 or Leeds or York", {"leeds", "york"}),
        ("Leeds or S1 or York", {"leeds", "york", "sheffield"}),
        ("Leeds or S1 or York or BD1", {"leeds", "york", "sheffield", "bradford"}),
        ("Leeds and York & BT1", {"leeds", "york"}),
    ],
)
def test_half_a_postcode_may_stand_among_places(page_of, typed, councils):
    page = page_of(typed)
    assert "You typed more than one place." in words(page)
    assert councils <= slugs(links(page))


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Brighton and Hove BN1 1AE", "/councils/brighton-and-hove/"),
        ("Folkestone or CT16 1HE", "/councils/kent/"),
        ("Rose and Crown, LS1 4DY", "/councils/leeds/"),
        ("Flat 2/1, York Place, LS1 4DY", "/councils/leeds/"),
    ],
)
def test_a_postcode_beside_what_is_no_other_councils_leads_straight_on(client, db, typed, leads_to):
    response = client.post("/find/", {"q": typed})
    assert response.headers["Location"].startswith(leads_to)


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("BT1 or BT2", "That’s in Northern Ireland"),
        ("JE2 / JE3", "That’s in Jersey"),
        ("Jersey JE2", "That’s in Jersey"),
        ("Belfast BT1 BT2", "Belfast is in Northern Ireland"),
        ("Bangor BT20", "Bangor is in Northern Ireland"),
        ("Newcastle BT33", "Newcastle is in Northern Ireland"),
        ("CF10 Wales", "Cardiff is in Wales"),
    ],
)
def test_halves_of_one_nation_and_its_places_lead_there(page_of, typed, says):
    assert says in words(page_of(typed))


# A name or a place that several share


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("Henley", "Which Henley do you mean?"),
        ("Goring", "Which Goring do you mean?"),
        ("Burnham", "Which Burnham do you mean?"),
        ("Stoke", "Which Stoke do you mean?"),
        ("St Ives", "Which St Ives do you mean?"),
    ],
)
def test_the_heading_asks_for_the_name_that_was_typed(page_of, typed, heading):
    assert heading in words(page_of(typed))


def test_a_choice_has_england_first_at_its_address_too(client, db):
    answer = resolve("Alford", record_on())
    offered = [choice.council.short_name for choice in answer.choices]
    assert offered == ["Lincolnshire", "Aberdeenshire"]
    page = words(client.get(answer.url))
    assert page.index("Lincolnshire") < page.index("Aberdeenshire")


def test_the_parts_of_a_divided_place_are_told_apart_by_their_councils(client, db):
    page = client.post("/find/", {"q": "Crystal Palace"}, follow=True)
    assert "Crystal Palace in Croydon" in words(page)
    assert "Crystal Palace in Lambeth" in words(page)
