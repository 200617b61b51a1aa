"""Rita, a new volunteer, records what a document shows; the public page has it at once."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from campaign.outbox.mime import readable
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from campaign.sign_up.models import SignUp
from campaign.supporters.models import Wish
from campaign.supporters.wishes import night, request
from campaign.tasks.models import Task
from councils.models import Change, Event, EvidenceFile, FileKind, Signature
from councils.models.facts import publish_due
from councils.record import record_on
from tests.conftest import forget_everything
from tests.recording import preview_and_publish
from tests.seen import fields, links, words

RECORD = "/admin/record/"
SHEFFIELD = "/councils/sheffield/"
SIGNED = {
    "shows": "signed",
    "council": "Sheffield City",
    "date": "4 November 2026",
    "signed_role": "Leader of the Council",
    "source_kind": "minutes",
    "source": "Minutes of the Council, page 7",
    "quote": "The charter was signed.",
}
A_FILE_ALONE = {"source": "", "quote": "", "date": "some day"}


@pytest.fixture
def record(staff, today_is):
    """Return a function that fills in Rita's form and selects a button."""
    today_is("2026-11-26")

    def send(button="publish", opened_by="", **typed):
        filled = {**fields(staff.get(RECORD + opened_by)), **SIGNED, **typed}
        if button == "publish":
            return preview_and_publish(staff, RECORD, filled)
        return staff.post(RECORD, {**filled, button: ""})

    return send


@pytest.fixture
def signed(record):
    """Return what Rita put on record of Sheffield."""
    record()
    return Signature.objects.get(council__code="SHF")


@pytest.fixture
def page(client):
    """Return a function that reads Sheffield's public page as it is now."""

    def read():
        forget_everything()
        return words(client.get(SHEFFIELD))

    return read


def address(fact, then=""):
    return f"{RECORD}{fact._meta.model_name}/{fact.pk}/{then}"


@pytest.mark.promise(25)
def test_a_signature_is_read_back_previewed_published_and_undone(record, staff, page):
    start = staff.get(f"{RECORD}?shows=signed")
    assert "Record a signature" in words(start) and fields(start)["shows"] == "signed"
    preview = record("preview")
    seen = words(preview)
    assert "Recorded: Sheffield City Council signed on 4 November 2026" in seen
    assert "Minutes of the Council, page 7: “The charter was signed.”" in seen
    assert not Signature.objects.filter(council__code="SHF").exists()
    assert not Change.objects.exists()

    typed = fields(preview) | {"date": "3 November 2026"}
    other = staff.post(RECORD, {**typed, "publish": ""})
    assert "signed on 3 November 2026" in words(other)  # what nobody has seen is shown first
    done = staff.post(RECORD, {**fields(preview), "publish": ""}, follow=True)
    seen = words(done)
    assert "On record and public: Sheffield City Council signed on 4 November 2026." in seen
    assert "Nobody has asked to be told when Sheffield signs." in seen
    assert "/share/sheffield.png" in done.content.decode()
    assert "Leader of the Council" in page()

    done = staff.post(done.redirect_chain[-1][0], follow=True)
    assert "Undone: Sheffield City Council signed on 4 November 2026." in words(done)
    assert "recorded by mistake" in words(staff.get(SHEFFIELD))  # with the next page Rita opens


@pytest.mark.promise(25)
def test_what_has_had_no_preview_is_shown_first_and_not_published(staff, today_is):
    today_is("2026-11-26")
    shown = staff.post(RECORD, {**fields(staff.get(RECORD)), **SIGNED, "publish": ""})
    assert "Is this right? Nothing is saved yet" in words(shown)
    assert not Signature.objects.filter(council__code="SHF").exists()


class Hand:
    """Rita's hand: it follows links, goes to fields, selects buttons, and counts each press."""

    def __init__(self, client, address):
        self.client = client
        self.page = client.get(address)
        self.presses = 0
        self.typed = {}

    def follow(self, words):
        [address] = {to for to, text in links(self.page).items() if text.strip() == words}
        self.page = self.client.get(address)
        self.presses += 1

    def fill(self, name, text):
        assert fields(self.page)[name] == ""
        self.typed[name] = text
        self.presses += 1

    def select(self, button):
        assert f'name="{button}"' in self.page.content.decode()
        sent = {**fields(self.page), **self.typed, button: ""}
        self.page = self.client.post(RECORD, sent, follow=True)
        self.typed = {}
        self.presses += 1


