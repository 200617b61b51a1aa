"""The database is put back to an older state, and after_restore is run as docs/deploy.md says.

Each test is a moment of a snapshot and what was done after it. The ledger stays as it is.
"""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from campaign.inbox.process import process
from campaign.outbox.mime import readable
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation
from campaign.safeguarding import addresses
from campaign.safeguarding.alarm import take_link
from campaign.staff import roles
from campaign.supporters.suppression import suppress_address
from campaign.tasks.models import Task
from tests.campaign.safeguarding.conftest import (
    CALL,
    CHILD,
    DEPUTY,
    LEAD,
    PASSWORD,
    TO_US,
    email,
)  # fmt: skip
from tests.seen import fields, words

pytestmark = [pytest.mark.django_db, pytest.mark.promise(17)]

NEW = "lena@charity.example"


def call(number=1, text=CALL):
    process(email(text, number=number), TO_US)


def deliver():
    call_command("deliver", verbosity=0)


def times(post, to, words) -> int:
    """Return how often an email with these words went to somebody."""
    return sum(1 for address, said in post if address == to and words in said)


HELPLINES = "please do not wait for us"
ALARM = "A program or one of us noticed"


# A call on its way


def test_helplines_and_an_alarm_that_had_not_left_go_although_the_database_was_put_back(
    put_back, post
):
    call()
    put_back(lambda: None)
    assert times(post, CHILD, HELPLINES) == 1
    assert times(post, LEAD, ALARM) == 1


def test_helplines_and_an_alarm_that_left_after_the_snapshot_do_not_go_again(put_back, post):
    call()
    put_back(deliver)
    assert times(post, CHILD, HELPLINES) == 1
    assert times(post, LEAD, ALARM) == 1
    assert "The helplines went to its sender on" in Task.objects.get().helplines_went


def test_without_its_ledger_a_child_rather_gets_the_helplines_twice_than_never(
    put_back, post, tmp_path
):
    call()
    lost = tmp_path / "lost"
    lost.write_text("")
    said = put_back(deliver, ledger=lost)
    assert "The ledger knows of fewer emails" not in said  # none had left in this state
    assert times(post, CHILD, HELPLINES) == 2
    assert times(post, LEAD, ALARM) == 2


def test_a_child_in_a_worker_that_was_handing_over_is_not_left_without(put_back, post):
    call()
    OutgoingMessage.objects.filter(purpose="helplines").update(
        state="sending", attempts=1, data_started_at=timezone.now()
    )
    put_back(lambda: None)
    assert times(post, CHILD, HELPLINES) == 1


def test_who_asked_never_to_be_written_to_since_gets_no_helplines_that_waited(
    put_back, post, settings
):
    call()
    put_back(lambda: suppress_address(CHILD))
    assert times(post, CHILD, HELPLINES) == 0
    assert times(post, LEAD, ALARM) == 1


# What the desk forgot


def test_a_call_that_came_after_the_snapshot_is_known_to_be_lost_by_all_who_must_know(
    put_back, post, ada
):
    put_back(lambda: (call(), deliver()))
    assert not Task.objects.exists()
    for address in (LEAD, DEPUTY, ada.email):
        assert times(post, address, "You may have the only copy") == 1


def test_the_link_of_a_lost_call_takes_no_other_childs_and_says_what_is_so(
    put_back, client, settings
):
    links = []

    def meanwhile():
        call()
        links.append(Task.objects.get())

    put_back(meanwhile)
    link = take_link(links[0]).removeprefix(settings.SITE_URL)
    another_childs = Task.objects.create(
        pk=links[0].pk, kind="call", text=CALL, email="jo@mail.example", call_since=timezone.now()
    )
    page = client.post(link)
    assert page.status_code == 404
    assert "act on the email that you have" in words(page)
    assert not another_childs.steps.exists()


def test_a_call_that_was_taken_since_is_told_again_in_words_that_are_true(put_back, post, today_is):
    today_is("2026-11-24", "12:00")
    call()
    deliver()
    today_is("2026-11-24", "14:00")
    put_back(lambda: Task.objects.get().take_by_link())
    assert times(post, DEPUTY, "We know of nobody who is dealing with") == 1
    assert times(post, DEPUTY, "nobody has said") == 0
    [step] = Task.objects.get().steps.all()
    assert "somebody may have dealt with it, or answered" in step.text


