"""Ed enters a reorganisation on one screen, sees what would change, and confirms it."""

import pytest

from councils.models import Change, Council, Reorganisation
from tests.seen import fields, links, words

CHOOSE = "/admin/councils/reorganisation/add/"
KENT = f"{CHOOSE}?county=KEN&councils=2"
EAST = {"ashford", "canterbury", "dover", "folkestone-and-hythe", "swale", "thanet"}


@pytest.fixture(autouse=True)
def today(today_is):
    today_is("2026-11-24")


@pytest.fixture
def plan(kent):
    """Return what Ed enters to split Kent in two."""
    answers = {"on": "1st April 2028", "reason": "The Kent Order 2027."}
    for place, name, code in ((0, "East Kent", "EKN"), (1, "West Kent", "wkn")):
        answers |= {
            f"{place}-name": f"{name} Council",
            f"{place}-short_name": name,
            f"{place}-code": code,
            f"{place}-kind": "unitary",
        }
    for district in kent.districts.current():
        answers[f"goes-{district.pk}"] = str(int(district.slug not in EAST))
    return answers


def confirmed(send, plan, address=KENT):
    """Preview a plan, then confirm it."""
    seen = send(address, **plan)
    return send(address, **plan, confirm=seen.context["digest"])


def test_only_counties_that_do_not_close_can_be_chosen(staff, db):
    page = staff.get(CHOOSE).content.decode()
    assert '<option value="KEN">Kent County Council</option>' in page
    assert "Surrey County Council" not in page
    assert "Cumbria County Council" not in page
    assert "Medway Council" not in page


def test_the_screen_shows_every_district_and_new_council(staff, kent):
    page = staff.get(KENT)
    seen = words(page)
    for district in kent.districts.current():
        assert f"{district.short_name} goes to council 2" in seen
    assert {"0-name", "1-name", "joins-0"} <= fields(page).keys()
    assert "2-name" not in fields(page)


@pytest.mark.parametrize("asked", ["county=XXX&councils=2", "county=KEN&councils=99", "county=MDW"])
def test_an_impossible_choice_of_county_shows_no_plan(staff, db, asked):
    page = staff.get(f"{CHOOSE}?{asked}")
    assert page.status_code == 200
    assert "Which district goes where" not in words(page)


def test_the_preview_shows_what_would_change_and_changes_nothing(send, plan, kent):
    page = send(KENT, **plan)
    seen = words(page)
    assert "What would change" in seen
    assert "154; without this: 153" not in seen
    assert "from 1 April 2028: 155; without this: 154." in seen
    assert "Closing: Ashford Borough Council" in seen
    assert "Starting: East Kent Council, West Kent Council." in seen
    assert "East Kent Council will show that Kent County Council signed before it." in seen
    assert "East Kent Council is not in the map’s layout." in seen
    assert "Nothing is changed yet." in seen
    kent.refresh_from_db()
    assert kent.ends_on is None
    assert not Reorganisation.objects.exists()


def test_a_previewed_plan_is_entered_once_confirmed(send, staff, plan, client, kent):
    page = confirmed(send, plan)
    for code in ("KEN", "WKN"):  # the history of each council says who did it
        pk = Council.objects.get(code=code).pk
        history = words(staff.get(f"/admin/councils/council/{pk}/history/"))
        assert "Entered with the reorganisation of Kent County Council" in history
        assert "ed@example.org" in history
    assert "Entered: Kent County Council on 1 April 2028." in words(page)
    entered = Reorganisation.objects.get()
    assert entered.reason == "The Kent Order 2027."
    assert "Starting: East Kent Council, West Kent Council." in entered.summary
    assert Council.objects.get(code="WKN").slug == "west-kent"
    seen = words(client.get("/councils/kent/"))
    assert "From 1 April 2028, East Kent Council and West Kent Council take over from" in seen
    assert "1 April 2028 West Kent Council takes over from Kent County Council" in seen
    assert "The Kent Order 2027." in seen
    assert "Starts on 1 April 2028" in words(client.get("/councils/east-kent/"))


def test_a_plan_changed_after_its_preview_is_previewed_again(send, plan):
    seen = send(KENT, **plan)
    changed = {**plan, "0-name": "Eastern Kent Council"}
    page = send(KENT, **changed, confirm=seen.context["digest"])
    assert "Look at it again." in words(page)
    assert "Starting: Eastern Kent Council" in words(page)
    assert not Reorganisation.objects.exists()


def test_a_plan_is_previewed_again_if_the_record_has_changed(send, plan, sheffield, sign):
    seen = send(KENT, **plan)
    sign(sheffield)
    page = send(KENT, **plan, confirm=seen.context["digest"])
    assert "Look at it again." in words(page)
    assert not Reorganisation.objects.exists()


