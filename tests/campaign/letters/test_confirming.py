"""A letter is confirmed by the link or the code in our email; other links say why not."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaign import retention
from campaign.letters import nightly
from campaign.letters.models import Letter, State
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.supporters.suppression import may_email
from councils.models import Contact, EventKind
from councils.record import record_version
from tests.campaign.letters.conftest import WRITER, Browser
from tests.campaign.letters.typed import AWKWARD, FOREIGN, text_of
from tests.seen import fields, links, words

HELD_UP = "Our email is held up just now."


def again(letter):
    return Letter.objects.get(pk=letter.pk)


def test_who_reads_her_code_while_the_council_loses_its_address_is_told_so(ask, settings):
    settings.DEBUG = False  # without the mailbox that stands for every council in a trial
    browser = ask()
    for contact in Contact.objects.all():
        contact.delete()
    record_version.forget()
    browser.go(f"{browser.draft}check/")
    page = words(browser.go(browser.page.headers["Location"]))
    assert "We don’t have a checked address for Kent any more." in page
    assert "send it yourself" in page
    assert Letter.objects.get().state == State.AWAITING


@pytest.fixture
def mailbox(waiting, client):
    """Anna's other device, where she reads her email and opens the link."""
    browser = Browser(client)
    browser.go(f"/letters/{waiting.token}/confirm/")
    return browser


A_DAY = dt.timedelta(days=1)


def later(letter, by):
    """Move the request to confirm a letter into the past, as if its email had left then."""
    asking = OutgoingMessage.objects.filter(purpose="confirm", state=MessageState.QUEUED)
    asking.update(state=MessageState.ACCEPTED, outcome_at=timezone.now())
    Letter.objects.filter(pk=letter.pk).update(asked_at=letter.asked_at - by)


def waiting_draft(letter) -> str:
    """Return where “Change my letter first” leads."""
    return f"/councils/{letter.council.slug}/write/{letter.draft_token}/"


def buttons(page) -> list[str]:
    """The words on the amber buttons of a page."""
    return re.findall(r'<button class="button(?: full)?"[^>]*>\s*([^<]*)', page.content.decode())


# Check your email


def test_who_waits_for_our_email_is_told_that_it_is_held_up(ask, client, contact):
    assert HELD_UP not in words(client.get("/letters/lost/sent/"))
    MailSettings.current().pause(True)
    assert HELD_UP in words(ask().page)
    assert HELD_UP in words(client.get("/letters/lost/sent/"))


@pytest.mark.promise(14)
def test_the_code_confirms_and_queues_the_letter_once(ask, mails, live):
    browser = ask()
    code = Letter.objects.get().code
    browser.press("code", code=f"{code[:3]} {code[3:]}")
    letter = Letter.objects.get()
    assert letter.state == State.QUEUED
    assert "Thank you. Your letter is on its way to Kent" in words(browser.page)
    sent = mails("letter")
    assert [message.key for message in sent] == [f"letter:{letter.pk}"]
    assert sent[0].council == "KEN"
    assert sent[0].to_council
    assert sent[0].on_behalf == WRITER["email"]
    browser.press("code", address=f"{browser.draft}code/", code=code)
    assert len(mails("letter")) == 1


def test_wrong_codes_are_counted_and_the_fifth_ends_the_code(ask, mails):
    browser = ask()
    letter = Letter.objects.get()
    wrong = "000000" if letter.code != "000000" else "111111"
    browser.press("code", code=wrong)
    assert "That isn’t the code in our newest email" in words(browser.page)
    assert "You can try 4 more times." in words(browser.page)
    for _ in range(4):
        browser.press("code", code=wrong)
    assert "This code doesn’t work any more" in words(browser.page)
    assert buttons(browser.page) == ["Send me a new code"]
    browser.press("code", code=letter.code)
    assert again(letter).state == State.AWAITING
    assert not mails("letter")
    browser.press("new-code")
    fresh = again(letter)
    assert fresh.code != letter.code
    browser.press("code", code=fresh.code)
    assert again(letter).state == State.QUEUED


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "what numbers?"])
def test_an_entry_that_is_not_six_digits_costs_no_try(ask, typed):
    browser = ask()
    for _ in range(6):
        page = browser.press("code", code=typed)
    assert "Type the six digits from our email." in words(page)
    assert fields(page)["code"] == typed
    assert Letter.objects.get().code_tries == 0


