"""A pause for one council never becomes one for all: what is not understood is an error."""

import pytest

from campaign.sign_up.models import SignUp
from councils.models import Contact, Pause
from tests.seen import fields, links, words

ADD = "/admin/councils/pause/add/"
LEAVES = "What waits for this pause leaves within minutes, and can’t be called back."
TERRIBLE = {
    "starts_on": "2026-11-26",
    "until": "2026-11-30",
    "reason": "a child has died there",
    "holds": "letters",
    "asked_by": "us",
}


@pytest.fixture
def pause(staff, today_is):
    """Return a function that fills in the form of a pause and saves it."""
    today_is("2026-11-26")

    def save(**typed):
        return staff.post(ADD, fields(staff.get(ADD)) | TERRIBLE | typed)

    return save


@pytest.mark.promise(30)
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Kentt County", "Is Kent County Council meant?"),
        ("Kentfield", "We know no council “Kentfield”."),
        ("Dover", "Kent County Council does. Is that meant?"),
        ("", "Say which council, or choose “All councils”."),
        ("12", "We know no council “12”."),
        ("Wales", "not in England"),
    ],
)
def test_what_was_typed_and_not_understood_is_an_error_and_stays(pause, typed, says):
    page = pause(council=typed)
    assert says in words(page)
    assert fields(page)["council"] == typed
    assert not Pause.objects.exists()


@pytest.mark.parametrize("name", ["Kent", "kent county council", "KEN", "Kent CC"])
def test_kent_typed_and_not_chosen_is_kent_alone(pause, kent, name):
    assert pause(council=name).status_code == 302
    assert Pause.objects.get().council == kent
    assert Pause.objects.codes() == {"KEN"}


def test_the_last_day_of_a_pause_needs_no_year(pause, kent):
    assert pause(council="Kent", until="20 December").status_code == 302
    assert Pause.objects.get().until.isoformat() == "2026-12-20"


def test_a_pause_for_all_is_a_choice_of_its_own(pause, staff, kent):
    form = staff.get(ADD)
    assert "All councils: no letter goes anywhere" in words(form)
    assert fields(form)["for_whom"] == "one"
    assert "You named one council." in words(pause(council="Kent", for_whom="all"))
    assert not Pause.objects.exists()
    asked = pause(for_whom="all")
    assert "No letter goes to any council from 26 November 2026 to 30 November 2026." in words(
        asked
    )
    assert "Links to share, alerts and thank-yous rest with them. Is that meant?" in words(asked)
    assert not Pause.objects.exists()
    assert staff.post(ADD, fields(asked)).status_code == 302
    row = Pause.objects.get()
    assert row.council is None
    change = f"/admin/councils/pause/{row.pk}/change/"
    again = fields(staff.get(change))
    assert (again["for_whom"], again["council"]) == ("all", "")
    asked = staff.post(change, again | {"for_whom": "one", "council": "Kent"})
    assert LEAVES in words(asked)
    staff.post(change, fields(asked))
    row.refresh_from_db()
    assert row.council == kent


def test_opened_from_a_councils_request_it_says_who_asked(staff, kent, today_is):
    today_is("2026-11-26")
    message = SignUp.objects.create(
        council=kent, kind="letters", text="Hold them.", officer="Olu", role="Officer",
        email="olu@kent.gov.uk", from_own_mail=True, confirmed_at="2026-11-26T12:00Z",
    )  # fmt: skip
    offered = links(staff.get(f"/admin/sign_up/signup/{message.pk}/change/"))
    address = next(
        place for place, text in offered.items() if text == "Hold its letters until a day"
    )
    form = fields(staff.get(address))
    assert (form["council"], form["asked_by"]) == ("Kent County Council", "council")
    staff.post(address, form | {"until": "2026-11-30", "reason": "The council asked."})
    assert Pause.objects.get().asked_by == "council"
    assert Pause.objects.get().council == kent


def test_a_contact_of_a_council_that_nobody_knows_is_an_error(staff, today_is):
    today_is("2026-11-26")
    form = "/admin/councils/contact/add/"
    typed = {
        "council": "Kentshire", "role": "leader", "channel": "email", "source": "x",
        "email": "leader@kent.example", "checked_on": "2026-11-20",
    }  # fmt: skip
    page = staff.post(form, fields(staff.get(form)) | typed)
    assert "Kentshire" in words(page) and fields(page)["council"] == "Kentshire"
    assert not Contact.objects.exists()


def test_a_takeover_by_a_council_that_nobody_knows_is_an_error(staff, today_is):
    today_is("2026-11-26")
    form = "/admin/councils/lineage/add/"
    typed = {"old": "Moonshire", "new": "Dover District Council", "on": "1/4/2027"}
    page = staff.post(form, fields(staff.get(form)) | typed | {"reason": "x"})
    assert "We know no council “Moonshire”." in words(page)
    assert fields(page)["old"] == "Moonshire"
    assert fields(page)["new"] == "Dover District Council"  # a district may take over


