"""The checks of the record: the command and the staff’s page."""

from io import StringIO

import pytest
from django.core.management import call_command

from councils import data_quality as checks
from councils.models import Council
from councils.record import record_version
from tests.seen import words

pytestmark = pytest.mark.django_db


def check_record():
    out = StringIO()
    call_command("check_record", stdout=out)
    return out.getvalue()


def test_the_shipped_record_needs_nobody(today_is):
    today_is("2026-11-24")
    assert "layout" not in check_record()
    assert "lead to no council" not in check_record()


def test_a_council_that_is_not_in_the_layout_is_named_with_its_cell():
    Council.objects.create(
        code="NKT",
        slug="new-kent",
        name="New Kent Council",
        short_name="New Kent",
        kind="unitary",
        region="South East",
    )
    said = check_record()
    assert "New Kent Council is not in the map’s layout." in said
    assert "New Kent Council has no area" in said


def test_a_withdrawal_without_its_signature_is_named(sheffield, sign):
    signature = sign(sheffield, "2013-05-01")
    signature.withdraw("We withdraw.", date="2014-05-01", source="A letter", source_kind="council",
                       checked_on="2014-05-02")  # fmt: skip
    assert "on record as withdrawn" not in check_record()
    type(signature).objects.filter(pk=signature.pk).update(
        retracted_on="2015-05-01", retraction_reason="A slip."
    )
    said = "Sheffield City Council is on record as withdrawn on 1 May 2014, and no signature from"
    assert said in check_record()


def test_a_district_that_leads_to_no_council_is_named():
    Council.objects.filter(slug="dover").update(county=None)
    assert "Postcodes in Dover District Council lead to no council" in check_record()


def test_a_circle_in_the_stored_lineage_is_found(kent, take_over):
    medway = Council.objects.get(code="MDW")
    take_over(medway, kent, "2026-04-01", kind="part")
    take_over(kent, medway, "2026-05-01", kind="part")
    said = check_record()
    assert "The lineage runs in a circle: Kent County Council, then Medway Council, then" in said


def test_overdue_figures_are_asked_for(today_is):
    today_is("2025-11-30")
    assert "load_missing_figures" not in check_record()
    today_is("2025-12-01")
    assert (
        "Children missing from care: The figures reach to March 2024. The Department for"
        " Education’s file for the year ending March 2025 is not loaded. Ask for it, and load it"
        " with load_missing_figures." in check_record()
    )


# The page for staff, and what visitors read


@pytest.fixture
def state(staff):
    """Return a function that reads the staff’s page."""

    def read():
        record_version.forget()
        return words(staff.get("/admin/register/state/"))

    return read


def test_the_page_shows_what_is_in_order_what_is_open_and_when(state, today_is):
    today_is("2026-11-24")
    seen = state()
    for part in (
        "Totals In order 32 of 153 councils (list of 2013), in the list, the regions, the map and"
        " the data files alike.",
        "Councils that closed In order",
    ):
        assert part in seen


def test_a_closed_council_without_a_successor_is_named(state, make_council):
    make_council("Oldham Vale", starts="2013-01-01", ends="2020-04-01")
    says = "Oldham Vale Council closed on 31 March 2020, and the register does not say who takes"
    assert says in state()
    assert says in check_record()


def test_a_wrong_number_of_councils_on_a_known_day_is_found(state, make_council):
    make_council("Nova")
    assert (
        "On 19 September 2013 England had 152 councils that run children’s services; the register"
        " has 153."
    ) in state()


def test_totals_that_do_not_agree_are_found(state, monkeypatch):
    monkeypatch.setattr(checks, "signed_on_map", lambda record: (31, 153))
    assert "The totals do not agree: the map has 31 of 153, the list 32 of 153." in state()
    assert "The totals do not agree: the map" in check_record()


def test_visitors_are_led_to_how_we_count_and_the_page_is_for_staff_alone(client):
    assert client.get("/data/state/").url == "/how-we-count/"
    assert client.get("/admin/register/state/").status_code == 302