def test_a_confirmation_without_a_preview_enters_nothing(send, plan):
    send(KENT, **plan, confirm="yes")
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"on": ""}, "Fill this in."),
        ({"on": "2028-02-30"}, "Write a day, like 5 January 2027."),
        ({"on": "2026-11-24"}, "The day must be in the future"),
        ({"reason": "  "}, "Say why: the reason is shown in public."),
        ({"0-name": ""}, "A new council needs this."),
        ({"0-code": ""}, "A new council needs this."),
        ({"0-kind": ""}, "A new council needs this."),
        ({"0-code": "WKN"}, "Two new councils have the code “WKN”."),
        ({"0-slug": "sheffield"}, "is that of Sheffield City Council already."),
        ({"0-council": "MDW"}, "An existing council has this already."),
        ({"joins-0": "MDW"}, "Give both the council and where it goes."),
        ({"joins-0-to": "1"}, "Give both the council and where it goes."),
    ],
)
def test_an_impossible_plan_is_refused_with_the_reason_and_nothing_typed_is_lost(
    send, plan, answers, says
):
    page = send(KENT, **{**plan, **answers})
    assert says in words(page)
    assert "Nothing was changed." in words(page)
    assert fields(page)["1-name"] == "West Kent Council"
    assert not Reorganisation.objects.exists()


def test_each_district_must_go_somewhere(send, plan, dover):
    plan.pop(f"goes-{dover.pk}")
    assert "Say where Dover goes." in words(send(KENT, **plan))


def test_another_council_can_close_and_join(send, plan):
    medway = Council.objects.get(slug="medway")
    confirmed(send, {**plan, "joins-0": medway.code, "joins-0-to": "1"})
    medway.refresh_from_db()
    assert str(medway.ends_on) == "2028-04-01"


def test_an_existing_council_can_take_over(send, plan):
    for name in ("name", "short_name", "code", "kind"):
        plan[f"1-{name}"] = ""
    medway = Council.objects.get(slug="medway")
    confirmed(send, {**plan, "1-council": medway.code})
    medway.refresh_from_db()
    assert medway.ends_on is None
    assert medway.origins.filter(old__slug="maidstone").exists()


def test_a_reorganisation_can_be_taken_back_before_its_day(send, staff, plan, kent, client):
    confirmed(send, plan)
    entered = Reorganisation.objects.get()
    address = f"/admin/councils/reorganisation/{entered.pk}/take-back/"
    assert address in links(staff.get(f"/admin/councils/reorganisation/{entered.pk}/change/"))
    assert "Starting: East Kent Council" in words(staff.get(address))
    assert "Say why it is taken back." in words(send(address, reason=" "))
    page = send(address, reason="The order was quashed.")
    assert "Taken back: Kent County Council on 1 April 2028." in words(page)
    history = words(staff.get(f"/admin/councils/council/{kent.pk}/history/"))
    assert "was taken back. Why: The order was quashed." in history
    kent.refresh_from_db()
    assert kent.ends_on is None
    assert client.get("/councils/east-kent/").status_code == 404
    assert "The order was quashed." in words(client.get("/councils/kent/"))
    assert staff.get(address).status_code == 403


def test_the_page_of_a_reorganisation_has_no_save_button(send, staff, plan):
    confirmed(send, plan)
    address = f"/admin/councils/reorganisation/{Reorganisation.objects.get().pk}/"
    page = staff.get(f"{address}change/")
    assert "The Kent Order 2027." in words(page)
    assert f"{address}take-back/" in links(page)
    for name in ("_save", "_addanother", "_continue"):
        assert f'name="{name}"' not in page.content.decode()


def test_a_reorganisation_is_never_changed_deleted_or_taken_back_after_its_day(
    send, staff, editor, plan, today_is
):
    confirmed(send, plan)
    entered = Reorganisation.objects.get()
    address = f"/admin/councils/reorganisation/{entered.pk}/"
    staff.post(f"{address}change/", {"on": "2029-04-01", "reason": "Other."})
    assert staff.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    entered.refresh_from_db()
    assert str(entered.on) == "2028-04-01"
    assert Change.objects.count() == 13
    today_is("2028-04-01")
    staff.force_login(editor)
    assert staff.get(f"{address}take-back/").status_code == 403
    assert f"{address}take-back/" not in links(staff.get(f"{address}change/"))


def test_a_reader_can_look_but_not_enter_a_reorganisation(reader, plan):
    assert reader.get(CHOOSE).status_code == 403
    assert reader.post(KENT, plan).status_code == 403
    assert not Reorganisation.objects.exists()
