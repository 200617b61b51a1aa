"""Names with a slip, and names that are like one: what is suggested, and why."""

import pytest

from tests.seen import words


@pytest.fixture
def find(client, db):
    return lambda typed: client.post("/find/", {"q": typed})


@pytest.fixture
def page_of(client, db):
    """Return a function that types something and opens the page it leads to."""
    return lambda typed: client.post("/find/", {"q": typed, "go_on": ""}, follow=True)


@pytest.mark.parametrize(("typed", "asks"), [("Gatesheed", "this"), ("Bradfrd", "one of these")])
def test_a_misspelt_name_is_asked_about_as_one_or_as_several(find, typed, asks):
    page = find(typed)
    assert f"Did you mean {asks}?" in words(page)
    assert f"<title>Did you mean {asks}?" in page.content.decode()


@pytest.mark.promise(9)
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Shefield", "Sheffield City Council"),
        ("Leicster", "Leicester City Council"),
        ("Middlesborough", "Middlesbrough"),
        ("Westminister", "Westminster City Council"),
        ("Brum", "Birmingham City Council"),
        ("Huddersfeild", "Huddersfield, West Yorkshire"),
        ("Knet", "Kent County Council"),
    ],
)
def test_a_similar_name_is_suggested_and_never_followed(find, typed, meant):
    response = find(typed)
    assert response.status_code == 200
    several = len(response.context["answer"].choices) > 1
    assert f"Did you mean {'one of these' if several else 'this'}?" in words(response)
    assert f"We can’t find “{typed}”." in words(response)
    assert meant in words(response)
    assert len(response.context["answer"].choices) <= 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Knet", "Spelt like what you typed. County council in the South East. Signed"),
        ("KCC", "Its initials. County council in the South East. Signed"),
        ("Brum", "Also called brum. Metropolitan council in the West Midlands."),
        ("Gravsham", "Kent County Council runs children’s services here. Signed"),
        ("Allerdal", "Took over from Allerdale Borough Council, now closed."),
    ],
)
def test_a_suggestion_says_why_it_is_one_and_what_it_is(find, typed, says):
    assert says in words(find(typed))


def test_why_a_name_is_suggested_is_true_of_it(page_of):
    page = words(page_of("regis"))
    assert "Bognor Regis, West Sussex Has a word like what you typed." in page
    assert "Begins like" not in page
    assert "Begins like what you typed." in words(page_of("huddersf"))
    assert "Leeds City Council Spelt like what you typed." not in words(
        page_of("east bourne leeds")
    )


@pytest.mark.parametrize("typed", ["flats to rent", "a message I sent", "pitch a tent"])
def test_a_word_that_rhymes_with_kent_is_no_county(page_of, typed):
    assert "we know Kent" not in words(page_of(typed))


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
