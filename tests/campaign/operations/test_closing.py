"""The campaign closes: it stops, tells whoever waits, forgets people, and keeps the record."""

import datetime as dt
import json
import re
from contextlib import suppress
from email import message_from_bytes, policy
from html import unescape
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve
from django.utils import timezone

from campaign import retention
from campaign.confirmation import new_token
from campaign.http.around_views import STOPPED
from campaign.letters.draft_tokens import new_draft_token
from campaign.letters.models import Letter
from campaign.letters.recipient import recipient_for
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.pages import loading
from campaign.privacy import personal_data
from campaign.staff import roles
from campaign.supporters import wishes
from campaign.supporters.models import SuppressedAddress, Wish
from campaign.supporters.suppression import address_hash, suppress_address
from campaign.tasks.models import Task, TaskKind
from councils.dates import format_date, today
from councils.models import Change, DailyLetterCount, RecordVersion, Signature
from councils.models.facts import publish_due
from councils.record import record_on, record_version
from tests.lists import publish
from tests.recording import preview_and_publish
from tests.seen import fields, links, words
from tests.surfaces import EVERY_ROUTE, FORMS, addresses

pytestmark = pytest.mark.django_db
SCREEN = "/admin/closing/"
TAKES_WORDS = (
    "words",
    "afresh",
    "keep",
    "meanwhile",
    "send",
    "yourself",
    "check",
    "code",
    "new-code",
)
OWN = {"own_password": "a long enough password"}


@pytest.fixture
def ada(client, django_user_model):
    """The browser of Ada, an administrator."""
    user = django_user_model(username="ada@example.org", email="ada@example.org")
    user.set_password(OWN["own_password"])
    roles.give(user, "administrator")
    client.force_login(user)
    return client


@pytest.fixture
def close():
    """Return a function that closes the campaign some days ago (by default today)."""

    def on(days_ago=0):
        day = today() - dt.timedelta(days=days_ago)
        RecordVersion.close_on(day)
        record_version.forget()
        return f"Closed on {format_date(day)}; the record stands as of that day"

    return on


@pytest.fixture
def anna(sheffield, client):
    """Anna waits: for an alert about Sheffield, and for a letter to be confirmed."""
    wishes.request(record_on().by_slug["sheffield"], "anna@example.org")
    Wish.objects.update(confirmed_at=timezone.now())
    now = timezone.now()
    return Letter.objects.create(
        council=sheffield, status_at_drafting="not_signed", state="awaiting", asked_at=now,
        email="anna@example.org", name="Anna Smith", text="Please sign.", token=new_token(),
    )  # fmt: skip


def day_set():
    return RecordVersion.objects.get().closes_on


def text_of(message):
    parsed = message_from_bytes(bytes(message.content), policy=policy.default)
    return " ".join(f"{parsed['Subject']} {parsed.get_body().get_content()}".split())


def emails_to(address):
    sent = OutgoingMessage.objects.for_email(address)
    return {message.purpose: text_of(message) for message in sent}


@pytest.mark.promise(34)
def test_every_page_badge_and_frame_says_so_and_the_page_for_a_young_person_stays(client, close):
    before = words(client.get("/need-help/"))
    notice = close(days_ago=3)
    for address in ("/", "/councils/", "/councils/kent/", "/embed/map/",
                    "/embed/kent/", "/embed/kent.svg", "/privacy/"):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 200, address
        assert notice in page.content.decode(), address
    home = client.get("/")
    assert "You can still write to your council yourself" in words(home)
    assert "Ask yours to sign" not in words(home) and "Sign, confirm or correct" not in words(home)
    after = words(client.get("/need-help/")).replace(notice, "")
    for link in ("Write to your council", "Sign or correct"):
        before = before.replace(link, "")
    assert after.split() == before.split()
    kent = client.get("/councils/kent/").content.decode()
    assert "/councils/kent/write/" not in kent and "noindex" not in kent
    assert "/councils/kent/tell-us/" not in kent
    data = json.loads(client.get("/data/councils.json").content)
    assert data["as_at"] == (today() - dt.timedelta(days=3)).isoformat()
    assert data["notice"] == notice


