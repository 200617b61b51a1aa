"""A fact changed in the shell leaves exactly one public line, the same as in the admin."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from councils.models import Change, ChangeKind, Event, EventKind, Signature

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


def test_a_signature_corrected_in_the_shell_leaves_the_admins_line(send, kent):
    signature = kent.signatures.get()
    before = signature.date
    signature.date = dt.date(2012, 11, 1)
    signature.signed_role = "Leader"
    signature.correct("An older page was found.")
    left = line()
    assert left == (
        kent,
        ChangeKind.CORRECTED,
        "Kent County Council signed: from “by 3 December 2012” to “by 1 November 2012”."
        " In what role: was empty, now “Leader”.",
        "An older page was found.",
    )
    Signature.objects.filter(pk=signature.pk).update(date=before, signed_role="")
    address = f"/admin/record/signature/{signature.pk}/correct/"
    typed = {"date": "by 1 November 2012", "signed_role": "Leader", "publish": ""}
    assert in_admin(send, address, **typed, reason="An older page was found.") == left


def test_an_event_retracted_in_the_shell_leaves_the_admins_line(send, kent, add_event):
    event = add_event(kent, EventKind.CONTACTED)
    event.retract("It was Essex that we asked.")
    left = line()
    assert left == (
        kent,
        ChangeKind.RETRACTED,
        "Recorded in error and taken back: Kent County Council: “asked by the campaign”,"
        " on 20 November 2026. Kent: asked by the campaign. The mistake was ours.",
        "It was Essex that we asked.",
    )
    Event.objects.filter(pk=event.pk).update(retracted_on=None, retraction_reason="")
    address = f"/admin/record/event/{event.pk}/retract/"
    assert in_admin(send, address, reason="It was Essex that we asked.", publish="") == left


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
