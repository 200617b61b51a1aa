"""Loading a sheet of contacts in the admin: previewed first, applied as a whole or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.models import Contact
from tests.seen import fields, words

SHEET = "/admin/councils/contact/sheet/"
HEADER = "council,role,way,address,source,checked on"
KENT = "Kent,leader,email,leader@kent.example,its website,2026-11-20"
SHEFFIELD = "Sheffield,leader,post,Town Hall,its website,2026-11-20"


@pytest.fixture
def upload(staff, today_is):
    """Return a function that uploads a sheet and returns the preview."""
    today_is("2026-11-24")

    def show(*lines, data=None):
        data = data if data is not None else "\n".join([HEADER, *lines]).encode()
        return staff.post(SHEET, {"sheet": SimpleUploadedFile("contacts.csv", data)})

    return show


def test_a_sheet_is_previewed_and_changes_nothing(upload):
    page = words(upload(KENT, SHEFFIELD))
    assert "This is what the sheet would do. Nothing is changed yet." in page
    assert "2 add Leave this line out : line 2 Kent leader email leader@kent.example" in page
    assert not Contact.objects.exists()


def test_a_previewed_sheet_is_applied_when_confirmed(upload, staff):
    shown = upload(KENT, SHEFFIELD)
    page = staff.post(SHEET, {"text": fields(shown)["text"], "apply": "Apply"}, follow=True)
    assert "2 contacts added or changed." in words(page)
    assert Contact.objects.count() == 2


def test_addresses_in_a_sheet_and_in_the_form_are_taken_as_they_were_meant(upload, staff, kent):
    meant = "Leader <leader@Kent.example>."
    assert "Kent leader email leader@kent.example" in words(
        upload(KENT.replace("leader@kent.example", meant))
    )
    facts = {"council": kent.pk, "role": "leader", "channel": "email", "source": "its website"}
    typed = {"email": "Leader <leader@\u200bKent.example>", "checked_on": "2026-11-20"}
    page = staff.post("/admin/councils/contact/add/", facts | typed, follow=True)
    assert "leader@kent.example" in words(page)
    assert Contact.objects.get().email == "leader@kent.example"


def test_one_contact_is_counted_in_the_singular(upload, staff):
    shown = upload(KENT)
    page = staff.post(SHEET, {"text": fields(shown)["text"], "apply": "Apply"}, follow=True)
    assert "1 contact added or changed." in words(page)


def test_a_sheet_with_one_bad_line_is_not_applied(upload, staff):
    shown = upload(KENT, SHEFFIELD.replace("Sheffield", "Atlantis"))
    assert "“Atlantis” is not a council that runs children’s services." in words(shown)
    assert "Nothing has been changed. Choose the council of the marked lines" in words(shown)
    assert "Apply all of it" not in shown.content.decode()
    text = "\n".join([HEADER, KENT, SHEFFIELD.replace("Sheffield", "Atlantis")])
    staff.post(SHEET, {"text": text, "apply": "Apply"})
    assert not Contact.objects.exists()


def test_a_line_is_settled_by_choosing_its_council_or_leaving_it_out(upload, staff, kent):
    dover, unknown = KENT.replace("Kent", "Dover"), KENT.replace("Kent", "Atlantis")
    shown = upload(SHEFFIELD)
    assert words(shown).count("Leave this line out") == 1
    shown = upload(dover, unknown)
    settled = {**fields(shown), "line-2": "KEN", "line-3": "leave"}
    again = staff.post(SHEET, settled)
    assert "This is what the sheet would do." in words(again)
    staff.post(SHEET, {**fields(again), "apply": "Apply all of it"})
    assert Contact.objects.get().council == kent


def test_a_missing_file_is_reported(staff):
    assert "Choose a file." in words(staff.post(SHEET, {"sheet": ""}))


@pytest.mark.parametrize("data", [b"\x00\xff\xfe", b"PK\x03\x04" + bytes(range(256)), b'"', b","])
def test_what_is_no_sheet_is_said(upload, data):
    page = words(upload(data=data))
    assert "Missing: " in page or "This cannot be read as a spreadsheet saved as CSV" in page


def test_a_file_that_is_too_large_is_refused_with_both_numbers(upload):
    page = words(upload(data=b"x" * 2_000_001))
    assert "This file has 2,000,001 bytes; 2,000,000 is the most." in page


def test_a_sheet_from_an_older_spreadsheet_is_loaded(upload):
    text = f"{HEADER}\n{KENT}".replace("its website", "Kent’s page")
    page = words(upload(data=text.encode("cp1252")))
    assert "Kent’s page" in page


def test_the_text_of_a_sheet_cannot_become_markup(upload):
    page = upload(KENT.replace("its website", "<img src=x>"))
    assert "<img src=x>" not in page.content.decode()


def test_the_sheet_is_one_click_from_the_list(staff):
    assert SHEET in staff.get("/admin/councils/contact/").content.decode()


def test_a_contact_can_be_entered_by_hand(send, kent, today_is):
    today_is("2026-11-24")
    send(
        "/admin/councils/contact/add/",
        council=kent.pk,
        role="leader",
        channel="email",
        email="leader@kent.example",
        source="its website",
        checked_on="2026-11-20",
    )
    assert Contact.objects.get().check_again_on.isoformat() == "2027-05-22"


def test_a_contact_that_no_longer_exists_can_be_deleted(staff, upload):
    shown = upload(KENT)
    staff.post(SHEET, {"text": fields(shown)["text"], "apply": "Apply"})
    staff.post(f"/admin/councils/contact/{Contact.objects.get().pk}/delete/", {"post": "yes"})
    assert not Contact.objects.exists()