@pytest.mark.parametrize("zero", "0٠०０")  # as we, Arabic, Hindi and Japanese phones write it
def test_the_code_may_be_typed_in_the_digits_of_any_script(ask, zero):
    browser = ask()
    code = Letter.objects.get().code
    typed = "".join(chr(ord(zero) + int(digit)) for digit in code)
    browser.press("code", code=f"{typed[:3]}-{typed[3:]}")
    assert Letter.objects.get().state == State.QUEUED


def test_who_mistypes_the_code_corrects_it_and_goes_back_and_forth_at_no_cost(ask, mails):
    browser = ask()
    code = Letter.objects.get().code
    wrong = "000000" if code != "000000" else "111111"
    browser.press("code", code=wrong)
    assert "You can try 4 more times." in words(browser.page)
    browser.go(f"{browser.draft}check/")
    assert "You can try" not in words(browser.page)
    assert "You can try 4 more times." in words(browser.go(f"{browser.draft}code/"))
    browser.press("code", code=code[:5])
    assert "Type the six digits from our email." in words(browser.page)
    assert "That isn’t the code" not in words(browser.page)
    assert Letter.objects.get().code_tries == 1
    browser.press("code", code=fields(browser.page)["code"] + code[5])
    assert Letter.objects.get().state == State.QUEUED
    assert len(mails("letter")) == 1


def test_a_changed_address_gets_a_new_code_and_the_first_code_and_link_stop_working(
    ask, mails, client
):
    browser = ask()
    before = Letter.objects.get()
    browser.press("new-code", email="anna@example.net")
    assert "anna@example.net" in words(browser.page)
    after = again(before)
    assert [message.recipient for message in mails("confirm")] == ["anna@example.net"]
    assert after.code != before.code
    page = client.get(f"/letters/{before.token}/confirm/")
    assert page.status_code == 404
    assert "There is no letter at this address" in words(page)
    browser.press("code", code=before.code)
    assert not mails("letter")
    browser.press("code", code=after.code)
    assert len(mails("letter")) == 1


def test_cancelling_deletes_the_text_and_ends_both_ways_to_confirm(ask, mails, client):
    browser = ask()
    letter, draft = Letter.objects.get(), browser.draft
    browser.press("clear")
    assert "Your letter is gone from this device" in words(browser.page)
    gone = again(letter)
    assert gone.state == State.CANCELLED
    assert not (gone.text or gone.name or gone.email or gone.postal_address)
    assert "This letter was cancelled" in words(client.get(f"/letters/{letter.token}/confirm/"))
    client.post(f"/letters/{letter.token}/confirm/", {"confirmations_sent": "1"})
    assert not mails("letter")
    assert "This letter was deleted" in words(client.get(draft))
    client.post(f"{draft}keep/", {"text": "Xylophone"})  # as its page was left
    assert not Letter.objects.filter(text__contains="Xylophone").exists()


# Once it is confirmed


def test_a_page_left_open_gets_its_words_back_unsent(ask, mails):
    browser = ask(text="First text")
    draft = browser.draft
    stale = Browser(browser.client)
    stale.go(draft)
    browser.press("code", code=Letter.objects.get().code)
    page = stale.press("send", text=AWKWARD)
    assert page.status_code == 409
    assert "What you have on this page wasn’t sent" in words(page)
    assert AWKWARD in fields(page)[""]
    assert Letter.objects.get().text == "First text"
    assert len(mails("letter")) == 1


# The link


@pytest.mark.promise(14)
def test_opening_the_link_changes_nothing_however_often(waiting, client, mails):
    before = Letter.objects.values().get()
    for _ in range(3):
        client.head(f"/letters/{waiting.token}/confirm/")
        page = client.get(f"/letters/{waiting.token}/confirm/")
    assert Letter.objects.values().get() == before
    assert not mails("letter")
    assert "Your letter hasn’t gone yet." in words(page)
    assert "http-equiv" not in page.content.decode()


def test_the_link_shows_the_letter_and_one_button_sends_it(mailbox, waiting, mails):
    seen = words(mailbox.page)
    assert "Send it to Kent?" in seen
    signed = f"Yours sincerely, Anna Smith {WRITER['postal_address']} anna@example.org"
    assert signed in seen  # as the council gets it
    assert "It goes to the Lead Member for Children’s Services." in seen
    assert "Cancel it, and never write to me again" in seen
    assert "has changed since" not in seen
    mailbox.press("confirm")
    assert mailbox.address == f"/letters/{waiting.token}/"
    assert "Thank you." in words(mailbox.page)
    assert len(mails("letter")) == 1


