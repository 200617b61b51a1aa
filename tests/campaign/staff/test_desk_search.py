"""One box finds a council, a person, a letter and an email; each role, what it may see."""

import pytest
from django.contrib.auth.models import User

from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.sign_up.models import SignUp
from campaign.staff import roles
from campaign.tasks.models import Task
from tests.seen import words

SEARCH = "/admin/search/"


@pytest.fixture
def find(client, db):
    """Return a function that types words in the box, in a role, and returns what is shown."""

    def typed(text, role="supporter care"):
        user, _ = User.objects.get_or_create(username="sam@example.org")
        roles.give(user, role)
        client.force_login(user)
        page = words(client.post(SEARCH, {"typed": text}))
        return page.partition("Search Search")[2] or page

    return typed


@pytest.fixture
def letter(db, sheffield):
    letter = Letter.objects.create(
        council=sheffield, name="Anna Ashworth", email="anna@home.example"
    )
    OutgoingMessage.objects.create(
        key=f"letter:{letter.pk}", purpose="letter", recipient="lead@sheffield.example"
    )
    return letter


def test_a_council_is_found_by_any_name(find, db):
    assert "Kent County Council" in find("kent", "reader")
    assert "Newcastle City Council" in find("Newcastle upon Tyne", "reader")


def test_care_finds_a_person_a_letter_and_an_email(find, letter):
    assert "by Anna Ashworth, begun" in find("ashworth")
    assert "anna@home.example: 1 entry Show what is held" in find("anna@home.example")
    assert f"Letter {letter.pk} to Sheffield City Council" in find(f"letter {letter.pk}")
    message = OutgoingMessage.objects.get()
    assert f"Email {message.pk}: a letter to a council" in find(str(message.pk))


def test_an_officer_and_who_complained_are_found_by_name_and_a_complaint_by_number(find, sheffield):
    complaint = Task(text="Wrong.", name="Olu Ade", email="olu@work.example")
    complaint.receive_complaint()
    message = SignUp.objects.create(
        council=sheffield, kind="wants", officer="Olu Ade", role="Head", email="olu@work.example"
    )
    assert "Olu Ade: Sheffield" not in find("ade")  # nobody has confirmed that Olu wrote
    message.confirm()
    assert "Olu Ade: Sheffield City Council: We want to sign" in find("olu", "recorder")
    assert "Complaint" not in find("olu", "recorder")
    assert f"Complaint {complaint.number}: Olu Ade" in find("ade")
    for typed in (complaint.number, f"complaint {complaint.number}"):
        assert f"Complaint {complaint.number}: Olu Ade" in find(typed)
        assert "Olu Ade" not in find(typed, "editor")
    for typed in ("olu", complaint.number):
        assert "Nothing that you may see is called" in find(typed, "reader")


@pytest.mark.parametrize("role", ["reader", "recorder", "editor"])
def test_who_may_not_see_people_finds_nobody(find, letter, role):
    assert "Anna" not in find("ashworth", role)
    for text in ("anna@home.example", f"letter {letter.pk}", "sam@example.org"):
        assert "Nothing that you may see is called" in find(text, role), text


def test_an_address_that_was_typed_is_in_no_web_address(find, client):
    find("anna@home.example")
    assert "no-store" in client.post(SEARCH, {"typed": "x"})["Cache-Control"]
    assert "in the box above" in words(client.get(f"{SEARCH}?typed=kent"))
