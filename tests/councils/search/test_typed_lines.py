"""Lines as people write them: towns in many shapes, and what parents, teachers and others invent.

``towns.csv`` has 470 towns with their county, its short name, and whose they are: several, if a
border runs through one. ``invented.csv`` has a line, the kind of its answer (a key of ``CASES``),
and the councils that it leads to or offers; each that once ended nowhere has stayed.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.seen import fields, links, slugs, words

HERE = Path(__file__).parent


def rows(name):
    return list(csv.DictReader((HERE / name).read_text("utf-8").splitlines()))


TOWNS = rows("towns.csv")
INVENTED = rows("invented.csv")

# The shapes of a table of 900 lines, in its proportions.
SHAPES = (
    "{town}, {county}",
    "{town} {county}",
    "{low} {short}",
    "near {town}",
    "{town} city centre",
    "{town}, {county}",
    "{town} {short}",
    "{low} {county}",
    "I live in {town}",
    "{town} {county} UK",
)
OTHER_SHAPES = (
    "in {town}",
    "{town} town",
    "City of {town}",
    "{town}, {short}.",
    "nr {town}",
    "outside {town}, {county}",
    "my council is {town}",
    "{county}, {town}",
    "{town} ({county})",
    "{swapped}, {county}",
    "{swapped} {short}",
    "{town} {county}, England",
    "the {town} area",
)
STRAIGHT, OFFERED, LOST, WRONG = "straight", "offered", "lost", "silently wrong"


def swapped(name):
    """Return a name with the two letters in its middle the other way round: a slip of the thumb."""
    middle = len(name) // 2
    return name[:middle] + name[middle : middle + 2][::-1] + name[middle + 2 :]


def line(shape, town):
    name = town["town"]
    county = swapped(town["county"])
    return shape.format(**town, low=name.lower(), swapped=swapped(name), swapped_county=county)


def outcome(client, typed, councils):
    """Type a line; return what became of somebody whose council is one of ``councils``."""
    response = client.post("/find/", {"q": typed})
    address = response.headers.get("Location", "")
    if address.startswith("/councils/"):
        return STRAIGHT if slugs([address]) <= councils else WRONG
    page = client.get(address) if address else response
    return OFFERED if slugs(links(page)) & councils else LOST


def outcomes(client, typed_and_towns):
    """Return the share of each outcome in 100, and the lines that went wrong."""
    count = Counter()
    wrong = []
    for typed, town in typed_and_towns:
        became = outcome(client, typed, set(town["councils"].split("|")))
        count[became] += 1
        if became in (LOST, WRONG):
            wrong.append((became, typed))
    shares = {became: 100 * number / len(typed_and_towns) for became, number in count.items()}
    print(shares, wrong)
    return Counter(shares), wrong


@pytest.mark.promise(9)
def test_of_900_lines_in_common_shapes_75_in_100_go_straight_and_98_find_their_council(client, db):
    lines = []
    for number, town in enumerate(TOWNS):
        for shape in (SHAPES[number % 10], SHAPES[(number + 3) % 10]):
            lines.append((line(shape, town), town))
    assert len(lines) >= 900
    shares, wrong = outcomes(client, lines)
    assert shares[STRAIGHT] >= 75
    assert shares[STRAIGHT] + shares[OFFERED] >= 98
    assert shares[WRONG] == 0, wrong


@pytest.mark.promise(9)
def test_of_lines_in_other_shapes_98_in_100_find_their_council(client, db):
    lines = []
    for number, town in enumerate(TOWNS):
        lines.append((line(OTHER_SHAPES[number % len(OTHER_SHAPES)], town), town))
    shares, wrong = outcomes(client, lines)
    assert shares[STRAIGHT] + shares[OFFERED] >= 98
    assert shares[WRONG] == 0, wrong


@pytest.mark.promise(9)
def test_of_lines_with_a_slip_in_the_town_and_one_in_its_county_95_in_100_are_offered(client, db):
    lines = []
    for town in TOWNS[::4]:
        lines.append((line("{swapped} {swapped_county}", town), town))
        lines.append((line("{swapped}, {swapped_county}", town), town))
    shares, wrong = outcomes(client, lines)
    assert shares[STRAIGHT] + shares[OFFERED] >= 95
    assert shares[WRONG] == 0, wrong


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


@pytest.mark.promise(9)
@pytest.mark.promise(10)
def test_what_people_invent_gets_the_answer_of_its_kind_and_a_way_on(client, db):
    assert len(INVENTED) >= 300
    wrong = []
    for case in INVENTED:
        response = client.post("/find/", {"q": case["typed"]})
        address = response.headers.get("Location", "")
        councils = set(filter(None, case["councils"].split("|")))
        if address.startswith("/councils/"):
            is_right = case["answer"] == "council" and slugs([address]) == councils
        else:
            page = client.get(address) if address else response
            is_right = page.context["answer"].case == case["answer"]
            is_right = is_right and councils <= slugs(links(page)) and "q" in fields(page)
            is_right = is_right and ("/councils/" in links(page) or case["answer"] == "helplines")
        if not is_right:
            wrong.append((case["typed"], address or page.context["answer"].case))
    assert wrong == []


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


def test_an_address_in_a_town_that_an_island_has_too_offers_both(client, db):
    page = words(client.post("/find/", {"q": "12 High Street, Ramsey"}, follow=True))
    assert "Cambridgeshire" in page and "Isle of Man" in page


def test_a_trust_is_said_to_serve_each_district_of_it_that_was_meant(client, db):
    page = words(client.post("/find/", {"q": "County Tyrone"}, follow=True))
    assert "Derry City and Strabane" in page and "Fermanagh and Omagh" in page


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


@pytest.mark.parametrize("typed", ["im in " + "ash " * 20_000, "Leeds, " + "eton wick " * 19])
def test_a_line_of_very_many_names_gets_an_answer(client, db, typed):
    page = client.post("/find/", {"q": typed}, follow=True)
    assert page.status_code == 200
    assert "q" in fields(page)


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
