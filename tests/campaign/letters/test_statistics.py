"""Figures for staff: correct, and naming nobody."""

import pytest

from tests.seen import words

pytestmark = pytest.mark.django_db


def test_staff_see_how_letters_do_and_nobody_by_name(staff, letter_of):
    for state in ("accepted", "accepted", "bounced", "unsure", "queued"):
        letter_of(state, days_ago=2)
    letter_of("accepted", days_ago=2, is_test=True)
    letter_of("accepted", days_ago=40)
    letter_of("awaiting", days_ago=1)
    seen = words(staff.get("/admin/"))
    assert "Handed to our mail service 2" in seen
    assert "Came back 1" in seen
    assert "Confirmed 5" in seen
    assert "Test letters 1" in seen
    assert "Anna" not in seen


def test_the_share_in_own_words_needs_ten_letters(staff, letter_of):
    for _ in range(9):
        letter_of("accepted", days_ago=2, own_words_percent=80)
    assert "shown from 10 letters up" in words(staff.get("/admin/"))
    letter_of("accepted", days_ago=2, own_words_percent=10)
    assert "Mostly in people’s own words 90%" in words(staff.get("/admin/"))
