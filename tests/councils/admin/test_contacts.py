"""Loading a sheet of contacts in the admin: previewed first, applied as a whole or not at all."""

import datetime as dt

import pytest

from councils.models import Contact
from tests.lists import CONTACTS, bring, press, publish
from tests.seen import fields, links, words

pytestmark = pytest.mark.promise(18)


HEADER = "council,role,way,address,source,checked on"
KENT = "Kent,leader,email,leader@kent.example,its website,2026-11-20"
SHEFFIELD = "Sheffield,leader,post,Town Hall,its website,2026-11-20"


def test_an_address_in_the_form_is_taken_as_it_was_meant(staff, kent, today_is):
    today_is("2026-11-24")
    facts = {"council": "Kent", "role": "leader", "channel": "email", "source": "its website"}
    typed = {"email": "Leader <leader@\u200bKent.example>", "checked_on": "2026-11-20"}
    page = staff.post("/admin/councils/contact/add/", facts | typed, follow=True)
    assert "leader@kent.example" in words(page)
    assert Contact.objects.get().email == "leader@kent.example"


def test_a_contact_that_no_longer_exists_can_be_deleted(staff, today_is):
    today_is("2026-11-24")
    publish(staff, f"{HEADER}\n{KENT}", CONTACTS)
    staff.post(f"/admin/councils/contact/{Contact.objects.get().pk}/delete/", {"post": "yes"})
    assert not Contact.objects.exists()


ADD = "/admin/councils/contact/add/"


def test_an_address_of_another_council_is_asked_about_once_and_taken(staff, today_is):
    today_is("2026-11-24")
    typed = {"council": "Hull", "role": "director", "channel": "email", "source": "its website"}
    typed |= {"email": "dcs@leeds.gov.uk", "checked_on": "2026-11-20"}
    asked = staff.post(ADD, fields(staff.get(ADD)) | typed)
    assert "This address is Leeds City Council’s. Is it right for Hull City Council?" in words(
        asked
    )
    assert "needs it" not in words(asked), "the address is there, and only asked about"
    late = words(staff.post(ADD, fields(asked) | {"email": "", "checked_on": "2027-11-20"}))
    assert "needs it" in late and "20 November 2027 has not come yet" in late
    assert not Contact.objects.exists()
    other = fields(asked) | {"email": "dcs@york.gov.uk"}
    assert "This address is City of York Council’s." in words(staff.post(ADD, other))
    assert staff.post(ADD, fields(asked)).status_code == 302
    change = f"/admin/councils/contact/{Contact.objects.get().pk}/change/"
    again = fields(staff.get(change)) | {"source": "its list of mailboxes"}
    assert staff.post(change, again).status_code == 302, "it was asked about before"


@pytest.mark.parametrize(
    "email", ["dcs@hullcc.gov.uk", "dcs@children.hullcc.gov.uk", "dcs@hull.example", "x@nhs.net"]
)
def test_its_own_address_and_one_of_no_council_are_not_asked_about(staff, today_is, email):
    today_is("2026-11-24")
    typed = {"council": "Hull", "role": "director", "channel": "email", "source": "its website"}
    typed |= {"email": email, "checked_on": "2026-11-20"}
    assert staff.post(ADD, fields(staff.get(ADD)) | typed).status_code == 302


def test_in_a_list_such_a_line_waits_until_somebody_ticks_it(staff, today_is):
    today_is("2026-11-24")
    doubtful = "York,lead_member,email,lead.member@northyorks.gov.uk,its website,2026-11-20"
    page = bring(staff, f"{HEADER}\n{KENT}\n{doubtful}", CONTACTS)
    asked = "This address is North Yorkshire Council’s. Is it right for City of York Council?"
    assert asked in words(page)
    press(staff, page, "publish")
    assert [contact.council.code for contact in Contact.objects.all()] == ["KEN"]
    page = bring(staff, f"{HEADER}\n{doubtful}", CONTACTS)
    press(
        staff,
        page,
        "publish",
        take=[line.number for line in page.context["groups"]["READ_OTHERWISE"]],
    )
    assert Contact.objects.filter(email="lead.member@northyorks.gov.uk").exists()


