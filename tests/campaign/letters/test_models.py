"""The row of a letter: its token, what the database refuses, and one change at a time."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaign.confirmation import new_token
from campaign.letters.models import Letter, State

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def test_a_token_is_128_bits_in_small_letters_and_digits():
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 26 and token.isalnum() and token.islower() for token in tokens)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "sent"},
        {"state": State.AWAITING},
        {"state": State.QUEUED},
        {"state": State.QUEUED, "asked_at": NOW, "token": "t"},
        {"confirmed_at": NOW},
        {"state": State.CANCELLED},
        {"cancelled_at": NOW},
        {"state": State.ACCEPTED, "asked_at": NOW, "token": "t", "confirmed_at": NOW},
        {"text_deleted_at": NOW},
        {"own_words_percent": 101},
        {"answered": "perhaps"},
    ],
    ids=str,
)
def test_the_database_refuses_an_inconsistent_letter(letter_of, facts):
    letter = letter_of()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**facts)


def test_a_letter_that_came_back_stays_so_if_it_is_deleted_at_that_moment(sent_letter):
    read_before = Letter.objects.get(pk=sent_letter.pk)
    assert sent_letter.mark_bounced(timezone.now())
    assert read_before.anonymise()
    assert Letter.objects.get(pk=sent_letter.pk).state == State.BOUNCED