@pytest.mark.promise(25)
def test_from_the_desk_a_signature_with_all_that_shows_it_is_public_after_eight_presses(
    staff, page, today_is
):
    today_is("2026-11-26")
    hand = Hand(staff, "/admin/")
    hand.follow("Record a signature")
    hand.fill("council", "sheffield city")
    hand.fill("date", "4 Nov 2026")
    hand.fill("signed_role", "Leader of the Council")
    hand.fill("source_url", "https://democracy.sheffield.gov.uk/ieListDocuments.aspx?CId=123")
    hand.fill("quote", "The charter was signed.")
    hand.select("preview")
    hand.select("publish")
    assert "On record and public: Sheffield City Council signed on 4 November" in words(hand.page)
    assert hand.presses == 8
    assert "Leader of the Council" in page()


def test_the_kind_of_document_is_seen_from_its_link_or_asked_for(record, staff):
    link = "https://democracy.sheffield.gov.uk/ieListDocuments.aspx?CId=123"
    evidence = {"source_kind": "", "source": "", "quote": "It was signed."}
    asked = record("preview", **evidence, source_url="https://runaways.example/a-blog")
    assert "Neither its link nor its name shows what it is: choose." in words(asked)
    preview = record("preview", **evidence, source_url=link)
    assert "Council minutes or a decision, as its link or its name shows" in words(preview)
    done = staff.post(RECORD, {**fields(preview), "publish": ""}, follow=True)
    said = {text: address for address, text in links(done).items()}
    again = fields(staff.get(said["Record something else that the same document shows"]))
    assert (again["source_kind"], again["source_url"]) == ("minutes", link)
    assert again["council"] == again["date"] == again["quote"] == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"council": "Dover"}, "Kent County Council does. Is that meant?"),
        ({"council": "Cumberland", "date": "2013"}, "Cumberland Council began on 1 April 2023."),
        ({"council": "Kent"}, "is on record already"),
        ({"date": "by 5 January 2031"}, "A signature cannot be later than the day it was checked."),
        ({"date": "early in 2014"}, "We cannot read this as a date."),
        ({"date": "31/11/2024"}, "That month has no such day."),
        ({"date": "by 30 Feb 2014"}, "That month has no such day."),
        ({"source": "", "quote": ""}, "Nothing goes on record without evidence."),
        ({"shows": "due", "date": "2 May 2020"}, "Give the day to come, or at least its month."),
        ({"shows": "reaffirmed"}, "There is no signature of Sheffield City Council on record"),
        ({"shows": "no", "council": "Kent"}, "Kent County Council is on record as signed."),
        ({"shows": "other"}, "Say it in a sentence."),
    ],
)
def test_what_cannot_be_is_refused_with_words_that_help(record, typed, says):
    refused = record("publish", **typed)
    assert refused.status_code == 200
    assert says in words(refused)
    assert "Minutes of the Council" in refused.content.decode() or "source" in typed


def test_of_a_link_alone_nobody_is_asked_for_its_kind_before_its_council_is_known(record):
    link = "https://www.sheffield.gov.uk/charter"
    alone = {"council": "Xyzzy", "source_kind": "", "quote": ""}
    by_link = words(record("preview", **alone, source="", source_url=link))
    assert "We know no council “Xyzzy”" in by_link
    assert "Neither its link nor its name" not in by_link
    by_name = words(record("preview", **alone, source="A paper of theirs"))
    assert "Neither its link nor its name shows what it is: choose." in by_name


def test_of_a_district_its_county_is_chosen_in_place_and_recorded(record):
    asked = record("preview", council="Lewes")
    assert "Which one do you mean? East Sussex County Council" in words(asked)
    record(council="Lewes", meant="ESX")
    assert Signature.objects.get(council__short_name="East Sussex").signed_role


def test_minutes_without_a_name_are_named_in_a_sentence(record):
    seen = words(record("preview", council="Greenwich", source="Minutes", quote=""))
    assert "Minutes of the Royal Borough of Greenwich" in seen


