"""Two places in a line, a place of two nations, and what several places of a name share."""

import csv
from pathlib import Path

import pytest

from councils.record import record_on
from councils.search import known_names
from councils.search.lookup import resolve
from tests.seen import links, slugs, words

COUNTIES = Path(known_names.__file__).parent / "counties.csv"


@pytest.fixture
def page_of(client, db):
    """Return a function that types something and opens the page it leads to."""
    return lambda typed: client.post("/find/", {"q": typed}, follow=True)


# Counties and regions


@pytest.mark.promise(10)
def test_who_types_the_west_midlands_region_may_be_in_shropshire(page_of):
    page = page_of("West Midlands region")
    assert "Which part of the West Midlands region?" in words(page)
    assert {"shropshire", "staffordshire", "stoke-on-trent", "birmingham"} <= slugs(links(page))
    county = page_of("West Midlands")
    assert "Which part of the West Midlands?" in words(county)
    assert "shropshire" not in slugs(links(county))


@pytest.mark.promise(10)
def test_every_county_and_region_shows_at_its_address_the_councils_that_it_was_answered_with(
    client, db
):
    names = list(known_names.REGION_NAMES)
    for row in csv.DictReader(COUNTIES.read_text("utf-8").splitlines()):
        names += known_names.names_of(row)
    lost = []
    for name in names:
        answer = resolve(name, record_on())
        if answer.case != "county":
            continue
        shown = slugs(links(client.get(answer.url)))
        if not {choice.council.slug for choice in answer.choices} <= shown:
            lost.append(name)
    assert lost == []


# Several places, and halves of postcodes


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
def test_of_the_channel_islands_each_is_offered(client, page_of):
    page = page_of("Channel Islands")
    assert "Which one do you mean?" in words(page)
    assert {"/find/?or=jersey", "/find/?or=guernsey"} <= links(page).keys()
    at_its_border = client.get("/find/?why=near_border&or=jersey,guernsey")
    assert "/find/?or=jersey" in links(at_its_border)


# A place of two nations


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "councils"),
    [
        ("Norham", {"northumberland", "scottish-borders"}),
        ("Saltney", {"cheshire-west-and-chester", "flintshire"}),
        ("Llanrothal", {"herefordshire", "monmouthshire"}),
    ],
)
def test_who_lives_where_the_border_of_england_runs_is_told_so(page_of, typed, councils):
    page = page_of(typed)
    assert "A border between councils runs through it." in words(page)
    assert "More than one place" not in words(page)
    assert councils <= slugs(links(page))


@pytest.mark.promise(10)
@pytest.mark.parametrize("typed", ["Castleton, Cardiff", "Horton, Gower", "Newquay, Wales"])
def test_who_names_a_part_of_wales_beside_a_place_we_know_in_england_may_be_there(page_of, typed):
    assert "/find/?or=wales" in links(page_of(typed))


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Saltney, Cheshire", "/councils/cheshire-west-and-chester/"),
        ("Norham, Northumberland", "/councils/northumberland/"),
        ("Farndon, Cheshire", "/councils/cheshire-west-and-chester/"),
    ],
)
def test_its_english_county_decides_such_a_place(client, db, typed, leads_to):
    response = client.post("/find/", {"q": typed})
    assert response.headers["Location"].startswith(leads_to)


def test_a_village_with_a_few_homes_across_the_border_is_where_nearly_all_of_it_is(client, db):
    response = client.post("/find/", {"q": "Clifford, Herefordshire"})
    assert response.headers["Location"].startswith("/councils/herefordshire/")
    page = client.post("/find/", {"q": "Clifford"}, follow=True)
    assert {"leeds", "herefordshire"} <= slugs(links(page))
    assert "powys" not in slugs(links(page))


# Headings


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


@pytest.mark.parametrize("typed", ["abroad", "I live abroad", "another country", "not in England"])
def test_who_lives_abroad_is_not_told_of_a_postcode_that_they_never_typed(page_of, typed):
    page = words(page_of(typed))
    assert "That’s outside England" in page
    assert "That postcode" not in page


# Many places


@pytest.mark.promise(10)
def test_of_several_large_places_none_is_left_out(page_of):
    shown = slugs(links(page_of("Derbyshire or Yorkshire")))
    assert {"derbyshire", "leeds", "north-yorkshire"} <= shown


def test_a_choice_has_england_first_at_its_address_too(client, db):
    answer = resolve("Alford", record_on())
    offered = [choice.council.short_name for choice in answer.choices]
    assert offered == ["Lincolnshire", "Aberdeenshire"]
    page = words(client.get(answer.url))
    assert page.index("Lincolnshire") < page.index("Aberdeenshire")


# Roads and parks, which many towns have


@pytest.mark.promise(10)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "Church Street, Croydon", "I live in Church Street, Barking", "Park Street Luton",
        "Abbey Road, Barking", "Wood Street, Barnet", "Mill Hill, Bolton", "Bolton, Mill Hill",
        "Victoria Park, Stockport", "Hyde Park, Wakefield", "Notting Hill, Ealing",
    ],
)  # fmt: skip
def test_a_road_or_park_that_another_council_has_too_asks(typed):
    answer = resolve(typed, record_on())
    assert answer.case != "council"
    assert len(answer.choices) > 1


@pytest.mark.promise(10)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["Halton, Tring", "Redbridge, Totton", "Slough, Eton", "Gateshead, Quayside",
     "Greenwich, Deptford"],
)  # fmt: skip
def test_a_town_written_before_a_place_that_is_near_it_asks(typed):
    assert resolve(typed, record_on()).case != "council"


@pytest.mark.promise(10)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "slugs_offered"),
    [
        ("Deptford, Greenwich", {"lewisham", "greenwich"}),
        ("Camberwell, Lambeth", {"southwark", "lambeth"}),
        ("I live in Camberwell Lambeth", {"southwark", "lambeth"}),
        ("Peckham, Lewisham", {"southwark", "lewisham"}),
        ("Sundridge, Greenwich", {"bromley", "kent", "greenwich"}),
    ],
)
def test_a_place_in_london_written_with_another_borough_asks(typed, slugs_offered):
    answer = resolve(typed, record_on())
    assert answer.case != "council"
    assert slugs_offered == {choice.council.slug for choice in answer.choices}


@pytest.mark.promise(10)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Hope, Sheffield", "derbyshire"), ("Headingley, Leeds", "leeds"),
        ("Whitstable, Canterbury", "kent"), ("Hyde Park, Leeds", "leeds"),
        ("Park Street, Watford", "hertfordshire"), ("Chester-le-Street, Durham", "durham"),
        ("Stoke Poges, Slough", "buckinghamshire"), ("London, Brent", "brent"),
        ("Keynsham, Bristol", "bath-and-north-east-somerset"), ("Orpington, Bromley", "bromley"),
        ("Catterick, Richmond", "north-yorkshire"),
    ],
)  # fmt: skip
def test_a_place_that_is_written_with_its_town_leads_straight_to_its_council(typed, slug):
    answer = resolve(typed, record_on())
    assert (answer.case, answer.choices[0].council.slug) == ("council", slug)


@pytest.mark.promise(10)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["London, Kent", "London Essex", "London, Leeds", "London Newport"]
)
def test_london_before_another_place_is_no_word_for_a_kind(typed):
    assert resolve(typed, record_on()).case != "council"


@pytest.mark.promise(10)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["Newtown, Newport, Isle of Wight", "Whitchurch, Newport, Shropshire"]
)
def test_a_town_that_wales_has_too_is_not_put_there(typed):
    assert resolve(typed, record_on()).case != "wales"
