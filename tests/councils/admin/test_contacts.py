"""Loading a sheet of contacts in the admin: previewed first, applied as a whole or not at all."""

import pytest

from councils.models import Contact
from tests.lists import CONTACTS, publish
from tests.seen import words

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
