import re
from pathlib import Path

from django.contrib.auth.models import User

from campaign import rate_limits
from campaign.rate_limits.models import By, Kind, Limit
from campaign.staff import roles
from tests.seen import fields, words

LIMITS = "/admin/rate_limits/limit/"


def of(kind, by):
    return Limit.objects.get(kind=kind, by=by)


def test_a_new_site_has_limits_of_every_kind_and_each_says_why_or_speaks_for_itself(db):
    assert set(Limit.objects.values_list("kind", flat=True)) == set(Kind.values)
    for limit in Limit.objects.all():
        assert limit.most > 0
        assert not limit.paused
    for kind in ("confirm", "links", "alert"):
        assert of(kind, By.EMAIL).most <= 10


def test_staff_are_offered_limits_only_of_what_can_be_asked_for(staff):
    campaign = Path(rate_limits.__file__).parent.parent
    code = "".join(path.read_text("utf-8") for path in campaign.rglob("*.py"))
    assert set(re.findall(r"""limits\.consume(?:_for_all)?\(\s*"(\w+)""", code)) == set(Kind.values)
    assert "as a council" not in words(staff.get(LIMITS + "add/"))


def test_staff_see_the_limits_and_change_their_numbers(staff, rf):
    page = staff.get(LIMITS)
    assert "Ask for the email that confirms a letter, for each email address" in words(page)
    address = f"{LIMITS}{of('confirm', 'email').pk}/change/"
    answer = staff.post(address, fields(staff.get(address)) | {"most": "1"}, follow=True)
    assert "was changed successfully." in words(answer)
    request = rf.post("/")
    assert not rate_limits.consume("confirm", request, email="anna@example.org").refused
    assert rate_limits.consume("confirm", request, email="anna@example.org").refused


def test_staff_pause_a_limit_and_end_the_pause(staff):
    limit = of("draft", "ip")
    chosen = {"_selected_action": [limit.pk]}
    answer = staff.post(LIMITS, {"action": "pause", **chosen}, follow=True)
    assert "1 paused: they hold nobody back." in words(answer)
    assert not Limit.objects.in_force("draft").filter(pk=limit.pk).exists()
    answer = staff.post(LIMITS, {"action": "resume", **chosen}, follow=True)
    assert "1 in force again." in words(answer)
    assert Limit.objects.in_force("draft").filter(pk=limit.pk).exists()


def test_staff_add_a_second_window_and_both_are_in_force(staff, rf):
    typed = {"kind": "confirm", "by": "email", "most": 1, "minutes": 10}
    assert staff.post(LIMITS + "add/", typed).status_code == 302
    assert not rate_limits.consume("confirm", rf.post("/"), email="anna@example.org").refused
    verdict = rate_limits.consume("confirm", rf.post("/"), email="anna@example.org")
    assert 0 < verdict.retry_after <= 600


def test_an_empty_and_a_repeated_window_are_refused(staff):
    same = {"kind": "confirm", "by": "email", "most": 1, "minutes": of("confirm", "email").minutes}
    for typed in (same, {**same, "minutes": 0}):
        assert staff.post(LIMITS + "add/", typed).status_code == 200
    assert Limit.objects.filter(kind="confirm", by="email").count() == 1


def test_a_limit_is_paused_and_not_deleted(staff):
    limit = of("draft", "ip")
    assert staff.post(f"{LIMITS}{limit.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Limit.objects.filter(pk=limit.pk).exists()


def test_a_reader_looks_and_a_visitor_sees_nothing(client, db):
    assert client.get(LIMITS).status_code == 302
    reader = User(username="rita@example.org")
    roles.give(reader, "reader")
    client.force_login(reader)
    assert client.get(LIMITS).status_code == 200
    client.post(LIMITS, {"action": "pause", "_selected_action": [of("draft", "ip").pk]})
    assert not of("draft", "ip").paused


def test_counts_are_shown_to_nobody(staff):
    assert staff.get("/admin/limits/count/").status_code == 404
