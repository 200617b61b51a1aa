"""Tell me when my council signs: the form, and confirming by the link."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.supporters.models import Alert, SuppressedAddress
from tests.campaign.supporters.mailbox import ANNA, SHEFFIELD, emails, path_in
from tests.seen import fields, links, words

# The form


def test_form_asks_for_an_email_and_nothing_else(client, db):
    page = client.get(SHEFFIELD)
    assert "Tell me when Sheffield signs" in words(page)
    assert set(fields(page)) == {"email", "website_2"}
    assert "Email me when Sheffield is listed as having signed the Runaways’ Charter." in words(
        page
    )
    assert "/need-help/" in links(page)
    assert not page.cookies
    assert page.headers["Cache-Control"] == "no-store"


def test_request_sends_a_link_and_says_to_check_the_email(client, ask):
    page = ask(f"Anna Smith <{ANNA}>\u200b")
    assert "Check your email" in words(page)
    assert f"We’ve sent a link to {ANNA} , if we’re allowed to write to it." in words(page)
    (mail,) = emails()
    assert mail["To"] == ANNA
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Sheffield" in mail["Subject"]
    assert path_in(mail, "confirm") == f"/alerts/confirm/{Alert.objects.get().token}/"


def test_consent_is_kept_with_its_basis_its_page_and_its_time(alert):
    assert (alert.basis, alert.wording, alert.source) == ("consent", 3, "/alerts/")
    assert alert.created_at is not None
    assert not alert.is_confirmed


@pytest.mark.parametrize(
    "typed",
    ["", "anna", "anna@", "a b@example.org", "a@b", "ñ@example.org", "a@example.org\nBcc:x"],
)
def test_visitor_is_told_what_is_no_address_and_gets_it_back(ask, typed):
    page = ask(typed)
    assert page.status_code == 422
    assert fields(page)["email"] == typed
    assert not OutgoingMessage.objects.exists()


def test_form_from_another_site_is_refused_with_the_address_given_back(ask):
    page = ask(headers={"Origin": "https://elsewhere.example"})
    assert page.status_code == 403
    assert fields(page)["email"] == ANNA
    assert not Alert.objects.exists()


def test_a_visitor_who_is_quick_or_whose_page_is_days_old_is_not_asked_again(ask, client):
    assert ask().status_code == 200
    assert client.post(SHEFFIELD, {"email": ANNA, "opened": "1764000000:old"}).status_code == 200


def test_too_many_requests_are_refused_with_a_time_to_come_again(ask):
    for _ in range(6):
        assert ask().status_code == 200
    page = ask()
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert fields(page)["email"] == ANNA


# Which council


def test_visitor_without_a_council_chooses_one(client, db, sheffield):
    page = client.get("/alerts/")
    assert "Choose your council" in words(page)
    assert 'value="sheffield"' in page.content.decode()
    assert 'value="kent"' not in page.content.decode()


def test_council_that_has_signed_is_not_waited_for(client, db):
    page = client.get("/alerts/?council=kent")
    assert "Kent has signed already, as far as we know" in words(page)
    assert "there’s nothing to wait for" in words(page)
    assert "<title>Kent has signed already, as far as we know ·" in page.content.decode()


def test_district_leads_to_its_county(client, db):
    assert client.get("/alerts/?council=elmbridge")["Location"] == "/alerts/?council=surrey"


def test_closed_council_leads_to_those_that_follow(client, db):
    page = client.get("/alerts/?council=northamptonshire")
    assert "Which of these took over where you live?" in words(page)
    assert "/alerts/?council=west-northamptonshire" in links(page)


def test_forming_council_can_be_waited_for(client, db):
    assert "Tell me when East Surrey signs" in words(client.get("/alerts/?council=east-surrey"))


def test_council_outside_england_is_not_asked_to_sign(client, db):
    assert "Cardiff Council can’t sign" in words(client.get("/alerts/?council=cardiff"))


@pytest.mark.parametrize("council", ["atlantis", "%00", "", "a" * 500, "../../etc"])
def test_unknown_council_gets_the_choice(client, db, council):
    page = client.get(f"/alerts/?council={council}")
    assert page.status_code == 200
    assert "Choose your council" in words(page)


# The same answer to everyone


def test_nobody_learns_whether_an_address_is_known(client, ask, today_is):
    first = ask()
    Alert.objects.get().confirm()
    confirmed = ask()
    SuppressedAddress.objects.all().delete()
    client.post(path_in(emails()[0], "confirm"), {"not_me": "1"})
    suppressed = ask()
    answers = {(answer.status_code, answer.content) for answer in (first, confirmed, suppressed)}
    assert len(answers) == 1


def test_repeated_request_sends_the_link_again_a_few_times_only(ask, monkeypatch):
    monkeypatch.setattr("campaign.rate_limits.consume", lambda *args, **kwargs: NO_LIMIT)
    for _ in range(9):
        ask()
    assert Alert.objects.count() == 1
    assert len(emails()) == 4
    assert len({path_in(mail, "confirm") for mail in emails()}) == 1


class NO_LIMIT:
    refused = False


def test_spellings_of_one_mailbox_are_one_alert(ask):
    ask("Anna@Supporter.Example")
    ask("anna+council@supporter.example")
    assert Alert.objects.count() == 1
    assert [mail["To"] for mail in emails()] == ["Anna@supporter.example"] * 2


def test_person_with_an_alert_is_told_so_by_email_alone(ask, confirmed):
    ask()
    assert "You’d already asked us, on" in (emails()[-1].get_content().replace("\r\n", " "))


# Confirming


@pytest.mark.promise(21)
def test_opening_the_confirmation_link_changes_nothing(client, alert):
    for call in (client.get, client.head):
        assert call(f"/alerts/confirm/{alert.token}/").status_code == 200
    alert.refresh_from_db()
    assert not alert.is_confirmed


def test_search_engines_find_the_form_and_nobodys_page(client, alert):
    assert "X-Robots-Tag" not in client.get(SHEFFIELD).headers
    for address in (f"/alerts/confirm/{alert.token}/", "/alerts/stop/x/"):
        assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"


def test_button_confirms_once(client, alert):
    link = path_in(emails()[0], "confirm")
    page = client.post(link, follow=True)
    assert "We’ll tell you when Sheffield signs" in words(page)
    alert.refresh_from_db()
    first = alert.confirmed_at
    client.post(link)
    alert.refresh_from_db()
    assert alert.confirmed_at == first


def test_button_works_from_our_own_pages_only(client, alert):
    page = client.post(f"/alerts/confirm/{alert.token}/", headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    alert.refresh_from_db()
    assert not alert.is_confirmed


@pytest.mark.parametrize("token", ["nonsense", "a" * 26, "A-_0", "0" * 300])
def test_a_link_that_is_wrong_or_was_deleted_says_that_it_has_stopped_working(client, db, token):
    for where in ("confirm", "stop"):
        page = client.get(f"/alerts/{where}/{token}/")
        assert page.status_code == 404
        assert "That link has stopped working" in words(page)
        assert client.post(f"/alerts/{where}/{token}/", {"never": 1}).status_code == 404
    assert not SuppressedAddress.objects.exists()


def test_link_expires_after_seven_days_even_before_a_purge(client, alert):
    Alert.objects.update(requested_at=timezone.now() - dt.timedelta(days=7))
    assert client.get(f"/alerts/confirm/{alert.token}/").status_code == 404
    assert client.post(f"/alerts/confirm/{alert.token}/").status_code == 404
    assert not alert.confirm()


@pytest.mark.promise(21)
def test_not_me_deletes_the_alert_and_is_remembered_without_the_address(client, alert):
    page = client.post(f"/alerts/confirm/{alert.token}/", {"not_me": "1"})
    assert "We’ll never write to you again" in words(page)
    assert not Alert.objects.exists()
    assert SuppressedAddress.objects.get().reason == "not_me"
    assert not OutgoingMessage.objects.exists()
