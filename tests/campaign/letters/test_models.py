"""A letter's life: a change of state happens once, and only from the states it may follow."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaign import retention
from campaign.confirmation import new_token
from campaign.letters.models import Letter, State

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture
def letter(kent):
    return Letter.objects.create(
        council=kent,
        status_at_drafting="signed",
        text="Dear you",
        name="Anna",
        email="anna@example.org",
    )


@pytest.fixture
def waiting(letter):
    letter.state, letter.asked_at, letter.token = State.AWAITING, timezone.now(), new_token()
    letter.save()
    return letter


def again(letter):
    return Letter.objects.get(pk=letter.pk)


def test_a_token_is_128_bits_in_small_letters_and_digits():
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 26 and token.isalnum() and token.islower() for token in tokens)


def test_saving_the_same_words_changes_nothing(waiting):
    assert waiting.save_draft(text="Dear you")
    assert again(waiting).state == State.AWAITING


def test_a_letter_can_be_confirmed_for_as_long_as_was_promised(waiting):
    assert waiting.until == timezone.localdate(waiting.asked_at) + retention.UNCONFIRMED
    next_day = dt.datetime.combine(waiting.until + dt.timedelta(days=1), dt.time())
    midnight = timezone.make_aware(next_day)
    just_before = midnight - dt.timedelta(seconds=1)
    assert not waiting.is_late(just_before)
    assert waiting.is_late(midnight)
    assert not Letter.objects.never_confirmed(just_before)
    assert Letter.objects.never_confirmed(midnight).get() == waiting


def test_one_reminder_is_due_from_the_second_day(waiting, today_is):
    today_is("2026-11-26")
    waiting.asked_at = timezone.now() - dt.timedelta(days=1)
    waiting.save()
    assert not Letter.objects.to_remind()
    today_is("2026-11-27")
    assert Letter.objects.to_remind().get() == waiting
    Letter.objects.update(reminded_at=timezone.now())
    assert not Letter.objects.to_remind()


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
def test_the_database_refuses_an_inconsistent_letter(letter, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**facts)