@pytest.mark.parametrize(
    ("shows", "date", "kind", "says"),
    [
        ("decided", "Nov 2026", "intends", "Sheffield decided to sign the Runaways’ Charter."),
        ("due", "14 January 2027", "decision_due", "Sheffield decides whether to sign the"),
        ("due", "26 November 2026", "decision_due", "Sheffield decides whether to sign the"),
        ("no", "by 19/9/2013", "refuses", "Sheffield says that it will not sign"),
    ],
)
def test_what_else_a_document_shows_becomes_an_event(record, staff, page, shows, date, kind, says):
    assert record(shows=shows, date=date).status_code == 302
    assert "Done. Public pages show what is public now." in words(staff.get(RECORD))
    assert Event.objects.get(council__code="SHF", kind=kind).text.startswith(says)
    assert says in page()
    assert "This is on record already" in words(record(shows=shows, date=date, source="Another"))


@pytest.mark.promise(25)
def test_a_signature_is_corrected_confirmed_and_withdrawn_after_its_public_line_was_seen(
    signed, staff
):
    date = {"date": "Nov 2026", "reason": "A misprint."}
    for act, given, says in (
        ("correct", date, "from “on 4 November 2026” to “in November 2026”"),
        ("confirm", {"day": "2026", "reason": "x"}, "Give the day on which it told us"),
        ("confirm", {"reason": "Its director wrote to us."}, "Confirmed by the council on"),
    ):
        there = address(signed, f"{act}/")
        typed = {**fields(staff.get(there)), **given}
        before = Change.objects.count()
        assert says in words(staff.post(there, {**typed, "preview": ""})), act
        assert Change.objects.count() == before
        preview_and_publish(staff, there, typed)
    (there,) = [to for to, text in links(staff.get(address(signed))).items() if text == "Withdraw"]
    typed = {**fields(staff.get(there)), "date": "26 November 2026", "source": "A letter"}
    refused = staff.post(RECORD, {**typed, "publish": ""})
    assert "Only its own words show that it has withdrawn." in words(refused)
    preview_and_publish(staff, RECORD, {**typed, "council_words": "We withdraw."})
    shown = words(staff.get(address(signed)))
    assert "Sheffield withdrew on 26 November 2026." in shown
    assert "Undo" not in shown  # its withdrawal rests on it
    withdrawal = Event.objects.get(council__code="SHF", kind="withdrawn")
    for fact, says in (
        (signed, "Take back first what rests on it"),
        (withdrawal, ""),
        (signed, ""),
    ):
        there = address(fact, "retract/")
        typed = {**fields(staff.get(there)), "reason": "It was Rotherham."}
        assert says in words(preview_and_publish(staff, there, typed, follow=True))
    assert Change.objects.filter(why="It was Rotherham.").count() == 2
    forget_everything()
    assert record_on().by_slug["sheffield"].status == "not_signed"


def test_a_correction_is_put_right_by_another_and_not_undone_whole(signed, staff, page):
    assert "Undo" in words(staff.get(address(signed)))
    there = address(signed, "correct/")
    typed = {**fields(staff.get(there)), "date": "Nov 2026", "reason": "A misprint."}
    assert "public_from" not in typed  # it is public
    done = words(preview_and_publish(staff, there, typed, follow=True))
    assert "Correct it : a detail is wrong" in done
    assert "Undo" not in done
    assert "Correct it, or take it back." in words(staff.post(address(signed), follow=True))
    assert "Signed in November 2026" in page()


@pytest.mark.parametrize(("minutes_ago", "is_offered"), [(24 * 60 - 5, True), (24 * 60, False)])
def test_what_was_recorded_can_be_undone_for_a_day(signed, staff, minutes_ago, is_offered):
    recorded_at = timezone.now() - dt.timedelta(minutes=minutes_ago)
    Signature.objects.filter(pk=signed.pk).update(published_at=recorded_at)
    assert ("Undo" in words(staff.get(address(signed)))) == is_offered
    staff.post(address(signed))
    signed.refresh_from_db()
    assert bool(signed.retracted_on) == is_offered


@pytest.mark.promise(6)
def test_another_document_takes_nothing_over_from_the_one_before(staff, client, kent):
    was, there = kent.signatures.get(), address(kent.signatures.get(), "correct/")

    def correct(**typed):
        filled = {**fields(staff.get(there)), "reason": "It is better.", **typed}
        page = preview_and_publish(staff, there, filled)
        forget_everything()
        return page, words(client.get("/councils/kent/"))

    moved = "https://www.example.org/moved"
    _, page = correct(source_url=moved, same_document="on")
    assert was.source[:40] in page and "by the makers of this site. We read a saved copy" in page
    refused, _ = correct(source_url="https://news.example/kent")
    assert "Of the document before: it goes. Write it anew, or tick above" in words(refused)
    assert fields(refused)["source"] == was.source  # to be kept by that tick
    assert "Neither its link nor its name shows what it is" in words(refused)
    _, page = correct(source_url="https://www.kent.gov.uk/signed", quote="We signed it.")
    assert "“We signed it.” Read it" in page and was.source[:40] not in page
    assert "Kind of evidence: the council’s own letter, email or page." in page
    assert "by campaign staff." in page and "saved copy" not in page
    assert was.note == "" or was.note[:40] not in page