def test_a_link_works_until_the_promised_day_and_no_longer(mailbox, waiting, mails):
    later(waiting, retention.UNCONFIRMED + A_DAY)
    mailbox.press("confirm")
    assert "This link worked until 23 November 2026" in words(mailbox.page)
    assert "We delete it the night after" in words(mailbox.page)
    source = " ".join(mailbox.page.text.split())
    assert "<title>Error: This link worked until 23 November 2026" in source
    drafting = words(mailbox.go(f"/councils/kent/write/{waiting.draft_token}/"))
    assert "Its code worked until 23 November 2026" in drafting
    assert "Enter the code" not in drafting
    assert not mails("letter")
    later(waiting, retention.UNCONFIRMED)  # the whole of the last day
    mailbox.go(f"/letters/{waiting.token}/confirm/")
    mailbox.press("confirm")
    assert len(mails("letter")) == 1


@pytest.mark.parametrize(
    "token", ["abcdefghijklmnopqrstuvwxyz", "x", "tkrj4wz3hd6sdqb6", "%00", "a" * 500, "שלום"]
)
@pytest.mark.parametrize("screen", ["", "confirm/"])
def test_a_wrong_link_says_that_the_letter_may_have_been_deleted(client, db, token, screen):
    for answer in (client.get, client.post):
        page = answer(f"/letters/{token}/{screen}")
        assert page.status_code == 404
        assert "Or the letter was deleted, as promised" in words(page)


def test_a_link_with_characters_added_by_an_email_program_leads_to_the_letter(waiting, client):
    clean = f"/letters/{waiting.token}/confirm/"
    for junk in (")", ").", ">", "=20", "&gt;", "/)", "/x/y", "%22", "/%0D%0A", "/%3E%0A>", "//"):
        page = client.get(clean.rstrip("/") + junk, follow=True)
        assert page.request["PATH_INFO"] == clean, junk
        assert page.status_code == 200


@pytest.mark.promise(15)
def test_a_letter_changed_after_the_email_is_not_sent_by_the_old_link(mailbox, ask, waiting, mails):
    waiting.save_draft(text="Changed")
    page = mailbox.press("confirm")
    assert "This letter was changed after we sent you this email" in words(page)
    assert not mails("letter")
    again(waiting).request_confirmation()
    stale = mailbox.client.post(f"/letters/{waiting.token}/confirm/", {"confirmations_sent": "1"})
    assert stale.status_code == 409
    assert "The letter has changed since you opened this page" in words(stale)
    assert "Changed" in words(stale)
    assert not mails("letter")


@pytest.mark.promise(14)
@pytest.mark.parametrize("sent", FOREIGN)
def test_a_form_on_another_site_cannot_confirm_or_cancel(mailbox, waiting, mails, sent):
    page = mailbox.press("confirm", headers=sent)
    assert page.status_code == 403
    mailbox.press("confirm", headers=sent, not_me="1")
    assert again(waiting).state == State.AWAITING
    assert not mails("letter")


@pytest.mark.promise(31)
def test_pages_of_a_letter_are_neither_cached_nor_indexed(mailbox, waiting):
    draft = waiting_draft(waiting)
    for address in (mailbox.address, waiting.private_url, draft, f"{draft}points/"):
        page = mailbox.client.get(address)
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert not page.cookies


# What changed at the council


@pytest.mark.promise(15)
def test_a_changed_status_is_shown_and_the_supporter_chooses(
    mailbox, waiting, kent, add_event, mails
):
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    mailbox.press("confirm")
    seen = words(mailbox.page)
    assert "Something changed at Kent since you wrote it" in seen
    assert "Select the button, and it goes" not in seen
    assert links(mailbox.page)[waiting_draft(waiting)] == "Change my letter first"
    assert not mails("letter")
    mailbox.press("confirm")
    assert len(mails("letter")) == 1


