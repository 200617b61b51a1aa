"""Addresses and lines that led nowhere, or to something else than was meant."""

import pytest

from councils.record import record_on
from councils.search.lookup import resolve
from tests.seen import links, slugs, words


@pytest.fixture
def page_of(client, db):
    """Return a function that types something and opens the page it leads to."""
    return lambda typed: client.post("/find/", {"q": typed, "go_on": ""}, follow=True)


# Addresses that somebody kept


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


# Nations and islands


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "nation"),
    [
        ("Scotlnd", "scotland"),
        ("Scottland", "scotland"),
        ("Gurnsey", "guernsey"),
        ("Jersy", "jersey"),
        ("Northen Ireland", "northern_ireland"),
        ("Isle of Mann", "isle_of_man"),
        ("St Hellier", "jersey"),
    ],
)
def test_a_misspelt_nation_or_island_is_offered(page_of, typed, nation):
    page = page_of(typed)
    assert "Did you mean" in words(page) or "That’s " in words(page)
    assert f"/find/?or={nation}" in links(page) or "Who you can ask" in words(page)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("near St Peter Port", "St Peter Port is in Guernsey"),
        ("near Laxey", "Laxey is on the Isle of Man"),
        ("just outside St Helier", "Jersey"),
        ("near Jersey", "That’s in Jersey"),
        ("near Wales", "Which part of England?"),
        ("near the border with Scotland", "Which part of England?"),
    ],
)
def test_near_a_place_on_an_island_nobody_is_asked_for_a_part_of_england(page_of, typed, says):
    assert says in words(page_of(typed))


# Roads, halves of postcodes, words


@pytest.mark.parametrize(
    "typed",
    [
        "off the M5",
        "off M5",
        "junction 12 M25",
        "just off the M6",
        "next to the M1",
        "beside the m40",
        "near the M6",
    ],
)
def test_a_motorway_is_no_half_of_a_postcode(page_of, typed):
    assert "We need its postcode or its town" in words(page_of(typed))


@pytest.mark.parametrize(
    ("typed", "council"),
    [("M5", "salford"), ("the M5 area", "salford"), ("near M5", "salford"), ("in M6", "salford")],
)
def test_half_a_postcode_of_manchester_stays_one(page_of, typed, council):
    assert council in slugs(links(page_of(typed)))


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


@pytest.mark.parametrize("typed", ["NP1 or NP2", "NP1", "NP2", "near NP1"])
def test_of_postcodes_that_are_all_over_no_choice_is_promised(page_of, typed):
    page = words(page_of(typed))
    assert "We can’t find" in page
    assert "choose a council there" not in page


@pytest.mark.parametrize("typed", ["flats to rent", "a message I sent", "pitch a tent"])
def test_a_word_that_rhymes_with_kent_is_no_county(page_of, typed):
    assert "we know Kent" not in words(page_of(typed))


def test_why_a_name_is_suggested_is_true_of_it(page_of):
    page = words(page_of("regis"))
    assert "Bognor Regis, West Sussex Has a word like what you typed." in page
    assert "Begins like" not in page
    assert "Begins like what you typed." in words(page_of("huddersf"))
    assert "Leeds City Council Spelt like what you typed." not in words(
        page_of("east bourne leeds")
    )


@pytest.mark.parametrize(
    ("typed", "council"),
    [
        ("Gt.Yarmouth", "norfolk"),
        ("Gt. Yarmouth", "norfolk"),
        ("GT.YARMOUTH", "norfolk"),
        ("Co.Durham", "durham"),
    ],
)
def test_a_full_stop_without_a_space_parts_a_short_word_from_a_name(client, db, typed, council):
    response = client.post("/find/", {"q": typed})
    assert response.headers["Location"].startswith(f"/councils/{council}/")