@pytest.mark.promise(33)
def test_a_file_is_for_staff_until_it_is_ticked_as_public(record, staff, client, page):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    photo = SimpleUploadedFile("the mayor.png", picture.getvalue())
    kept = record("preview", file=photo, **A_FILE_ALONE)
    assert "We have a PNG picture." in words(kept)  # chosen once, whatever else is wrong
    filled = {**fields(kept), "date": "4 November 2026"}
    refused = staff.post(RECORD, {**filled, "publish": ""})
    assert "A signature needs a link, or the name of the document" in words(refused)
    preview_and_publish(staff, RECORD, {**fields(refused), "source": "Minutes, page 7"})
    signature = Signature.objects.get(council__code="SHF")
    public = f"/evidence/{signature.evidence_file_id}/"
    assert client.get(public).status_code == 404
    given = staff.get(f"{RECORD}file/{signature.evidence_file_id}/")
    assert given.headers["Content-Disposition"].startswith("attachment")
    signature.evidence_file_is_public = True
    signature.correct("The council agreed.")
    assert public not in page() and public in links(client.get(SHEFFIELD))
    given = client.get(public)
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    signature.retract("It was Rotherham.")
    assert client.get(public).status_code == 404


def test_a_file_that_is_no_document_is_refused_beside_its_field_and_the_words_stay(record):
    film = SimpleUploadedFile("minutes.pdf", b"no document")
    refused = record("preview", file=film)
    (error,) = refused.context["form"].errors["file"]
    assert error in words(refused)
    assert fields(refused)["quote"] == "The charter was signed."
    assert not EvidenceFile.objects.exists()


def test_what_the_record_objects_to_stands_beside_its_field(record):
    early = record(date="1 May 2011")
    assert early.context["form"].errors["date"] == [
        "This is too early: the charter was launched on 9 July 2012."
    ]


def test_a_file_alone_is_named_as_evidence(record, page):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    photo = SimpleUploadedFile("an email.png", picture.getvalue())
    record(shows="decided", file=photo, source="", quote="")
    assert "We have a copy of the document." in page()


def test_a_file_of_no_fact_is_deleted_after_two_days(db):
    left = EvidenceFile.objects.keep(b"left", FileKind.PDF)
    purge_all(timezone.now())
    assert EvidenceFile.objects.filter(pk=left.pk).exists()
    purge_all(timezone.now() + dt.timedelta(days=3))
    assert not EvidenceFile.objects.exists()


@pytest.mark.promise(6)
def test_what_is_kept_until_a_day_becomes_public_with_its_log_line_and_alerts(
    record, staff, client, page, today_is, sheffield
):
    request(record_on().by_id[sheffield.pk], "ann@example.org")
    Wish.objects.update(confirmed_at=timezone.now())
    preview = record("preview", public_from="1 December 2026")
    assert "Public from 1 December 2026" in words(preview)
    assert "Recorded: Sheffield City Council signed" in words(preview)  # as it will be
    done = staff.post(RECORD, {**fields(preview), "publish": ""}, follow=True)
    assert "Kept until 1 December 2026" in words(done)
    assert "1 person asked to be told when Sheffield signs." in words(done)
    there = address(Signature.objects.get(council=sheffield), "correct/")
    typed = {**fields(staff.get(there)), "source": "Minutes, page 9"}
    assert typed["public_from"] == "1 December 2026"  # and may still become another day
    assert preview_and_publish(staff, there, typed).status_code == 302  # no reason is needed
    for see in (SHEFFIELD, "/changes/", "/data/changes.json"):
        assert "page 9" not in client.get(see).content.decode()
    night()
    assert Wish.objects.exists()
    assert publish_due(timezone.now()) == 0

    today_is("2026-12-01", "03:30")
    assert [publish_due(timezone.now()) for _ in range(2)] == [1, 0]
    assert "Leader of the Council" in page()
    line = Change.objects.get(what__contains="Sheffield City Council signed")
    assert (str(line.on), "page 9" in line.why) == ("2026-12-01", True)
    night()
    assert not Wish.objects.exists()


