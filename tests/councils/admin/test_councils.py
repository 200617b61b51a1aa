"""Staff correct a council, and no load of the shipped register undoes it."""

import pytest
from django.test import Client

from councils.models import Change, ChangeKind, Contact, CouncilName
from tests.seen import fields, words

pytestmark = pytest.mark.promise(6)


def form_of(council):
    return f"/admin/councils/council/{council.pk}/change/"


@pytest.fixture
def see(db):
    return lambda address: words(Client().get(address))


def test_a_correction_is_public_at_the_next_click_with_its_reason(send, see, sheffield):
    assert "Sheffield City Council" in see("/councils/sheffield/")
    send(
        form_of(sheffield),
        name="Sheffield Moon Council",
        short_name="Sheffield Moon",
        reason="It took a new name.",
    )
    page = see("/councils/sheffield/")
    assert "Sheffield Moon Council" in page
    assert "It took a new name." in see("/changes/?council=sheffield")
    assert "Sheffield Moon" in see("/councils/")
    line = Change.objects.get()
    assert line.kind == ChangeKind.CORRECTED
    assert line.what == (
        "Sheffield Moon Council. Official name: was “Sheffield City Council”,"
        " now “Sheffield Moon Council”. Short name: was “Sheffield”, now “Sheffield Moon”."
    )


def add_name(send, council, name, reason="People call it that.", kind="other"):
    total = council.names.count()
    return send(
        form_of(council),
        reason=reason,
        **{
            "names-TOTAL_FORMS": total + 1,
            f"names-{total}-name": name,
            f"names-{total}-kind": kind,
            f"names-{total}-council": council.pk,
        },
    )


def test_a_name_that_staff_add_finds_the_council(send, sheffield):
    add_name(send, sheffield, "Steel City")
    assert CouncilName.objects.filter(name="Steel City", council=sheffield).exists()
    response = Client().post("/find/", {"q": "steel city"})
    assert response.headers["Location"] == "/councils/sheffield/"
    change = Change.objects.get()
    assert (change.what, change.why) == (
        "Sheffield City Council. Names: added Steel City.",
        "People call it that.",
    )


def test_a_name_without_a_reason_is_refused(send, sheffield):
    response = add_name(send, sheffield, "Steel City", reason="")
    assert "Say in “Why this change” why you change these" in response.content.decode()
    assert not CouncilName.objects.filter(name="Steel City").exists()


def test_the_code_of_a_council_cannot_be_changed(send, sheffield):
    send(form_of(sheffield), code="XXX", reason="Because.")
    sheffield.refresh_from_db()
    assert sheffield.code == "SHF"


def test_a_code_that_another_council_has_or_had_is_refused_naming_it(send, sheffield, kent):
    for gss, says in [
        ("E10000016", "“E10000016” is the GSS code of Kent County Council."),
        ("E08000016", "“E08000016” is a former GSS code of Barnsley Metropolitan Borough Council."),
    ]:
        assert says in words(send(form_of(sheffield), gss=gss, reason="Because."))
    for gss, says in [
        ("E10000016", "“E10000016” is the GSS code of Kent County Council."),
        ("E08000016", "“E08000016” is a former GSS code of Barnsley Metropolitan Borough Council."),
        ("E1", "A letter and eight digits: E10000016."),
    ]:
        assert says in words(add_name(send, sheffield, gss, kind="code"))
    taken = send(form_of(sheffield), slug="kent", reason="Because.")
    assert "“kent” is the address of Kent County Council." in words(taken)
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"region": ""}, "A council in England has a region."),
        ({"county": "KEN"}, "Only a district has a county."),
        ({"kind": "district"}, "Say which county council a district belongs to."),
        ({"gss": "E1"}, "A letter and eight digits: E10000016."),
        ({"gss": "E10000016"}, "is the GSS code of Kent County Council."),
        ({"name": ""}, "Fill this in."),
        ({"website": "nowhere"}, "That web address doesn’t look right. Copy it from your browser."),
    ],
)
def test_an_impossible_council_is_refused_with_the_reason(send, sheffield, kent, answers, says):
    page = send(form_of(sheffield), **answers, reason="Because.")
    assert says in words(page)
    assert not Change.objects.exists()


def test_a_new_council_is_public_at_the_next_click(send, see, db):
    see("/councils/")
    send(
        "/admin/councils/council/add/",
        code="MOON",
        slug="moon",
        name="Moon Council",
        short_name="Moon",
        kind="unitary",
        nation="England",
        region="South West",
        starts_on="2020-04-01",
    )
    assert "32 of 154 councils" in see("/councils/")
    assert "Ask Moon to sign" in see("/councils/moon/")
    assert "Moon Council was added to the register." in see("/changes/")


@pytest.mark.parametrize(
    "typed", ["Shefield", "sheffeild city council", "Wolverhamton", "lankashire"]
)
def test_a_search_of_councils_survives_a_misspelling(staff, typed):
    page = words(staff.get("/admin/councils/council/", {"q": typed}))
    assert "1 in all" in page or "Sheffield" in page or "Lancashire" in page
    assert "0 in all" not in page


def test_a_council_that_cannot_be_deleted_says_how_it_is_ended(staff, kent):
    page = words(staff.get(f"/admin/councils/council/{kent.pk}/change/"))
    assert "A council is never deleted" in page and "End on a day, replaced by others" in page


@pytest.mark.parametrize("typed", ["Kend", "kent conty council", "kent"])
@pytest.mark.parametrize("where", ["signature", "contact", "event"])
def test_every_search_by_a_council_survives_a_misspelling(staff, kent, add_event, where, typed):
    Contact.objects.create(
        council=kent, email="leader@kent.gov.uk", source="its website", checked_on="2026-11-20",
        check_again_on="2027-04-20",
    )  # fmt: skip
    add_event(kent, "intends", on="2013-01-01")
    page = words(staff.get(f"/admin/councils/{where}/", {"q": typed}))
    assert "Kent County Council" in page and "0 in all" not in page
    page = words(staff.get(f"/admin/councils/{where}/", {"q": "xyzzy"}))
    assert "0 in all" in page


def test_a_district_is_named_by_its_short_name_where_districts_are_asked_for(staff):
    page = staff.get("/admin/councils/lineage/add/")
    typed = fields(page) | {"old": "allerdale", "new": "Cumberland"}
    seen = words(staff.post("/admin/councils/lineage/add/", typed))
    assert "Please put right" in seen or "Fill this in" in seen  # its reason, and no council
    assert "“allerdale”" not in seen and "no children’s services" not in seen
