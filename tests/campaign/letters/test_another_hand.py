"""Somebody else has the address of a draft, an old code, or a link that is not theirs; or two
windows are sent at once. What goes is what its writer was shown, and nothing else."""

import re
from functools import partial

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaign.letters import after_restore
from campaign.letters.models import Letter, State
from campaign.letters.views import sending
from campaign.privacy.personal_data import Person
from tests.campaign.letters.conftest import WRITER, Browser
from tests.campaign.letters.strangers import write
from tests.campaign.letters.typed import read, text_of
from tests.seen import words

THEIRS = "Dear all,\n\nAnna takes back all that she has ever said of any of you."


def state():
    return Letter.objects.get().state


def code_in(message):
    return re.sub(r"\D", "", read(message)["subject"])[:6]


@pytest.fixture
def another(ask):
    """Anna at the page that asks for her code; and Ben, who gave her the address of the draft."""
    anna = ask()
    ben = Browser(Client(REMOTE_ADDR="198.51.100.7"))
    ben.go(f"{anna.draft}words/")
    return anna, ben


# Whoever gave somebody the address of a draft


@pytest.mark.promise(15)
@pytest.mark.parametrize(
    "change",
    [{"text": THEIRS}, {"subject": "By Ben"}, {"name": "Ben Low"}, {"postal_address": "9 Low Rd"}],
)
def test_what_another_changed_after_the_code_was_sent_does_not_go_unseen(another, mails, change):
    anna, ben = another
    ben.press("send", **change)
    newest = mails("confirm")[-1]
    page = anna.press("code", code=code_in(newest))
    assert page.status_code == 409
    assert "The letter was changed since you opened this page" in words(page)
    (said,) = change.values()
    assert " ".join(said.split()) in words(page)
    assert state() == State.AWAITING
    assert not mails("letter")
    anna.press("code")
    assert state() == State.QUEUED, "she has read it, and goes on"


def test_a_new_code_for_the_same_words_needs_no_second_look(another, mails):
    anna, ben = another
    ben.go(f"{anna.draft}check/")
    ben.press("new-code")
    anna.press("code", code=code_in(mails("confirm")[-1]))
    assert state() == State.QUEUED


def test_what_another_changed_is_not_sent_by_the_code_or_the_link_from_before(another, mails):
    anna, ben = another
    first = mails("confirm")[0]
    letter = Letter.objects.get()
    ben.press("", text=THEIRS)
    anna.press("code", code=code_in(first))
    assert state() == State.DRAFT
    page = Client().post(f"/letters/{letter.token}/confirm/", {"confirmations_sent": "1"})
    assert page.status_code == 409
    assert state() == State.DRAFT
    assert not mails("letter")


def test_another_who_puts_in_his_own_mailbox_gets_nothing_she_was_sent(another, mails):
    anna, ben = another
    letter = Letter.objects.get()
    ben.go(f"{anna.draft}check/")
    ben.press("new-code", email="ben@low.example")
    for message in mails():
        if message.recipient == "ben@low.example":
            assert "Please will you sign" not in text_of(message)
            assert letter.token not in text_of(message)
    page = Client().get(f"/letters/{letter.token}/confirm/")
    assert page.status_code == 404


def test_once_she_has_sent_it_the_address_shows_another_nothing_and_takes_nothing(another, mails):
    anna, ben = another
    anna.press("code", code=code_in(mails("confirm")[-1]))
    for act in ("", "words", "check", "yourself", "keep", "send", "clear", "new-code", "code"):
        place = f"{anna.draft}{act}/".replace("//", "/")
        for page in (Client().get(place, follow=True), Client().post(place, {"text": THEIRS})):
            shown = page.content.decode()
            assert WRITER["email"] not in shown
            assert "Please will you sign" not in shown
    letter = Letter.objects.get()
    assert (letter.state, letter.email) == (State.QUEUED, WRITER["email"])
    assert THEIRS not in letter.text


# The same thing twice, and at once


@pytest.fixture
def just_before(once_before):
    """Return a function that has something happen once a code was right, and before it counts."""
    return partial(once_before, sending, "confirm_letter")


