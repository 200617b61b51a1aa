"""When a contact is checked again: spread, announced, and a mailbox a little late is still used."""

import datetime as dt
from collections import Counter

import pytest

from councils.models import Contact, Council, DeliveryProblem
from tests.seen import words

pytestmark = pytest.mark.django_db

CHECKED = dt.date(2026, 11, 24)


@pytest.fixture
def all_checked_on_one_day(today_is):
    """Every council's mailbox, checked on one day."""
    today_is("2026-11-24")
    for council in Council.objects.responsible().current(CHECKED):
        Contact(
            council=council, email=f"lead@{council.slug}.example", source="its website",
            checked_on=CHECKED,
        ).update()  # fmt: skip
    return Contact.objects.all()


def test_what_was_checked_on_one_day_is_not_due_on_one_day(all_checked_on_one_day):
    due = Counter(all_checked_on_one_day.values_list("check_again_on", flat=True))
    assert max(due.values()) <= 12
    assert min(due) > CHECKED + dt.timedelta(days=140)
    assert max(due) <= CHECKED + dt.timedelta(days=183)
    assert len(due) > 35


def test_two_contacts_of_one_council_are_due_together_and_a_day_that_is_chosen_stays(kent):
    about = {"council": kent, "source": "its website", "checked_on": CHECKED}
    first = Contact(**about, email="lead@kent.example").update()
    second = Contact(**about, role="director", email="director@kent.example").update()
    assert first.check_again_on == second.check_again_on
    chosen = Contact(**about, role="leader", email="x@kent.example",
                     check_again_on=dt.date(2027, 1, 5)).update()  # fmt: skip
    assert chosen.check_again_on == dt.date(2027, 1, 5)


def test_the_desk_says_it_six_weeks_before_the_first_is_due(
    all_checked_on_one_day, client, editor, today_is
):
    def desk(day: dt.date, address: str = "/admin/") -> str:
        today_is(day.isoformat())
        client.force_login(editor)
        return words(client.get(address))

    first = min(all_checked_on_one_day.values_list("check_again_on", flat=True))
    assert "to be checked again" not in desk(first - dt.timedelta(days=43))
    assert "to be checked again" in desk(first - dt.timedelta(days=42))
    page = desk(first - dt.timedelta(days=1))
    number = Contact.objects.due_soon().count()
    assert number > 100
    assert f"{number} contacts are to be checked again, the last by" in page
    listed = desk(first - dt.timedelta(days=1), "/admin/councils/contact/?check=due_soon")
    assert f"{number} in all" in listed


@pytest.fixture
def mailbox(sheffield, today_is):
    today_is("2026-11-24")
    return Contact.objects.create(
        council=sheffield, email="lead@sheffield.example", source="its website",
        checked_on=CHECKED, check_again_on=dt.date(2027, 5, 20),
    )  # fmt: skip


def first_screen(client):
    return words(client.get("/councils/sheffield/write/", follow=True))


SAID = "We last checked the address for letters to Sheffield on 24 November 2026."


def is_written_to() -> bool:
    return Contact.objects.councils_without().filter(slug="sheffield").count() == 0


@pytest.mark.promise(18)
def test_a_mailbox_without_a_bounce_is_used_thirty_days_more_and_its_writer_is_told(
    mailbox, client, today_is
):
    assert SAID not in first_screen(client)
    today_is("2027-05-20")
    assert is_written_to()
    assert SAID in first_screen(client)
    today_is("2027-06-18")
    assert is_written_to()
    today_is("2027-06-19")
    assert not is_written_to()
    assert SAID not in first_screen(client)


@pytest.mark.parametrize("problem", [DeliveryProblem.FAILS, DeliveryProblem.OTHER])
def test_one_from_which_something_came_back_is_not(mailbox, problem, today_is):
    mailbox.record_delivery_problem(problem, "it came back")
    today_is("2027-05-20")
    assert not is_written_to()


def test_nor_is_a_form_or_a_postal_address(mailbox, today_is):
    Contact.objects.update(channel="post", email="", address="Town Hall")
    today_is("2027-05-20")
    assert not is_written_to()


def test_a_question_of_ours_goes_to_a_checked_address_alone(mailbox, today_is):
    today_is("2027-05-20")
    assert mailbox in Contact.objects.usable()
    assert mailbox not in Contact.objects.checked()