def test_what_waited_and_is_undone_names_the_task_that_it_closed(record, staff, sheffield):
    task = Task.objects.create(council=sheffield, kind="signed", text="I was in the gallery.")
    filled = fields(staff.get(f"{RECORD}?task={task.pk}"))
    typed = {**filled, **SIGNED, "public_from": "1 December 2026"}
    preview_and_publish(staff, RECORD, typed, follow=True)
    assert not Task.objects.open().exists()
    undone = words(staff.post(address(Signature.objects.get(council__code="SHF")), follow=True))
    assert "The task that led to it is still closed" in undone


def test_what_was_never_public_is_undone_without_a_word(record, staff):
    record(public_from="1 December 2026")
    signature = Signature.objects.get(council__code="SHF")
    assert "on record already" in words(record())  # a second one is seen, though it waits
    assert staff.get(address(signature, "retract/")).status_code == 404
    assert "Nothing of it was public." in words(staff.post(address(signature), follow=True))
    assert not Signature.objects.filter(council__code="SHF").exists()
    assert not Change.objects.filter(council__code="SHF").exists()


def test_what_somebody_told_us_stands_beside_the_form_and_publishing_closes_its_task(
    record, staff, sheffield
):
    link = "https://democracy.sheffield.gov.uk/ieListDocuments.aspx?CId=123"
    task = Task.objects.create(
        council=sheffield, kind="signed", text="I was in the <b>gallery</b>.", link=link
    )
    desk = links(staff.get(f"/admin/tasks/task/{task.pk}/change/"))
    (there,) = [there for there, text in desk.items() if text == "Record what it shows"]
    opened = staff.get(there)
    assert "I was in the <b>gallery</b>." in words(opened)
    filled = fields(opened)
    assert (filled["council"], filled["source_url"]) == ("Sheffield City Council", link)
    typed = {**filled, "shows": "signed", "date": "4 November 2026", "quote": "It was signed."}
    task.take(User.objects.create(username="bea@example.org"))
    shown = staff.post(RECORD, {**typed, "preview": ""})
    assert "I was in the <b>gallery</b>." in words(shown)
    assert "Publishing closes the task . It is bea@example.org’s , who is told" in words(shown)
    assert Task.objects.open().filter(pk=task.pk).exists()
    done = staff.post(RECORD, {**fields(shown), "publish": ""}, follow=True)
    assert "Its task is closed." in words(done)
    task.refresh_from_db()
    assert task.outcome == "On record: Sheffield City Council signed on 4 November 2026."

    signature = Signature.objects.get(council__code="SHF")
    undone = staff.post(address(signature), follow=True)
    assert "The task that led to it is still closed" in words(undone)
    assert links(undone)[task.desk_url] == "Sheffield City Council: It signed"
    staff.post(task.desk_url, {"act": "reopened"})
    assert Task.objects.open().filter(pk=task.pk).exists()
    assert "The task that led to it" not in words(staff.post(address(signature), follow=True))


def test_what_is_recorded_from_a_complaint_sends_no_answer_that_nobody_saw(
    record, staff, sheffield
):
    complaint = Task(council=sheffield, text="It signed!", name="Olu", email="olu@example.org")
    complaint.receive_complaint()
    opened = staff.get(f"{RECORD}?task={complaint.pk}")
    assert "The complaint stays open when you publish" in words(opened)
    filled = fields(opened)
    done = preview_and_publish(staff, RECORD, filled | SIGNED, follow=True)
    assert "The complaint that led here still waits for your answer." in words(done)
    assert not OutgoingMessage.objects.filter(recipient="olu@example.org").exists()
    assert "noted" in words(staff.get(complaint.desk_url))
    undone = words(staff.post(address(Signature.objects.get(council__code="SHF")), follow=True))
    assert "is still closed" not in undone


def test_in_a_correction_each_word_stands_in_the_field_where_it_was_typed(record, staff, signed):
    screen = fields(staff.get(address(signed, "correct/")))
    assert screen["source"] == SIGNED["source"]
    assert screen["quote"] == SIGNED["quote"]
    typed = {"quote": "The charter was signed today.", "reason": "A word was missing."}
    preview_and_publish(staff, address(signed, "correct/"), screen | typed)
    signed.refresh_from_db()
    assert signed.source == "Minutes of the Council, page 7: “The charter was signed today.”"
    again = fields(staff.get(address(signed, "correct/")))
    untouched = staff.post(address(signed, "correct/"), {**again, "reason": "x", "preview": ""})
    assert "Nothing public changes." in words(untouched)