def test_a_pause_ended_by_mistake_is_taken_back_from_the_same_place(pause, staff, kent):
    pause(council="Kent")
    change = f"/admin/councils/pause/{Pause.objects.get().pk}/change/"
    page = staff.get(change)
    assert "A pause is never deleted." in words(page)
    assert not [link for link in links(page) if "delete" in link]
    form = fields(page)
    del form["is_on"]
    asked = staff.post(change, form)
    assert LEAVES in words(asked)
    assert Pause.objects.codes() == {"KEN"}
    staff.post(change, fields(asked))
    assert Pause.objects.codes() == set()
    assert "ended by us" in words(staff.get("/admin/councils/pause/"))
    assert "The pause for" not in words(staff.get("/admin/"))
    staff.post(change, fields(staff.get(change)) | {"is_on": "on"})
    assert Pause.objects.codes() == {"KEN"}
    assert staff.post(change.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert Pause.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"starts_on": "2026-11-27"},
        {"until": "2026-11-28", "starts_on": "2026-11-27"},
        {"council": "Leeds"},
        {"holds": "questions"},
        {"until": "2026-11-29"},
        {"holds": "both"},
        {"reason": "it is quiet there"},
    ],
)
def test_what_lets_letters_leave_today_is_asked_about_and_nothing_else_is(
    pause, staff, kent, changed
):
    pause(council="Kent")
    change = f"/admin/councils/pause/{Pause.objects.get().pk}/change/"
    page = staff.post(change, fields(staff.get(change)) | changed)
    still_holds = "KEN" in Pause.objects.codes()
    assert still_holds
    leaves = changed.keys() & {"starts_on", "council"} or changed.get("holds") == "questions"
    assert page.status_code == (200 if leaves else 302)
    if leaves:
        assert LEAVES in words(page)
        assert staff.post(change, fields(page)).status_code == 302
        assert "KEN" not in Pause.objects.codes()


def test_a_pause_for_all_that_lets_letters_leave_asks_one_question(pause, staff):
    staff.post(ADD, fields(pause(for_whom="all")))
    change = f"/admin/councils/pause/{Pause.objects.get().pk}/change/"
    asked = staff.post(change, fields(staff.get(change)) | {"starts_on": "2026-11-27"})
    assert LEAVES in words(asked)
    assert "No letter goes to any council from 27 November 2026" in words(asked)
    assert staff.post(change, fields(asked)).status_code == 302


def test_a_pause_that_is_there_already_is_named_and_save_pressed_twice_makes_one(pause, kent):
    assert pause(council="Kent").status_code == 302
    again = pause(council="KEN", starts_on="2026-11-28", until="2026-12-02", reason="the same")
    there = f"/admin/councils/pause/{Pause.objects.get().pk}/change/"
    assert links(again)[there] == "Kent County Council, until 30 November 2026"
    assert "This pause is there already" in words(again)
    assert fields(again)["reason"] == "the same"
    assert Pause.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"council": "Medway"},
        {"council": "Kent", "holds": "questions"},
        {"council": "Kent", "asked_by": "council"},
        {"council": "Kent", "starts_on": "2026-12-01", "until": "2026-12-05"},
    ],
)
def test_another_pause_is_taken(pause, kent, other):
    pause(council="Kent")
    assert pause(**other).status_code == 302
    assert Pause.objects.count() == 2


def test_a_pause_that_was_ended_stands_in_no_others_way_but_is_not_begun_beside_it(
    pause, staff, kent
):
    pause(council="Kent")
    change = f"/admin/councils/pause/{Pause.objects.get().pk}/change/"
    form = fields(staff.get(change))
    del form["is_on"]
    staff.post(change, fields(staff.post(change, form)))
    assert pause(council="Kent").status_code == 302
    twice = staff.post(change, fields(staff.get(change)) | {"is_on": "on"})
    assert "This pause is there already" in words(twice)


def test_a_pause_for_all_is_asked_about_anew_when_its_days_change_and_not_for_its_words(
    pause, staff
):
    staff.post(ADD, fields(pause(for_whom="all")))
    change = f"/admin/councils/pause/{Pause.objects.get().pk}/change/"
    form = fields(staff.get(change))
    assert staff.post(change, form | {"reason": "of an election"}).status_code == 302
    form = fields(staff.get(change))
    asked = staff.post(change, form | {"until": "2026-12-20"})
    assert "No letter goes to any council from 26 November 2026 to 20 December 2026." in words(
        asked
    )
    assert staff.post(change, fields(asked)).status_code == 302


def test_a_pause_is_not_called_ended_before_that_is_saved(pause, staff, kent):
    pause(council="Kent")
    change = f"/admin/councils/pause/{Pause.objects.get().pk}/change/"
    form = fields(staff.get(change))
    del form["is_on"]
    asked = staff.post(change, form)
    assert "Nothing is saved yet." in words(asked)
    assert "Kent County Council, until 30 November 2026" in words(asked)
    assert "ended by us" not in words(asked)
