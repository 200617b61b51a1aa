"""Delivery problems of contacts, and how staff clear them."""

import datetime as dt

import pytest

from councils.models import Contact, DeliveryProblem

pytestmark = pytest.mark.promise(18)


DAY = dt.date(2026, 11, 24)


@pytest.fixture
def contact(kent, today_is):
    today_is("2026-11-24")
    return Contact.objects.create(
        council=kent,
        email="lead@kent.example",
        source="https://kent.example/",
        checked_on="2026-11-20",
        check_again_on="2027-05-20",
    )


def held(contact):
    contact.refresh_from_db()
    return contact.delivery_problem, contact.delivery_problem_since, contact.delivery_problem_detail


def test_a_contact_whose_mail_bounces_is_not_used(contact):
    assert contact in Contact.objects.usable()
    contact.record_delivery_problem(DeliveryProblem.FAILS, "the address does not work, 5.1.1")
    assert held(contact) == ("fails", DAY, "the address does not work, 5.1.1")
    assert contact not in Contact.objects.usable()
    assert not contact.is_usable()


def form(staff, contact, **changed):
    address = f"/admin/councils/contact/{contact.pk}/change/"
    typed = {
        "council": contact.council.name,
        "role": "lead_member",
        "channel": "email",
        "email": "lead@kent.example",
        "source": "https://kent.example/",
        "checked_on": "2026-11-20",
        "check_again_on": "2027-05-20",
        "delivery_problem": contact.delivery_problem,
        **changed,
    }
    assert staff.post(address, typed).status_code == 302


def test_a_new_address_clears_the_problem(staff, contact):
    contact.record_delivery_problem(DeliveryProblem.FAILS, "gone")
    form(staff, contact, source="a letter")
    assert held(contact)[0] == "fails"
    form(staff, contact, email="new@kent.example")
    assert held(contact) == ("", None, "")