def closed_forms(page):
    """Return what a page leads to, by a link or a form, that takes nothing any more."""
    stopped = []
    for address in re.findall(r'(?:href|action)="([^"]+)"', page.content.decode()):
        with suppress(Resolver404):
            if resolve(urlsplit(unescape(address)).path).view_name in STOPPED:
                stopped.append(address)
    return stopped


def test_no_page_leads_to_a_form_that_has_closed(client, rich, close):
    close()
    pages = [address for route in EVERY_ROUTE if route.endswith("/") or not route
             for address in addresses(route) if route not in FORMS
             and address.strip("/") not in loading.slugs()]  # fmt: skip
    lead_on = {}
    for address in [*pages, "/alerts/stop/gone/", "/letters/gone/"]:
        page = client.get(address)
        if page.status_code != 410 and (forms := closed_forms(page)):
            lead_on[address] = forms
    assert lead_on == {}
    assert "Tell us" not in words(client.get("/councils/northamptonshire/"))
    for_councils = words(client.get("/for-councils/"))
    assert "It takes no messages any more" in for_councils and "send us the link" in for_councils


def test_writing_alerts_and_sign_up_stop_and_give_back_what_was_typed(client, close, anna):
    close()
    for address in ("/councils/sheffield/write/", "/alerts/?council=sheffield", "/sign/",
                    "/councils/sheffield/tell-us/", f"/letters/{anna.token}/confirm/"):  # fmt: skip
        page = client.post(address, {"own_line": "Please, for Ben."})
        assert page.status_code == 410, address
        assert "This campaign has closed" in words(page)
        assert "Please, for Ben." in page.content.decode()
    assert client.get("/complaints/").status_code == 200
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("act", ["", *TAKES_WORDS])
def test_no_button_of_a_draft_takes_words_or_a_name_any_more(client, close, sheffield, act):
    close()
    address = f"/councils/sheffield/write/{new_draft_token()}/{act}/".replace("//", "/")
    page = client.post(address, {"own_line": "Please, for Ben.", "name": "Anna Smith"})
    assert page.status_code == 410
    assert "Please, for Ben." in page.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.promise(34)
def test_the_page_of_a_letter_that_went_promises_no_question_and_asks_no_friend(
    client, close, anna
):
    now = timezone.now()
    Letter.objects.update(state="accepted", confirmed_at=now, outcome_at=now)
    before = words(client.get(anna.private_url))
    assert "we’ll ask you once, by email" in before and "Ask a friend on WhatsApp" in before
    close()
    page = client.get(anna.private_url)
    said = words(page)
    assert "Handed to our mail service" in said
    assert "we’ll ask you once" not in said and "write again" not in said
    assert "Ask a friend" not in said
    assert closed_forms(page) == []


def test_that_night_those_who_wait_are_told_once_and_two_weeks_later_all_are_forgotten(
    close, anna, settings
):
    OutgoingMessage.objects.all().delete()
    suppress_address("ben@example.org")
    for mailbox in ("anna", "carol"):
        Wish.objects.create(
            kind="updates", council=anna.council, email=f"{mailbox}@example.org", wording=1,
            address_hash=address_hash(f"{mailbox}@example.org"), confirmed_at=timezone.now(),
        )  # fmt: skip
    close()
    call_command("nightly")
    call_command("nightly")
    told = emails_to("anna@example.org")
    assert set(told) == {"alert", "failed"}
    assert "This campaign has closed" in told["alert"]
    assert "hasn’t been sent" in told["failed"]
    assert "This campaign has closed" in emails_to("carol@example.org")["alert"]
    assert not Wish.objects.exists()
    assert OutgoingMessage.objects.count() == 3
    OutgoingMessage.objects.update(state=MessageState.ACCEPTED, outcome_at=timezone.now())
    close(days_ago=retention.AFTER_CLOSING.days)
    call_command("nightly")
    assert not Letter.objects.exists() and not OutgoingMessage.objects.exists()
    assert personal_data.left() == {"supporters.SuppressedAddress.address_hash": 1}
    assert SuppressedAddress.objects.count() == 1


