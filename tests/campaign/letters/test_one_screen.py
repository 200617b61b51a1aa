"""A letter is one page, and what is sent is what it showed."""

import pytest
from django.utils import timezone

from campaign.letters.models import Letter, State
from councils.dates import format_date
from councils.models import Contact, EventKind, Role
from councils.models.missing_from_care import MissingFromCare
from councils.record import record_version
from tests.campaign.letters.conftest import WRITER, Browser
from tests.campaign.letters.typed import text_of
from tests.seen import fields, links, words

pytestmark = [pytest.mark.django_db, pytest.mark.promise(13)]

LINE = "I care about this because I drive the last bus."
YESTERDAYS = "Dear Lead Member,\n\nWill you sign the Runaways’ Charter?\n\nYours sincerely,"


@pytest.fixture
def sheet(browser, contact, unhurried):
    """Anna's browser on the letter to Kent, which we can deliver."""
    contact()
    browser.go("/councils/kent/write/")
    unhurried()
    return browser


def changed(text="Dear you,\n\nAll my own words."):
    """Change the words of the only letter, as another tab would."""
    Letter.objects.get().save_draft(text=text)
    return text


# From the page to the email in one press


def test_a_line_two_boxes_and_a_signature_are_one_press_from_the_code(sheet, mails):
    sheet.press("send", own_line=LINE, topics=["help", "talk"], **WRITER)
    assert sheet.address.endswith("/check/")
    seen = words(sheet.page)
    letter = Letter.objects.get()
    assert letter.state == State.AWAITING
    order = ["Dear Councillor,", LINE, "I’d also like to ask:",
             "- Where can a child here go for help, at any hour?",
             "- Is every child who comes back offered a talk with someone independent?",
             "Yours sincerely,", "Anna Smith", "Please don’t publish"]  # fmt: skip
    assert [seen.index(part) for part in order] == sorted(seen.index(part) for part in order)
    sheet.press("code", code=letter.code)
    (sent,) = mails("letter")
    assert LINE in text_of(sent)


def test_without_a_line_the_letter_begins_with_what_it_asks(sheet):
    sheet.press("send", **WRITER)
    opening = Letter.objects.get().text.split("\n\n")[1]
    assert "Runaways’ Charter of 2012" in opening


def test_who_gets_name_place_and_email_stands_beside_the_button(sheet, browser):
    seen = words(sheet.page)
    after = seen[seen.index("Go on to send it") :]
    assert "The council gets your name, where you live and your email." in after
    assert "It may publish letters. Yours asks it to leave your name out." in after
    assert "We email you a code first" in after
    assert "/privacy/" in links(sheet.page)
    assert "or where I live" in seen[: seen.index("Go on to send it")]


def test_who_sends_it_themselves_is_told_to_sign_it_and_why(sheet):
    assert "Or send it yourself : sign it here, and give us no email address." in words(sheet.page)
    seen = words(sheet.press("yourself", own_line=LINE))
    assert "Sign it here first, and it’s ready for you to send." in seen
    assert "Enter your name, because a council answers a person." in seen
    assert "Enter your street or postcode, so they know you live or work there." in seen
    assert "It’s ready. You send it." in words(sheet.press("yourself", **WRITER))


def test_a_browser_can_fill_in_the_signature(sheet):
    body = sheet.page.content.decode()
    for field, kind in (("name", "name"), ("postal_address", "postal-code"), ("email", "email")):
        assert f'autocomplete="{kind}"' in body.split(f'name="{field}"')[1].split(">")[0], field


def test_a_council_that_signed_is_not_told_how_to_sign(sheet):
    assert "where I live. About the charter, and sources:" in words(sheet.page)
    assert "where I live. How to sign, and sources:" in words(
        sheet.go("/councils/sheffield/write/")
    )


def test_whoever_comes_back_is_not_told_to_sign_what_is_signed(sheet):
    assert "Add a line of your own and sign it." in words(sheet.page)
    sheet.press("", own_line=LINE, **WRITER)
    assert "Add a line of your own" not in words(sheet.page)
    assert "Everything you typed is still here." in words(sheet.page)


