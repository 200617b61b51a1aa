"""What a letter's writer is told: the true state, in words, and never more than is known."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.letters.models import State
from campaign.letters.status_text import status_text
from campaign.outbox.models import MailSettings
from councils.record import record_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(letter_of):
    """Return a function that says what the writer of a letter in a state reads."""

    def tell(state, **facts):
        letter = letter_of(state, **facts)
        said = status_text(letter, record_on().by_id[letter.council_id])
        return said, f"{said.heading}. {said.state} {' '.join(said.steps)}"

    return tell


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("days_ago", [0, 6, 40])
def test_no_state_ever_claims_that_a_person_read_or_got_it(told, state, days_ago):
    _, words = told(state, days_ago=days_ago)
    assert not any(claim in words.lower() for claim in ("delivered", "has read", "was read"))


def test_a_letter_that_the_councils_server_took_says_so_in_one_sentence(told, live):
    at = dt.datetime(2026, 3, 3, 14, 2, tzinfo=dt.UTC)
    said, _ = told("accepted", taken_at=at)
    assert said.state == "The council’s mail server took it on 3 March 2026 at 14:02."
    assert said.heading == "Thank you, Anna Smith. You have written to Sheffield"


def test_beyond_a_server_that_gives_no_notice_nobody_can_see(told, live):
    said, _ = told("accepted", relayed_at=timezone.now())
    assert "passed on by it; beyond there we cannot see. Nothing has come back." in said.state


def test_thanks_come_first_while_it_is_on_its_way(told, live):
    said, _ = told("queued")
    assert said.heading == "Thank you, Anna Smith. Your letter is on its way to Sheffield"
    assert (said.state, said.is_well) == ("Next in line.", True)


def test_a_letter_in_line_says_that_our_mail_is_held_up(told, live):
    MailSettings(paused=True).save()
    said, _ = told("queued")
    assert said.is_well
    assert said.state.startswith("Next in line. Our email is held up just now.")


def test_a_letter_that_was_taken_says_on_which_day_and_no_more(told, today_is):
    today_is("2026-11-24")
    said, _ = told("accepted", days_ago=1)
    assert said.state == ("Handed to our mail service on 23 November 2026; nothing has come back.")


def test_once_it_has_not_come_back_in_time_it_is_on_its_way_no_more(told):
    said, _ = told("accepted", days_ago=6)
    assert said.heading == "Thank you, Anna Smith. You have written to Sheffield"
    assert "It has not come back." in said.state


def test_a_question_is_announced_for_a_day_to_come_and_not_for_one_that_is_over(told):
    assert "we ask you once, by email" in told("accepted", days_ago=27)[1]
    assert "we ask you once" not in told("accepted", days_ago=28)[1]
    assert "we ask you once" not in told("accepted", days_ago=70, email="ben@example.org")[1]


def test_a_letter_that_came_back_says_so_and_how_to_go_on(told):
    said, words = told("bounced")
    assert said.heading == "Your letter came back"
    assert said.send_it_yourself and not said.is_well
    assert "not your mistake" in words


def test_an_unsure_letter_says_that_a_person_is_checking(told):
    said, _ = told("unsure")
    assert "We cannot tell whether it arrived; a person is checking." in said.state
    assert not said.send_it_yourself  # it may have gone: a second copy would do harm


def test_a_letter_never_confirmed_says_that_it_has_not_gone(told):
    said, _ = told("awaiting", days_ago=8)
    assert said.heading == "This letter was not sent"
    said, _ = told("awaiting", days_ago=1)
    assert said.heading == "Your letter has not been sent yet"


NOWHERE = (
    "Thank you, Anna Smith. This site is not live yet, so your letter does not go to Sheffield"
)


@pytest.mark.parametrize("state", ["queued", "sending", "deferred"])
def test_before_the_site_is_live_no_letter_is_said_to_be_on_its_way(told, state):
    said, words = told(state)
    assert said.heading == NOWHERE
    assert "The council did not get it, and will not." in said.state
    assert not any(promise in words for promise in ("comes back", "answers you", "we ask you once"))


def test_a_letter_that_went_to_a_file_stays_so_when_the_site_is_live(told, live):
    said, words = told("accepted", is_test=True)
    assert said.heading == NOWHERE
    assert not any(promise in words for promise in ("comes back", "answers you", "we ask you once"))


def test_where_letters_wait_for_the_site_to_be_live_they_are_said_to_wait(told, monkeypatch):
    monkeypatch.setattr(MailSettings, "may_mail_councils", False)
    said, _ = told("queued")
    assert said.heading == (
        "Thank you, Anna Smith. This site is not live yet, so your letter waits"
    )
    assert said.state == "It has not gone to Sheffield. It goes when the site is live."


def test_what_happens_next_comes_with_its_day(told, today_is, live):
    today_is("2026-11-24")
    said, words = told("queued")
    assert (
        "On 22 December 2026 or soon after we ask you once, by email, whether it answered."
        in said.steps
    )
    assert "at anna@example.org" in words


def test_nobody_is_told_of_a_letter_that_comes_back_after_its_words_are_gone(told):
    gone = {"text": "", "subject": "", "own_line": "", "text_deleted_at": timezone.now()}
    assert "If it comes back" in told("accepted", days_ago=41)[1]
    assert "If it comes back" not in told("accepted", days_ago=43, **gone)[1]


def test_nobody_is_asked_again_who_has_told_us(told):
    for answered in ("yes", "no"):
        _, words = told("accepted", answered=answered)
        assert "ask you once" not in words


def test_whoever_said_not_yet_is_still_asked(told):
    _, words = told("accepted", answered="not_yet")
    assert "ask you once" in words