@pytest.mark.promise(34)
def test_who_never_confirmed_is_told_once_that_nothing_went_and_never_asked_for_more(
    close, anna, today_is, make_council
):
    """A code waits while email is paused, and a wish is due to be renewed."""
    today_is("2026-11-24")
    Letter.objects.update(state="draft")
    anna.refresh_from_db()
    MailSettings.current().pause(True)
    assert anna.request_confirmation()
    Wish.objects.create(
        kind="signing", council=make_council("Nova"), email="ben@example.org", wording=1,
        address_hash=address_hash("ben@example.org"), asked_at=timezone.now(),
        confirmed_at=timezone.now() - retention.PEOPLE + dt.timedelta(days=10),
    )  # fmt: skip
    today_is("2026-11-26")
    close()
    for night in range(26, 29):
        today_is(f"2026-11-{night}", "03:00")
        out = StringIO()
        call_command("nightly", stdout=out)
        assert ("1 letters never confirmed, cancelled" in out.getvalue()) == (night == 26)
    MailSettings.current().pause(False)
    call_command("deliver")
    assert set(emails_to("anna@example.org")) == {"alert", "failed"}
    assert "hasn’t been sent" in emails_to("anna@example.org")["failed"]
    assert set(emails_to("ben@example.org")) == {"alert"}
    assert Letter.objects.get().state == "cancelled"


@pytest.mark.promise(34)
@pytest.mark.parametrize("waits", ["to be confirmed", "to go"])
def test_a_worker_that_is_at_work_after_midnight_sends_nothing_that_the_night_takes_back(
    close, anna, today_is, settings, waits
):
    today_is("2026-11-24", "20:00")
    settings.DEBUG = True
    Letter.objects.update(state="draft")
    anna.refresh_from_db()
    MailSettings.current().pause(True)
    assert anna.request_confirmation()
    if waits == "to go":
        to = recipient_for(record_on().by_slug["sheffield"])
        assert anna.confirm(to._replace(email="lead@sheffield.example"))
    today_is("2026-11-25", "00:10")
    close()
    MailSettings.current().pause(False)
    call_command("deliver")
    today_is("2026-11-25", "03:00")
    call_command("nightly")
    call_command("deliver")
    left = OutgoingMessage.objects.filter(state="accepted").exclude(purpose="alert")
    (told,) = left.exclude(purpose="copy")
    assert "hasn’t been sent" in text_of(told)
    assert Letter.objects.get().state == "cancelled"


@pytest.mark.promise(34)
@pytest.mark.parametrize("waits", ["to go", "to be read"])
def test_whose_confirmed_letter_waits_hears_only_that_it_did_not_go(
    close, anna, today_is, waits, settings
):
    today_is("2026-11-24")
    settings.DEBUG = True
    MailSettings.current().pause(True)
    to = recipient_for(record_on().by_slug["sheffield"])._replace(email="lead@sheffield.example")
    assert anna.confirm(to)
    if waits == "to be read":
        OutgoingMessage.objects.filter(purpose="letter").delete()
        Letter.objects.update(state="held", held_for="link")
        anna.refresh_from_db()
        anna.tell("held", anna.confirmations_sent)
    close()
    call_command("nightly")
    MailSettings.current().pause(False)
    call_command("deliver")
    told = emails_to("anna@example.org")
    assert told.pop("letter", None) is None or waits == "to go"
    assert set(told) == {"alert", "failed"}
    about = OutgoingMessage.objects.filter(purpose="failed")
    assert about.count() == 1
    assert "sent your letter" in told["failed"] or "hasn’t been sent" in told["failed"]


