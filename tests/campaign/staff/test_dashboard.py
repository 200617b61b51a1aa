"""What is waiting for staff, on the front page of the admin."""

import datetime as dt
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.staff import roles
from campaign.staff.waiting import TASK_WORDS
from campaign.supporters.models import Update
from campaign.tasks.models import Task, TaskKind
from councils.models import (
    Contact,
    Council,
    DailyLetterCount,
    DeliveryProblem,
    MissingFromCare,
)
from tests.seen import links, words

pytestmark = pytest.mark.django_db

SHIPPED = ("?address=none", "?council_says=nothing", "?life=ending")


@pytest.fixture(autouse=True)
def newest_figures(kent):
    """The department's newest file on children missing from care is loaded."""
    year = {"year": timezone.now().year, "loaded_on": timezone.now().date()}
    return MissingFromCare.objects.create(council=kent, **year)


def test_every_kind_of_task_has_words_on_the_desk():
    assert set(TASK_WORDS) == set(TaskKind)


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
    """Return the links to what waits on the dashboard, their text by address.

    Those to tasks by person are left out, and what always waits with the record that ships.
    """
    page = response.content.decode()
    part = page[page.index('id="desk-to-do"') : page.index('id="desk-switches"')]
    part = unescape(part.partition("<ul>")[2])
    return {unescape(address): text for address, text in links(response).items()
            if f'href="{address}"' in part and not address.endswith(SHIPPED)}  # fmt: skip


def mail(state):
    return OutgoingMessage.objects.create(
        key=f"letter:{state}",
        purpose="letter",
        recipient="anna@example.org",
        content=b"",
        state=state,
        outcome_at=timezone.now(),
    )


def test_a_bounced_email_is_a_task(signed_in):
    OutgoingMessage.objects.filter(pk=mail(MessageState.ACCEPTED).pk).update(
        bounced_at=timezone.now()
    )
    address = "/admin/outbox/outgoingmessage/?lately=back"
    expected = {address: "1 email that came back in the last 7 days"}
    assert tasks(signed_in("admin")) == expected


def test_the_dashboard_says_when_nothing_waits(signed_in, monkeypatch):
    monkeypatch.setattr("campaign.staff.dashboard.SOURCES", [])
    page = signed_in("admin")
    assert "To do Nothing waits for a person." in words(page)


@pytest.mark.parametrize("role", ["editor", "recorder", "admin"])
def test_staff_who_keep_the_record_see_what_waits_and_where(signed_in, waiting, role):
    assert tasks(signed_in(role)) == {
        "/admin/tasks/task/?kind__exact=reply": "2 answers from councils to read",
        "/admin/tasks/task/?kind__exact=wrong": "1 message that a page has a mistake",
        "/admin/councils/contact/?check=with_delivery_problem": (
            "1 contact with a problem:"
            " email to it comes back, or it asks for a form, or reports spam"
        ),
        "/admin/councils/contact/?check=overdue": (
            "1 contact to check again: its check is overdue, so it is not used"
        ),
    }


def test_each_task_links_to_exactly_what_it_counts(signed_in, client, waiting):
    long_ago, now = timezone.now() - dt.timedelta(days=9), timezone.now()
    for at in (long_ago, now):
        for message, state in ((mail(MessageState.FAILED), {"outcome_at": at}),
                               (mail(MessageState.ACCEPTED), {"bounced_at": at})):  # fmt: skip
            OutgoingMessage.objects.filter(pk=message.pk).update(
                key=f"letter:{message.pk}", **state
            )
        Update.objects.create(subject="A", text="x", to_all=True, tested_at=now, approved_at=at)
    Update.objects.create(subject="A", text="x", to_all=True, tested_at=now)
    found = tasks(signed_in("admin"))
    assert len(found) == 7
    for address, text in found.items():
        page = client.get(address)
        assert page.status_code == 200
        assert page.context["cl"].result_count == int(text.split()[0]), address


def test_items_already_dealt_with_are_no_longer_tasks(signed_in, waiting):
    for task in Task.objects.open():
        task.finish()
    assert not [address for address in tasks(signed_in("editor")) if "tip" in address]