@pytest.mark.promise(15)
@pytest.mark.parametrize("by", ["code", "link"])
@pytest.mark.parametrize("act", ["", "send", "clear", "new-code"])
def test_what_is_done_in_another_window_as_a_letter_is_confirmed_is_never_half_done(
    another, mails, just_before, by, act
):
    anna, ben = another
    letter = Letter.objects.get()
    code = code_in(mails("confirm")[-1])
    place = f"{anna.draft}{act}/".replace("//", "/")
    typed = {} if act == "new-code" else {"text": THEIRS}
    just_before(lambda: ben.press(address=place, **typed))
    if by == "code":
        anna.press("code", code=code)
    else:
        Client().post(f"/letters/{letter.token}/confirm/", {"confirmations_sent": "1"})
    assert not mails("letter"), "nothing goes that nobody was shown"
    assert state() in (State.DRAFT, State.AWAITING, State.CANCELLED)


@pytest.mark.promise(14)
def test_the_code_and_the_link_together_send_one(another, mails, just_before):
    anna, _ = another
    letter = Letter.objects.get()
    link = f"/letters/{letter.token}/confirm/"
    just_before(lambda: Client().post(link, {"confirmations_sent": "1"}))
    anna.press("code", code=code_in(mails("confirm")[-1]))
    assert state() == State.QUEUED
    assert len(mails("letter")) == 1
    assert len(mails("copy")) == 1


@pytest.mark.parametrize("end", ["cancel", "delete"])
def test_what_was_confirmed_and_stopped_is_not_confirmed_again(another, mails, end):
    anna, _ = another
    code = code_in(mails("confirm")[-1])
    letter = Letter.objects.get()
    anna.press("code", code=code)
    Client().post(f"{letter.private_url}{end}/")
    for _ in range(2):
        Client().post(f"{anna.draft}code/", {"code": code})
        Client().post(f"{letter.private_url}confirm/", {"confirmations_sent": "1"})
        Client().post(f"{letter.private_url}{end}/")
    call_command("deliver", verbosity=0)
    assert state() == State.CANCELLED
    assert [message.state for message in mails("letter")] in (["cancelled"], [])


# Codes and links of another letter, and guesses


def test_the_code_of_one_letter_confirms_no_other_of_the_same_mailbox(ask, begin, mails):
    ask()
    second = begin("kent")
    second.press("send", **WRITER)
    one, two = Letter.objects.order_by("pk")
    second.press("code", code=one.code)
    for letter in (one, two):
        letter.refresh_from_db()
    assert [one.state, two.state] == [State.AWAITING] * 2
    assert two.code_tries == 1


@pytest.mark.parametrize(
    "token",
    [
        lambda letter: letter.token[:-1] + ("a" if letter.token[-1] != "a" else "b"),
        lambda letter: letter.draft_token,
        lambda letter: letter.draft_token[:26],
        lambda letter: str(letter.pk),
        lambda letter: f"{letter.token}\u200b",
        lambda letter: letter.token[:20],
        lambda letter: "%",
        lambda letter: "null",
    ],
    ids=["one letter", "draft's", "random part", "number", "invisible", "short", "any", "none"],
)
def test_no_other_token_confirms_it(waiting, mails, token):
    guess = token(waiting)
    for act in ("", "confirm/", "cancel/", "delete/", "self-sent/", "answered/"):
        Client().get(f"/letters/{guess}/{act}", follow=True)
        Client().post(f"/letters/{guess}/{act}", {"confirmations_sent": "1"})
    waiting.refresh_from_db()
    assert waiting.state == State.AWAITING
    assert not mails("letter")


def test_a_program_that_opens_every_link_of_our_emails_sends_nothing(another, mails):
    for message in mails():
        for link in re.findall(r"http://\S+?(/letters/\S+)", text_of(message)):
            Client().head(link)
            Client().get(link, follow=True)
            Client().get(f"{link}?confirm=1&confirmations_sent=1&not_me=1", follow=True)
            Client().options(link)
            Client().put(link)
            Client().delete(link)
    assert state() == State.AWAITING
    assert not mails("letter")


