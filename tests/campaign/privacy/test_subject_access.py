"""One screen for one person: found, exported, erased; and a line that names nobody."""

import io
import json
import zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.core.mail import EmailMessage

from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person
from campaign.staff.models import AuditEntry
from campaign.supporters.models import Wish
from campaign.supporters.suppression import may_email, suppress_address
from campaign.tasks.models import Task
from tests.campaign.privacy.life import (
    EMAIL,
    HOME,
    NAME,
    found_in_tables,
    live,
)
from tests.seen import words

PERSON = "/admin/privacy/erasure/person/"
ASKED = "the person asked for it"


@pytest.fixture
def lived(client, desk):
    """Zoltanka's whole life, as it stands in every table."""
    live(client, desk)


@pytest.fixture
def told(kent):
    """One message of Zoltanka's about Kent."""
    Task.objects.create(council=kent, kind="signed", text="x", email=EMAIL)


def test_a_person_is_found_by_email_however_it_is_spelled_and_nobody_else(desk, lived):
    page = words(desk.post(PERSON, {"email": EMAIL.upper()}))
    assert "Letters 4" in page
    assert "Its letters To Kent County Council, " in page and f", from {NAME}" in page
    assert "Wishes to be told 2" in page
    assert "Messages from visitors, and complaints" in page
    assert "Incoming emails 4" in page
    page = words(desk.post(PERSON, {"email": "bob@elsewhere.example"}))
    assert "Nothing is held about this address." in page
    assert "It should look like name@example.org." in words(desk.post(PERSON, {"email": "bob"}))


def test_an_export_is_a_file_for_people_and_machines(desk, lived):
    answer = desk.post(PERSON, {"email": EMAIL, "export": "1"})
    assert answer["Content-Disposition"] == 'attachment; filename="person.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(archive.read("person.json"))
    assert set(data) == {
        "letters", "wishes to be told",
        "messages from councils",
        "on the list of addresses we never write to",
        "messages from visitors, and complaints", "incoming emails", "emails that went out",
    }  # fmt: skip
    assert data["letters"][0]["postal address"] == HOME
    text = archive.read("person.txt").decode()
    assert f"What Make Runaways Safe holds about {EMAIL}" in text
    assert "Gobbledyhaystack is why I write." in text


@pytest.mark.promise(21)
def test_a_person_is_erased_from_every_table_and_file_at_once(desk, lived):
    typed = {"email": EMAIL, "erase": "1", "reason": ASKED, "sure": "on"}
    page = words(desk.post(PERSON, typed, follow=True))
    # A draft without an address cannot be known for hers. It goes after two days.
    assert Letter.objects.exclude(name="").get().state == State.DRAFT
    Letter.objects.filter(state=State.DRAFT).delete()
    assert found_in_tables() == {}
    log = AuditEntry.objects.get(kind="erased")
    assert log.text.startswith("the person asked for it, ")
    assert f"by {log.account}: {log.text}" in page
    assert not LogEntry.objects.filter(object_repr__contains="@").exists()


def test_an_erasure_counts_what_the_screen_had_shown(desk, kent):
    letter = Letter.objects.create(
        council=kent, status_at_drafting="signed", email=EMAIL, name="Z", text="Hello."
    )
    for number in range(3):
        letter.pass_on("auto", number, EmailMessage("x", "x", None, [EMAIL]))
    shown = words(desk.post(PERSON, {"email": EMAIL}))
    assert "Letters 1" in shown and "Emails that went out 3" in shown
    typed = {"email": EMAIL, "erase": "1", "reason": ASKED, "sure": "on"}
    page = words(desk.post(PERSON, typed, follow=True))
    assert "Erased: the person asked for it, 4 entries." in page
    assert "Nothing is held about this address." in words(desk.post(PERSON, {"email": EMAIL}))


def test_nobody_is_erased_without_a_reason_and_a_tick(desk, told):
    for typed in ({"reason": ASKED}, {"sure": "on"}, {"reason": "nonsense", "sure": "on"}):
        page = desk.post(PERSON, {"email": EMAIL, "erase": "1", **typed})
        assert page.status_code == 200
    assert not AuditEntry.objects.filter(kind="erased").exists()
    assert sum(Person(EMAIL).held().values()) == 1


def test_staff_never_write_to_an_address_again_and_take_it_off_the_list(desk, lived):
    page = words(desk.post(PERSON, {"email": EMAIL, "never": "1"}))
    assert "We never write to this address again." in page
    assert not may_email(EMAIL)
    assert not Wish.objects.exists()
    assert "Change that only if its owner asked for it." in words(
        desk.post(PERSON, {"email": EMAIL})
    )
    desk.post(PERSON, {"email": EMAIL, "lift": "1"})
    assert may_email(EMAIL)


def test_a_letter_that_has_not_left_is_stopped_by_an_erasure(desk, lived):
    Letter.objects.filter(state=State.ACCEPTED).update(state=State.QUEUED)
    OutgoingMessage.objects.filter(purpose="letter").update(state="sending")
    typed = {"email": EMAIL, "erase": "1", "reason": ASKED, "sure": "on"}
    page = desk.post(PERSON, typed, follow=True)
    assert "Some are being sent right now: check again in a minute." in words(page)


@pytest.mark.parametrize(
    "typed",
    ["anna@bücher.example", "ANNA@BÜCHER.EXAMPLE", "anna@xn--bcher-kva.example"],
)
def test_an_address_in_an_international_domain_is_found_in_any_spelling(desk, kent, typed):
    letter = Letter.objects.create(
        council=kent,
        status_at_drafting="signed",
        email="anna@bücher.example",
        name="Anna",
        text="Hello.",
    )
    letter.pass_on("auto", "", EmailMessage("x", "x", None, [letter.email]))
    Task.objects.create(council=kent, kind="signed", text="x", email="anna@xn--bcher-kva.example")
    held = Person(typed).held()
    assert (held["letters"], held["emails that went out"]) == (1, 1)
    assert sum(held.values()) == 3
    Person(typed).erase()
    assert Person(typed).held() == {}
    suppress_address(typed)
    assert not may_email("anna@bücher.example")
