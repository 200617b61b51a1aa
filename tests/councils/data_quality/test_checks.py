"""The checks of the record: the command, and the staff’s page with the same lines."""

from io import StringIO

import pytest
from django.core.management import call_command

from councils.models import Council
from councils.record import record_version
from tests.seen import words

pytestmark = pytest.mark.django_db


def check_record():
    record_version.forget()
    out = StringIO()
    call_command("check_record", stdout=out)
    return out.getvalue()


def test_the_shipped_record_needs_nobody_but_for_newer_figures(today_is):
    today_is("2025-11-30")
    assert check_record() == "Nothing needs a person.\n"
    today_is("2025-12-01")
    assert check_record() == (
        "- Children missing from care: The figures reach to March 2024. The Department for"
        " Education’s file for the year ending March 2025 is not loaded. Ask for it, and load it"
        " with load_missing_figures.\n1 to look at.\n"
    )


def test_a_council_that_is_on_no_map_is_named_with_its_cell(make_council, staff):
    make_council("Nova")
    said = check_record()
    assert "Nova Council is not in the map’s layout. It stands in the nearest free cell" in said
    assert "Nova Council has no area" in said
    assert (
        "On 19 September 2013 England had 152 councils that run children’s services; the register"
        " has 153."
    ) in said
    page = words(staff.get("/admin/register/state/"))
    assert all(line.removeprefix("- ") in page for line in said.splitlines()[:-1])


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


def test_what_leads_to_no_council_is_named(make_council):
    make_council("Oldham Vale", starts="2013-01-01", ends="2020-04-01")
    Council.objects.filter(slug="dover").update(county=None)
    said = check_record()
    assert "Oldham Vale Council closed on 31 March 2020, and the register does not say who" in said
    assert "Postcodes in Dover District Council lead to no council" in said


def test_a_circle_in_the_stored_lineage_is_found(kent, take_over):
    medway = Council.objects.get(code="MDW")
    take_over(medway, kent, "2026-04-01", kind="part")
    take_over(kent, medway, "2026-05-01", kind="part")
    said = check_record()
    assert "The lineage runs in a circle: Kent County Council, then Medway Council, then" in said


def test_visitors_are_led_to_how_we_count_and_the_page_is_for_staff_alone(client):
    assert client.get("/data/state/").url == "/how-we-count/"
    assert client.get("/admin/register/state/").status_code == 302