@pytest.mark.promise(15)
def test_a_removed_contact_stops_the_letter_and_offers_another_way(mailbox, waiting, mails):
    Contact.objects.all().delete()
    record_version.forget()
    mailbox.press("confirm")
    assert "We can’t send it after all" in words(mailbox.page)
    assert not mails("letter")
    assert again(waiting).state == State.AWAITING
    mailbox.go(waiting_draft(waiting))
    assert "We don’t need your email address." in words(mailbox.page)


@pytest.mark.promise(15)
def test_a_council_whose_address_cannot_be_mailed_is_not_said_to_have_closed(mailbox, waiting):
    Contact.objects.update(email="lead@")
    record_version.forget()
    mailbox.press("confirm")
    seen = words(mailbox.page)
    assert "we don’t have a checked address for Kent any more" in seen
    assert "doesn’t run children’s services now" not in seen
    assert again(waiting).state == State.AWAITING


def test_a_closed_council_stops_the_letter_and_leads_to_its_successors(
    begin, contact, mails, client, today_is
):
    surrey = Contact.objects.model.council.field.related_model.objects.get(slug="surrey")
    contact(council=surrey, where="lead@surrey.example", check_again_on=dt.date(2027, 6, 1))
    today_is("2027-03-31", "23:50")
    browser = begin("surrey")
    today_is("2027-03-31", "23:55")
    browser.press("send", **WRITER)
    letter = Letter.objects.get()
    today_is("2027-04-01", "00:01")
    browser.press("code", code=letter.code)
    assert "Surrey County Council doesn’t run children’s services now" in words(browser.page)
    assert "Your letter can go to one of the councils that do." in words(browser.page)
    mailbox = Browser(client)
    mailbox.go(f"/letters/{letter.token}/confirm/")
    mailbox.press("confirm")
    assert "Surrey County Council doesn’t run children’s services now" in words(mailbox.page)
    assert not mails("letter")


def test_a_letter_can_be_deleted_from_a_shared_device_though_its_council_has_closed(
    begin, today_is
):
    today_is("2027-03-31", "23:50")
    browser = begin("surrey", **WRITER)
    today_is("2027-04-01", "00:01")
    assert "Your letter is gone from this device" in words(browser.press("clear"))
    assert Letter.objects.get().is_anonymised
    today_is("2027-03-31", "23:50")
    browser = begin("surrey", **WRITER)
    today_is("2027-04-01", "00:01")
    assert "Delete this letter" in words(browser.go(browser.draft))
    assert "Your letter is gone from this device" in words(browser.press("clear"))


def test_who_deletes_a_letter_that_the_night_has_deleted_already_reads_that_it_is_gone(begin):
    browser = begin("kent", **WRITER)
    Letter.objects.all().delete()
    assert "Your letter is gone from this device" in words(browser.press("clear"))


# Lost your link?


def test_lost_links_are_sent_again_and_everyone_gets_the_same_answer(waiting, client, mails):
    browser, answers = Browser(client), []
    for email in ("ANNA@EXAMPLE.org", "nobody@example.org"):
        browser.go("/letters/lost/")
        answers.append(words(browser.press("", email=email)))
    assert answers[0] == answers[1]
    assert "If that address has a letter with us" in answers[0]
    sent = mails("links")
    assert [message.recipient for message in sent] == [WRITER["email"]]
    assert f"/letters/{waiting.token}/confirm/" in bytes(sent[0].content).decode()


def test_whose_letter_has_gone_gets_the_link_of_its_page_again(confirmed, client, mails):
    letter = Letter.objects.get(pk=confirmed().subject_id)
    client.post("/letters/lost/", {"email": WRITER["email"]})
    (sent,) = mails("links")
    assert f"/letters/{letter.token}/" in text_of(sent)


# One reminder


def test_the_only_reminder_goes_after_a_whole_day_and_says_that_nothing_was_sent(
    waiting, mails, today_is
):
    call_command("deliver")
    for day in ("2026-11-25", "2026-11-26", "2026-11-27"):
        today_is(day)
        assert nightly.remind_all() == (day == "2026-11-26")
    (sent,) = mails("reminder")
    text = text_of(sent)
    assert "your letter hasn’t gone yet" in text
    assert f"/letters/{waiting.token}/confirm/" in text
    assert waiting.code in text.replace(" ", "")