def test_a_correction_without_its_council_is_an_error_in_words(staff, signed):
    screen = fields(staff.get(address(signed, "correct/")))
    typed = {"council": "Sheffeld-on-Nowhere", "source": "Minutes", "quote": "", "source_url": ""}
    answer = staff.post(
        address(signed, "correct/"), {**screen, **typed, "reason": "x", "preview": ""}
    )
    assert answer.status_code != 500
    assert "Sheffeld-on-Nowhere" in answer.content.decode()


def test_what_was_shipped_is_corrected_in_one_piece(staff, kent):
    signature = Signature.objects.get(council=kent)
    screen = fields(staff.get(address(signature, "correct/")))
    assert screen["source"] == signature.source and screen["quote"] == ""


@pytest.mark.promise(25)
def test_what_stands_on_the_wrong_page_is_moved_from_where_one_sees_it(signed, staff, client):
    for screen in ("correct/", "dispute/"):
        offered = links(staff.get(address(signed, screen)))
        there = {text: place for place, text in offered.items()}
        assert "retract/" in there["Take it back"]
        assert "move/" in there["It belongs to another council"]
    form = staff.get(there["It belongs to another council"])
    typed = fields(form) | {"council": "Shefield", "reason": "The minutes are Rotherham’s."}
    assert "It is on record of Sheffield City Council already." in words(
        staff.post(address(signed, "move/"), typed | {"council": "Sheffield", "preview": ""})
    )
    dover = staff.post(address(signed, "move/"), typed | {"council": "Dover", "preview": ""})
    assert "Kent County Council does. Is that meant?" in words(dover)
    assert fields(dover)["reason"].strip() == "The minutes are Rotherham’s."
    typed["council"] = "Leeds"
    preview = staff.post(address(signed, "move/"), typed | {"preview": ""})
    assert "Council: was Sheffield City Council, now Leeds City Council." in words(preview)
    assert "Leeds’s page: Corrected: Leeds" in words(preview)
    assert "Sheffield’s page: Corrected: Leeds" in words(preview)
    signed.refresh_from_db()
    assert signed.council.code == "SHF"
    staff.post(address(signed, "move/"), fields(preview) | {"publish": ""})
    forget_everything()
    signed.refresh_from_db()
    assert signed.council.short_name == "Leeds"
    assert "Signed on 4 November 2026" in words(client.get("/councils/leeds/"))
    assert "No signature found" in words(client.get(SHEFFIELD))
    for council in ("leeds", "sheffield"):
        assert "now Leeds City Council" in words(client.get(f"/changes/?council={council}"))


def test_a_correction_moves_nothing_to_another_council(signed, staff):
    there = address(signed, "correct/")
    typed = {**fields(staff.get(there)), "council": "Leeds", "reason": "It is Leeds’s."}
    refused = staff.post(there, typed | {"publish": ""})
    assert "Select “It belongs to another council” to move it" in words(refused)
    assert fields(refused)["reason"].strip() == "It is Leeds’s."
    signed.refresh_from_db()
    assert signed.council.code == "SHF"


def test_a_choice_that_belongs_to_another_name_is_not_taken(record):
    assert "We know no council “Zzzq”" in words(record("publish", council="Zzzq", meant="KEN"))
    assert not Signature.objects.filter(council__code="KEN", date="2026-11-04").exists()


def test_an_event_that_is_moved_speaks_of_the_other_council(record, staff):
    record(shows="decided", text="")
    event = Event.objects.get()
    typed = {"council": "Leeds", "reason": "The minutes are of Leeds."}
    there = address(event, "move/")
    preview_and_publish(staff, there, fields(staff.get(there)) | typed)
    event.refresh_from_db()
    assert event.text == "Leeds decided to sign the Runaways’ Charter."


