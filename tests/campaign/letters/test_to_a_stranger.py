"""A stranger types somebody else's address into every form, and words that they should read; or
writes to us in their name; or has us write to them again and again."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaign import rate_limits
from campaign.inbox.process import process
from campaign.letters import nightly, pending
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.tasks.models import Task
from councils.models import EventKind
from councils.record import record_version
from tests.campaign.letters.conftest import TO_US, Browser
from tests.campaign.letters.typed import read
from tests.seen import words

VICTIM = "victim@mail.example"
LURE = "LURE sign in at evil-lure.example"
NAMES = (
    "Lure Lure",
    "Win £500 at LURE",
    "Lure " * 24,
    "Lure\r\nBcc: lure@evil.example\r\n\r\nLURE",
    "\u202eerul\u202c Lure",
    "L\u200bure Lure",
    "LURE 🎁💷",
    "=?utf-8?q?LURE?= <lure@evil.example>",
)


def by_letter(email, name="Lure Lure", network="203.0.113.7", council="sheffield"):
    browser = Browser(Client(REMOTE_ADDR=network))
    browser.go(f"/councils/{council}/write/")
    browser.press("", topics=["talk"], own_line=LURE)
    lured = {"subject": LURE, "postal_address": f"{name} {LURE}", "name": name}
    browser.press("send", email=email, **lured)
    if "your own name?" in words(browser.page):
        browser.press("send")
    return browser


def by_alert(email, name=LURE, network="203.0.113.7"):
    typed = {"email": email, "updates": "on", "name": name}
    return Client(REMOTE_ADDR=network).post("/alerts/?council=sheffield", typed)


def by_sign_up(email, name="Lure Lure", network="203.0.113.7"):
    typed = {"officer": name, "role": "sign in at evil.example", "text": LURE}
    there = Client(REMOTE_ADDR=network)
    return there.post("/sign/?council=sheffield", {"kind": "wants", "email": email, **typed})


def by_complaint(email, name=LURE):
    typed = {"text": LURE, "about": "sheffield", "name": name, "email": email}
    return Client().post("/complaints/", typed)


def by_lost_links(email, name="Lure Lure", network="203.0.113.7"):
    by_letter(email, name, network)
    return Client(REMOTE_ADDR=network).post("/letters/lost/", {"email": email})


@pytest.fixture
def site(contact, sheffield, settings, today_is):
    """The site at noon, which can write to Sheffield."""
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    settings.DEFAULT_FROM_EMAIL = f"Make Runaways Safe <{TO_US}>"
    today_is("2026-11-24", "12:00")
    contact(council=sheffield, where="lead@sheffield.example")


def assert_nothing_typed():
    """What goes to the victim has no word of the stranger's, whatever header or part it is in."""
    sent = list(OutgoingMessage.objects.filter(recipient=VICTIM))
    for message in sent:
        mail = read(message)
        said = f"{mail['subject']} {mail['from']} {mail['reply-to']} {mail.get_content()}".lower()
        for word in ("lure", "evil", "£500", "🎁"):
            assert word not in said
        assert b"lure" not in bytes(message.content).lower()
        assert mail["to"] == VICTIM
    return sent


@pytest.mark.promise(14)
@pytest.mark.parametrize("name", ["", "LURE evil-lure.example "])
@pytest.mark.parametrize("form", [by_letter, by_alert, by_sign_up, by_complaint, by_lost_links])
def test_no_form_sends_a_stranger_a_word_that_somebody_typed(form, name, site):
    form(f"{name}<{VICTIM}>" if name else VICTIM)
    assert bool(assert_nothing_typed()) == (form is not by_complaint)
    assert not OutgoingMessage.objects.exclude(recipient=VICTIM).filter(purpose="confirm").exists()


@pytest.mark.promise(14)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", [by_letter, by_alert, by_sign_up, by_lost_links])
def test_nor_does_a_name_in_any_script_length_or_shape(form, name, site):
    form(VICTIM, name)
    assert_nothing_typed()


@pytest.mark.promise(14)
def test_nor_do_the_emails_that_follow_a_letter_which_nobody_confirms(
    site, sheffield, add_event, today_is
):
    by_letter(VICTIM)
    call_command("deliver", verbosity=0)
    today_is("2026-11-26", "12:00")
    nightly.remind_all()
    Client().post("/letters/lost/", {"email": VICTIM})
    call_command("deliver", verbosity=0)
    add_event(sheffield, EventKind.WITHDRAWN)
    record_version.forget()
    browser = Browser(Client())
    browser.go(f"/councils/sheffield/write/{Letter.objects.get().draft_token}/check/")
    browser.press(address=f"{browser.draft}new-code/")
    pending.close()
    purposes = {message.purpose for message in assert_nothing_typed()}
    assert {"confirm", "reminder", "links"} <= purposes


