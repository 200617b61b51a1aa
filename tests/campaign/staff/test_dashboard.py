"""What is waiting for staff, on the front page of the admin."""

import datetime as dt
from html import unescape
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.staff import roles
from campaign.supporters.models import Update
from campaign.tasks.models import Task, TaskKind
from councils.models import (
    Contact,
    Council,
    DailyLetterCount,
    DeliveryProblem,
    Pause,
)
from tests.seen import links, words

pytestmark = pytest.mark.django_db

SHIPPED = ("?address=none", "?council_says=nothing")


@pytest.fixture
def signed_in(client):
    """Return a function that opens the dashboard as a user with a role."""

    def open_desk(*names):
        user = User.objects.create(username=f"{names[0]}@example.org")
        roles.give(user, *names)
        client.force_login(user)
        return client.get("/admin/")

    return open_desk


@pytest.fixture
def waiting(kent, sheffield, today_is):
    """Two answers from councils, a tip, a contact that bounces, and one due for a check."""
    today_is("2026-11-24")
    for council in (kent, sheffield):
        Task.objects.create(council=council, kind=TaskKind.REPLY, text="We shall sign in May.")
    Task.objects.create(council=sheffield, kind=TaskKind.WRONG, text="The website has moved.")
    contact = {"council": sheffield, "channel": "email", "source": "its website"}
    Contact.objects.create(
        role="lead_member",
        email="lead@sheffield.example",
        checked_on=dt.date(2026, 11, 1),
        check_again_on=dt.date(2027, 5, 1),
        delivery_problem=DeliveryProblem.FAILS,
        delivery_problem_since=dt.date(2026, 11, 20),
        **contact,
    )
    Contact.objects.create(
        role="director",
        email="director@sheffield.example",
        checked_on=dt.date(2026, 1, 1),
        check_again_on=dt.date(2026, 7, 1),
        **contact,
    )


def tasks(response):
    """Return the links to what waits on the desk, their text by address, in its order.

    What always waits with the record that ships is left out.
    """
    page = response.content.decode()
    part = unescape(page[page.index('id="desk-to-do"') : page.index('id="desk-switches"')])
    return {unescape(address): text for address, text in links(response).items()
            if f'href="{address}"' in part and not address.endswith(SHIPPED)
            and "/admin/" in address}  # fmt: skip


def mail(state):
    return OutgoingMessage.objects.create(
        key=f"letter:{state}",
        purpose="letter",
        recipient="anna@example.org",
        content=b"",
        state=state,
        outcome_at=timezone.now(),
    )


def test_staff_who_keep_the_record_see_what_waits_and_where(signed_in, waiting):
    assert tasks(signed_in("recorder")) == {
        "/admin/tasks/task/?kind__exact=reply": "2 answers from councils to read",
        "/admin/tasks/task/?kind__exact=wrong": "1 message that a page has a mistake",
        "/admin/councils/contact/?check=with_delivery_problem": (
            "1 contact where email comes back, or a form is asked for"
        ),
        "/admin/councils/contact/?check=overdue": "1 contact overdue for a check: unused, or soon",
    }


def test_each_task_links_to_exactly_what_it_counts(signed_in, client, waiting):
    long_ago, now = timezone.now() - dt.timedelta(days=9), timezone.now()
    for at in (long_ago, now):
        message = mail(MessageState.FAILED)
        OutgoingMessage.objects.filter(pk=message.pk).update(
            key=f"letter:{message.pk}", outcome_at=at
        )
    Update.objects.create(subject="A", text="x", tested_at=now)
    found = tasks(signed_in("administrator"))
    assert len(found) == 6
    for address, text in found.items():
        page = client.get(address)
        assert page.status_code == 200
        assert page.context["cl"].result_count == int(text.split()[0]), address


def test_every_kind_of_task_has_words_and_each_role_sees_what_is_its_own(signed_in, kent):
    mail(MessageState.UNSURE)
    for kind in TaskKind:
        Task.objects.create(council=kent, kind=kind, text="x")
    assert len(tasks(signed_in("administrator"))) == len(TaskKind) + 1
    assert not [address for address in tasks(signed_in("recorder")) if "outbox" in address]
    assert not [address for address in tasks(signed_in("reader")) if "task" in address]


