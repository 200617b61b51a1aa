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
        " Education’s file for the year ending March 2025 is not loaded. Ask whoever runs the"
        " server to load it with load_missing_figures.\n1 to look at.\n"
    )


def test_a_council_that_is_on_no_map_is_named_with_its_cell(make_council, staff):
    make_council("Nova")
    said = check_record()
    assert "Nova Council is not in the map’s layout. It stands in the nearest free cell" in said
    assert "Nova Council has no area" in said
    page = words(staff.get("/admin/"))
    assert all(line.removeprefix("- ") in page for line in said.splitlines()[:-1])


def test_what_leads_to_no_council_is_named(make_council):
    make_council("Oldham Vale", starts="2013-01-01", ends="2020-04-01")
    Council.objects.filter(slug="dover").update(county=None)
    said = check_record()
    assert "Oldham Vale Council closed on 31 March 2020, and the register does not say who" in said
    assert "Postcodes in Dover District Council lead to no council" in said
