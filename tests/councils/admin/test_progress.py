"""Events that name one of the four commitments: what a council has done since it signed."""

import pytest

from councils.models import Change, ChangeKind, Event, EventKind
from tests.seen import words

ADD = "/admin/councils/event/add/"


@pytest.fixture
def shown(kent, today_is):
    """Return what Ed enters for something that Kent has shown."""
    today_is("2026-11-24")
    return {
        "council": kent.pk,
        "kind": "progress",
        "commitment": "count",
        "evidence_level": "evidenced",
        "date_precision": "day",
        "date": "2026-06-02",
        "text": "The council published how many children were reported missing.",
        "council_words": "We publish these numbers each June.",
        "source_kind": "council",
        "source": "The council’s own page",
        "checked_on": "2026-11-23",
    }


def test_progress_is_recorded_with_its_evidence_and_a_public_line(send, shown, kent, add_event):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    send(ADD, **shown)
    progress = Event.objects.get(commitment="count")
    assert (progress.commitment, progress.evidence_level) == ("count", "evidenced")
    line = Change.objects.get()
    assert line.kind == ChangeKind.RECORDED
    assert line.council == kent
    assert line.what == (
        "Kent County Council: Count, shown, on 2 June 2026. The council published how many"
        " children were reported missing."
    )
    assert line.why == "The council’s own page"


def test_progress_of_a_council_that_was_not_asked_is_refused(send, shown, kent):
    page = send(ADD, **shown)
    assert "Kent County Council has not been asked since it signed." in words(page)
    assert not Event.objects.filter(kind="progress").exists()


def test_a_question_from_before_the_signature_is_not_enough(send, shown, kent, add_event):
    add_event(kent, EventKind.CONTACTED, "2012-08-01")
    assert "has not been asked since it signed" in words(send(ADD, **shown))


def test_a_question_that_was_taken_back_is_not_enough(send, shown, kent, add_event):
    add_event(kent, EventKind.CONTACTED, "2026-05-01").retract("It was Essex that we asked.")
    assert "has not been asked since it signed" in words(send(ADD, **shown))


def test_progress_of_a_council_without_a_signature_is_refused(send, shown, sheffield, add_event):
    add_event(sheffield, EventKind.CONTACTED, "2026-05-01")
    page = send(ADD, **{**shown, "council": sheffield.pk})
    assert "There is no signature of Sheffield City Council on record." in words(page)
    assert not Event.objects.filter(kind="progress").exists()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"source": ""}, "Nothing is published without evidence"),
        ({"source_kind": ""}, "Choose one."),
        ({"checked_on": ""}, "Fill this in."),
        ({"checked_on": "2026-11-25"}, "This day has not come yet."),
        ({"date": "2026-12-01"}, "Only a decision that is due can be in the future."),
        ({"date": "2012-07-08"}, "launched on 9 July 2012"),
        ({"date": ""}, "Give a date, or choose “not known”."),
        ({"commitment": "hope"}, "This is not one of the choices"),
        ({"text": ""}, "Fill this in."),
        ({"kind": "reply"}, "Only progress belongs to one of the four words."),
        ({"evidence_level": ""}, "Say both which word it belongs to and how we know."),
    ],
)
def test_impossible_progress_is_refused_with_the_reason(
    send, shown, kent, add_event, answers, says
):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    assert says in words(send(ADD, **{**shown, **answers}))
    assert not Event.objects.filter(kind="progress").exists()


def test_progress_cannot_be_older_than_a_signature_on_a_known_day(
    send, shown, sheffield, sign, add_event
):
    sign(sheffield, "2024-03-01")
    add_event(sheffield, EventKind.CONTACTED, "2026-05-01")
    page = send(ADD, **{**shown, "council": sheffield.pk, "date": "2024-02-29"})
    assert "That is before the signature on record." in words(page)


def test_a_correction_needs_a_reason(send, kent, add_event, add_progress, today_is):
    today_is("2026-11-24")
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    progress = add_progress(kent, "act", on="2026-06-02")
    address = f"/admin/councils/event/{progress.pk}/change/"
    assert "Say why you change it" in words(send(address, evidence_level="checked"))
    send(address, evidence_level="checked", reason="An inspector looked.")
    progress.refresh_from_db()
    assert progress.evidence_level == "checked"
    assert Change.objects.get().why == "An inspector looked."


def test_taking_back_says_that_the_mistake_was_ours(send, kent, add_event, add_progress, today_is):
    today_is("2026-11-24")
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    progress = add_progress(kent, "act", on="2026-06-02")
    send(f"/admin/councils/event/{progress.pk}/retract/", reason="It was Essex.")
    progress.refresh_from_db()
    assert progress.retraction_reason == "It was Essex."
    assert "The mistake was ours." in Change.objects.get().what


def test_progress_is_never_deleted_and_a_reader_changes_nothing(
    staff, reader, kent, add_event, add_progress
):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    progress = add_progress(kent, "act", on="2026-06-02")
    address = f"/admin/councils/event/{progress.pk}"
    assert staff.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert reader.get(f"{address}/change/").status_code == 200
    assert reader.post(f"{address}/change/", {"evidence_level": "checked"}).status_code == 403
    assert reader.get(ADD).status_code == 403
