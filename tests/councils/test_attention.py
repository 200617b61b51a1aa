"""What check_record says of a record."""

from io import StringIO

import pytest
from django.core.management import call_command

from councils.models import Contact, Council

pytestmark = pytest.mark.django_db


def check_record():
    out = StringIO()
    call_command("check_record", stdout=out)
    return out.getvalue()


def test_the_shipped_record_says_what_nobody_has_confirmed_or_entered(postcodes):
    said = check_record()
    assert "32 signatures have not been confirmed by their councils." in said
    assert "153 of 153 councils have no checked contact." in said
    assert "layout" not in said
    assert "lead to no council" not in said


def test_a_council_that_is_not_in_the_layout_is_named_with_its_cell(postcodes):
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


def test_postcodes_of_a_closed_council_without_a_successor_are_found(postcodes, sheffield):
    Council.objects.filter(pk=sheffield.pk).update(ends_on="2026-11-01")
    assert "Postcodes in Sheffield City Council lead to no council" in check_record()


def test_a_contact_past_its_day_is_named(postcodes, kent):
    Contact.objects.create(
        council=kent,
        email="lead@kent.example",
        source="https://kent.example/",
        checked_on="2025-01-01",
        check_again_on="2025-07-03",
    )
    assert "Kent County Council by email: past its check day, 3 July 2025" in check_record()


def test_without_postcodes_it_says_so():
    assert "No postcodes are loaded" in check_record()