def test_failed_email_is_a_task_for_staff_who_may_see_email(signed_in, waiting):
    mail(MessageState.UNSURE)
    of_care, of_recorder = tasks(signed_in("supporter care")), tasks(signed_in("recorder"))
    text = of_care["/admin/outbox/outgoingmessage/?state__exact=unsure"]
    assert text.startswith("1 email that may or may not have been sent")
    assert not [address for address in of_recorder if "outbox" in address]
    assert "/admin/tasks/task/?kind__exact=reply" in of_recorder
    assert not [address for address in tasks(signed_in("reader")) if "task" in address]


def test_staff_without_permissions_have_no_tasks(client, waiting):
    client.force_login(User.objects.create(username="new@example.org", is_staff=True))
    assert "Nothing waits for a person." in words(client.get("/admin/"))


def test_the_dashboard_asks_for_the_years_figures_each_december(
    signed_in, newest_figures, today_is
):
    asked = "1 thing to look at in the register"
    MissingFromCare.objects.filter(pk=newest_figures.pk).update(year=2025)
    today_is("2026-11-30")
    assert asked not in tasks(signed_in("editor")).values()
    today_is("2026-12-01")
    assert asked in tasks(signed_in("admin")).values()
    MissingFromCare.objects.filter(pk=newest_figures.pk).update(year=2026)
    today_is("2026-12-02")
    assert asked not in tasks(signed_in("reader")).values()


def test_problems_that_the_register_finds_in_itself_are_a_task(signed_in, monkeypatch):
    monkeypatch.setattr("campaign.staff.waiting.to_look_at", lambda record: ["one", "another"])
    assert tasks(signed_in("editor")) == {
        "/admin/register/state/": "2 things to look at in the register"
    }


def test_what_waits_stands_in_the_order_of_its_urgency_and_leads_to_its_list(
    signed_in, client, kent, sheffield, today_is, settings, sign, add_event
):
    today_is("2026-11-24")
    settings.NIGHT_WITHIN = settings.BACKUP_WITHIN = 36
    Council.objects.filter(pk=kent.pk).update(ends_on="2027-04-01")
    DailyLetterCount.objects.create(council=sheffield, day="2026-11-01", self_sent=3)
    sign(sheffield, "2026-11-10")
    add_event(sheffield, "withdrawn", "2026-11-20")  # so nobody waits for it to confirm
    for kind in TaskKind:
        Task.objects.create(council=kent, kind=kind, text="x")
    page = signed_in("admin")
    text = words(page)
    expected = [
        "1 email that may be a call for help", "1 message from a council to decide on",
        "1 answer from a council to read", "1 complaint to answer",
        "councils without an address for letters, those that most people wrote to first",
        "32 signatures that their councils have not confirmed",
        "2 councils that end within a year",
        "1 night without its jobs", "1 backup that is due",
    ]  # fmt: skip
    places = [text.index(item) for item in expected]
    assert places == sorted(places)
    addresses = {address: text for address, text in links(page).items()
                 if address.endswith(SHIPPED)}  # fmt: skip
    for address, text in addresses.items():
        assert client.get(address).context["cl"].result_count == int(text.split()[0]), address
    without = words(client.get("/admin/councils/council/?address=none"))
    assert without.index("Sheffield City Council") < without.index("Barnsley")


def test_the_desk_says_whose_tasks_are_whose(signed_in, kent, today_is):
    today_is("2026-11-24")
    maya = User.objects.create(username="maya@example.org", is_staff=True)
    mine, hers, late, _ = (Task.objects.create(council=kent, kind="reply", text=text)
                           for text in "abcd")  # fmt: skip
    hers.take(maya)
    Task.objects.filter(pk=late.pk).update(due_on=dt.date(2026, 11, 23))
    page = signed_in("recorder")
    mine.take(page.wsgi_request.user)
    page = page.client.get("/admin/")
    text = words(page)
    assert "Tasks: 1 is overdue · 1 is yours · 2 are nobody’s · 1 is maya@example.org’s" in text
    assert "4 answers from councils to read Taken: " in text
    assert "maya@example.org 1" in text
