"""Four weeks on: one mail, once, to those who can still tell."""

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


def test_one_mail_asks_after_four_weeks_and_never_again(letter_of):
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


def test_whoever_is_asked_after_the_words_are_gone_is_not_asked_to_show_the_answer(letter_of):
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


def test_a_week_late_is_not_too_late_but_half_a_year_is(letter_of):
    letter_of("accepted", days_ago=35)
    letter_of("accepted", days_ago=150, email="ben@example.org")
    assert follow_up.ask_all() == 1


@pytest.mark.parametrize("state", ["bounced", "failed", "unsure", "queued", "cancelled"])
def test_nobody_is_asked_about_a_letter_that_did_not_go(letter_of, state):
    letter_of(state, days_ago=30)
    assert follow_up.ask_all() == 0


def test_whoever_said_not_yet_is_asked_all_the_same(letter_of):
    letter_of("accepted", days_ago=28, answered="not_yet")
    letter_of("accepted", days_ago=28, answered="no")
    assert follow_up.ask_all() == 1


def test_nobody_is_asked_who_has_told_us_or_was_forgotten_or_only_tried_the_site(letter_of):
    letter_of("accepted", days_ago=30, answered="yes")
    letter_of("accepted", days_ago=30).anonymise()
    letter_of("accepted", days_ago=30, is_test=True)
    assert follow_up.ask_all() == 0


def test_nobody_is_asked_who_said_never_to_write(letter_of):
    letter = letter_of("accepted", days_ago=30)
    suppress_address(letter.email)
    assert follow_up.ask_all() == 0
    assert not OutgoingMessage.objects.exists()


# A second letter says of the first what is true


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


def test_it_says_what_the_first_one_asked_and_asks_what_was_decided(first):
    text = second_text(first())
    assert "I asked whether the council has signed the Runaways’ Charter" in text
    assert "Could you tell me what the council has decided" in text


def test_where_the_council_has_signed_since_the_first_one_did_not_thank_it(
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


def test_a_first_letter_in_words_of_its_writers_own_is_not_said_to_have_asked_anything(first):
    letter = first()
    letter.text = "Dear all,\n\nPlease look after children who run away."
    letter.save()
    text = second_text(letter)
    assert "I asked" not in text
    assert "where the council stands on the Runaways’ Charter" in text


def test_once_its_words_are_gone_how_much_of_it_was_ours_decides(first):
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
