"""A list of contacts: roles, ways and addresses as people write them."""

import datetime as dt

import pytest

from councils.models import Contact
from tests.lists import LEADER, ticks
from tests.seen import links, words

pytestmark = pytest.mark.usefixtures("november")


def test_a_contact_is_added_and_changed(contacts, press, staff):
    page = contacts(LEADER, "Kent,Director,1 High Street,a letter,20/11/2026")
    seen = words(page)
    assert "Kent County Council Line 2 Leader of the Council by email old@kent.gov.uk" in seen
    assert "by post 1 High Street" in seen
    assert "2 recorded" in words(press(page, "publish"))
    new = LEADER.replace("old@", "new@").replace("20 Nov", "24 Nov")
    page = contacts(new)
    assert "“old@kent.gov.uk” → “new@kent.gov.uk”" in words(page)
    assert ticks(page) == {
        "box": [],
        "change": [2],
        "take": [],
    }  # what would replace an address is unticked
    done = press(page, "publish", take=[2])
    contact = Contact.objects.get(channel="email")
    assert (contact.email, contact.checked_on) == ("new@kent.gov.uk", dt.date(2026, 11, 24))
    assert contact.check_again_on > dt.date(2027, 4, 10)
    assert f"/admin/councils/contact/{contact.pk}/change/" in links(done)
    assert "1 already on record" in words(contacts(new))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            LEADER.replace("leader", "king"),
            "This is not one of the choices",
        ),
        (LEADER.replace("leader", "king"), "Role Choose Lead Member"),
        (LEADER.replace("20 November 2026", "soon"), "Write a day like 4 November 2026."),
        (LEADER.replace("20 November 2026", "25 November 2126"), "has not come yet"),
        (LEADER.replace("old@kent.gov.uk", "not-an-email"), "It should look like name@example"),
        (LEADER.replace("its website", ""), "Fill this in."),
        (LEADER.replace("Kent,", "Cumbria County,"), "may be 2 councils. Say which."),
        (LEADER.replace("Kent,", "Wexbridge,"), "We know no council “Wexbridge”."),
    ],
)
def test_a_contact_that_cannot_be_is_refused_in_the_forms_own_words(contacts, line, says):
    page = contacts(line)
    assert says in words(page) and ticks(page)["box"] == []


@pytest.mark.parametrize(
    ("role", "way", "address", "kept"),
    [
        ("lead_member", "email", "Leader <lead@\u200bKent.example>.", "lead@kent.example"),
        ("Cabinet Member", "E-mail", "lead@kent.example", "lead@kent.example"),
        ("DCS", "Web form", "kent.example/form", "https://kent.example/form"),
        ("Director of Children's Services", "", "https://kent.example/form",
         "https://kent.example/form"),
        ("LEADER", "post", "County Hall", "County Hall"),
    ],
)  # fmt: skip
def test_a_role_and_a_way_are_read_in_the_words_people_use(
    contacts, press, role, way, address, kept
):
    head = "Source,Checked_on,Remark,COUNCIL,Role,Way,Address"
    line = f"its website,20 Nov 2026,hello,ken,{role},{way},{address}"
    press(contacts("", line, ",,,,,,", head=head), "publish")
    contact = Contact.objects.get()
    assert kept in (contact.email, contact.url, contact.address)
    assert contact.council.code == "KEN"


def test_a_contact_without_an_address_is_asked_for_it_beside_another_of_its_role(contacts):
    page = contacts(LEADER, "Kent,leader,,its website,20 November 2026")
    seen = words(page)
    assert "Email: This way of reaching the council needs it." in seen


@pytest.mark.parametrize(
    "where",
    ["Leader leader@kent.gov.uk", "Mr. leader@kent.gov.uk", "a@kent.gov.uk or b@kent.gov.uk"],
)
def test_words_beside_an_address_become_no_part_of_it(contacts, where):
    seen = words(contacts(f"Kent,leader,{where},its website,20 November 2026"))
    assert "1 needs you" in seen
    assert where in seen


def test_a_stray_space_within_an_address_is_said_before_it_is_recorded(contacts):
    seen = words(contacts("Kent,leader,lead @kent. gov.uk,its website,20 November 2026"))
    assert "“lead @kent. gov.uk” is read as lead@kent.gov.uk." in seen


def test_a_space_within_an_address_is_mended_and_contacts_are_not_called_public(contacts, press):
    page = contacts("Kent,leader,lead @kent. gov.uk,its website,20 November 2026")
    done = words(press(page, "publish"))
    assert "1 recorded. Letters use them from now. No page shows an address." in done
    assert Contact.objects.get().email == "lead@kent.gov.uk"


def test_a_name_beside_an_address_is_seen_to_be_left_away(contacts, press):
    page = contacts("Kent,leader,Cllr Jo Gray <lead@kent.gov.uk>,its website,20 November 2026")
    said = "“Cllr Jo Gray <lead@kent.gov.uk>” is read as lead@kent.gov.uk."
    assert said in words(page)
    opened = press(page, "mend", mend=2)
    assert said not in words(press(opened, "look", **{"line-2-email": "new@kent.gov.uk"}))


@pytest.mark.parametrize(
    "where", ["01622 123456", "Tel: 01622 123456 ext 4", "+44 (0)1622 123 456"]
)
def test_a_telephone_number_is_no_postal_address(contacts, where):
    page = contacts(f"Kent,leader,{where},its website,20 November 2026")
    assert "1 needs you" in words(page) and where in words(page)


def test_a_list_of_people_with_their_job_titles_is_one_of_contacts(contacts, press):
    head = "Council,Name,Job title,Email,Phone,Web form,Source,Date checked"
    page = contacts(
        "Kent,Jo Gray,Leader,lead@kent.gov.uk,01622 123456,,its website,20/11/2026",
        "Leeds,Al Bo,DCS,,,https://www.leeds.gov.uk/form,its website,20/11/2026",
        head=head,
    )
    press(page, "publish")
    reached = {contact.email or contact.url for contact in Contact.objects.all()}
    assert reached == {"lead@kent.gov.uk", "https://www.leeds.gov.uk/form"}


def test_an_email_address_is_read_before_a_postal_one_wherever_it_stands(contacts, press):
    head = "Council,Role,Address,Email,Source,Checked on"
    page = contacts("Kent,leader,County Hall,lead@kent.gov.uk,its website,20/11/2026", head=head)
    assert "County Hall" in words(page)  # beside the line
    press(page, "publish")
    assert Contact.objects.get().email == "lead@kent.gov.uk"