def test_guesses_end_with_the_fifth_whatever_is_done_between_them(another, mails):
    anna, _ = another
    right = Letter.objects.get().code
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        Client().post(f"{anna.draft}code/", {"code": wrong})
        Client().get(f"{anna.draft}code/")
        Client().post(f"{anna.draft}check/")
        Client().post(f"{anna.draft}code/", {"code": "12345"})
    Client().post(f"{anna.draft}code/", {"code": right})
    assert state() == State.AWAITING
    emails = len(mails("confirm"))
    for _ in range(12):  # each new code is an email, of which a mailbox gets six a day
        Client().post(f"{anna.draft}new-code/")
    assert len(mails("confirm")) <= 6
    assert emails == 1


def test_after_a_restore_nothing_from_before_confirms_or_opens_it(another, mails):
    anna, _ = another
    letter = Letter.objects.get()
    after_restore.settle(timezone.now(), timezone.now())
    Client().post(f"{anna.draft}code/", {"code": letter.code})
    page = Client().post(f"/letters/{letter.token}/confirm/", {"confirmations_sent": "1"})
    assert page.status_code == 404
    assert not mails("letter")


# Two letters at once


def test_two_letters_of_one_mailbox_to_one_council_both_say_what_their_pages_showed(reached, mails):
    (slug,) = reached(1)
    first = write(slug, "anna@gmail.com", own_line="My brother ran away in 2019.")
    second = write(slug, "Anna+two@gmail.com", own_line="My sister ran away in 2020.")
    assert [first.state, second.state] == [State.QUEUED] * 2
    sent = [text_of(message) for message in mails("letter")]
    assert ["brother" in text for text in sent] == [True, False]
    assert ["sister" in text for text in sent] == [False, True]
    assert read(mails("letter")[1])["reply-to"] == "Anna Smith <Anna+two@gmail.com>"


# Other doors


@pytest.mark.parametrize("act", ["cancel", "delete", "self-sent", "answered", "write-again", ""])
def test_what_is_for_confirmed_letters_does_nothing_to_one_that_waits(waiting, mails, act):
    before = Letter.objects.values().get()
    page = Client().post(f"/letters/{waiting.token}/{act}/".replace("//", "/"), {"answered": "yes"})
    assert page.status_code == 302
    assert page.url == f"/letters/{waiting.token}/confirm/"
    assert Letter.objects.values().get() == before
    assert not mails("letter")


@pytest.mark.promise(21)
def test_after_erasing_neither_code_nor_link_nor_draft_brings_a_letter_back(another, mails):
    anna, _ = another
    letter = Letter.objects.get()
    code = letter.code
    Person(WRITER["email"]).erase()
    for _ in range(2):
        Client().post(f"{anna.draft}code/", {"code": code})
        Client().post(f"/letters/{letter.token}/confirm/", {"confirmations_sent": "1"})
        Client().post(f"{anna.draft}send/", {**WRITER, "text": THEIRS})
    assert not mails("letter")
    assert not Letter.objects.filter(email=WRITER["email"]).exists()


def test_our_emails_lead_to_our_site_whatever_host_a_request_claims(
    begin, contact, settings, mails
):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://runaways.example"
    contact()
    browser = begin("kent")
    browser.client.defaults["HTTP_HOST"] = "evil.example"
    browser.press("send", **WRITER)
    browser.client.post("/letters/lost/", {"email": WRITER["email"]})
    assert len(mails()) == 2
    for message in mails():
        assert b"evil.example" not in bytes(message.content)
        assert "https://runaways.example/letters/" in text_of(message)


def test_one_draft_shows_how_one_council_is_reached_and_no_other(begin, contact, sheffield):
    contact()
    contact(council=sheffield, where="lead@sheffield.example")
    browser = begin("kent", **WRITER)
    token = browser.draft.strip("/").split("/")[-1]
    elsewhere = f"/councils/sheffield/write/{token}/"
    for act in ("", "yourself/", "send/", "words/", "check/", "sent/"):
        for page in (
            Client().post(f"{elsewhere}{act}", {**WRITER, "council": "sheffield"}, follow=True),
            Client().get(f"{elsewhere}{act}", follow=True),
        ):
            assert "lead@sheffield.example" not in page.content.decode()
    assert Letter.objects.get().council.slug == "kent"
