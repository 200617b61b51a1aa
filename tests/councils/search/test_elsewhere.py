"""Places outside England, and places there that share a name with one in England."""

import pytest

from councils.record import record_on
from councils.search.lookup import resolve
from tests.seen import links, slugs, words


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
    return lambda typed: client.post("/find/", {"q": typed}, follow=True)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("CF10 4UW", "https://www.cardiff.gov.uk/"),
        ("Wales", "https://www.gov.wales/"),
        ("Midlothian", "https://www.midlothian.gov.uk/"),
        ("Lothian", "https://www.gov.scot/"),
        ("Llanelli", "https://www.carmarthenshire.gov.wales/"),
        ("Omagh", "https://westerntrust.hscni.net/"),
        ("BT1 5GS", "https://belfasttrust.hscni.net/"),
        ("Mid Ulster", "https://southerntrust.hscni.net/"),
        ("Londonderry", "https://www.nidirect.gov.uk/"),
        ("JE2 4WD", "https://www.gov.je/"),
        ("Guernsey", "https://www.gov.gg/"),
        ("IM1 1AA", "https://www.gov.im/"),
    ],
)
def test_a_place_outside_england_gets_links_of_its_own(find, typed, address):
    assert address in links(find(typed))


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "says", "offered"),
    [
        ("Hamilton", "in Scotland", {"/councils/south-lanarkshire/", "/councils/leicester/"}),
        ("Bangor", "in Wales", {"/councils/gwynedd/", "/councils/ards-and-north-down/"}),
    ],
)
def test_where_places_of_two_nations_share_a_name_the_visitor_chooses(
    chosen_from, typed, says, offered
):
    choice = chosen_from(typed)
    assert says in words(choice)
    assert offered <= {address.partition("?")[0] for address in links(choice)}


@pytest.mark.promise(10)
@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("Bangor", ["Bangor in Wales: Gwynedd Council", "Bangor in Northern Ireland: Ards and"]),
        ("Newport", ["Newport in Wales: Newport City", "Newport in Wales: Pembrokeshire"]),
        ("Newcastle", ["Newcastle in Northern Ireland: Newry, Mourne and Down"]),
        ("Holywell", ["Holywell in Wales: Flintshire", "Holywell, Hertfordshire"]),
        ("Saltney", ["Saltney in Flintshire", "Saltney in Cheshire West and Chester"]),
    ],
)
def test_a_place_outside_england_keeps_its_name_in_a_choice(chosen_from, typed, rows):
    choice = chosen_from(typed)
    for row in rows:
        assert words(choice).count(row) == 1
    assert words(choice).count("Flintshire County Council") <= 1


@pytest.mark.promise(10)
def test_every_district_of_northern_ireland_has_a_trust(client, db):
    districts = [row for row in record_on().all_councils if row.nation == "Northern Ireland"]
    assert len(districts) == 11
    for district in districts:
        assert "hscni.net" in " ".join(links(client.get(district.url)))


def test_a_trust_is_said_to_serve_each_district_of_it_that_was_meant(client, db):
    page = words(client.post("/find/", {"q": "County Tyrone"}, follow=True))
    assert "Derry City and Strabane" in page and "Fermanagh and Omagh" in page


def test_an_address_in_a_town_that_an_island_has_too_offers_both(client, db):
    page = words(client.post("/find/", {"q": "12 High Street, Ramsey"}, follow=True))
    assert "Cambridgeshire" in page and "Isle of Man" in page


@pytest.mark.promise(10)
def test_of_the_channel_islands_each_is_offered(client, page_of):
    page = page_of("Channel Islands")
    assert "Which one do you mean?" in words(page)
    assert {"/find/?or=jersey", "/find/?or=guernsey"} <= links(page).keys()
    at_its_border = client.get("/find/?why=near_border&or=jersey,guernsey")
    assert "/find/?or=jersey" in links(at_its_border)


@pytest.mark.parametrize("typed", ["abroad", "I live abroad", "another country", "not in England"])
def test_who_lives_abroad_is_not_told_of_a_postcode_that_they_never_typed(page_of, typed):
    page = words(page_of(typed))
    assert "That’s outside England" in page
    assert "That postcode" not in page


@pytest.mark.promise(10)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["Newtown, Newport, Isle of Wight", "Whitchurch, Newport, Shropshire"]
)
def test_a_town_that_wales_has_too_is_not_put_there(typed):
    assert resolve(typed, record_on()).case != "wales"


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


# A place on the border of England


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