def test_a_writer_who_sent_the_letter_themselves_is_warned_and_not_reminded(mailbox, waiting):
    assert "that you sent it yourself" not in words(mailbox.page)
    call_command("deliver")
    later(waiting, dt.timedelta(days=2))
    assert waiting in Letter.objects.to_remind()
    assert waiting.mark_self_sent()
    Letter.objects.update(self_sent_at=timezone.make_aware(dt.datetime(2026, 11, 24, 12)))
    page = mailbox.go(mailbox.address)
    assert (
        "You told us on 24 November 2026 that you sent it yourself. Confirm it only if it should go"
        " a second time."
    ) in words(page)
    assert waiting not in Letter.objects.to_remind()


@pytest.mark.promise(18)
def test_the_link_opened_again_says_of_a_trial_what_its_page_says(waiting, mailbox):
    mailbox.press("confirm")
    stays = "We’re only trying the site out, so your letter stays here"
    assert f"{stays}. If you want the council to read it" in words(mailbox.page)
    page = mailbox.go(f"/letters/{waiting.token}/confirm/")
    assert "You confirmed this letter on" in words(page)
    assert f"{stays}, and the council doesn’t get it." in words(page)
    assert "Nothing was sent a second time" not in words(page)


# Suppressed addresses


@pytest.mark.promise(21)
def test_who_did_not_write_it_can_say_so_though_it_was_changed_meanwhile(waiting, client, mails):
    again(waiting).save_draft(text="Changed")
    stranger = Browser(client)
    page = stranger.go(f"/letters/{waiting.token}/confirm/")
    assert "This letter was changed after we sent you this email" in words(page)
    stranger.press("confirm", not_me="1")
    assert "We’ll never write to you again" in words(stranger.page)
    assert (again(waiting).state, again(waiting).email) == (State.CANCELLED, "")


@pytest.mark.promise(21)
def test_who_did_not_write_it_can_say_so_after_its_last_day(waiting, client):
    later(waiting, retention.UNCONFIRMED + A_DAY)
    stranger = Browser(client)
    assert "This link worked until" in words(stranger.go(f"/letters/{waiting.token}/confirm/"))
    stranger.press("confirm", headers=FOREIGN[0], not_me="1")
    assert again(waiting).email == WRITER["email"]
    stranger.press("confirm", not_me="1")
    assert "We’ll never write to you again" in words(stranger.page)
    assert again(waiting).email == ""


@pytest.mark.promise(21)
def test_who_says_so_as_it_is_confirmed_elsewhere_is_not_told_that_it_is_deleted(
    waiting, client, once_before
):
    stranger = Browser(client)
    stranger.go(f"/letters/{waiting.token}/confirm/")

    def is_confirmed():
        Letter.objects.update(state=State.QUEUED, confirmed_at=timezone.now())

    once_before(Letter, "anonymise", is_confirmed)
    page = words(stranger.press("confirm", not_me="1"))
    assert "You confirmed this letter on" in page
    assert "Wasn’t it you? Then somebody else could read the email we sent you." in page
    assert "cancelled and deleted" not in page
    assert again(waiting).email == WRITER["email"]
    assert may_email(WRITER["email"])


def test_who_did_not_write_the_letter_cancels_it_and_gets_no_more_email(
    waiting, client, mails, begin, today_is
):
    stranger = Browser(client)
    stranger.go(f"/letters/{waiting.token}/confirm/")
    stranger.press("confirm", not_me="1")
    assert "We’ll never write to you again" in words(stranger.page)
    assert "The letter is cancelled and deleted." in words(stranger.page)
    assert links(stranger.page)["/about/#contact"].startswith("Was that a mistake?")
    assert (again(waiting).state, again(waiting).email) == (State.CANCELLED, "")
    browser = begin("kent")
    today_is("2026-11-24", "12:20")
    page = browser.press("send", **WRITER)
    assert "Open our email to anna@example.org and select its link." in words(page)  # as to anybody
    browser.go("/letters/lost/")
    browser.press("", email=WRITER["email"])
    assert not mails()


def test_who_mistypes_her_address_twice_is_asked_twice_and_no_stranger_gets_her_code(
    reached, mails
):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["talk"])
    browser.press("send", name="Anna", email="anna@gmial.com", postal_address="12 High Street")
    assert "anna@gmail.com" in words(browser.page)
    browser.press("send", email="anna@hotmail.con")
    assert "anna@hotmail.com" in words(browser.page)
    assert not mails("confirm")
    browser.press("send")  # she goes on: it is hers
    assert [message.recipient for message in mails("confirm")] == ["anna@hotmail.con"]