def test_an_address_that_looks_mistyped_is_kept_with_one_press_at_the_question(sheet, mails):
    page = sheet.press("send", own_line=LINE, **WRITER | {"email": "maya@gmial.com"})
    assert "Did you mean maya@gmail.com?" in words(page)
    assert ">Keep maya@gmial.com</button>" in page.content.decode()
    assert "the button below" not in words(page)
    assert "Everything you typed is still here." in words(page)
    sheet.press("send")
    assert [message.recipient for message in mails("confirm")] == ["maya@gmial.com"]


# Errors


@pytest.mark.promise(30)
def test_errors_stand_in_a_summary_and_everything_typed_is_still_there(sheet, mails):
    page = sheet.press(
        "send", own_line=LINE, topics=["talk"], name="", postal_address="S11", email="a@b"
    )
    seen = words(page)
    assert "Two things need changing" in seen
    assert "Everything you typed is still here." in seen
    assert {"#id_name", "#id_email"} <= links(page).keys()
    assert "<title>Error: A letter to Kent County Council" in page.content.decode()
    assert fields(page)["own_line"].strip() == LINE
    assert fields(page)["postal_address"] == "S11"
    assert page.content.decode().count(" checked>") == 1
    assert not mails()
    sheet.press("send", own_line=LINE, **WRITER)
    assert len(mails("confirm")) == 1


@pytest.mark.parametrize(
    "line",
    ["I care about this because …", "I care about this because ...", "In Kent I’d like to see …"],
)
def test_a_beginning_that_nobody_finished_is_an_error_and_adds_nothing(sheet, mails, line):
    page = sheet.press("send", own_line=line, **WRITER)
    assert "Finish the sentence “" in words(page)
    assert fields(page)["own_line"].strip() == line
    assert not mails()
    assert line not in Letter.objects.get().text
    sheet.press("send", own_line=line + " it could be my child.", **WRITER)
    assert len(mails("confirm")) == 1


# What is sent is what the page showed


@pytest.mark.promise(15)
def test_a_figure_that_changed_since_the_page_opened_is_shown_before_anything_goes(sheet, mails):
    MissingFromCare.objects.filter(council__slug="kent", year=2024).update(children="499")
    record_version.forget()
    page = sheet.press("send", own_line=LINE, topics=["help"], **WRITER)
    assert page.status_code == 409
    seen = words(page)
    assert "This letter has changed since you opened it" in seen
    assert "499 of the 4,670 children" in seen
    assert fields(page)["own_line"].strip() == LINE
    assert fields(page)["name"] == WRITER["name"]
    assert not mails()
    sheet.press("send", topics=["help"])
    assert len(mails("confirm")) == 1
    assert "499 of the" in Letter.objects.get().text


@pytest.mark.promise(15)
@pytest.mark.parametrize("act", ["send", "yourself"])
def test_whom_it_goes_to_changed_meanwhile_and_nothing_goes(sheet, kent, contact, mails, act):
    Contact.objects.all().delete()
    contact(Role.DIRECTOR, where="director@kent.example")
    page = sheet.press(act, own_line=LINE, **WRITER)
    assert page.status_code == 409
    assert "To the Director of Children’s Services" in words(page)
    assert "Dear Director," in words(page)
    assert not mails()


def test_a_box_ticked_after_the_words_were_changed_leaves_them_and_the_page_says_so(sheet, mails):
    sheet.press("", own_line=LINE, **WRITER)
    text = changed()
    page = sheet.press("send", own_line=LINE, topics=["help"], **WRITER)
    assert page.status_code == 409
    assert "You’ve changed the words of this letter" in words(page)
    assert fields(page)["text"].strip() == text
    letter = Letter.objects.get()
    assert (letter.text, letter.topics) == (text, ["help"])
    assert not mails()
    sheet.press("send", text=text)
    assert len(mails("confirm")) == 1