@pytest.mark.promise(14)
def test_nor_does_our_answer_to_a_complaint_in_their_name(site, editor):
    by_complaint(VICTIM)
    Task.objects.get().take(editor)
    assert len(assert_nothing_typed()) == 1


FORGED = b"""Return-Path: <victim@mail.example>
From: Lure <victim@mail.example>
To: %s
Subject: LURE: sign in at evil-lure.example
Message-ID: <%s@mail.example>
Date: Tue, 24 Nov 2026 12:00:00 +0000

%s
"""
A_CALL = b"LURE I am 13 and ran away last night, I have nowhere to sleep. evil-lure.example"


@pytest.mark.promise(14)
@pytest.mark.parametrize("text", [b"LURE evil-lure.example", A_CALL], ids=["a person", "a call"])
def test_nor_do_our_answers_to_emails_that_were_forged_in_their_name(site, text):
    for number in range(5):
        process(FORGED % (TO_US.encode(), b"%d" % number, text), TO_US)
    assert len(assert_nothing_typed()) == 1, "one a day, however many are forged"


# Again and again


def from_every_door(email, number):
    """Ask by each form for an email there, from a network that nobody has used before."""
    network = f"203.{number}.113.7"
    by_lost_links(email, network=network)
    by_alert(email, network=network)
    by_sign_up(email, network=network)
    forged = FORGED % (TO_US.encode(), b"n%d" % number, b"LURE")
    process(forged.replace(VICTIM.encode(), email.encode()), TO_US)


def test_all_doors_together_send_fourteen_emails_a_day_to_one_mailbox_at_most(site):
    forms = ("victim@gmail.com", "v.ictim@gmail.com", "Victim+a@googlemail.com", "v.i.c@gmail.com")
    for number in range(20):
        from_every_door(forms[number % 3], number)
    sent = OutgoingMessage.objects.filter(purpose__in=["confirm", "wish_confirm", "sign_up"])
    assert sent.count() == 10
    others = OutgoingMessage.objects.exclude(pk__in=sent)
    assert others.filter(purpose="links").count() == 3
    assert others.filter(purpose="lost_link").count() == 1
    assert OutgoingMessage.objects.count() == 14


def test_who_has_had_enough_of_our_emails_is_told_so_whichever_form_it_is(site):
    for number in range(6):
        by_alert(VICTIM, network=f"203.{number}.113.7")
    for number in range(4):
        by_sign_up(VICTIM, network=f"204.{number}.113.7")
    for page in (by_letter(VICTIM).page, by_alert(VICTIM), by_sign_up(VICTIM)):
        assert page.status_code == 429
        assert "We’ve sent enough emails to this address for now" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    ["a{}@victim.plus.com", "a{}@mail{}.victim.plus.com", "a{}@victim.fastmail.com",
     "a{}@victim.zen.co.uk"],
)  # fmt: skip
def test_a_customer_of_a_provider_with_all_addresses_below_a_name_is_one_household(site, address):
    for number in range(11):
        by_alert(address.format(number, number))
    due = OutgoingMessage.objects.order_by("pk").values_list("due_at", flat=True)
    assert [at <= timezone.now() for at in due] == [True] * 10 + [False]


def test_whoever_says_that_it_was_not_them_gets_nothing_more_by_any_door(site):
    by_letter(VICTIM)
    letter = Letter.objects.get()
    Client().post(f"/letters/{letter.token}/confirm/", {"not_me": "1"})
    before = OutgoingMessage.objects.count()
    for number in range(3):
        from_every_door("Victim+again@mail.example", number)
        from_every_door(VICTIM, 10 + number)
    assert OutgoingMessage.objects.count() <= before


def test_a_reminder_goes_once_however_often_a_code_was_asked_for(site, today_is):
    browser = by_letter(VICTIM)
    for _ in range(3):
        browser.press(address=f"{browser.draft}new-code/")
    call_command("deliver", verbosity=0)
    for day in (26, 27, 28, 29):
        today_is(f"2026-11-{day}", "12:00")
        nightly.remind_all()
    assert OutgoingMessage.objects.filter(purpose="reminder").count() == 1
    assert dt.date(2026, 12, 1) == Letter.objects.get().confirm_by


def test_letters_that_nobody_confirms_shut_no_councils_writers_out(site, sheffield):
    for number in range(1600):  # as from eight networks within an hour
        to = f"x{number}@gmail.com"
        assert not rate_limits.consume("confirm", email=to, council=sheffield.code).refused
    page = by_letter("anna@gmail.com", "Anna Smith").page
    assert page.status_code == 200
    assert OutgoingMessage.objects.filter(recipient="anna@gmail.com").count() == 1
