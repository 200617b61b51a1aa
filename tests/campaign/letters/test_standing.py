"""What a letter's writer is told: the true state, in words, and never more than is known."""

import datetime as dt

import pytest

from campaign.letters.recipient import Recipient
from campaign.letters.states import CONFIRMED, State
from tests.seen import words as words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(letter_of, client):
    """Return a function that gives the words on the page of a letter in a state."""

    def tell(state, **facts):
        return words_of(client.get(letter_of(state, **facts).private_url))

    return tell


@pytest.mark.promise(18)
@pytest.mark.parametrize("state", CONFIRMED)
@pytest.mark.parametrize("days_ago", [0, 6, 40])
def test_no_page_claims_that_a_person_read_or_received_the_letter(told, state, days_ago):
    words = told(state, days_ago=days_ago).replace("If it can’t be delivered", "")
    assert not any(claim in words.lower() for claim in ("delivered", "has read", "was read"))


def test_a_letter_that_the_councils_server_took_says_so_in_one_sentence(told, live):
    at = dt.datetime(2026, 3, 3, 14, 2, tzinfo=dt.UTC)
    words = told("accepted", taken_at=at)
    assert "Thank you. You’ve asked Sheffield." in words
    assert "The council’s mail server took it on 3 March 2026 at 14:02." in words


@pytest.mark.promise(18)
def test_the_fortieth_letter_of_a_burst_is_told_that_it_waits_its_turn(
    letter_of, kent, client, live, today_is
):
    def page_of(number):
        return words_of(client.get(f"/letters/{letters[number].token}/"))

    writers = [f"anna@home-{number}.example" for number in range(40)]
    letters = [letter_of(State.AWAITING, council=kent, email=email) for email in writers]
    for second, letter in enumerate(letters):
        today_is("2026-11-24", f"12:00:{second:02}")
        letter.confirm(Recipient("Lead Member", "Kent", "", email="lead@kent.example"))
    assert "It’s next to go." in page_of(0)
    assert "It waits its turn: 1 letter to Kent goes before it." in page_of(1)
    assert "It waits its turn: 39 letters to Kent go before it." in page_of(39)
    assert "It’s next to go" not in page_of(39)


def test_an_unsure_letter_says_that_a_person_is_checking(told):
    words = told("unsure")
    assert "We can’t tell whether it arrived" in words
    assert "A person is checking." in words
    assert "Send it yourself" not in words  # it may have gone: a second copy would do harm