def test_changed_words_are_one_field_until_their_writer_starts_again(sheet):
    sheet.press("words", own_line=LINE, topics=["talk"], name="Anna")
    assert ">Back</button>" in sheet.page.content.decode()
    sheet.press("", text="Dear you,\n\nMine.")
    assert fields(sheet.page)["text"].strip() == "Dear you,\n\nMine."
    assert "Your words are kept." in words(sheet.page)
    assert "Only the note at the end can’t be changed." in words(sheet.page)
    assert "Start again with our words" in words(sheet.page)
    sheet.press("afresh")
    assert "Our words are back." in words(sheet.page)
    assert fields(sheet.page)["own_line"].strip() == LINE
    assert fields(sheet.page)["name"] == "Anna"
    assert Letter.objects.get().text.startswith("Dear Councillor,\n\nI care about this")


def test_whoever_starts_again_by_mistake_has_the_changed_words_back_with_one_press(sheet):
    sheet.press("words", own_line=LINE, topics=["talk"], name="Anna")
    sheet.press("", text="Dear you,\n\nMine.", subject="Mine, too")
    page = sheet.press("afresh")
    assert "Use my words after all" in words(page)
    sheet.press("", text="Dear you,\n\nMine.", subject="Mine, too")
    assert fields(sheet.page)["text"].strip() == "Dear you,\n\nMine."
    assert fields(sheet.page)["subject"] == "Mine, too"
    assert fields(sheet.page)["name"] == "Anna"


def test_a_changed_subject_is_sent_and_no_box_overwrites_it(sheet):
    sheet.press("words", **WRITER)
    sheet.press("", subject="My own subject")
    assert fields(sheet.page)["subject"] == "My own subject"
    sheet.press("send")
    assert Letter.objects.get().subject == "My own subject"


@pytest.mark.parametrize("act", ["send", "words"])
def test_words_that_were_emptied_are_asked_for_and_never_sent_empty(sheet, mails, act):
    sheet.press("words", **WRITER)
    page = sheet.press("send", text="")
    assert "The letter is empty. Write a few words to the council." in words(page)
    assert not mails()


# One draft in two tabs, and going back


def test_the_same_address_in_two_tabs_is_one_draft(sheet, client):
    other = Browser(client)
    other.go(sheet.address)
    sheet.press("", own_line=LINE)
    other.go(other.address)
    assert fields(other.page)["own_line"].strip() == LINE
    other.press("", own_line="Another line.")
    assert Letter.objects.get().own_line == "Another line."


@pytest.mark.promise(13)
def test_lines_typed_in_two_tabs_are_both_shown_and_the_writer_chooses(sheet, client):
    other = Browser(client)
    other.go(sheet.address)
    sheet.press("", own_line=LINE)
    other.page = sheet.client.get(other.address)
    stale = fields(other.page)
    sheet.press("", own_line="A newer line.")
    other.page = other.client.post(other.address, stale | {"own_line": "A third line."})
    assert other.page.status_code == 409
    assert "There are two versions of this letter" in words(other.page)
    assert "A third line.</textarea>" in other.page.content.decode()
    assert Letter.objects.get().own_line == "A newer line."
    other.press("", own_line="A third line.")  # “Use this instead”
    assert Letter.objects.get().own_line == "A third line."


def test_leaving_the_page_keeps_what_was_typed_and_sends_nothing(sheet, mails):
    assert sheet.press("keep", own_line=LINE, topics=["talk"], **WRITER).status_code == 204
    page = sheet.go(sheet.draft)
    assert fields(page)["own_line"].strip() == LINE
    assert fields(page)["email"] == WRITER["email"]
    assert not mails()


def test_going_back_from_the_code_and_on_again_sends_no_second_email(sheet, mails):
    sheet.press("send", own_line=LINE, topics=["talk"], **WRITER)
    sheet.go(sheet.draft)
    sheet.press("send", topics=["talk"])
    assert sheet.address.endswith("/check/")
    assert len(mails("confirm")) == 1


