"""Four weeks on: one email asks each writer once, and they can write a second letter."""

import datetime as dt
import email
import email.policy

import pytest
from django.utils import timezone

from campaign.letters import follow_up
from campaign.letters.draft_context import DraftContext
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.suppression import suppress_address
from councils.models import Council
from councils.record import record_on

pytestmark = pytest.mark.django_db


def test_one_email_asks_after_four_weeks_and_never_again(letter_of):
    letter = letter_of("accepted", days_ago=28)
    letter_of("accepted", days_ago=27, email="ben@example.org")
    assert follow_up.ask_all() == 1
    assert follow_up.ask_all(timezone.now() + dt.timedelta(hours=5)) == 0
    mail = OutgoingMessage.objects.get(purpose="followup")
    assert mail.recipient == "anna@example.org"
    read = email.message_from_bytes(bytes(mail.content), policy=email.policy.default)
    assert read["Subject"] == "Did Sheffield answer your letter?"
    assert "Did the council answer?" in read.get_content()
    assert f"/letters/{letter.token}/" in read.get_content()


def test_a_writer_asked_after_the_text_is_deleted_is_not_asked_to_show_the_answer(letter_of):
    letter_of("accepted", days_ago=28)
    letter_of("accepted", days_ago=50, email="ben@example.org")
    assert follow_up.ask_all() == 2
    early, late = (
        email.message_from_bytes(bytes(mail.content), policy=email.policy.default).get_content()
        for mail in OutgoingMessage.objects.order_by("recipient")
    )
    assert "show it to us on the same page" in early
    assert "show it to us" not in late
    assert "\n\nWe will not ask again." in late.replace("\r\n", "\n")


def test_a_question_a_week_late_is_still_asked_but_not_one_months_late(letter_of):
    letter_of("accepted", days_ago=35)
    letter_of("accepted", days_ago=150, email="ben@example.org")
    assert follow_up.ask_all() == 1


@pytest.mark.parametrize("state", ["bounced", "failed", "unsure", "queued", "cancelled"])
def test_nobody_is_asked_about_a_letter_that_did_not_go(letter_of, state):
    letter_of(state, days_ago=30)
    assert follow_up.ask_all() == 0


def test_a_writer_who_said_not_yet_is_still_asked(letter_of):
    letter_of("accepted", days_ago=28, answered="not_yet")
    letter_of("accepted", days_ago=28, answered="no")
    assert follow_up.ask_all() == 1


def test_a_writer_who_said_yes_was_anonymised_or_tried_the_site_is_not_asked(letter_of):
    letter_of("accepted", days_ago=30, answered="yes")
    letter_of("accepted", days_ago=30).anonymise()
    letter_of("accepted", days_ago=30, is_test=True)
    assert follow_up.ask_all() == 0


def test_a_suppressed_writer_is_not_asked(letter_of):
    letter = letter_of("accepted", days_ago=30)
    suppress_address(letter.email)
    assert follow_up.ask_all() == 0
    assert not OutgoingMessage.objects.exists()


# A second letter says only what is true of the first


@pytest.fixture
def first(letter_of):
    """Return a function that gives a first letter, five weeks old, in our words and unanswered."""

    def write(**facts):
        letter = letter_of("accepted", days_ago=35, answered="no", **facts)
        record = record_on()
        row = record.by_id[letter.council_id]
        if row.status != "former":
            letter.text = DraftContext(letter, record, row).composed()["text"]
            letter.save()
        return letter

    return write


def second_text(letter) -> str:
    return follow_up.begin(letter, record_on()).text


def test_a_second_letter_says_what_the_first_asked_and_asks_what_was_decided(first):
    text = second_text(first())
    assert "I asked whether the council has signed the Runaways’ Charter" in text
    assert "Could you tell me what the council has decided" in text


def test_a_second_letter_to_a_council_signed_since_does_not_say_the_first_thanked_it(
    first, sheffield, sign, today_is
):
    today_is("2026-11-24")
    letter = first()
    sign(sheffield, "2026-11-23")
    today_is("2026-11-25")
    text = second_text(letter)
    assert "I asked whether the council has signed" in text
    assert "Since then the council is on record as having signed it. Thank you." in text
    assert "what the council does today for children who run away" in text
    assert "I thanked the council" not in text


def test_a_second_letter_does_not_guess_what_a_first_in_own_words_asked(first):
    letter = first()
    letter.text = "Dear all,\n\nPlease look after children who run away."
    letter.save()
    text = second_text(letter)
    assert "I asked" not in text
    assert "where the council stands on the Runaways’ Charter" in text


def test_the_share_of_own_words_decides_once_the_first_letters_text_is_deleted(first):
    ours, own = (first(own_words_percent=share, email=f"{share}@example.org") for share in (10, 90))
    for letter in (ours, own):
        letter.text = ""
    assert "I asked whether" in second_text(ours)
    assert "I asked" not in second_text(own)


def test_a_council_that_took_over_is_not_said_to_have_had_the_first_letter(first, today_is):
    today_is("2019-05-01")  # Bournemouth closed on 1 April
    bournemouth = Council.objects.get(slug="bournemouth")
    letter = first(council=bournemouth)
    second = follow_up.begin(letter, record_on())
    assert second.council_id != bournemouth.id
    assert "I wrote to you on" not in second.text
    assert "I wrote to Bournemouth" in second.text
    assert "now runs children’s services here, so I am writing to you." in second.text
