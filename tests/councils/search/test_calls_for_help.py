"""A call for help typed in the box is heard, and who only says where they are is not asked."""

import pytest

from tests.councils.search.towns import TOWNS, line
from tests.seen import fields, links, slugs, words


@pytest.fixture
def find(client, db):
    return lambda typed: client.post("/find/", {"q": typed})


CALLS = (
    "I ran away, near Leeds",
    "ive run away im in bolton",
    "i ran away from home in Kent",
    "I'm 14 and I'm outside Leeds station with nowhere to go",
    "ran away near Hull city centre",
    "help me im in Exeter, Devon",
    "I live in Bolton and my dad hits me",
    "my mum hits me, Luton, Beds",
    "kicked out, near Wigan UK",
    "nowhere to sleep tonight in Sheffield",
    "my stepdad touches me, Kent",
    "scared to go home Norwich",
    "I want to die, Derby",
    "I live in Hastings and I want to kill myself",
    "I'm hiding in Preston town centre",
    "i have nowhere to go near Croydon",
    "run away from foster home in Leicester Leicestershire",
    "im sleeping in the park in Brighton",
    "not safe at home, York",
    "i dont want to go home, Dover",
    "my friend ran away near Bath",
    "i left home, outside Oxford",
    "mum threw me out, Barnsley, South Yorkshire",
    "im from Skegness and my stepdad beats me",
    "hi im in Dover, i ran off and nobody knows",
    "we live in Bolton and dad is drunk and hitting mum",
    "please, im scared, Walsall",
    "my child is missing",
    "missing child in Luton",
    "i am in leeds alone",
    "im in Leeds help",
    "im outside alone leeds",
    "im at college in Leeds, hungry, no bed",
    "i go to school in Leeds and dad hits me",
    "I'm in hiding in Leeds",
    "im in danger in leeds",
    "im in danegr",
    "im in truoble",
    "im in pain",
    "im in hospital",
    "im in caer",
    "im in harm",
    "i am in care",
    "im in hunger",
    "im in a strange house",
    "im 15 in derby road and scared",
    "15 scared derby road leeds",
    "15 in derby road and frightened",
    "15 homeless street leeds",
    "15 pregnant derby road leeds",
    "15 on the street leeds",
    "15 Derby Road, Leeds, help",
    "15 Derby Road, my dad hits me",
    "15 pregnant street",
    "14 bleeding street leeds",
    "13 outside street leeds",
    "15 freezing street leeds",
    "14 drunk street leeds",
    "15 Derby Road leeds pregnant",
    "14 Acacia Avenue, bradford, he touches us",
)


@pytest.mark.promise(12)
@pytest.mark.parametrize("typed", CALLS)
def test_a_call_for_help_beside_a_place_leads_to_help_before_any_word_is_dropped(client, db, typed):
    page = client.post("/find/", {"q": typed})
    assert page.status_code == 200
    assert "Is this about you, now?" in words(page)
    assert "tel:116000" in links(page)


def test_a_call_for_help_is_shown_again_with_three_ways_on(find, client):
    page = find("i ran away and its cold")
    assert "Is this about you, now?" in words(page)
    assert "Are you an adult who’s worried about a child?" in words(page)
    assert {"tel:999", "tel:116000", "tel:08001111", "tel:08088005000"} <= links(page).keys()
    assert fields(page)["q"] == "i ran away and its cold"
    assert {"/need-help/", "/find/", "#q"} <= links(page).keys()
    assert page.headers["Cache-Control"] == "no-store"
    again = client.post("/find/", fields(page))
    assert "We can’t find “i ran away and its cold”" in words(again)
    assert "tel:116000" in links(again)
    assert client.post("/find/", {"q": "Kent", "go_on": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        *((typed, True) for typed in ("help me", "ive run away", "I’m scared", "Sos", "im 15")),
        *((typed, True) for typed in ("can a kid go out at night in leeds", "x " * 99 + "my dad")),
        *((typed, True) for typed in ("a girl in year 9 sleeps in the park", "lad in our shed")),
        *((typed, True) for typed in ("my mates gaff, Essex", "kid at Zzyzx, Essex")),
        *((typed, False) for typed in ("Atlantis", "a tent in Essex", "Kent councl", "zzz")),
    ],
)
def test_words_that_may_be_a_childs_show_the_helplines_and_others_do_not(find, typed, shows):
    page = find(typed).content.decode()
    assert shows == ("tel:116000" in page.partition("<footer")[0])


# No call


WHERE = (
    "im in {town} {county}",
    "I'm from {town}, {county}",
    "IM IN {town} {short} UK",
    "hi im in {town} {short}",
    "i go to school in {town}",
    "im a teacher in {town} {county}",
    "I'm a foster carer in {town}",
    "we foster in {town} {short}",
    "we live just outside {town}",
    "so i’m in {town}",
    "um im from {town} {county}",
)


@pytest.mark.parametrize("shape", WHERE)
def test_who_only_says_where_they_are_is_not_asked_whether_they_need_help(client, db, shape):
    asked = []
    for town in TOWNS[::40]:
        typed = line(shape, town)
        page = client.post("/find/", {"q": typed}, follow=True)
        if "Is this about you, now?" in words(page):
            asked.append(typed)
    assert asked == []


@pytest.mark.promise(9)
@pytest.mark.promise(12)
@pytest.mark.parametrize("shape", ["im in {swapped}", "i'm from {swapped}", "hi, im in {swapped}"])
def test_who_misspells_where_they_are_sees_their_council_and_the_helplines(client, db, shape):
    lost = []
    towns = [town for town in TOWNS[1::20] if len(town["town"]) >= 6]
    for town in towns:
        typed = line(shape, town).lower()
        page = client.post("/find/", {"q": typed})
        assert "tel:116000" in page.content.decode().partition("<footer")[0]
        if slugs(links(page)).isdisjoint(town["councils"].split("|")):
            lost.append(typed)
    assert len(lost) <= len(towns) / 10, lost


@pytest.mark.parametrize(
    "typed", ["pl4 6ds.", "ng5-3FY", "I live at DN15 8JF", "my postcode is ip33 1ys", "(b77 9jt)"]
)
def test_a_postcode_in_few_words_is_not_taken_for_a_call(client, db, typed):
    page = client.post("/find/", {"q": typed}, follow=True)
    assert "Is this about you, now?" not in words(page)


@pytest.mark.parametrize(
    "typed",
    [
        "15 Derby Road, Leeds",
        "15 Market Street, Newcastle upon Tyne",
        "14 Acacia Avenue, Bradford",
        "Flat 3, 15 Church Lane, Walsall",
        "15 Oak Tree Close, Dover",
        "15 The Crescent, Walsall",
    ],
)
def test_the_number_of_a_house_is_not_taken_for_a_childs_age(client, db, typed):
    page = client.post("/find/", {"q": typed}, follow=True)
    assert "We know the town, but not the road or the building." in words(page)