@pytest.mark.parametrize(
    ("council", "to", "text", "then"),
    [
        ("Nottingham", "Nottinghamshire", "", "Nottinghamshire decided to sign the"),
        ("Nottinghamshire", "Nottingham", "", "Nottingham decided to sign the"),
        (
            "Nottingham",
            "Nottinghamshire",
            "Nottingham City Council wrote of Nottingham’s plans to Nottinghamshire.",
            "Nottinghamshire County Council wrote of Nottinghamshire’s plans to Nottinghamshire.",
        ),
        ("Leeds", "Isle of Wight", "Leeds said so in Leeds.", "The Isle of Wight said so in the"),
    ],
)
def test_an_event_that_is_moved_has_each_name_changed_once(
    record, staff, client, council, to, text, then
):
    record(shows="decided", council=council, text=text)
    event = Event.objects.get()
    typed = {"council": to, "reason": "We misread it."}
    there = address(event, "move/")
    preview_and_publish(staff, there, fields(staff.get(there)) | typed)
    event.refresh_from_db()
    forget_everything()
    assert event.text.startswith(then)
    assert then in words(client.get(event.council.get_absolute_url()))


def test_a_signature_that_a_withdrawal_rests_on_is_not_moved(signed, staff, add_event):
    words_ = {"council_words": "We withdraw."}
    add_event(signed.council, "withdrawn", on="2026-11-20", **words_)
    typed = {"council": "Leeds", "reason": "It is of Leeds.", "publish": ""}
    page = staff.post(address(signed, "move/"), typed)
    assert "Take back first what rests on it" in words(page)
    signed.refresh_from_db()
    assert signed.council.code == "SHF"


@pytest.mark.promise(25)
def test_what_was_taken_back_by_mistake_is_put_back_as_it_was(signed, staff, page):
    staff.post(address(signed))
    assert "No signature found" in page()
    taken_back = staff.get(address(signed))
    assert links(taken_back)[address(signed, "put-back/")] == "Put it back"
    form = staff.get(address(signed, "put-back/"))
    preview = staff.post(address(signed, "put-back/"), fields(form) | {"preview": ""})
    assert "Put back on record: Sheffield City Council signed on 4 November 2026" in words(preview)
    assert "No signature found" in page()
    done = staff.post(address(signed, "put-back/"), fields(preview) | {"publish": ""}, follow=True)
    assert "On record and public" in words(done)
    assert "Signed on 4 November 2026" in page()
    signed.refresh_from_db()
    assert signed.source.endswith("“The charter was signed.”")
    newest = Change.objects.first()
    assert newest.why == "It was taken back by mistake."


def test_an_old_tab_says_how_a_fact_stands_by_now(signed, staff):
    for is_taken_back in (False, True):
        said = "taken back already" if is_taken_back else "on record already"
        closed = ("correct/", "dispute/", "retract/", "move/") if is_taken_back else ("put-back/",)
        for screen in closed:
            assert said in words(staff.get(address(signed, screen), follow=True))
        staff.post(address(signed))
    assert "taken back already" in words(staff.post(address(signed), follow=True))
    assert Change.objects.filter(kind="retracted").count() == 1


@pytest.mark.parametrize("typed", [{}, {"shows": "decided"}, {"public_from": "1 December 2026"}])
def test_publish_pressed_twice_or_again_after_back_leads_to_what_it_did(record, staff, typed):
    seen = fields(record("preview", **typed)) | {"publish": ""}
    led = staff.post(RECORD, seen)
    again = staff.post(RECORD, seen, follow=True)
    assert again.redirect_chain[-1][0] == led.headers["Location"]
    assert "It is on record already." in words(again)
    others = Signature.objects.filter(council__code="SHF").count() + Event.objects.count()
    assert others == 1


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("correct", {"date": "Nov 2026"}),
        ("confirm", {}),
        ("dispute", {}),
        ("move", {"council": "Leeds"}),
        ("retract", {}),
    ],
)
def test_an_act_pressed_twice_is_done_once_and_leads_to_the_fact(signed, staff, act, typed):
    there = address(signed, f"{act}/")
    typed = fields(staff.get(there)) | {"reason": "It wrote to us."} | typed
    seen = fields(staff.post(there, typed | {"preview": ""})) | {"publish": ""}
    staff.post(there, seen)
    lines = Change.objects.count()
    again = staff.post(there, seen, follow=True)
    assert again.redirect_chain[-1][0] == address(signed)
    assert "already" in words(again)
    assert Change.objects.count() == lines
    history = words(staff.get(f"/admin/councils/signature/{signed.pk}/history/"))
    assert history.count("It wrote to us.") == 1