def test_a_call_that_was_closed_since_is_open_again_and_says_so(put_back, ada, client):
    call()
    put_back(lambda: Task.objects.get().dismiss(ada))
    task = Task.objects.get()
    assert task.done_at is None
    client.force_login(ada)
    assert "What was done with this since is not here" in words(client.get(task.desk_url))


def test_a_complaint_that_was_answered_since_says_that_it_may_have_been(put_back, ada, post, kent):
    complaint = Task(council=kent, text="Wrong.", name="Bea", email="bea@home.example")
    complaint.receive_complaint()

    def answer():
        Task.objects.get().finish("It was put right.", ada)
        deliver()

    put_back(answer)
    [told] = [said for to, said in post if "put right" in said]
    assert "or answered" in Task.objects.get().steps.last().text


# Whose address it is


@pytest.mark.parametrize("field", ["safeguarding_email", "deputy_email"])
def test_an_address_that_was_replaced_since_does_not_count_again_and_administrators_know(
    put_back, post, ada, field
):
    before = getattr(Organisation.current(), field)

    def replace():
        addresses.ask(field, NEW, "ada@example.org")
        addresses.Asked(addresses.PLACES[field], NEW).confirm()

    put_back(replace)
    assert getattr(Organisation.current(), field) == ""
    assert times(post, before, "You may have the only copy") == 0
    assert times(post, ada.email, "is now nobody" if field[0] == "s" else "deputy is nobody") == 1
    call(2)
    deliver()
    assert times(post, before, ALARM) == 0


def test_an_address_that_was_taken_out_since_stays_out(put_back, post):
    put_back(lambda: addresses.ask("deputy_email", "", "ada@example.org"))
    assert Organisation.current().deputy_email == ""


def test_while_open_health_is_unwell_once_nobody_is_known_to_read_calls(put_back, client, lead):
    lead.opened_at = timezone.now()
    lead.save()

    def replace():
        addresses.ask("safeguarding_email", NEW, "ada@example.org")
        addresses.Asked(addresses.PLACES["safeguarding_email"], NEW).confirm()

    put_back(replace)
    assert client.get("/health/").json()["safeguarding"] == "unwell"


def test_a_strangers_address_that_was_asked_by_mistake_cannot_say_yes_after_a_restore(
    put_back, client
):
    addresses.ask("safeguarding_email", "eve@evil.example", "ada@example.org")
    asked = OutgoingMessage.objects.get(recipient="eve@evil.example")
    link = readable(bytes(asked.content))[1].partition("/safeguarding/confirm/")[2].split()[0]
    put_back(lambda: addresses.ask("safeguarding_email", NEW, "ada@example.org"))
    assert client.post(f"/safeguarding/confirm/{link}").status_code == 404
    assert Organisation.current().safeguarding_email == LEAD


def test_an_address_that_nobody_touched_still_counts(put_back, post):
    put_back(lambda: None)
    call(2)
    deliver()
    assert times(post, LEAD, ALARM) == 1


# Staff


def test_a_role_that_was_taken_away_since_opens_nothing_until_an_administrator_says_so(
    put_back, ada, client
):
    eve = User.objects.create_user("eve@example.org", "eve@example.org", PASSWORD)
    roles.give(eve, "administrator")

    def lower():
        client.force_login(ada)
        page = client.get(f"/admin/auth/user/{eve.pk}/change/")
        typed = fields(page) | {"roles": ["reader"], "own_password": PASSWORD}
        assert client.post(f"/admin/auth/user/{eve.pk}/change/", typed).status_code == 302

    put_back(lower)
    eve.refresh_from_db()
    ada.refresh_from_db()
    assert not eve.is_active
    assert ada.is_active


def test_a_role_that_was_added_since_shuts_nobody_out(put_back):
    call_command("staff", "cy@example.org", role=["reader"], stdout=io.StringIO())
    put_back(
        lambda: call_command(
            "staff", "cy@example.org", role=["reader", "editor"], stdout=io.StringIO()
        )
    )
    assert User.objects.get(username="cy@example.org").is_active
