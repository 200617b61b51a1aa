"""Tell me when my council signs: from the form to the one mail."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage, State
from campaign.supporters import alerts, personal_data, purge
from campaign.supporters.models import Alert, SuppressedAddress
from councils.models import Edition, EventKind, Signature, SourceKind
from councils.record import record_on
from tests.campaign.supporters.conftest import ANNA, SHEFFIELD, mails, path_in
from tests.conftest import load_what_ships
from tests.seen import fields, links, words

# The form


def test_the_page_asks_for_an_email_and_nothing_else(client, db):
    page = client.get(SHEFFIELD)
    assert "Tell me when Sheffield signs" in words(page)
    assert set(fields(page)) == {"email", "opened", "website_2"}
    assert "Send me one email when Sheffield signs the Runaways’ Charter." in words(page)
    assert "/need-help/" in links(page)
    assert not page.cookies
    assert page.headers["Cache-Control"] == "no-store"


def test_asking_mails_a_link_and_says_to_check_the_mail(client, ask):
    answer = ask()
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert "Check your email" in words(page)
    assert ANNA not in page.content.decode()
    (mail,) = mails()
    assert mail["To"] == ANNA
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Sheffield" in mail["Subject"]
    assert path_in(mail, "confirm") == f"/alerts/confirm/{Alert.objects.get().token}/"


def test_what_was_said_yes_to_is_kept_with_its_basis_its_page_and_its_time(alert):
    assert (alert.basis, alert.wording, alert.source) == ("consent", 1, "/alerts/")
    assert alert.created_at is not None
    assert not alert.is_confirmed


@pytest.mark.parametrize(
    "typed",
    ["", "anna", "anna@", "a b@example.org", "a@b", "ñ@example.org", "a@example.org\nBcc:x"],
)
def test_what_is_no_address_is_said_and_comes_back(ask, typed):
    page = ask(typed)
    assert page.status_code == 422
    assert fields(page)["email"] == typed
    assert not OutgoingMessage.objects.exists()


def test_a_form_from_another_site_is_refused_with_the_address_given_back(ask):
    page = ask(headers={"Origin": "https://elsewhere.example"})
    assert page.status_code == 403
    assert fields(page)["email"] == ANNA
    assert not Alert.objects.exists()


def test_one_who_is_too_quick_is_asked_to_press_once_more(client, db):
    page = client.post(
        SHEFFIELD, {"email": ANNA, "opened": fields(client.get(SHEFFIELD))["opened"]}
    )
    assert page.status_code == 422
    assert "press the button once more" in words(page)
    assert client.post(SHEFFIELD, fields(page)).status_code == 303


def test_too_many_are_held_back_with_a_time_to_come_again(ask):
    for _ in range(6):
        assert ask().status_code == 303
    page = ask()
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert fields(page)["email"] == ANNA


# Which council


def test_without_a_council_one_is_chosen(client, db, sheffield):
    page = client.get("/alerts/")
    assert "Choose your council" in words(page)
    assert 'value="sheffield"' in page.content.decode()
    assert 'value="kent"' not in page.content.decode()


def test_a_council_that_has_signed_is_not_waited_for(client, db):
    page = client.get("/alerts/?council=kent")
    assert "Kent has signed" in words(page)
    assert "email" not in fields(page)


def test_a_district_leads_to_its_county(client, db):
    assert client.get("/alerts/?council=elmbridge")["Location"] == "/alerts/?council=surrey"


def test_a_closed_council_leads_to_those_that_follow(client, db):
    page = client.get("/alerts/?council=northamptonshire")
    assert "Which of the councils that follow it do you mean?" in words(page)
    assert "/alerts/?council=west-northamptonshire" in links(page)


def test_one_that_starts_later_can_be_waited_for(client, db):
    assert "Tell me when East Surrey signs" in words(client.get("/alerts/?council=east-surrey"))


def test_outside_england_the_page_says_so(client, db):
    assert "Cardiff Council is not asked to sign" in words(client.get("/alerts/?council=cardiff"))


@pytest.mark.parametrize("council", ["atlantis", "%00", "", "a" * 500, "../../etc"])
def test_any_other_name_gets_the_choice(client, db, council):
    page = client.get(f"/alerts/?council={council}")
    assert page.status_code == 200
    assert "Choose your council" in words(page)


# The same answer to everyone


def test_nobody_learns_whether_an_address_is_known(client, ask, today_is):
    first = ask()
    Alert.objects.get().confirm()
    known = ask()
    SuppressedAddress.objects.all().delete()
    client.post(path_in(mails()[0], "confirm"), {"not_me": "1"})
    never = ask()
    answers = {(one.status_code, one["Location"], one.content) for one in (first, known, never)}
    assert len(answers) == 1


def test_asking_again_sends_the_link_again_a_few_times_only(ask, monkeypatch):
    monkeypatch.setattr("campaign.rate_limits.ask", lambda *args, **kwargs: NO_LIMIT)
    for _ in range(9):
        ask()
    assert Alert.objects.count() == 1
    assert len(mails()) == 4
    assert len({path_in(mail, "confirm") for mail in mails()}) == 1


class NO_LIMIT:
    refused = False


def test_spellings_of_one_mailbox_are_one_alert(ask):
    ask("Anna@Supporter.Example")
    ask("anna+council@supporter.example")
    assert Alert.objects.count() == 1
    assert [mail["To"] for mail in mails()] == ["Anna@Supporter.Example"] * 2


def test_one_who_is_on_the_list_already_is_told_so_by_mail_alone(ask, confirmed):
    ask()
    assert "You need do nothing: you asked" in mails()[-1].get_content().replace("\n", " ")


# Confirming


def test_opening_the_link_changes_nothing(client, alert):
    for call in (client.get, client.head):
        assert call(f"/alerts/confirm/{alert.token}/").status_code == 200
    alert.refresh_from_db()
    assert not alert.is_confirmed


def test_search_engines_find_the_form_and_nobodys_page(client, alert):
    assert "X-Robots-Tag" not in client.get(SHEFFIELD).headers
    for address in (f"/alerts/confirm/{alert.token}/", "/alerts/stop/x/", "/alerts/asked/"):
        assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"


def test_pressing_the_button_confirms_once(client, alert):
    link = path_in(mails()[0], "confirm")
    page = client.post(link, follow=True)
    assert "We will tell you when Sheffield signs" in words(page)
    alert.refresh_from_db()
    first = alert.confirmed_at
    client.post(link)
    alert.refresh_from_db()
    assert alert.confirmed_at == first


def test_the_button_works_from_our_own_pages_only(client, alert):
    page = client.post(f"/alerts/confirm/{alert.token}/", headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    alert.refresh_from_db()
    assert not alert.is_confirmed


@pytest.mark.parametrize("token", ["nonsense", "a" * 26, "A-_0", "0" * 300])
def test_a_wrong_link_says_wrong_or_deleted_as_promised(client, db, token):
    for where in ("confirm", "stop"):
        page = client.get(f"/alerts/{where}/{token}/")
        assert page.status_code == 404
        assert "This link is wrong, or what it was for is deleted, as promised" in words(page)
        assert client.post(f"/alerts/{where}/{token}/", {"never": 1}).status_code == 404
    assert not SuppressedAddress.objects.exists()


def test_after_seven_days_it_is_too_late_even_before_a_purge(client, alert):
    Alert.objects.update(asked_at=timezone.now() - dt.timedelta(days=7))
    assert client.get(f"/alerts/confirm/{alert.token}/").status_code == 404
    assert client.post(f"/alerts/confirm/{alert.token}/").status_code == 404
    assert not alert.confirm()


def test_this_was_not_me_deletes_it_and_is_remembered_without_the_address(client, alert):
    page = client.post(f"/alerts/confirm/{alert.token}/", {"not_me": "1"})
    assert "never writes to you again" in words(page)
    assert not Alert.objects.exists()
    assert SuppressedAddress.objects.get().why == "not_me"
    assert not OutgoingMessage.objects.exists()


# Telling


@pytest.fixture
def sheffield_signs(sheffield, sign, today_is):
    today_is("2026-11-24")
    sign(sheffield, "2026-11-23")


def test_everyone_who_confirmed_is_told_once_and_deleted(confirmed, sheffield_signs):
    alerts.send_due()
    (mail,) = mails(purpose="alert")
    assert mail["Subject"] == "Sheffield has signed the Runaways’ Charter"
    assert mail["To"] == ANNA
    assert "/councils/sheffield/" in mail.get_content()
    assert "on 23 November 2026" in mail.get_content()
    assert not Alert.objects.exists()
    alerts.send_due()
    assert len(mails(purpose="alert")) == 1


def test_it_says_how_many(confirmed, sheffield_signs):
    assert alerts.send_due() == {"told that it signed": 1}
    assert alerts.send_due() == {}


def test_one_who_never_confirmed_is_not_told(alert, sheffield_signs):
    alerts.send_due()
    assert not mails(purpose="alert")
    assert not Alert.objects.exists()


def test_until_then_nobody_is_told(confirmed, sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS)
    assert alerts.send_due() == {}
    assert Alert.objects.count() == 1


def test_one_who_said_never_again_is_not_told(confirmed, sheffield_signs):
    SuppressedAddress.objects.create(digest=confirmed.known_by)
    alerts.send_due()
    assert not mails(purpose="alert")


def test_a_fault_while_telling_one_loses_no_one(confirmed, sheffield_signs, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("campaign.supporters.alerts.queue", fail)
        with pytest.raises(OSError):
            alerts.send_due()
    assert Alert.objects.count() == 1
    alerts.send_due()
    assert len(mails(purpose="alert")) == 1


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_two_nights_at_the_same_instant_tell_nobody_twice(today_is):
    load_what_ships()  # tests that commit leave every table empty
    today_is("2026-11-24")
    row = record_on().by_slug["sheffield"]
    for number in range(40):
        alerts.ask(row, f"anna{number}@supporter.example")
    Alert.objects.update(confirmed_at=timezone.now())
    Signature.objects.create(
        council_id=row.id,
        edition=Edition.objects.get(published_on="2012-07-09"),
        date="2026-11-23",
        date_precision="day",
        source="Minutes of the council, item 7",
        source_kind=SourceKind.MINUTES,
        checked_on="2026-11-23",
    )
    today_is("2026-11-24")
    start = threading.Barrier(3)

    def night():
        start.wait()
        alerts.send_due()
        connection.close()

    threads = [threading.Thread(target=night) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alerts.send_due()
    assert OutgoingMessage.objects.filter(purpose="alert").count() == 40
    assert not Alert.objects.exists()


def test_when_one_council_follows_another_the_alert_goes_along(
    ask, client, make_council, kent, today_is
):
    from councils.models import Lineage

    today_is("2026-11-24")
    old, new = make_council("Old Town"), make_council("New Town", starts="2026-12-01")
    Lineage.objects.create(old=old, new=new, on="2026-12-01")
    ask(page="/alerts/?council=old-town")
    Alert.objects.get().confirm()
    type(old).objects.filter(pk=old.pk).update(ends_on="2026-12-01")
    today_is("2026-12-02")
    assert alerts.send_due() == {"moved to the council that follows": 1}
    assert Alert.objects.get().council == new
    assert alerts.send_due() == {}


def test_when_several_follow_the_person_is_told_and_may_choose(ask, today_is, make_council):
    from councils.models import Lineage

    today_is("2027-03-01")
    ask(page="/alerts/?council=surrey")
    Alert.objects.get().confirm()
    assert Lineage.objects.filter(old__slug="surrey").count() == 2
    today_is("2027-04-02")
    assert alerts.send_due() == {"told that it closed": 1}
    text = mails(purpose="alert")[0].get_content()
    assert "/councils/east-surrey/" in text
    assert "/councils/west-surrey/" in text
    assert not Alert.objects.exists()


# Its end


def test_unconfirmed_it_goes_after_seven_days_and_confirmed_after_half_a_year(ask, alert):
    def forgotten_by(days):
        return purge.purge(timezone.now() + dt.timedelta(days=days))["alerts"]

    assert [forgotten_by(day) for day in (6, 8, 8)] == [0, 1, 0]
    assert not OutgoingMessage.objects.exists()
    ask()
    Alert.objects.get().confirm()
    assert [forgotten_by(day) for day in (180, 183)] == [0, 1]
    assert not OutgoingMessage.objects.exists()


def test_the_mail_that_told_goes_a_week_after_it_went(confirmed, sheffield_signs):
    alerts.send_due()
    (told,) = OutgoingMessage.objects.all()  # those before it went with the alert
    assert told.purpose == "alert"
    went = timezone.now()
    OutgoingMessage.objects.update(state=State.ACCEPTED, outcome_at=went)
    purge.purge(went + dt.timedelta(days=6))
    assert OutgoingMessage.objects.exists()
    purge.purge(went + dt.timedelta(days=7))
    assert not OutgoingMessage.objects.exists()


def test_one_that_still_has_to_go_waits_as_long_as_it_must(confirmed, sheffield_signs):
    alerts.send_due()
    put_off = timezone.now()
    OutgoingMessage.objects.update(state=State.DEFERRED, outcome_at=put_off)
    purge.purge(put_off + dt.timedelta(days=20))
    assert OutgoingMessage.objects.get().purpose == "alert"


def test_before_it_ends_its_owner_is_asked_once_and_can_go_on(client, confirmed, today_is):
    later = confirmed.confirmed_at + dt.timedelta(days=170)
    today_is(str(later.date()))
    assert alerts.send_due() == {"asked whether to go on": 1}
    assert alerts.send_due() == {}
    (mail,) = mails(purpose="alert_renew")
    link = path_in(mail, "confirm")
    page = client.get(link)
    assert "Shall we still tell you when Sheffield signs?" in words(page)
    client.post(link)
    confirmed.refresh_from_db()
    assert confirmed.confirmed_at.date() == later.date()
    assert "We will tell you when Sheffield signs" in words(client.get(link))
    assert alerts.send_due() == {}


def test_one_who_asks_anew_after_it_ended_starts_anew(ask, confirmed, client):
    Alert.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=183), mails=4)
    ask()
    confirmed.refresh_from_db()
    assert not confirmed.is_confirmed
    assert "Was it you?" in mails()[-1].get_content()


def test_a_person_is_found_exported_and_erased(ask, confirmed):
    ask("bob@supporter.example")
    assert personal_data.find("ANNA@supporter.example")["alerts"] == 1
    (held,) = personal_data.export(ANNA)["alerts"]
    assert held["council"] == "Sheffield City Council"
    assert held["words"].startswith("Send me one email when Sheffield signs")
    assert personal_data.erase(ANNA) == {"alerts": 1}
    assert Alert.objects.get().email == "bob@supporter.example"
