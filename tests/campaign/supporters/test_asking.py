"""Tell me when my council signs: the form, and confirming by the link."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.supporters.models import SuppressedAddress, Wish
from councils.models import RecordVersion
from tests.campaign.supporters.mailbox import ANNA, SHEFFIELD, emails, path_in
from tests.seen import fields, links, words

# The form


def test_form_asks_for_an_email_and_nothing_else(client, db):
    page = client.get(SHEFFIELD)
    assert set(fields(page)) == {"email", "website_2"}
    assert "Tell me when Sheffield signs" in words(page)
    assert "Email me when Sheffield is listed as having signed" in words(page)
    assert "/need-help/" in links(page)
    assert not page.cookies
    assert page.headers["Cache-Control"] == "no-store"
    assert "X-Robots-Tag" not in page.headers


def test_request_sends_a_link_and_says_to_check_the_email(ask):
    page = ask(f"Anna Smith <{ANNA}>\u200b")
    assert "Check your email" in words(page)
    assert f"We’ve sent a link to {ANNA} , if we’re allowed to write to it." in words(page)
    (mail,) = emails()
    assert (mail["To"], mail["Auto-Submitted"]) == (ANNA, "auto-generated")
    assert path_in(mail, "confirm") == f"/alerts/confirm/{Wish.objects.get().token}/"


@pytest.mark.parametrize("typed", ["", "anna", "a@b", "ñ@example.org", "a@example.org\nBcc:x"])
def test_visitor_is_told_what_is_no_address_and_gets_it_back(ask, typed):
    page = ask(typed)
    assert page.status_code == 422
    assert fields(page)["email"] == typed
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    ("council", "said"),
    [
        ("kent", "Kent has signed already, as far as we know"),
        ("northamptonshire", "Which of these took over where you live?"),
        ("east-surrey", "Tell me when East Surrey signs"),
        ("cardiff", "Cardiff Council can’t sign"),
        ("elmbridge", "Tell me when Surrey signs"),
        *((slug, "councils") for slug in ("atlantis", "%00", "", "../../etc")),
    ],
)
def test_each_council_leads_to_the_one_that_would_sign(client, db, council, said):
    page = client.get(f"/alerts/?council={council}", follow=True)
    assert said in words(page)


def test_nobody_learns_whether_an_address_is_known(client, ask):
    first = ask()
    Wish.objects.get().confirm()
    confirmed = ask()
    assert "You’d already asked us, on" in emails()[-1].get_content().replace("\r\n", " ")
    client.post(path_in(emails()[0], "confirm"), {"not_me": "1"})
    suppressed = ask()
    answers = {(answer.status_code, answer.content) for answer in (first, confirmed, suppressed)}
    assert len(answers) == 1


def test_repeated_request_sends_the_link_again_a_few_times_only(ask, settings):
    settings.LIMITS = settings.LIMITS | {"alert": []}
    for number in range(9):
        ask(("anna@supporter.example", "Anna+council@Supporter.Example")[number % 2])
    assert Wish.objects.count() == 1
    assert len(emails()) == 4
    assert len({path_in(mail, "confirm") for mail in emails()}) == 1


def test_where_the_council_has_signed_there_are_updates_alone(ask, client, sheffield, sign):
    sign(sheffield)
    assert "Tick the box" in words(ask())
    ask(updates="on")
    client.post(path_in(emails()[-1], "confirm"))
    wish = Wish.objects.get()
    assert (wish.kind, wish.is_confirmed) == ("updates", True)


# Confirming


@pytest.mark.promise(21)
def test_only_the_button_of_our_own_page_confirms_and_once(client, wish):
    link = path_in(emails()[0], "confirm")
    for call in (client.get, client.head):
        assert call(link).status_code == 200
    assert client.post(link, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    wish.refresh_from_db()
    assert not wish.is_confirmed
    page = client.post(link, follow=True)
    assert "We’ll tell you when Sheffield signs" in words(page)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    wish.refresh_from_db()
    first = wish.confirmed_at
    client.post(link)
    wish.refresh_from_db()
    assert wish.confirmed_at == first


@pytest.mark.promise(21)
def test_choice_is_unticked_and_one_email_asks_for_both(ask, client):
    updates = "Six emails a year at most."
    page = client.get(SHEFFIELD)
    assert updates in words(page) and "checked" not in page.content.decode()
    ask()
    client.post(path_in(emails()[-1], "confirm"))
    assert list(Wish.objects.values_list("kind", flat=True)) == ["signing"]
    Wish.objects.all().erase()
    ask(updates="on")
    (mail,) = emails()
    text = " ".join(mail.get_content().split())
    assert updates in text and "listed as having signed" in text
    link = path_in(mail, "confirm")
    assert updates in words(client.get(link))
    assert not Wish.objects.exclude(confirmed_at=None).exists()
    client.post(link)
    assert dict(Wish.objects.exclude(confirmed_at=None).values_list("kind", "wording")) == {
        "signing": 3, "updates": 2,
    }  # fmt: skip
    assert "You’ll get our emails about Sheffield" in words(client.get(link))


@pytest.mark.parametrize("token", ["nonsense", "a" * 26, "A-_0", "0" * 300, "of a week ago"])
def test_a_link_that_is_wrong_or_too_old_has_stopped_working(client, wish, token):
    call_command("deliver")
    if token == "of a week ago":
        Wish.objects.update(asked_at=timezone.now() - dt.timedelta(days=8))
        token = wish.token
    for where in ("confirm", "stop"):
        page = client.get(f"/alerts/{where}/{token}/")
        assert page.status_code == 404
        assert "That link has stopped working" in words(page)
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert client.post(f"/alerts/{where}/{token}/", {"never": 1}).status_code == 404
    assert not SuppressedAddress.objects.exists()
    assert not Wish.objects.exclude(confirmed_at=None).exists()


@pytest.mark.promise(21)
def test_not_me_deletes_the_wish_and_is_remembered_without_the_address(client, wish):
    page = client.post(f"/alerts/confirm/{wish.token}/", {"not_me": "1"})
    assert "We’ll never write to you again" in words(page)
    assert not Wish.objects.exists()
    assert SuppressedAddress.objects.exists()
    assert not OutgoingMessage.objects.exists()


@pytest.mark.promise(21)
def test_an_email_that_left_six_days_late_is_good_for_a_week_from_then(ask, today_is, client):
    today_is("2026-11-24")
    ask(updates="on")
    Wish.objects.update(asked_at=timezone.now())
    for night in ("2026-11-27", "2026-11-30"):
        today_is(night, "03:00")
        call_command("nightly")
    today_is("2026-11-30")
    call_command("deliver")
    (mail,) = emails(purpose="wish_confirm")
    assert "we’ll delete your address after 7 days" in mail.get_content()
    today_is("2026-12-07", "03:00")
    call_command("nightly")
    today_is("2026-12-07", "20:00")
    client.post(path_in(mail, "confirm"))
    assert Wish.objects.exclude(confirmed_at=None).count() == 2


@pytest.mark.promise(21)
def test_an_email_that_left_twelve_days_late_is_good_for_a_week_from_then(ask, today_is, client):
    today_is("2026-11-10")
    ask(updates="on")
    Wish.objects.update(asked_at=timezone.now())
    for night in ("2026-11-18", "2026-11-22"):
        today_is(night, "03:00")
        call_command("nightly")
    today_is("2026-11-22")
    call_command("deliver")
    (mail,) = emails(purpose="wish_confirm")
    today_is("2026-11-29", "03:00")
    call_command("nightly")
    today_is("2026-11-29", "20:00")
    client.post(path_in(mail, "confirm"))
    assert Wish.objects.exclude(confirmed_at=None).count() == 2


@pytest.mark.promise(21)
def test_an_address_whose_email_never_leaves_is_deleted_after_90_days(ask, today_is):
    today_is("2026-08-01")
    ask(updates="on")
    Wish.objects.update(asked_at=timezone.now())
    OutgoingMessage.objects.update(created_at=timezone.now())
    today_is("2026-10-29", "03:00")
    call_command("nightly")
    assert Wish.objects.count() == 2
    today_is("2026-10-31", "03:00")
    call_command("nightly")
    assert not Wish.objects.exists()
    assert not OutgoingMessage.objects.exists()


@pytest.mark.promise(34)
def test_once_the_campaign_has_closed_no_email_that_waited_asks_to_confirm(ask, today_is):
    today_is("2026-11-24", "20:00")
    ask()
    RecordVersion.close_on(dt.date(2026, 11, 25))
    today_is("2026-11-25", "00:10")
    call_command("deliver")
    assert OutgoingMessage.objects.get(purpose="wish_confirm").state == "cancelled"
