"""A fact changed in the shell leaves exactly one public line, the same as in the admin."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from councils.models import Change, ChangeKind, Signature

pytestmark = pytest.mark.promise(6)


FIELDS = {
    "date": dt.date(2026, 11, 20),
    "date_precision": "day",
    "source": "Minutes of the council, item 7",
    "source_kind": "minutes",
    "checked_on": dt.date(2026, 11, 20),
}


@pytest.fixture(autouse=True)
def on_a_day(today_is):
    today_is("2026-11-24")


def line():
    """Return the only line of the log as (council, kind, what, why)."""
    change = Change.objects.get()
    return change.council, change.kind, change.what, change.why


def in_admin(send, address, **fields):
    """Empty the log, do in the admin what the shell did, and return its line."""
    Change.objects.all().delete()
    send(address, **fields)
    return line()


@pytest.mark.promise(6)
def test_a_signature_recorded_in_the_shell_leaves_the_admins_line(send, sheffield, edition):
    signature = Signature(council=sheffield, edition=edition, **FIELDS)
    signature.record()
    left = line()
    assert left == (
        sheffield,
        ChangeKind.RECORDED,
        "Sheffield City Council signed on 20 November 2026.",
        "Minutes of the council, item 7",
    )
    signature.delete()
    typed = {"shows": "signed", "council": "SHF", "date": "20 November 2026", "publish": ""}
    typed |= {"source": FIELDS["source"], "source_kind": FIELDS["source_kind"]}
    assert in_admin(send, "/admin/record/", **typed) == left


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_or_a_retraction_without_a_reason_changes_nothing(kent, reason):
    signature = kent.signatures.get()
    signature.signed_by = "Anna Smith"
    with pytest.raises(ValidationError, match="Say why"):
        signature.correct(reason)
    with pytest.raises(ValidationError, match="Say why"):
        signature.retract(reason)
    signature.refresh_from_db()
    assert (signature.signed_by, signature.retracted_on) == ("", None)
    assert not Change.objects.exists()