def test_a_contact_deleted_by_mistake_is_put_back_as_it_was(staff, today_is):
    today_is("2026-11-24")
    publish(staff, f"{HEADER}\n{KENT}", CONTACTS)
    was = Contact.objects.values().get()
    delete = f"/admin/councils/contact/{was['id']}/delete/"
    deleted = staff.post(delete, {"post": "yes"}, follow=True)
    (again,) = [to for to, text in links(deleted).items() if text == "Put it back"]
    filled = staff.get(again)
    assert not Contact.objects.exists()  # a link saves nothing
    assert staff.post(again, fields(filled)).status_code == 302
    now = Contact.objects.values().get()
    assert now | {"id": was["id"]} == was
    assert "delete_selected" not in staff.get("/admin/councils/contact/").content.decode()


STOPPED = "Where there is none, they are stopped and their writers told"


@pytest.fixture
def leader(kent, today_is):
    """The leader of Kent by email, checked four days ago."""
    today_is("2026-11-24")
    contact = Contact(council=kent, role="leader", channel="email", email="leader@kent.example")
    contact.source, contact.checked_on = "its website", dt.date(2026, 11, 20)
    return contact.update()


def test_whoever_deletes_a_contact_reads_first_what_becomes_of_letters(staff, leader):
    page = f"/admin/councils/contact/{leader.pk}/"
    assert STOPPED in words(staff.get(f"{page}delete/"))
    deleted = words(staff.post(f"{page}delete/", {"post": "yes"}, follow=True))
    assert "Putting it back does not bring them back." in deleted


def test_a_contact_without_an_email_address_says_nothing_of_letters(staff, leader):
    Contact.objects.update(channel="post", email="", address="County Hall")
    page = f"/admin/councils/contact/{leader.pk}/"
    assert STOPPED not in words(staff.get(f"{page}delete/"))
    moved = fields(staff.get(f"{page}change/")) | {"council": "Hull"}
    assert staff.post(f"{page}change/", moved).status_code == 302


@pytest.mark.parametrize(
    "change",
    [{"council": "Hull"}, {"channel": "post", "email": "", "address": "County Hall"}],
    ids=["moved", "emptied"],
)
def test_a_change_that_stops_letters_is_asked_about_once(staff, leader, change):
    page = f"/admin/councils/contact/{leader.pk}/change/"
    asked = staff.post(page, fields(staff.get(page)) | change)
    assert STOPPED in words(asked)
    assert Contact.objects.get().email == "leader@kent.example"
    assert Contact.objects.get().council.code == "KEN"
    assert staff.post(page, fields(asked)).status_code == 302


def test_both_doubts_about_one_address_are_one_question(staff, leader):
    page = f"/admin/councils/contact/{leader.pk}/change/"
    change = {"council": "Hull", "email": "dcs@leeds.gov.uk"}
    asked = staff.post(page, fields(staff.get(page)) | change)
    assert STOPPED in words(asked)
    assert "This address is Leeds City Council’s." in words(asked)
    assert staff.post(page, fields(asked)).status_code == 302


def test_another_address_of_the_same_council_is_not_asked_about(staff, leader):
    page = f"/admin/councils/contact/{leader.pk}/change/"
    change = fields(staff.get(page)) | {"email": "office@kent.example"}
    assert staff.post(page, change).status_code == 302


def test_a_contact_put_back_still_knows_that_its_address_fails(staff, leader):
    leader.record_delivery_problem("fails", "our question came back")
    page = f"/admin/councils/contact/{leader.pk}/delete/"
    deleted = staff.post(page, {"post": "yes"}, follow=True)
    [again] = [to for to, text in links(deleted).items() if text == "Put it back"]
    assert staff.post(again, fields(staff.get(again))).status_code == 302
    back = Contact.objects.get()
    assert (back.delivery_problem, back.check_again_on) == ("fails", leader.check_again_on)
