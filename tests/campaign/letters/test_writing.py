"""The screens on which a letter is written, as a browser without JavaScript uses them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from campaign.letters.composition import wordings
from campaign.letters.composition.wordings import QUESTIONS
from campaign.letters.models import Letter, State
from campaign.letters.nightly import count
from campaign.letters.urls import draft_urls
from councils.models import Channel, EventKind
from councils.record import record_version
from tests.campaign.letters.conftest import WRITER, Browser
from tests.campaign.letters.typed import AWKWARD, FOREIGN
from tests.seen import fields, links, words

CRY = "I have run away and I am scared."


def text_in(page) -> str:
    return fields(page)["text"].removeprefix("\n")


# The letter, and its words


@pytest.mark.promise(22)
def test_both_pages_on_which_one_types_ask_to_name_no_child_and_lead_to_help(begin, browser):
    for page, field, described in (
        (browser.go("/councils/sheffield/write/"), "own_line", "id_own_line_hint "),
        (begin().page, "text", ""),
    ):
        assert "Please don’t name a child, or tell a story that shows who they are." in words(page)
        body = page.content.decode()
        assert body.index("Please don’t name a child") < body.index(f'name="{field}"')
        assert f'aria-describedby="{described}id_{field}_helptext"' in body
        assert "/need-help/" in links(page)


@pytest.mark.parametrize(
    ("channel", "where"),
    [
        (Channel.EMAIL, "lead@kent.example"),
        (Channel.WEB_FORM, "https://kent.example/form"),
        (Channel.POST, "County Hall"),
    ],
)
def test_the_last_screen_says_how_the_council_can_be_reached(begin, contact, channel, where):
    assert "Find the address" in words(begin("kent").press("yourself", **WRITER))
    contact(channel=channel, where=where)
    page = begin("kent").press("yourself", **WRITER)
    assert where in words(page) or where in links(page)
    assert "Find the address" not in words(page)


@pytest.mark.parametrize("closing", ["Yours sincerely,", "With best wishes,"])
def test_the_words_of_a_letter_are_what_its_page_showed(browser, monkeypatch, closing):
    monkeypatch.setattr(wordings, "CLOSING", closing)
    monkeypatch.setattr(wordings, "ASKED", f"Before I close {closing.lower()} I’d like to ask:")
    page = browser.go("/councils/sheffield/write/")
    assert not Letter.objects.exists()
    shown = words(page)
    browser.press("words", topics=["help"], own_line="My niece lives here.")
    letter = Letter.objects.get()
    assert browser.address == f"/councils/sheffield/write/{letter.draft_token}/words/"
    assert letter.state == State.DRAFT
    text = text_in(browser.page)
    assert text == letter.text
    assert text.startswith("Dear Councillor,\n\nMy niece lives here.\n\n")
    for line in text.replace("My niece lives here.", "").split("\n"):
        assert line in shown, line
    assert fields(browser.page)["subject"] in shown


def test_going_back_from_the_words_shows_the_letter_as_it_was(begin):
    browser = begin(topics=["talk"], own_line=AWKWARD)
    page = browser.press("", name="Anna")
    assert fields(page)["own_line"].strip("\n") == AWKWARD
    assert fields(page)["name"] == "Anna"
    body = page.content.decode()
    assert body.count(" checked>") == 1
    assert 'value="talk"\n            aria-describedby="asks-talk" checked>' in body
    browser.press("words", topics=["help"], own_line="Another line.")
    assert "Another line." in text_in(browser.page)
    assert AWKWARD not in text_in(browser.page)
    assert Letter.objects.count() == 1


# What is typed


@pytest.mark.promise(13)
def test_every_button_saves_what_was_typed(begin, contact):
    contact()
    browser = begin("kent")
    for step in ("", "send", "yourself", "keep"):
        browser.go(f"{browser.draft}words/")
        browser.press(step, text=f"{AWKWARD} {step}", postal_address='"The House", {y}', name=" ")
        page = Browser(browser.client).go(browser.draft)
        assert text_in(page) == f"{AWKWARD} {step}"
        assert fields(page)["postal_address"] == '"The House", {y}'


# Errors in what was typed


@pytest.mark.parametrize(
    ("field", "most"), [("name", 120), ("postal_address", 200), ("subject", 150)]
)
def test_any_other_field_over_its_limit_is_refused_with_both_numbers(begin, field, most):
    page = begin().press("yourself", **WRITER | {field: "a" * (most + 5)})
    assert str(most) in words(page)
    assert str(most + 5) in words(page)
    assert fields(page)[field] == "a" * (most + 5)


def test_each_empty_field_is_asked_for_in_plain_words(begin, contact):
    contact()
    page = begin("kent").press(
        "send", text=" \r\n ", name=" ", postal_address="", email="", subject=" "
    )
    for sentence in (
        "The letter is empty. Write a few words to the council.",
        "Write a subject.",
        "Enter your name, because a council answers a person.",
        "Enter your email address",
        "Enter your street or postcode, so they know you live or work there.",
    ):
        assert sentence in words(page)
    body = page.content.decode()
    for field in ("text", "subject", "name", "email", "postal_address"):
        assert f'href="#id_{field}"' in body
        assert f'id="id_{field}_error"' in body
    assert body.count('aria-invalid="true"') == 5


@pytest.mark.parametrize(
    "email",
    ["nonsense", "a@b", "anna@example.org, b@example.org", "anna@exam ple.org", "@example.org",
     "anna@example.org\r\nBcc: b@example.org", "Anna <anna@example>", "a" * 300 + "@e.org"],
)  # fmt: skip
def test_an_invalid_email_address_is_refused_and_nothing_is_sent(ask, mails, email):
    browser = ask(email=email)
    assert "Enter an email address like name@example.org." in words(browser.page)
    assert not mails()


def test_a_prompt_that_was_left_unfinished_stops_the_letter_and_is_named(begin):
    page = begin().press("yourself", **WRITER | {"text": "Dear you, I care about this because …"})
    assert "Finish the sentence “I care about this because …”, or take it out." in words(page)


# Other sites, other bytes


@pytest.mark.promise(13)
@pytest.mark.parametrize("step", ["send", "yourself", "clear"])
def test_a_form_from_another_site_changes_nothing_and_gives_the_text_back(begin, contact, step):
    contact()
    browser = begin("kent")
    before, letter = Letter.objects.values().get(), browser.page
    for sent in FOREIGN:
        browser.page = letter
        page = browser.press(step, headers=sent, text=AWKWARD, name="Anna")
        assert page.status_code == 403, sent
        assert "That form came from another website" in words(page), sent
        assert text_in(page) == AWKWARD, sent
        assert Letter.objects.values().get() == before, sent


def test_a_request_that_is_far_too_large_gets_a_page_that_says_so(begin, client, caplog):
    body = b"step=send&text=" + b"secret+" * 1_250_000
    page = client.post(begin().draft, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 400
    assert "We couldn’t read the address or the form." in words(page)
    assert "secret" not in caplog.text


# A draft, its address and its time


@pytest.mark.django_db
@pytest.mark.parametrize(
    "chosen",
    ["abcdefghijklmnopqrstuvwxyz", "a" * 26, "a" * 40, "abcdefghijklmnopqrstuvwxyz234567abcdefgh",
     "A" * 40, "", "../kent", "x" * 500],
)  # fmt: skip
def test_nobody_chooses_the_address_of_a_draft_and_reads_there_what_another_types(client, chosen):
    eve = Browser(client)
    eve.go("/councils/sheffield/write/")
    eve.press("", draft=chosen, own_line="Mine.")
    assert Letter.objects.get().draft_token != chosen
    assert eve.page.status_code == 200
    typed = {"text": "Of another page.", "subject": "Mine"}
    answer = client.post(f"/councils/sheffield/write/{chosen or 'b' * 26}/keep/", typed)
    assert not Letter.objects.filter(draft_token=chosen).exists()
    if answer.status_code == 303:
        assert f"/{chosen}/" not in answer.url


@pytest.mark.parametrize("field", ["own_line", "text"])
def test_what_is_typed_at_an_address_that_is_no_longer_ours_goes_on_at_a_new_one(client, db, field):
    typed = "My niece lives in Sheffield, and I worry for her friends at night."
    answer = client.post(f"/councils/sheffield/write/{'b' * 26}/keep/", {field: typed})
    assert answer.status_code == 303
    assert fields(client.get(answer.url))[field].strip() == typed


def test_nothing_typed_at_an_address_that_is_no_longer_ours_leads_to_lost_links(client, db):
    answer = client.post(f"/councils/sheffield/write/{'b' * 26}/keep/", {"name": "Anna Smith"})
    assert answer.status_code == 404
    assert not Letter.objects.exists()


def test_a_token_with_one_letter_changed_is_not_ours_and_one_of_another_page_is(client, db):
    visitor = Browser(client)
    visitor.go("/councils/sheffield/write/")
    ours = visitor.draft.split("/")[-2]
    assert not Letter.objects.exists(), "opening the page writes no row"
    forged = ("b" if ours[0] == "a" else "a") + ours[1:]
    client.post("/councils/sheffield/write/", {"draft": forged, "own_line": "Mine."})
    assert not Letter.objects.filter(draft_token=forged).exists()
    for _ in range(2):
        client.post("/councils/sheffield/write/", {"draft": ours, "own_line": "Mine."})
    assert Letter.objects.filter(draft_token=ours).count() == 1


@pytest.mark.promise(13)
def test_a_page_whose_draft_was_deleted_meanwhile_loses_nothing(begin):
    browser = begin()
    Letter.objects.all().delete()
    browser.press("yourself", text=AWKWARD, name="Anna", postal_address="Leeds")
    assert AWKWARD.replace("\n", " ") in words(browser.page)
    letter = Letter.objects.get()
    assert (letter.text, letter.postal_address) == (AWKWARD, "Leeds")


def test_not_every_letter_to_a_council_begins_in_the_same_words(client, db):
    seen = {words(client.get("/councils/sheffield/write/", follow=True)) for _ in range(12)}
    assert len(seen) > 1


def test_a_letter_has_an_address_of_its_own_that_no_search_engine_keeps(client, db):
    address = "/councils/sheffield/write/"
    first, second = client.get(address), client.get(address)
    assert first.status_code == 302
    assert first.url != second.url
    for page in (first, client.get(first.url)):
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]
    assert not Letter.objects.exists()


def test_opening_the_screens_of_a_draft_changes_nothing(begin, client):
    browser = begin()
    browser.press("", **WRITER)
    before = Letter.objects.values().get()
    for screen in ("", *(str(url.pattern) for url in draft_urls)):
        client.get(f"{browser.draft}{screen}")
        client.head(f"{browser.draft}{screen}")
    assert Letter.objects.values().get() == before


# Limits


def test_a_letter_is_kept_when_its_email_is_over_a_limit(ask, mails, limit):
    limit("confirm", "all", 0)
    browser = ask(text=AWKWARD)
    assert browser.page.status_code == 429
    assert text_in(browser.page) == AWKWARD
    assert "haven’t kept or sent" not in words(browser.page)
    assert Letter.objects.get().text == AWKWARD
    assert not mails()


# To the right council


@pytest.mark.parametrize(
    ("slug", "where"),
    [
        ("dover", "/councils/kent/write/"),
        ("poole", "/councils/bournemouth-christchurch-and-poole/write/"),
        ("northamptonshire", "/councils/northamptonshire/"),
        ("cardiff", "/councils/cardiff/"),
        ("east-surrey", "/councils/east-surrey/"),
    ],
)
def test_who_runs_no_childrens_services_leads_to_who_does_or_its_page(
    client, dover, slug, where, today_is
):
    today_is("2026-11-24")
    answer = client.get(f"/councils/{slug}/write/")
    assert (answer.status_code, answer.url) == (302, where)


def test_an_own_line_survives_the_midnight_on_which_its_council_closes(browser, today_is):
    today_is("2027-03-31", "23:59")
    browser.go("/councils/surrey/write/")
    today_is("2027-04-01", "00:01")
    page = browser.press("", own_line=AWKWARD, topics=["talk"])
    assert page.status_code == 409
    assert "Nothing you wrote is lost" in words(page)
    assert AWKWARD in fields(page)[""]
    browser.press(address=browser.address, council="west-surrey")
    assert fields(browser.page)["own_line"].strip("\n") == AWKWARD
    assert "To the Lead Member for Children’s Services, West Surrey Council" in words(browser.page)


def test_a_letter_that_is_too_long_is_said_to_be_on_that_midnight_too(begin, today_is):
    today_is("2027-03-31", "23:59")
    browser = begin("surrey")
    today_is("2027-04-01", "00:01")
    long = "Please sign. " * 20_000
    page = browser.press("yourself", **WRITER | {"text": long})
    assert "Please cut the letter" in words(page)
    assert text_in(page).strip() == long.strip()


@pytest.mark.parametrize("text", [None, AWKWARD], ids=["our words", "their own"])
def test_a_draft_survives_the_midnight_on_which_its_council_closes(begin, today_is, text):
    today_is("2027-03-31", "23:59")
    browser = begin("surrey")
    ours = text_in(browser.page)
    today_is("2027-04-01", "00:01")
    typed = {"text": text} if text else {}
    page = browser.press("yourself", **WRITER | typed)
    assert page.status_code == 409
    assert "Your letter can go to one of the councils that do." in words(page)
    browser.press(address=browser.address, council="west-surrey")
    assert browser.draft.startswith("/councils/west-surrey/write/")
    assert "To the Lead Member for Children’s Services, West Surrey Council" in words(browser.page)
    if text:
        assert text_in(browser.page) == AWKWARD
        assert "Please change the old council’s name in it." in words(browser.page)
    else:
        browser.press("words", **fields(browser.page))
        assert text_in(browser.page) != ours
        assert "West Surrey" in text_in(browser.page)
        assert "Surrey County Council" not in text_in(browser.page)
    assert fields(browser.page)["postal_address"] == WRITER["postal_address"]


# The council's status changes while somebody writes


def test_a_changed_status_is_shown_before_the_letter_is_sent(ask, mails, kent, add_event):
    browser = ask(email="")
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    page = browser.press("send", email=WRITER["email"])
    assert "Something changed at Kent while you were writing" in words(page)
    assert "Has withdrawn" in words(page)
    assert not mails()
    assert "that the council withdrew from the Runaways’ Charter" in words(browser.page)
    browser.press("send")
    assert len(mails("confirm")) == 1
    assert "that the council withdrew" in Letter.objects.get().text


def test_a_letter_in_the_writers_words_gets_suggestions_and_is_not_rewritten(
    ask, mails, kent, add_event
):
    browser = ask(email="", text=AWKWARD)
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    seen = words(browser.press("send", email=WRITER["email"]))
    assert "The letter could now say:" in seen
    assert "Will it think again?" in seen
    assert "Make my letter fit" not in seen
    browser.press("meanwhile")
    assert text_in(browser.page) == AWKWARD
    browser.press("send")
    assert len(mails("confirm")) == 1


# Send it yourself


def test_a_letter_that_is_ready_is_shown_whole_with_the_ways_to_send_it(begin, today_is):
    today_is("2026-11-29")
    browser = begin()
    page = browser.press("yourself", **WRITER | {"text": "Dear you,\r\n\r\nPlease sign."})
    seen = words(page)
    assert "It’s ready. You send it." in seen
    assert "Two steps, because we don’t have Sheffield’s address yet." in seen
    assert "Copy it" in seen
    assert "Print it" in seen
    assert "/councils/sheffield/tell-us/?about=address" in links(page)
    (address,) = [where for where in links(page) if where.startswith("mailto:?subject=")]
    body = parse_qs(urlsplit(address).query)["body"][0].replace("\r\n", "\n")
    assert body.startswith(
        "Dear you,\n\nPlease sign.\n\nAnna Smith\nCrookes, Sheffield\n\n"
        "Please don't publish my name or where I live."
    )
    letter = seen[seen.rindex("To the Lead Member") :]
    order = ["Dear you,", "Please sign.", "Anna Smith", "Please don’t publish my name"]
    assert [letter.index(part) for part in order] == sorted(letter.index(part) for part in order)


def test_the_day_to_write_again_can_be_put_in_any_calendar(begin, today_is, client):
    today_is("2026-11-29")
    browser = begin()
    browser.press("yourself", **WRITER)
    page = browser.press("sent")
    assert "by 10 January 2027 , write again" in words(page)
    (address,) = [where for where in links(page) if "again.ics" in where]
    file = client.get(address)
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert file.headers["Content-Disposition"] == 'attachment; filename="write-again.ics"'
    lines = file.content.decode().split("\r\n")
    # A calendar refuses a file with anything before its first line or after its last one.
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert "\n" not in "".join(lines)
    assert "DTSTART;VALUE=DATE:20270110" in lines
    assert "SUMMARY:Write to Sheffield again?" in lines
    assert client.get("/councils/atlantis/write/again.ics").status_code == 404


@pytest.mark.parametrize("on", ["", "?on=", "?on=never", "?on=2027-02-30"])
def test_a_calendar_that_is_given_no_day_gets_the_one_in_six_weeks(client, db, today_is, on):
    today_is("2026-11-29")
    file = client.get(f"/councils/sheffield/write/again.ics{on}").content.decode()
    assert "DTSTART;VALUE=DATE:20270110\r\n" in file


def test_a_writer_who_sent_the_letter_without_an_email_address_is_told_what_helps_next(
    begin, mails
):
    browser = begin()
    assert "We don’t need your email address." in words(browser.page)
    assert "email" not in fields(browser.page)
    browser.press("yourself", **WRITER | {"email": ""})
    page = browser.press("sent")
    seen = words(page)
    order = ["Thank you. You’ve asked Sheffield.", "Ask a friend on WhatsApp", "By email",
             "What else helps", "Give it six weeks", "Ask a councillor to raise it",
             "Put it where people meet", "Tell us what Sheffield says",
             "Delete this letter", "It can’t be brought back.", "Delete it now"]  # fmt: skip
    assert [seen.index(part) for part in order] == sorted(seen.index(part) for part in order)
    assert {
        "/councils/sheffield/tell-us/?about=reply",
        "/councils/sheffield/pack/",
        "/councils/sheffield/poster/",
    } <= links(page).keys()
    assert not mails()
    sent_at = Letter.objects.get().self_sent_at
    browser.press(address=f"{browser.draft}sent/")
    assert Letter.objects.get().self_sent_at == sent_at


def test_who_wrote_to_a_council_that_signed_has_thanked_it_and_a_vote_says_so_again(begin):
    browser = begin("kent")
    browser.press("yourself", **WRITER)
    seen = words(browser.press("sent"))
    assert "Thank you. You’ve thanked Kent." in seen
    assert "You’ve asked" not in seen
    assert "vote to say again that it stands by the charter." in seen


def test_who_sends_it_themselves_after_all_reads_how_long_we_can_still_send_it(begin, contact):
    contact()
    browser = begin("kent")
    browser.press("send", **WRITER)
    seen = words(browser.go(f"{browser.draft}yourself/"))
    assert "for you to confirm it" not in seen
    assert "Until then we can still send it for you, with the code from our email." in seen


def test_a_letter_that_nobody_signed_is_not_counted_as_sent(begin):
    browser = begin()
    browser.press("", text="Dear all,\n\nWill you sign?")
    page = browser.press(address=f"{browser.draft}sent/")
    assert "Enter your name, because a council answers a person." in words(page)
    assert count(timezone.now())["sent by people themselves"] == 0
    browser.press("yourself", **WRITER)
    browser.press("sent")
    assert count(timezone.now())["sent by people themselves"] == 1


def test_who_sent_their_letter_before_the_status_changed_still_counts(begin, sheffield, add_event):
    browser = begin()
    browser.press("yourself", **WRITER)
    add_event(sheffield, EventKind.WITHDRAWN)
    record_version.forget()
    assert "Thank you. You’ve asked Sheffield." in words(browser.press("sent"))
    assert count(timezone.now())["sent by people themselves"] == 1


def test_a_writer_who_sent_the_letter_can_still_clear_it_from_the_device(begin, client):
    browser = begin()
    browser.press("yourself", **WRITER)
    browser.press("sent")
    draft = browser.draft
    assert "still counts" in words(browser.press("clear"))
    assert "This letter was deleted" in words(client.get(draft))
    left = Letter.objects.get()
    assert (left.text, left.name, left.postal_address, left.subject) == ("", "", "", "")
    assert count(timezone.now())["sent by people themselves"] == 1
    assert count(timezone.now())["sent by people themselves"] == 0


# A child may be writing


@pytest.mark.promise(22)
def test_a_letter_that_sounds_like_a_child_shows_the_helplines_and_is_not_kept(begin):
    browser = begin()
    page = browser.press("yourself", text=f"Dear you,\r\n\r\n{CRY}", name="Anna")
    seen = words(page)
    assert "Is this about you, now?" in seen
    assert "We haven’t kept or sent what you wrote." in seen
    assert "It’s about the past, or someone else: go on with my letter" in seen
    assert text_in(page).splitlines() == ["Dear you,", "", CRY]
    assert CRY not in Letter.objects.get().text


@pytest.mark.promise(22)
@pytest.mark.parametrize(
    ("act", "then"),
    [("send", "Your letter hasn’t gone yet."), ("yourself", "It’s ready. You send it.")],
)
@pytest.mark.parametrize("written", ["text", "own_line"])
def test_past_the_guard_a_letter_goes_on_where_its_writer_was_going(
    browser, begin, contact, act, then, written
):
    contact()
    if written == "text":
        begin("kent")
    else:
        browser.go("/councils/kent/write/")
    assert "Is this about you, now?" in words(browser.press(act, **{written: CRY}, **WRITER))
    page = browser.press(act)
    assert then in words(page)
    assert CRY in words(page)


@pytest.mark.promise(22)
@pytest.mark.parametrize("before", ["Jack, aged 13, is in care at 5 Rose Lane.", "She ran away."])
def test_who_went_on_past_the_helplines_once_sees_them_for_what_they_write_later(begin, before):
    browser = begin()
    browser.press("yourself", text=f"Dear you,\r\n\r\n{before}", **WRITER)
    browser.press("yourself")
    assert before in text_in(browser.go(f"{browser.draft}words/"))
    later = f"Dear you,\r\n\r\n{before} {CRY}"
    seen = words(browser.press("yourself", text=later))
    assert "Is this about you, now?" in seen or "or do you?" in seen
    assert "0800 1111" in seen
    assert CRY not in Letter.objects.get().text
    browser.press("yourself")
    assert CRY in Letter.objects.get().text


@pytest.mark.parametrize("topics", [["talk"], ["help", "count"], [each.key for each in QUESTIONS]])
@pytest.mark.parametrize("council", ["sheffield", "kent"])
def test_a_parents_line_is_not_stopped_for_what_our_own_sentences_say(begin, council, topics):
    line = "My daughter walks home from school and I want her to be safe."
    browser = begin(council, topics, own_line=line)
    assert line in text_in(browser.page)
    browser.press("yourself", **WRITER)
    assert "It’s ready. You send it." in words(browser.page)


@pytest.mark.parametrize("number", range(5, 18))
def test_nobody_is_stopped_for_the_number_of_their_house(begin, number):
    browser = begin()
    place = f"{number} Park Road, Leeds"
    browser.press("yourself", **WRITER | {"name": "Anna Smith", "postal_address": place})
    assert "It’s ready. You send it." in words(browser.page)


def test_a_call_for_help_is_heard_between_our_own_sentences(begin):
    browser = begin()
    ours = text_in(browser.page).replace("\n\n", f"\n\n{CRY}\n\n", 1)
    page = browser.press("yourself", **WRITER | {"text": ours})
    assert "Is this about you, now?" in words(page)


def test_a_writer_who_goes_on_after_the_helplines_is_not_asked_again(begin):
    browser = begin()
    browser.press("yourself", **WRITER | {"text": f"Dear you,\n\n{CRY}"})
    browser.press("yourself")
    assert "It’s ready. You send it." in words(browser.page)
    browser.go(browser.draft)
    browser.press("yourself", text=f"{CRY} And more.")
    assert "It’s ready. You send it." in words(browser.page)


@pytest.mark.promise(22)
def test_the_helplines_keep_the_line_the_boxes_and_who_wrote_them(browser):
    browser.go("/councils/sheffield/write/")
    page = browser.press(
        "yourself", own_line=CRY, topics=["help", "talk"], name="Anna", postal_address="S1"
    )
    assert "Is this about you, now?" in words(page)
    assert not Letter.objects.exists()
    body = page.content.decode()
    for key in ("help", "talk"):
        assert f'name="topics" value="{key}"' in body
    page = browser.press("", topics=["help", "talk"])
    assert fields(page)["own_line"].strip() == CRY
    assert (fields(page)["name"], fields(page)["postal_address"]) == ("Anna", "S1")
    assert page.content.decode().count(" checked>") == 2
