"""A letter's private page: where the letter stands, and what its writer can still do."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.confirmation import new_token
from campaign.inbox.process import process
from campaign.letters import nightly
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from campaign.supporters.suppression import suppress_address
from tests.campaign.inbox.mails import mail
from tests.seen import fields, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("button", "reported"),
    [
        ("yes", "You told us that it answered."),
        ("no", "You told us that it didn’t answer."),
        ("not_yet", "You told us that it hasn’t answered yet."),
    ],
)
def test_a_supporter_says_whether_the_council_answered(open_page, letter_of, button, reported):
    letter = letter_of("accepted", days_ago=20)
    browser = open_page(letter)
    assert reported in words(browser.press("answered", answered=button))
    letter.refresh_from_db()
    assert letter.answered == button


def test_nobody_is_asked_on_the_day_of_a_letter_whether_the_council_answered(open_page, letter_of):
    assert "Did Sheffield answer?" not in words(open_page(letter_of("accepted")).page)
    assert "Did Sheffield answer?" in words(open_page(letter_of("accepted", days_ago=1)).page)


def test_a_form_that_says_nothing_leads_back_to_the_letters_page(client, letter_of):
    letter = letter_of("accepted", days_ago=20)
    assert client.post(letter.private_url).headers["Location"] == letter.private_url


def test_the_private_page_asks_for_no_answer_once_the_text_is_deleted(open_page, sent_letter):
    Letter.objects.update(outcome_at=timezone.now() - dt.timedelta(days=1))
    assert "Show us what it said: forward its email to" in words(open_page(sent_letter).page)
    purge_all(timezone.now() + dt.timedelta(days=43))
    sent_letter.refresh_from_db()
    seen = words(open_page(sent_letter).page)
    assert sent_letter.answers_to == ""
    assert "Did Sheffield answer?" in seen
    assert not any(offer in seen for offer in ("paste it here", "forward", "We read it"))


def test_a_letter_in_the_queue_can_be_stopped_and_never_goes(waiting, contact, browser):
    from campaign.letters.recipient import recipient_for
    from councils.record import record_on

    waiting.confirm(recipient_for(record_on().by_id[waiting.council_id]))
    browser.go(f"/letters/{waiting.token}/")
    page = browser.press("cancel")
    assert "This letter was cancelled" in words(page)
    assert "where ours did not" not in words(page)
    assert OutgoingMessage.objects.get(purpose="letter").state == "cancelled"


def test_who_stops_a_letter_as_it_goes_reads_that_it_went(open_page, letter_of, once_before):
    letter = letter_of("queued")
    browser = open_page(letter)

    def goes():
        Letter.objects.update(state="accepted", outcome_at=timezone.now())

    once_before(Letter, "cancel", goes)
    page = browser.press("cancel")
    assert "It was too late to stop it" in words(page)
    assert "Handed to our mail service on" in words(page)
    assert "/cancel/" not in page.content.decode()


def test_who_stops_a_letter_twice_is_not_told_that_it_was_too_late(open_page, letter_of):
    letter = letter_of("held")
    browser = open_page(letter)
    browser.press("cancel")
    page = browser.press(address=f"/letters/{letter.token}/cancel/")
    assert "This letter was cancelled" in words(page)
    assert "It was too late to stop it" not in words(page)


@pytest.mark.parametrize(
    ("state", "says"),
    [("failed", "refused"), ("bounced", "came back"), ("awaiting", "Your letter hasn’t gone yet")],
)
def test_who_stops_a_letter_that_has_not_gone_after_all_reads_what_became_of_it(
    open_page, letter_of, once_before, state, says
):
    browser = open_page(letter_of("queued"))

    def ends():
        now = timezone.now()
        Letter.objects.update(
            state=state,
            confirmed_at=None if state == "awaiting" else now,
            outcome_at=now,
            bounced_at=now,
        )

    once_before(Letter, "cancel", ends)
    page = browser.press("cancel")
    assert says in words(page)
    assert "It was too late to stop it" not in words(page)


def test_delete_now_leaves_nothing_of_the_letter_or_its_writer(open_page, letter_of):
    letter = letter_of("accepted", days_ago=1)
    page = open_page(letter).press("delete")
    assert "This letter was deleted, as promised" in words(page)
    row = str(Letter.objects.filter(pk=letter.pk).values().get())
    assert not any(word in row for word in ("Anna", "anna@", "Crookes", "Please will you"))
    assert page.status_code == 410
    assert "What Sheffield received stays with Sheffield." in words(page)
    seen = words(open_page.drafting(letter))
    assert "This letter was deleted" in seen
    assert not any(claim in seen for claim in ("on its way", "open the link", "WhatsApp"))


def test_a_letter_of_a_site_that_is_not_live_promises_nothing_anywhere(open_page, letter_of):
    letter = letter_of("accepted", is_test=True)
    browser = open_page(letter)
    promises = ("on its way", "If it can’t be delivered", "Did Sheffield answer?",
                "keeps what it received", "we ask you once", "only a number")  # fmt: skip
    for page in (browser.page, open_page.drafting(letter)):
        seen = words(page)
        assert "This site isn’t live yet, so your letter doesn’t go to Sheffield" in seen
        assert "Give it six weeks" not in seen
        assert "Ask a friend" not in seen
        assert "I asked Sheffield" not in page.content.decode()
        assert not [promise for promise in promises if promise in seen]
    browser = open_page(letter)
    assert "stays with Sheffield" not in words(browser.press("delete"))


@pytest.mark.promise(18)
@pytest.mark.parametrize(
    ("mail_server", "says"),
    [(None, "We’re only trying the site out, so your letter stays here."),
     (object(), "It hasn’t gone to Sheffield. It goes when the site is live.")],
)  # fmt: skip
def test_a_letter_in_the_queue_of_a_trial_says_whether_it_will_ever_go(
    open_page, letter_of, settings, mail_server, says
):
    settings.SMTP = mail_server
    page = open_page(letter_of("queued")).page
    assert says in words(page)
    assert "Ask a friend" not in words(page)
    assert "Give it six weeks" not in words(page)
    assert "I asked Sheffield" not in page.content.decode()


def test_an_answer_that_cannot_be_emailed_is_not_said_to_be_passed_on(open_page, sent_letter):
    suppress_address(sent_letter.email)
    process(mail("answer"))
    seen = words(open_page(sent_letter).page)
    assert "An answer came to us on" in seen
    assert "passed it on" not in seen
    assert "We can’t email it to you: write to us" in seen


def test_an_answered_letter_is_nowhere_called_unanswered(open_page, sent_letter):
    process(mail("answer"))
    sent_letter.refresh_from_db()
    seen = words(open_page(sent_letter).page)
    assert "You’ve asked Sheffield" in seen
    assert "An answer came to us on" in seen
    assert "and we’ve passed it on to you" in seen
    for claim in (
        "on its way",
        "hasn’t come back",
        "answers you, not us",
        "we ask you once",
    ):
        assert claim not in seen
    assert nightly.ask_whether_answered(timezone.now() + dt.timedelta(days=29)) == 0
    assert sent_letter.mark_bounced(timezone.now())
    assert "Your letter came back" not in words(open_page(sent_letter).page)


def test_the_writer_of_a_letter_that_came_back_can_send_it_themselves_and_say_so(
    open_page, letter_of, sheffields_address
):
    letter = letter_of("bounced")
    browser = open_page(letter)
    seen = words(browser.page)
    assert "Your letter came back" in seen
    assert "Ask a friend to write too" not in seen
    assert "Please will you sign?" in seen
    assert "An email from you may arrive where ours didn’t." in seen
    assert "You told us that you sent it yourself" in words(browser.press("self-sent"))
    letter.refresh_from_db()
    assert letter.self_sent_at


def test_the_days_of_deletion_are_those_the_purge_keeps(open_page, letter_of, today_is):
    today_is("2026-11-24")
    seen = words(open_page(letter_of("accepted")).page)
    assert "The words of your letter are deleted here by 5 January 2027." in seen
    assert "where you live are deleted by 25 May 2027." in seen


def test_a_second_letter_is_offered_only_after_six_weeks(open_page, letter_of):
    letter = letter_of("accepted", days_ago=41)
    browser = open_page(letter)
    seen = words(browser.press("answered", answered="not_yet"))
    assert "Write once more" not in seen
    browser.press(address=f"{letter.private_url}write-again/")
    assert not letter.followed_by.exists()


def test_a_second_letter_names_the_day_of_the_first(open_page, letter_of, today_is):
    today_is("2027-01-05")
    letter = letter_of("accepted", days_ago=42)
    browser = open_page(letter)
    assert "Write once more" not in words(browser.page)
    assert "Write once more" in words(browser.press("answered", answered="not_yet"))
    browser.press("write-again")
    second = fields(browser.page)
    assert "I wrote to you on 24 November 2026 about the Runaways’ Charter" in second["text"]
    assert "My letter of 24 November 2026" in second["subject"]
    assert Letter.objects.latest("pk").email == letter.email


@pytest.fixture
def second(open_page, letter_of):
    """A browser on a second letter that was just begun."""
    # A day more than six weeks: clocks may have changed meanwhile.
    browser = open_page(letter_of("accepted", days_ago=43, answered="no"))
    browser.press("write-again")
    return browser


def test_a_second_letter_that_was_begun_is_gone_on_with(second, open_page):
    first = Letter.objects.get(follows=None)
    second.press("keep", own_line="My niece.")
    again = open_page(first)
    again.press(address=f"{first.private_url}write-again/")
    assert again.base == second.base


@pytest.mark.parametrize(
    ("became", "is_offered"),
    [
        ({"state": "queued", "confirmed_at": timezone.now()}, False),
        ({"self_sent_at": timezone.now()}, False),
        ({"state": "cancelled", "cancelled_at": timezone.now()}, True),
    ],
)
def test_nobody_is_offered_a_second_letter_twice(second, open_page, became, is_offered):
    asked = {"asked_at": timezone.now(), "token": new_token()}
    Letter.objects.filter(follows__isnull=False).update(**asked, **became)
    first = Letter.objects.get(follows=None)
    assert ("Write once more" in words(open_page(first).page)) is is_offered
    open_page(first).press(address=f"{first.private_url}write-again/")
    assert first.followed_by.count() == (1 if not is_offered else 2)


@pytest.mark.parametrize("state", ["accepted", "bounced", "failed", "unsure", "cancelled"])
def test_the_drafting_address_shows_a_stranger_neither_the_writer_nor_what_went_wrong(
    client, letter_of, state
):
    letter = letter_of(state, token="a-token")
    for screen in ("", "points/", "check/", "yourself/"):
        page = client.get(f"/councils/sheffield/write/{letter.draft_token}/{screen}")
        seen, body = words(page), page.content.decode()
        assert not any(word in body for word in ("Anna", "anna@", "Crookes", "Please will"))
        assert not any(word in body for word in ("came back", "a-token"))
        assert ("on its way" in seen) == (state == "accepted")