def test_whoever_goes_on_again_after_a_change_is_told_that_the_first_code_is_dead(sheet, mails):
    sheet.press("send", own_line=LINE, **WRITER)
    assert "Any other code has stopped working." not in words(sheet.page)
    sheet.go(sheet.draft)
    sheet.press("send", own_line="Another line.")
    seen = words(sheet.page)
    asked = timezone.localtime(Letter.objects.get().asked_at)
    assert (
        f"Use the code in our newest email, of {format_date(asked.date())} at {asked:%H:%M}."
        in seen
    )
    assert "Any other code has stopped working." in seen
    sheet.press("new-code")
    assert "Any other code" not in words(sheet.page)  # that email repeats the code
    assert len(mails("confirm")) == 1  # the first had not left yet


# Pages of yesterday, in old tabs


def test_the_first_screen_of_yesterday_leads_to_the_letter_with_what_was_typed(client):
    old = {"draft": "abcdefghijklmnopqrstuvwxyz", "own_line": LINE, "topics": ["help", "talk"]}
    answer = client.post("/councils/sheffield/write/", old)
    assert answer.status_code == 303
    page = client.get(answer.url)
    assert fields(page)["own_line"].strip() == LINE
    assert page.content.decode().count(" checked>") == 2


@pytest.fixture
def yesterdays(letter_of, kent, contact):
    """A draft of yesterday, in the words of yesterday."""
    contact()
    return letter_of(council=kent, text=YESTERDAYS, status_at_drafting="signed", email="")


@pytest.mark.parametrize("act", ["send", "yourself", "keep", "back", ""])
def test_the_second_screen_of_yesterday_still_lands_and_sends_its_own_words(
    yesterdays, client, mails, act
):
    address = f"/councils/kent/write/{yesterdays.draft_token}/"
    old = {"seen": "", "page": "", "subject": "Hello", "text": YESTERDAYS, **WRITER}
    answer = client.post(f"{address}{act}/".replace("//", "/"), old)
    assert answer.status_code in (204, 303)
    yesterdays.refresh_from_db()
    assert (yesterdays.text, yesterdays.subject) == (YESTERDAYS, "Hello")
    assert yesterdays.name == WRITER["name"]
    if act == "send":
        assert len(mails("confirm")) == 1
    if act in ("", "back"):
        assert fields(client.get(answer.url))["text"].strip() == YESTERDAYS


def test_going_back_to_the_first_screen_of_yesterday_leaves_changed_words(yesterdays, client):
    address = f"/councils/kent/write/{yesterdays.draft_token}/points/"
    answer = client.post(address, {"own_line": LINE, "topics": ["help"]})
    page = client.get(answer.url)
    assert fields(page)["text"].strip() == YESTERDAYS
    assert Letter.objects.get().own_line == LINE
    assert client.get(address).status_code == 200


# While the site is being prepared


def test_before_the_site_is_open_no_email_is_asked_for_and_the_letter_goes_from_ones_own(
    sheet, settings, mails
):
    settings.MUST_BE_OPENED = True
    sheet.go(sheet.draft)
    assert "email" not in fields(sheet.page)
    assert "This site isn’t open yet, so it goes from your own email." in words(sheet.page)
    sheet.press("yourself", own_line=LINE, name="Anna", postal_address="S1")
    assert "It’s ready. You send it." in words(sheet.page)
    assert Letter.objects.get().email == ""
    assert not mails()


# A status that changes


@pytest.mark.promise(15)
def test_a_status_that_changed_gives_a_new_letter_to_read_before_it_goes(
    sheet, kent, add_event, mails
):
    sheet.press("", own_line=LINE, **WRITER)
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    page = sheet.press("send", own_line=LINE)
    assert page.status_code == 409
    assert "Something changed at Kent while you were writing" in words(page)
    assert "Has withdrawn" in words(page)
    assert not mails()
    sheet.press("send")
    assert len(mails("confirm")) == 1
