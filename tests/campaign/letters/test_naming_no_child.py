"""Who writes so that a child could be known is asked to take that out, and is not kept from it."""

import pytest

from campaign.letters.models import Letter
from campaign.tasks.models import Task
from tests.seen import fields, words

pytestmark = [pytest.mark.django_db, pytest.mark.promise(22)]

JACK = "Jack, aged 13, is in care at 5 Rose Lane"
TAKE_OUT = "Please take out what could show who this child is"
WRITE = "/councils/sheffield/write/"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (JACK, JACK),
        (f"Please sign. {JACK}, and nobody looks for him.", JACK),
        ("jack aged 13 is in care at 5 rose lane", "5 rose lane"),
        ("My nephew Jack is in care at 5 Rose Lane.", "5 Rose Lane"),
        ("A girl called Sophie sleeps on our sofa.", "girl called Sophie"),
        ("One of my pupils, Jack, slept in a shed.", "pupils, Jack"),
        ("A pupil of mine called Jack slept in a shed.", "pupil of mine called Jack"),
        ("Jack, my nephew, slept in a shed.", "Jack, my nephew"),
        ("Amy (14) lives in the home on Park Road.", "Amy (14)"),
    ],
)
def test_who_names_a_child_in_a_letter_is_asked_to_take_it_out_and_nothing_is_stored(
    client, line, shown
):
    page = client.post(WRITE, {"own_line": line})
    assert TAKE_OUT in words(page)
    assert f"<mark>{shown}</mark>" in page.content.decode()
    assert "116 000" in words(page)  # the child may need help, too
    assert fields(page)["own_line"].strip() == line
    assert not Letter.objects.exists()


def test_who_goes_on_all_the_same_may(client):
    page = client.post(WRITE, {"own_line": JACK})
    letter = client.post(WRITE, fields(page), follow=True)
    assert TAKE_OUT not in words(letter)
    assert JACK in fields(letter)["own_line"]


def test_who_takes_it_out_goes_on_without_being_asked(client):
    page = client.post(WRITE, {"own_line": JACK})
    typed = fields(page) | {"own_line": "A child I know is in care."}
    typed.pop("go_on")
    letter = client.post(WRITE, typed, follow=True)
    assert "A child I know is in care." in fields(letter)["own_line"]


def test_a_child_who_writes_of_themselves_sees_helplines_first_and_is_asked_as_well(client):
    page = words(client.post(WRITE, {"own_line": f"I have run away with Jack. {JACK}"}))
    assert page.index("Is this about you, now?") < page.index("116 000") < page.index(TAKE_OUT)


def test_an_adults_own_address_and_the_age_of_many_are_let_alone(client):
    for line in (
        "I live at 12 High Street and have done for forty years.",
        "Children aged 13 are moved from home to home.",
        "Every 14-year-old deserves to be looked for.",
        "My daughter Anna, who is 34, works with children in care.",
        "Councillor Jack Ward promised it to one of my pupils.",
    ):
        assert client.post(WRITE, {"own_line": line}).status_code == 303, line


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("/councils/sheffield/tell-us/", {"kind": "wrong"}),
        ("/complaints/", {"name": "Olu", "email": "olu@home.example"}),
    ],
)
def test_a_message_is_asked_the_same(client, address, more):
    page = client.post(address, {"text": f"{JACK}.", **more})
    assert TAKE_OUT in words(page)
    assert not Task.objects.exists()
    client.post(address, fields(page))
    assert JACK in Task.objects.get().text
