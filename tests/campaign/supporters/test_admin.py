"""Staff put an address on the list, check one, and see nobody's address anywhere."""

import pytest
from django.contrib.auth.models import User

from campaign.outbox.models import OutgoingMessage
from campaign.staff import roles
from campaign.supporters.models import SuppressedAddress
from campaign.supporters.suppression import may_email, suppress_address
from tests.campaign.supporters.mailbox import ANNA
from tests.seen import fields, words

ADDRESS = "/admin/supporters/suppressedaddress/address/"


def test_staff_add_an_address_as_a_hash(staff, confirmed):
    page = staff.post(ADDRESS, {"email": ANNA, "add": "1"}, follow=True)
    assert "The address is on the list." in words(page)
    assert ANNA not in page.content.decode()
    assert SuppressedAddress.objects.get().reason == "staff"
    assert not may_email(ANNA)


def test_staff_check_an_address_and_take_it_off(staff, db):
    suppress_address(ANNA)
    assert "This address is on the list" in words(staff.post(ADDRESS, {"email": ANNA.upper()}))
    assert "is not on the list" in words(staff.post(ADDRESS, {"email": "bob@example.org"}))
    page = staff.post(ADDRESS, {"email": ANNA, "remove": "1"}, follow=True)
    assert "Taken off the list." in words(page)
    assert may_email(ANNA)


@pytest.mark.parametrize("typed", ["*@mailinator.com", "@mailinator.com", "@ｍailinator.com"])
def test_staff_list_a_whole_domain_once_they_have_seen_what_that_means(staff, ask, typed):
    ask(address="a@mailinator.com")
    ask(address="b@deep.mailinator.com", page="/alerts/?council=leeds")
    ask(address=ANNA)
    seen = staff.post(ADDRESS, {"email": typed, "add": "1"})
    assert "Nothing is saved yet." in words(seen)
    assert not SuppressedAddress.objects.exists()
    page = staff.post(ADDRESS, fields(seen) | {"email": typed, "add": "1"}, follow=True)
    assert "@mailinator.com is on the list, and emails to it are stopped." in words(page)
    waiting = OutgoingMessage.objects.waiting().values_list("recipient", flat=True)
    assert list(waiting) == [ANNA]
    before = OutgoingMessage.objects.count()
    ask(address="new@mailinator.com")
    ask(address="new@deep.Mailinator.com")
    assert OutgoingMessage.objects.count() == before
    assert may_email("anna@notmailinator.com")
    assert "is on the list" in words(staff.post(ADDRESS, {"email": "who@mailinator.com"}))
    staff.post(ADDRESS, {"email": "@mailinator.com", "remove": "1"})
    assert may_email("new@mailinator.com")


@pytest.mark.parametrize("typed", ["x", "mailinator.com", "@", "*@", "@com", "a*@mailinator.com"])
def test_what_is_neither_an_address_nor_a_domain_is_refused_with_the_reason(staff, typed, db):
    page = words(staff.post(ADDRESS, {"email": typed, "add": "1", "seen": typed}))
    assert "or @example.org for everybody there." in page
    assert not SuppressedAddress.objects.exists()


@pytest.mark.parametrize("address", [ADDRESS, "/admin/inbox/incomingmessage/"])
def test_reader_sees_none_of_it(client, db, address):
    reader = User(username="rita@example.org")
    roles.give(reader, "reader")
    client.force_login(reader)
    assert client.get(address).status_code == 403
    assert client.post(address, {"email": ANNA, "add": "1"}).status_code == 403