def test_an_administrator_rehearses_sets_the_day_and_takes_it_back_until_it_has_come(
    ada, anna, close
):
    day = (today() + dt.timedelta(days=30)).isoformat()
    page = words(ada.post(SCREEN, {"day": day, "rehearse": ""}))
    assert "wishes that get a last email 1" in page and "This was a rehearsal" in page
    assert Wish.objects.count() == Letter.objects.count() == 1 and day_set() is None
    page = words(ada.post(SCREEN, {"day": day, "close": ""} | OWN, follow=True))
    assert "You set the day on which the campaign closes" in page
    assert "Closed on" not in words(ada.get("/"))
    set_for = format_date(today() + dt.timedelta(days=30))
    assert f"The campaign closes on {set_for}." in words(ada.get("/admin/"))
    assert "set the day on which the campaign closes" in words(ada.get("/admin/"))
    taken_back = ada.post(SCREEN, {"day": day, "take_back": ""} | OWN, follow=True)
    assert "You took back the day on which the campaign closes" in words(taken_back)
    assert day_set() is None
    assert "The campaign closes on" not in words(ada.get("/admin/"))
    for past in (1, 0):  # today would have ended it at once, and for good
        day = (today() - dt.timedelta(days=past)).isoformat()
        page = words(ada.post(SCREEN, {"day": day, "close": ""} | OWN))
        assert "It closes with a night: choose tomorrow or a later day." in page
        assert day_set() is None
    tomorrow = today() + dt.timedelta(days=1)
    typed = f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year}"
    ada.post(SCREEN, {"day": typed, "close": ""} | OWN)
    assert day_set() == tomorrow
    assert not OutgoingMessage.objects.exclude(purpose="wish_confirm").exists()  # nobody is warned


@pytest.mark.promise(34)
@pytest.mark.parametrize("night", [True, False])
def test_it_is_opened_again_once_what_was_held_about_people_is_erased(
    ada, anna, close, client, night
):
    close(days_ago=13)
    if night:
        call_command("nightly")
    assert "See what follows, or open it again" in words(ada.get("/admin/"))
    page = words(ada.get(SCREEN))
    last_day, erased_on = format_date(today()), format_date(today() + dt.timedelta(days=1))
    assert f"It can be opened again until the end of {last_day}." in page
    assert f"People’s data is erased early on {erased_on}" in page
    why = {"why": "The day was a slip.", "open_again": ""}
    assert "Say why: it is public." in words(ada.post(SCREEN, {"open_again": ""} | OWN))
    ada.post(SCREEN, why | {"own_password": "wrong"})
    assert day_set() is not None and (night or Wish.objects.exists())
    done = words(ada.post(SCREEN, why | OWN, follow=True))
    assert "opened again on" in done
    assert day_set() is None
    assert not Letter.objects.exists() and not Wish.objects.exists()
    assert not OutgoingMessage.objects.for_email("anna@example.org").exists()
    call_command("nightly")
    assert not OutgoingMessage.objects.for_email("anna@example.org").exists()
    log = words(client.get("/changes/"))
    closed = format_date(today() - dt.timedelta(days=13))
    assert f"The campaign closed on {closed}, and opened again on {format_date(today())}." in log
    assert "Why: The day was a slip." in log
    assert "Closed on" not in words(client.get("/"))
    assert client.post("/councils/sheffield/write/", {"own_line": "Please."}).status_code == 303


@pytest.mark.promise(34)
def test_a_letter_that_went_the_day_before_is_counted_and_its_writer_forgotten_too(
    ada, anna, close, today_is
):
    today_is("2026-11-24")
    lately = timezone.now() - dt.timedelta(days=2)
    Letter.objects.update(state="accepted", asked_at=lately, confirmed_at=lately, outcome_at=lately)
    close(days_ago=1)
    ada.post(SCREEN, {"why": "The day was a slip.", "open_again": ""} | OWN)
    assert day_set() is None
    assert personal_data.left() == {}
    (count,) = DailyLetterCount.objects.filter(council=anna.council)
    assert count.delivered == 1


def test_open_again_pressed_once_more_takes_no_day_back_that_was_set_since(ada, close):
    close(days_ago=3)
    pressed = {"why": "The day was a slip.", "open_again": ""} | OWN
    ada.post(SCREEN, pressed)
    assert "The campaign is open." in words(ada.post(SCREEN, pressed, follow=True))
    day = today() + dt.timedelta(days=9)
    ada.post(SCREEN, {"day": day.isoformat(), "close": ""} | OWN)
    ada.post(SCREEN, pressed)
    assert day_set() == day


