"""A place beside its county, its town or what it is near: where it is, and where it is not."""

import csv
from pathlib import Path

import pytest

from councils.record import record_on
from councils.search import known_names
from councils.search.lookup import resolve
from tests.seen import links, slugs, words

COUNTIES = Path(known_names.__file__).parent / "counties.csv"


@pytest.fixture
def find(client, db):
    return lambda typed: client.post("/find/", {"q": typed})


@pytest.fixture
def chosen_from(find, client):
    """Return a function that types something and opens the choice it leads to."""

    def choice(typed):
        address = find(typed).headers["Location"]
        assert address.startswith("/find/?")
        return client.get(address)

    return choice


@pytest.fixture
def page_of(client, db):
    """Return a function that types something and opens the page it leads to."""
    return lambda typed: client.post("/find/", {"q": typed, "go_on": ""}, follow=True)


# Near it


@pytest.mark.promise(9)
@pytest.mark.parametrize("before", ["near", "nr", "outside", "just outside", "north of", "by"])
def test_near_a_place_is_not_in_it_so_the_councils_around_are_offered(client, db, before):
    page = client.post("/find/", {"q": f"{before} Harrogate"})
    assert "Near a place isn’t always in it." in words(page)
    assert {"north-yorkshire", "leeds"} <= slugs(links(page))


@pytest.mark.promise(9)
@pytest.mark.parametrize(
    ("typed", "councils"),
    [
        ("Blackheath near Greenwich", {"greenwich", "lewisham"}),
        ("Blackheath, close to Greenwich", {"greenwich", "lewisham"}),
        ("Herne Hill near Southwark", {"southwark", "lambeth"}),
        ("Kent near Bromley", {"kent", "bromley"}),
        ("Clifton, not in Bristol", {"bristol"}),
        ("Newport not in Wales", {"isle-of-wight", "essex", "telford-and-wrekin"}),
    ],
)
def test_what_a_place_is_near_chooses_no_part_of_it(client, db, typed, councils):
    page = client.post("/find/", {"q": typed}, follow=True)
    assert page.redirect_chain == [] or "/find/" in page.redirect_chain[-1][0]
    assert councils <= slugs(links(page))


@pytest.mark.promise(9)
@pytest.mark.parametrize(
    ("typed", "council"),
    [
        ("Deptford near Greenwich", "lewisham"),
        ("Streatham nr Croydon", "lambeth"),
        ("Kimberley close to Nottingham", "nottinghamshire"),
    ],
)
def test_a_place_of_one_council_is_its_own_beside_what_it_is_near(client, db, typed, council):
    page = client.post("/find/", {"q": typed})
    assert slugs([page.headers.get("Location", "")]) == {council}


# In its area, or in another


@pytest.mark.promise(9)
def test_a_place_with_a_county_it_is_not_in_is_said_to_be_where_it_is(client, db):
    page = client.post("/find/", {"q": "Slough, Surrey"}, follow=True)
    assert "Slough is in Berkshire. Did you mean another?" in words(page)


@pytest.mark.promise(9)
@pytest.mark.parametrize("typed", ["Dover, Kentt", "Dover, Kent, CT16 1H", "Dover, Kent ct16 ie"])
def test_a_place_beside_words_that_nobody_knows_is_not_said_to_be_elsewhere(client, db, typed):
    page = client.post("/find/", {"q": typed}, follow=True)
    assert "Did you mean this?" in words(page)
    assert "but we know this name in it" in words(page)
    assert "kent" in slugs(links(page)) and "medway" not in slugs(links(page))


@pytest.mark.parametrize(
    ("typed", "council"),
    [
        ("Worcester, West Midlands", "worcestershire"),
        ("Shrewsbury W. Midlands", "shropshire"),
        ("Nuneaton, West Mids", "warwickshire"),
        ("Blackheath, West Midlands", "sandwell"),
    ],
)
def test_the_west_midlands_beside_a_place_are_the_county_or_else_the_region(
    client, db, typed, council
):
    page = client.post("/find/", {"q": typed})
    assert slugs([page.headers.get("Location", "")]) == {council}


def test_a_parish_council_with_its_county_is_sought_in_that_county_alone(find):
    page = words(find("Newport Parish Council, Essex"))
    assert "Newport, Essex" in page
    assert "Newport, Isle of Wight" not in page


# Counties and regions alone


@pytest.mark.parametrize("typed", ["Berkshire", "Royal County of Berkshire", "Berkshir"])
def test_a_historic_county_names_the_councils_that_serve_there_now(chosen_from, typed):
    page = chosen_from(typed)
    assert "Which part of Berkshire?" in words(page)
    assert {"/councils/west-berkshire/", "/councils/reading/"} <= links(page).keys()


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
