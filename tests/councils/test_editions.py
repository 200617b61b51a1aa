"""A second edition of the charter is published; what was signed before it stays with the first."""

import pytest

from councils.models import Edition, Signature

FIRST, SECOND = "The Runaways’ Charter (9 July 2012)", "The second charter (1 March 2026)"


@pytest.fixture(autouse=True)
def second(db, today_is):
    today_is("2026-11-26")
    return Edition.objects.create(published_on="2026-03-01", title="The second charter")


def edition_of(name):
    return str(Signature.objects.get(council__short_name=name).edition)


def test_a_signature_is_of_the_edition_in_force_on_its_day(publish, sheffield):
    signed = {"shows": "signed", "council": "Sheffield", "source_kind": "minutes", "source": "A"}
    publish("/admin/record/", **signed, date="28 February 2026")
    assert edition_of("Sheffield") == FIRST
    address = f"/admin/record/signature/{sheffield.signatures.get().pk}/correct/"
    for date, edition in [("June 2026", SECOND), ("by 19 September 2013", FIRST)]:
        publish(address, date=date, reason="The minutes say so.")
        assert edition_of("Sheffield") == edition