@pytest.mark.parametrize("button", ["take_back", "close", "rehearse"])
def test_a_button_of_the_day_before_says_that_the_day_has_come(ada, anna, close, button):
    close(days_ago=0)
    day = (today() + dt.timedelta(days=9)).isoformat()
    pressed = {"day": day, "why": "The day was a slip.", button: ""} | OWN
    said = words(ada.post(SCREEN, pressed, follow=True))
    assert f"The campaign closed on {format_date(today())}. Nothing was changed." in said
    assert day_set() == today() and Wish.objects.exists()


def test_no_day_in_place_of_none_is_no_day_taken_back(ada):
    pressed = ada.post(SCREEN, {"day": "", "close": ""} | OWN, follow=True)
    already = "That is so already: no day is set on which the campaign closes."
    assert already in words(pressed)
    assert "took back" not in words(ada.get("/admin/"))


def test_pressed_twice_it_says_what_is_so_already_and_blames_no_colleague(ada):
    in_30_days = today() + dt.timedelta(days=30)
    opened = fields(ada.get(SCREEN)) | OWN
    ada.post(SCREEN, opened | {"day": in_30_days.isoformat(), "close": ""})
    twice = ada.post(SCREEN, opened | {"day": in_30_days.isoformat(), "close": ""}, follow=True)
    assert f"already: the campaign closes on {format_date(in_30_days)}." in words(twice)
    opened = fields(ada.get(SCREEN)) | OWN
    ada.post(SCREEN, opened | {"take_back": ""})
    twice = ada.post(SCREEN, opened | {"take_back": ""}, follow=True)
    assert "already: no day is set on which the campaign closes." in words(twice)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31 February 2027", "That month has no such day."),
        ("30/2/2027", "That month has no such day."),
        ("1 April 2127", "That is more than five years away. Check the year."),
        ("in spring", "Write a day like 4 November 2026."),
    ],
)
def test_a_day_that_cannot_be_meant_is_asked_about_and_stays_in_its_field(ada, typed, says):
    page = ada.post(SCREEN, {"day": typed, "close": ""} | OWN)
    assert says in words(page)
    assert fields(page)["day"] == typed
    assert day_set() is None


def test_the_screen_leads_back_to_the_desk(ada, close):
    assert links(ada.get(SCREEN))["/admin/"].endswith("The desk")
    close()
    assert links(ada.get(SCREEN))["/admin/"].endswith("The desk")


def test_after_the_night_that_erased_it_is_not_opened_again(ada, close):
    close(days_ago=retention.AFTER_CLOSING.days)
    assert "Erase, and open again" not in words(ada.get(SCREEN))
    desk = words(ada.get("/admin/"))
    assert "See what was done" in desk and "open it again" not in desk
    last_day = today() - dt.timedelta(days=1)
    assert f"until the end of {format_date(last_day)}. That is over" in words(ada.get(SCREEN))
    refused = ada.post(SCREEN, {"why": "No.", "open_again": ""} | OWN, follow=True)
    assert "It can’t be opened again any more. Nothing was changed." in words(refused)
    assert day_set() is not None


def test_only_an_administrator_opens_it_again(staff, close):
    close()
    assert staff.post(SCREEN, {"why": "I want to.", "open_again": ""} | OWN).status_code == 403


# Once it has closed, the record stands

RECORD = "/admin/record/"
SIGNED = {
    "shows": "signed",
    "council": "Medway",
    "date": "4 November 2026",
    "source_kind": "minutes",
    "source": "Minutes of the Council, page 7",
}


def typed_in(browser, address, **typed):
    return fields(browser.get(address)) | typed


@pytest.fixture
def on_record(ada, today_is):
    """Return a signature that was recorded before the campaign closed."""
    today_is("2026-11-26")
    preview_and_publish(ada, RECORD, typed_in(ada, RECORD, **SIGNED))
    return Signature.objects.get(council__code="MDW")


