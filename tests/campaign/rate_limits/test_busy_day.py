"""The evening when the campaign is on television: staff let more through, until midnight."""

from campaign import rate_limits
from tests.seen import words

SWITCH = "/admin/busy-day/"


def refused(rf, number):
    request = rf.post("/", REMOTE_ADDR="203.0.113.7")
    asked = (rate_limits.consume("sign_up", request, council="KEN") for _ in range(number))
    return [verdict.refused for verdict in asked]


def test_staff_start_a_busy_day_and_the_desk_says_who_did_until_it_turns_itself_off(
    staff, rf, limit, today_is
):
    limit("sign_up", "network", 1)
    today_is("2026-11-24", "19:30")
    assert refused(rf, 2) == [False, True]
    assert "Start a busy day" in words(staff.get(SWITCH))
    desk = words(staff.post(SWITCH, {"start": ""}, follow=True))
    assert "Five times as much is let through until midnight." in desk
    assert "On until midnight" in desk
    assert "Turned on by ed@example.org at 19:30." in words(staff.get(SWITCH))
    assert refused(rf, 5) == [False] * 4 + [True]
    today_is("2026-11-25", "00:00")
    assert "Turned on" not in words(staff.get(SWITCH))
    assert refused(rf, 2) == [False, True]


def test_nobody_gets_more_emails_that_they_did_not_ask_for_on_a_busy_day(staff, limit):
    limit("links", "email", 3)
    staff.post(SWITCH, {"start": ""})
    spellings = ("kit@gmail.com", "K.I.T@gmail.com", "kit+2@googlemail.com", "kit@ｇmail.com")
    asked = [rate_limits.consume("links", email=spelling).refused for spelling in spellings]
    assert asked == [False] * 3 + [True]


def test_a_busy_day_is_ended_with_one_button(staff, today_is):
    staff.post(SWITCH, {"start": ""})
    ended = words(staff.post(SWITCH, {"end": ""}, follow=True))
    assert "The usual limits are in force again." in ended
    assert "Start a busy day" in words(staff.get(SWITCH))
