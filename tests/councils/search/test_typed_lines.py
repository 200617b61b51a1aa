"""Lines as people write them: towns in many shapes, and what parents, teachers and others invent.

``towns.csv`` has 470 towns with their county, its short name, and whose they are: several, if a
border runs through one. ``invented.csv`` has a line, the kind of its answer (a key of ``CASES``),
and the councils that it leads to or offers; each that once ended nowhere has stayed.
"""

from collections import Counter

import pytest

from tests.councils.search.towns import TOWNS, line, rows
from tests.seen import fields, links, slugs

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


@pytest.mark.parametrize("typed", ["im in " + "ash " * 20_000, "Leeds, " + "eton wick " * 19])
def test_a_line_of_very_many_names_gets_an_answer(client, db, typed):
    page = client.post("/find/", {"q": typed}, follow=True)
    assert page.status_code == 200
    assert "q" in fields(page)