@pytest.mark.promise(34)
def test_once_closed_nothing_new_goes_on_record_and_the_screen_says_how_it_is_opened(
    ada, close, today_is
):
    today_is("2026-11-26")
    close()
    before = Signature.objects.count()
    form = ada.get(RECORD)
    assert "The campaign closed on 26 November 2026, and the record stands" in words(form)
    assert "Until 9 December 2026 an administrator can open it again" in words(form)
    for button in ("preview", "publish"):
        refused = ada.post(RECORD, fields(form) | SIGNED | {button: ""})
        assert "nothing new goes on it" in words(refused)
        assert fields(refused)["source"] == SIGNED["source"], "nothing that was typed is lost"
    publish(ada, "council,date,document,kind of document\nMedway,4 November 2026,Minutes,minutes")
    assert Signature.objects.count() == before
    assert not Change.objects.exists()
    ada.post(SCREEN, {"why": "The day was a slip.", "open_again": ""} | OWN)
    preview_and_publish(ada, RECORD, typed_in(ada, RECORD, **SIGNED))
    assert Signature.objects.count() == before + 1


def test_a_draft_whose_day_comes_after_the_closing_stays_one(ada, close, today_is):
    today_is("2026-11-26")
    later = SIGNED | {"public_from": "2026-11-28"}
    preview_and_publish(ada, RECORD, typed_in(ada, RECORD, **later))
    draft = Signature.objects.drafts().get()
    today_is("2026-11-28")
    close(days_ago=1)
    assert publish_due(timezone.now()) == 0
    there = f"{RECORD}signature/{draft.pk}/correct/"
    preview_and_publish(ada, there, typed_in(ada, there, public_from=""))
    draft.refresh_from_db()
    assert draft.published_at is None


def test_once_closed_nothing_is_corrected_and_what_is_wrong_is_taken_back_and_put_back(
    ada, close, on_record
):
    close()
    at = f"{RECORD}signature/{on_record.pk}/"
    changes = Change.objects.count()
    for act, typed in (
        ("correct/", {"date": "3 November 2026", "reason": "A slip."}),
        ("move/", {"council": "Kent", "reason": "A slip."}),
        ("confirm/", {"reason": "The director’s office wrote to us."}),
    ):
        refused = preview_and_publish(ada, at + act, typed_in(ada, at + act, **typed))
        assert "the record stands as of that day" in words(refused), act
    assert Change.objects.count() == changes
    for act, is_on_record in (("retract/", False), ("put-back/", True)):
        preview_and_publish(ada, at + act, typed_in(ada, at + act, reason="A slip."))
        on_record.refresh_from_db()
        assert (on_record.retracted_on is None) == is_on_record


def test_once_closed_a_council_and_its_names_stay_as_they_are(ada, close, kent):
    close()
    form = f"/admin/councils/council/{kent.pk}/change/"
    for typed in ({"name": "Kent"}, {"names-0-name": "Kent", "names-0-kind": "short"}):
        refused = ada.post(form, typed_in(ada, form, reason="A slip.", **typed))
        assert refused.status_code == 200
        kent.refresh_from_db()
        assert kent.name == "Kent County Council"
    assert not Change.objects.exists()


def test_before_the_day_the_screen_says_what_opening_again_costs_and_what_is_kept(ada):
    Task.objects.create(kind=TaskKind.COMPLAINED, text="Nobody answers.", email="anna@example.org")
    seen = words(ada.post(SCREEN, {"day": "", "rehearse": ""}))
    assert "all that the night would erase is then erased at once" in seen
    assert "take the day back before it comes" in seen
    kept = seen.index("What it does not wait for, and keeps until somebody has answered it")
    assert kept < seen.index("complaints that nobody has answered 1")
    assert "answered first" not in seen


def test_once_closed_no_council_ends_and_none_is_replaced(ada, close, kent, make_council):
    new = make_council("Moon", starts="2027-04-01")
    close()
    typed = {"action": "end", "_selected_action": kent.pk, "on": "1 April 2027"}
    typed |= {"replaced_by": new.pk, "reason": "An order."}
    refused = ada.post("/admin/councils/council/", typed | {"end": ""})
    assert "the record stands as of that day" in words(refused)
    kent.refresh_from_db()
    assert kent.ends_on is None
    form = "/admin/councils/lineage/add/"
    line = {"old": "Kent County Council", "new": new.name, "on": "1/4/2027", "reason": "x"}
    refused = ada.post(form, typed_in(ada, form, kind="part", **line))
    assert "the record stands as of that day" in words(refused)