def test_the_oldest_promise_stands_first_after_calls_for_help_and_each_line_has_its_day(
    signed_in, client, kent, sheffield, today_is, sign, add_event
):
    today_is("2026-11-24")
    DailyLetterCount.objects.create(council=sheffield, day="2026-11-01", self_sent=3)
    sign(sheffield, "2026-11-10")
    add_event(sheffield, "withdrawn", "2026-11-20")  # so nobody waits for it to confirm
    for kind, due in (("reply", None), ("complained", "2026-11-20"), ("wrong", "2026-12-02"),
                      ("call", None)):  # fmt: skip
        Task.objects.create(council=kent, kind=kind, text="x", due_on=due)
    Task.objects.update(created_at=timezone.now())
    page = signed_in("administrator")
    text = words(page)
    expected = [
        "1 email that may be a call for help: read now Since 24 November 2026",
        "1 complaint to answer Since 20 November 2026",
        "1 answer from councils to read Since 24 November 2026",
        "1 message that a page has a mistake By 2 December 2026",
        "councils without an address for letters",
        "32 signatures not confirmed by the council",
    ]
    assert [item for item in expected if item not in text] == [], text
    places = [text.index(item) for item in expected]
    assert places == sorted(places)
    without = words(client.get("/admin/councils/council/?address=none"))
    assert without.index("Sheffield City Council") < without.index("Barnsley")


def test_a_complaint_that_may_be_a_call_for_help_stands_first_on_the_desk(
    signed_in, kent, today_is
):
    today_is("2026-11-01")
    Task.objects.create(council=kent, kind=TaskKind.REPLY, text="We shall sign in May.")
    old = Task(council=kent, text="You never answer.", name="Bea", email="bea@home.example")
    old.receive_complaint()
    today_is("2026-11-24")
    ours = Task(council=kent, text="My stepdad hits me.", name="Kit", email="kit@home.example")
    ours.receive_complaint()
    ours.pass_on(User.objects.create(username="cy@example.org"))
    page = signed_in("supporter care")
    lines = page.context["lines"]
    assert lines[0].number == 1
    assert lines[0].rest == "complaint that may be a call for help: read now"
    assert [line.rest for line in lines if "complaint" in line.rest][1:] == ["complaint to answer"]


def test_what_is_wrong_with_the_running_stands_above_what_waits(signed_in, today_is, settings):
    today_is("2026-11-24")
    settings.SERVES = True
    page = words(signed_in("reader"))
    for wrong in (
        "The night’s jobs were not all done for 36 hours.",
        "No backup was made for 36 hours.",
    ):
        assert page.index(wrong) < page.index("Waiting for someone")


def test_no_link_of_the_guide_leads_nowhere(signed_in, client):
    signed_in("editor")
    guide = client.get("/admin/guide/")
    assert "A council ends? Under Councils , tick it" in words(guide)
    assert links(guide)  # those of the frame around it
    for link in links(guide):
        assert client.get(urljoin("/admin/guide/", link)).status_code < 400, link


def test_what_comes_up_stands_on_the_desk_the_soonest_first(
    signed_in, kent, sheffield, add_event, today_is
):
    today_is("2026-11-24")
    Council.objects.filter(pk=kent.pk).update(ends_on="2027-01-20")
    add_event(sheffield, "decision_due", "2027-01-14", checked_on=dt.date(2026, 11, 20))
    Pause.objects.create(
        council=kent, holds="both", starts_on="2026-11-20", until="2026-11-30", reason="Floods"
    )
    page = words(signed_in("recorder")).partition("Coming up")[2]
    coming = (
        "30 November 2026: The pause for Kent County Council ends",
        "14 January 2027: Sheffield City Council decides",
        "20 January 2027: Kent County Council ends",
    )
    assert [item for item in coming if item not in page] == [], page
    places = [page.index(each) for each in coming]
    assert places == sorted(places)


def test_the_desk_says_that_letters_wait_though_they_were_switched_on_and_for_what(
    signed_in, client, settings
):
    settings.SMTP, settings.LETTERS_LIVE = {"host": "localhost"}, False
    assert "letters in test" in words(signed_in("administrator"))
    desk = words(client.post("/admin/switch/", {"turn": "live"}, follow=True))
    assert "Letters may go to councils." in desk
    assert "They wait: the server’s own switch for letters is off" in desk
    assert "letters switched on, but they wait" in desk
    assert "in test" not in desk