def test_an_act_with_other_words_is_no_second_press(signed, staff):
    there = address(signed, "dispute/")
    typed = fields(staff.get(there)) | {"reason": "It wrote to us."}
    preview_and_publish(staff, there, typed)
    again = staff.post(there, typed | {"reason": "Its director called us.", "publish": ""})
    assert "This has changed since you opened it." in words(again)
    assert fields(again)["reason"].strip() == "Its director called us."


def test_undo_of_what_was_never_public_pressed_twice_says_that_it_was_undone(record, staff):
    record(public_from="1 December 2026")
    there = address(Signature.objects.get(council__code="SHF"))
    staff.post(there)
    for again in (staff.post(there, follow=True), staff.get(there, follow=True)):
        assert "It was undone before it was public." in words(again)
    never = there.replace("signature/", "signature/9")
    assert staff.post(never).status_code == 404


def test_what_was_recorded_anew_meanwhile_is_not_put_back_beside_it(signed, record, staff):
    staff.post(address(signed))
    record()
    form = fields(staff.get(address(signed, "put-back/")))
    refused = staff.post(address(signed, "put-back/"), form | {"publish": ""})
    assert "is on record already" in words(refused)
    assert Signature.objects.standing().filter(council__code="SHF").count() == 1


def test_who_did_what_says_that_a_council_did_not_confirm_after_all(signed, staff):
    there = address(signed, "confirm/")
    history = f"/admin/councils/signature/{signed.pk}/history/"
    for day in ("25 November 2026", ""):
        typed = fields(staff.get(there)) | {"day": day, "reason": "Its director wrote to us."}
        preview_and_publish(staff, there, typed)
    signed.refresh_from_db()
    assert signed.confirmed_on is None
    said = words(staff.get(history))
    assert said.count("The council confirms it. Why: Its director wrote to us.") == 1
    assert "The council did not confirm it, after all. Why: Its director wrote to us." in said


def test_what_cannot_be_read_in_an_act_is_an_error_and_no_broken_page(signed, staff):
    there = address(signed, "move/")
    typed = {"council": "Cumbria County", "meant": "CUM\x00", "reason": "x", "preview": ""}
    refused = staff.post(there, fields(staff.get(there)) | typed)
    assert refused.status_code == 200
    assert "may be" in words(refused)


def test_the_page_of_a_fact_says_that_its_council_disputes_or_confirmed_it(signed, staff):
    def do(act, **typed):
        there = address(signed, f"{act}/")
        form = fields(staff.get(there)) | {"reason": "It wrote to us."}
        preview_and_publish(staff, there, form | typed)
        return words(staff.get(address(signed)))

    assert "The council disputes this" in do("dispute")
    assert "The council disputes this" not in do("settle")
    signed.refresh_from_db()
    signed.source_kind = "news"
    signed.save()
    assert "Confirmed by the council, 25 November 2026" in do("confirm", day="25 November 2026")


@pytest.mark.promise(25)
@pytest.mark.parametrize("button", ["preview", "publish"])
def test_what_a_colleague_records_in_the_same_instant_is_no_line_of_mine(
    record, staff, kent, sheffield, monkeypatch, button
):
    recording = Signature.record

    def meanwhile(fact, reason=""):
        Change.objects.note(kent, "corrected", "Kent’s day: now 4 December 2012.", "Bea read it.")
        recording(fact, reason)
        Change.objects.note(kent, "corrected", "Kent’s note.", "Bea read on.")

    olu = SignUp.objects.create(
        council=sheffield, kind="wrong", text="We signed.", officer="Olu Ade", role="Clerk",
        email="olu@sheffield.gov.uk", from_own_mail=True, confirmed_at=timezone.now(),
    )  # fmt: skip
    monkeypatch.setattr(Signature, "record", meanwhile)
    minutes = "https://democracy.sheffield.gov.uk/item7"
    page = record(button, opened_by=f"?message={olu.pk}", source_url=minutes)
    if button == "preview":
        assert "Recorded: Sheffield City Council signed on 4 November 2026" in words(page)
        assert "Bea" not in words(page) and "Kent" not in words(page)
        return
    assert Change.objects.filter(why__startswith="Bea").count() == 2
    thanks = OutgoingMessage.objects.get(recipient="olu@sheffield.gov.uk")
    told = " ".join(readable(bytes(thanks.content))[1].split())
    assert "Our public log says: - Recorded: Sheffield City Council signed" in told
    assert "Bea" not in told
