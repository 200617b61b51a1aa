"""The evening when the campaign is on television: staff let more through, until midnight."""

from campaign import rate_limits
from campaign.staff import roles
from tests.seen import links, words

SWITCH = "/admin/switch/"


def refused(rf, number):
    request = rf.post("/", REMOTE_ADDR="203.0.113.7")
    asked = (rate_limits.consume("sign_up", request, council="KEN") for _ in range(number))
    return [verdict.refused for verdict in asked]


def test_staff_start_a_busy_day_which_turns_itself_off_or_is_ended(staff, rf, limit, today_is):
    limit("sign_up", "network", 1)
    today_is("2026-11-24", "19:30")
    assert refused(rf, 2) == [False, True]
    assert links(staff.get("/admin/"))["?busy#desk-switches"] == "Start a busy day, until midnight"
    asked = words(staff.get("/admin/?busy"))
    assert "none can be called back. You can end it before midnight. Is that meant?" in asked
    desk = words(staff.post(SWITCH, {"turn": "busy"}, follow=True))
    assert "Five times as much is let through until midnight." in desk
    assert "On until midnight" in desk
    assert refused(rf, 5) == [False] * 4 + [True]
    today_is("2026-11-25", "00:00")
    assert "On until midnight" not in words(staff.get("/admin/"))
    assert refused(rf, 2) == [False, True]
    staff.post(SWITCH, {"turn": "busy"})
    ended = words(staff.post(SWITCH, {"turn": "usual"}, follow=True))
    assert "The usual limits are in force again." in ended
    assert "On until midnight" not in ended


def test_nobody_gets_more_emails_that_they_did_not_ask_for_on_a_busy_day(staff, limit):
    limit("links", "email", 3)
    staff.post(SWITCH, {"turn": "busy"})
    spellings = ("kit@gmail.com", "K.I.T@gmail.com", "kit+2@googlemail.com", "kit@ｇmail.com")
    asked = [rate_limits.consume("links", email=spelling).refused for spelling in spellings]
    assert asked == [False] * 3 + [True]


def test_a_reader_cannot_turn_a_switch(client, editor):
    roles.give(editor, "reader")
    client.force_login(editor)
    assert "Start a busy day" not in words(client.get("/admin/"))
    for turn in ("busy", "pause"):
        assert client.post(SWITCH, {"turn": turn}).status_code == 403
