"""Rita, a new volunteer, records what a document shows; the public page has it at once."""

import datetime as dt
import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from campaign.recording.document_kind import kind_of_document
from campaign.supporters.models import Wish
from campaign.supporters.suppression import suppress_address
from campaign.supporters.wishes import night, request
from campaign.tasks.models import Task
from councils.models import (
    Change,
    Council,
    Event,
    EvidenceFile,
    FileKind,
    Pause,
    Signature,
)
from councils.models.facts import publish_due
from councils.record import record_on
from tests.conftest import forget_everything
from tests.councils.evidence_files.made_to_harm import LAUNCHES, RUNS, document, link, put
from tests.seen import fields, links, words

RECORD = "/admin/record/"
SIGNED = {
    "shows": "signed",
    "council": "Sheffield City",
    "date": "4 November 2026",
    "signed_role": "Leader of the Council",
    "source_kind": "minutes",
    "source": "Minutes of the Council",
    "page": "7",
    "quote": "The charter was signed.",
}


@pytest.fixture
def record(staff, today_is):
    """Return a function that fills in Rita's form and selects a button."""
    today_is("2026-11-26")

    def send(button="publish", **typed):
        filled = {**fields(staff.get(RECORD)), **SIGNED, **typed}
        return staff.post(RECORD, {**filled, button: ""})

    return send


def test_a_link_of_the_desk_asks_for_a_signature_at_once(staff):
    page = staff.get(f"{RECORD}?shows=signed")
    assert "Record a signature" in words(page)
    assert fields(page)["shows"] == "signed"
    assert re.search(r'name="council"[^>]* autofocus', page.content.decode())
    page = staff.post(f"{RECORD}?shows=signed", SIGNED | {"date": "some day", "preview": ""})
    assert re.search(r'name="date"[^>]* autofocus', page.content.decode())
    assert page.content.decode().count("autofocus") == 1


@pytest.mark.promise(25)
def test_a_signature_is_read_back_previewed_published_and_undone(record, staff, client):
    page = record("preview")
    seen = words(page)
    assert "Checked on" not in seen.partition("How we know")[0]  # today: nobody has to read it
    assert "Recorded: Sheffield City Council signed on 4 November 2026" in seen
    assert "Minutes of the Council, page 7: “The charter was signed.”" in seen
    # Our style sheets are for our own origin only, so the frame keeps it.
    assert 'sandbox="allow-same-origin" srcdoc="&lt;!doctype html&gt;' in page.content.decode()
    assert "Sheffield signed the Runaways’ Charter" in page.content.decode()  # in the frame
    assert not Signature.objects.filter(council__code="SHF").exists()

    other = staff.post(RECORD, {**fields(page), "date": "3 November 2026", "publish": ""})
    assert "signed on 3 November 2026" in words(other)  # what nobody has seen is shown first
    page = staff.post(RECORD, {**fields(page), "publish": ""}, follow=True)
    seen = words(page)
    assert "On record and public: Sheffield City Council signed on 4 November 2026." in seen
    assert "Nobody has asked to be told when Sheffield signs." in seen
    assert "/share/sheffield.png" in page.content.decode()
    forget_everything()
    assert "Leader of the Council" in words(client.get("/councils/sheffield/"))

    page = staff.post(page.redirect_chain[-1][0], follow=True)
    assert "Undone: Sheffield City Council signed on 4 November 2026." in words(page)
    forget_everything()
    assert "recorded by mistake" in words(client.get("/councils/sheffield/"))


def test_the_kind_of_document_is_seen_from_its_link_or_asked_for(record, staff):
    link = "https://democracy.sheffield.gov.uk/ieListDocuments.aspx?CId=123"
    evidence = {"source_kind": "", "source": "", "page": "", "quote": "It was signed."}
    asked = record("preview", **evidence, source_url="https://runaways.example/a-blog")
    assert "Choose what the document is: neither a link nor a name shows it." in words(asked)
    assert '<details class="recording-else form-row" open>' in asked.content.decode()
    page = record("preview", **evidence, source_url=link)
    assert "Council minutes or a decision, as its link or its name shows" in words(page)
    page = staff.post(RECORD, {**fields(page), "publish": ""}, follow=True)
    assert Signature.objects.get(council__code="SHF").source_kind == "minutes"
    said = {text: address for address, text in links(page).items()}
    next_form = fields(staff.get(said["Record something else that the same document shows"]))
    assert (next_form["shows"], next_form["source_url"]) == ("signed", link)
    assert next_form["council"] == next_form["date"] == next_form["quote"] == ""


@pytest.mark.parametrize(
    ("link", "name", "kind"),
    [
        ("https://sheffield.moderngov.co.uk/mgAi.aspx?ID=9", "", "minutes"),
        ("https://www.sheffield.gov.uk/committees/minutes.pdf", "", "minutes"),
        ("https://www.sheffield.gov.uk/children", "", "council"),
        ("https://www.bbc.co.uk/news/uk-england", "Minutes", "news"),
        ("https://www.gov.uk/guidance", "", ""),
        ("https://sheffield.gov.uk.example/minutes", "", ""),
        ("", "Minutes of the Cabinet, item 7", "minutes"),
        ("", "A letter from the council to us", "council"),
        ("", "Something in a drawer", ""),
    ],
)
def test_a_link_or_a_name_shows_a_kind_only_where_it_is_plain(link, name, kind):
    council = Council(website="https://www.sheffield.gov.uk/")
    assert kind_of_document(link, name, council) == kind


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"council": "Dover"}, "Write KEN for Kent County Council."),
        ({"council": "Cumberland", "date": "2013"}, "Cumberland Council began on 1 April 2023."),
        ({"council": "Kent"}, "is on record already"),
        ({"date": "5 January 2031"}, "(on 5 January 2031). If the council decides then, choose"),
        ({"date": "by 5 January 2031"}, "(by 5 January 2031). If the council decides then, choose"),
        ({"date": "some day"}, "We cannot read this as a date."),
        ({"source": "", "page": "", "quote": ""}, "Nothing goes on record without evidence."),
        ({"shows": "due", "date": "2 May 2020"}, "That day is past (on 2 May 2020)."),
        ({"shows": "reaffirmed"}, "There is no signature of Sheffield City Council on record"),
        ({"shows": "no", "council": "Kent"}, "Kent County Council is on record as signed."),
        ({"shows": "other"}, "Say it in a sentence."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_words_that_help(record, typed, says):
    page = record("publish", **typed)
    assert page.status_code == 200
    assert says in words(page)
    assert "Minutes of the Council" in page.content.decode() or "source" in typed


def test_a_district_offers_its_county_to_be_chosen(record):
    page = record("preview", shows="due", council="Dover", date="14 January 2027")
    assert 'name="meant" value="KEN"' in page.content.decode()
    page = record("preview", shows="due", council="Dover", date="14 January 2027", meant="KEN")
    assert "Recorded: Kent County Council" in words(page)


@pytest.mark.parametrize(
    ("shows", "date", "kind", "says"),
    [
        ("decided", "Nov 2026", "intends", "Sheffield decided to sign the Runaways’ Charter."),
        ("due", "14 January 2027", "decision_due", "Sheffield decides on 14 January 2027 whether"),
        ("no", "by 19/9/2013", "decided", "Sheffield says that it will not sign"),
    ],
)
def test_what_else_a_document_shows_becomes_an_event(record, client, shows, date, kind, says):
    assert record(shows=shows, date=date).status_code == 302
    assert Event.objects.get(council__code="SHF", kind=kind).text.startswith(says)
    forget_everything()
    assert says in words(client.get("/councils/sheffield/"))
    assert "This is on record already" in words(record(shows=shows, date=date))


def test_a_decision_that_is_moved_names_its_new_day_everywhere(record, staff, client):
    record(shows="due", date="14 January 2027")
    address = f"{RECORD}event/{Event.objects.get(council__code='SHF').pk}/correct/"
    typed = {**fields(staff.get(address)), "date": "21 Jan 2027", "reason": "It was put off."}
    staff.post(address, {**typed, "publish": ""})
    forget_everything()
    assert "Sheffield decides on 21 January 2027 whether" in words(
        client.get("/councils/sheffield/")
    )
    assert b"14 January" not in client.get("/decisions.ics").content
    text = "The Cabinet decides on it."
    staff.post(address, {**fields(staff.get(address)), "text": text, "reason": "x", "publish": ""})
    assert Event.objects.get(council__code="SHF").text == text


def test_a_closed_council_is_recorded_and_corrected_under_its_own_name_and_not_thanked(
    record, staff
):
    closed = {"council": "Cumbria County Council", "date": "2013"}
    assert "was a council until 31 March 2023." in words(record("preview", **closed))
    page = words(staff.get(record(**closed, meant="CMA").headers["Location"]))
    assert "On record and public: Cumbria County Council signed" in page
    assert "Thank" not in page.partition("On record and public")[2]
    address = f"{RECORD}signature/{Signature.objects.get(council__code='CMA').pk}/correct/"
    typed = {**fields(staff.get(address)), "reason": "A misprint.", "signed_by": "Cllr A. Example"}
    assert staff.post(address, {**typed, "publish": ""}).status_code == 302


@pytest.mark.promise(25)
def test_a_signature_is_corrected_confirmed_and_withdrawn_after_its_public_line_was_seen(
    record, staff
):
    record()
    signature = Signature.objects.get(council__code="SHF")
    address = f"{RECORD}signature/{signature.pk}/"
    date = {"date": "Nov 2026", "reason": "A misprint."}
    ahead = {"day": "1 January 2031", "reason": "It wrote."}
    for act, given, says in (
        ("correct", date, "from “on 4 November 2026” to “in November 2026”"),
        ("confirm", ahead, "(on 1 January 2031). On what day"),
        ("confirm", ahead | {"day": "2026"}, "Give the day on which it told us"),
        ("confirm", {"reason": "Its director wrote to us."}, "Confirmed by the council on"),
        ("withdraw", {"council_words": "We withdraw.", "source": "A letter"}, "has withdrawn"),
    ):
        typed = {**fields(staff.get(f"{address}{act}/")), **given}
        before = Change.objects.count()
        assert says in words(staff.post(f"{address}{act}/", {**typed, "preview": ""})), act
        assert Change.objects.count() == before
        staff.post(f"{address}{act}/", {**typed, "publish": ""})
    again = staff.post(f"{address}withdraw/", {**typed, "publish": ""})
    assert "This withdrawal is on record already." in words(again)
    shown = words(staff.get(address))
    assert "Sheffield withdrew on 26 November 2026." in shown
    assert "Thank the council" not in shown
    staff.post(f"{address}retract/", {"reason": "It was Rotherham.", "publish": ""})
    # There is nothing left to withdraw from: the withdrawal went with it, and both logs say so.
    withdrawal = Event.objects.get(council__code="SHF", kind="withdrawn")
    assert withdrawal.retraction_reason == "It was Rotherham."
    assert Change.objects.filter(why="It was Rotherham.").count() == 2
    assert LogEntry.objects.filter(change_message__startswith="Take back, with Sheffield").exists()
    forget_everything()
    assert record_on().by_slug["sheffield"].status == "not_signed"


def test_the_thank_you_is_written_checked_and_sent_once(record, staff):
    record()
    address = f"{RECORD}signature/{Signature.objects.get(council__code='SHF').pk}/thanks/"
    page = staff.get(address)
    assert "We have no checked address for Sheffield City Council." in words(page)
    typed = {**fields(page), "to": "leader@sheffield.gov.uk"}
    assert "/share/sheffield.png" in typed["words"]
    facts = {"reason": "A child has died.", "until": dt.date(2026, 12, 8)}
    quiet = Pause().update(council=Council.objects.get(code="SHF"), **facts)
    assert "the council is kept quiet" in words(staff.post(address, typed, follow=True))
    assert not OutgoingMessage.objects.filter(purpose="thanks").exists()
    quiet.remove()
    suppress_address("never@sheffield.gov.uk")
    assert "We never write to this address" in words(
        staff.post(address, {**typed, "to": "never@sheffield.gov.uk"})
    )
    for _ in range(2):
        staff.post(address, typed)
    (message,) = OutgoingMessage.objects.filter(purpose="thanks")
    assert message.recipient == "leader@sheffield.gov.uk"


def test_nobody_stands_by_a_signature_before_it_signed(record):
    record()
    page = record(shows="reaffirmed", date="2013")
    assert "That is before the signature on record, on 4 November 2026." in words(page)
    assert record(shows="reaffirmed", date="26 November 2026").status_code == 302
    Signature.objects.get(council__code="SHF").retract("It was Rotherham.")
    assert Event.objects.get(kind="reaffirmed").retraction_reason == "It was Rotherham."


def test_a_successor_that_stands_by_a_signature_signs_anew(rich, record):
    council = Council.objects.get(slug="cumberland")
    record(shows="reaffirmed", council="Cumberland", date="20 November 2026")
    assert "the council before it" in council.signatures.get().note


@pytest.mark.promise(33)
def test_a_file_is_for_staff_until_it_is_ticked_as_public(record, staff, client):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    photo = SimpleUploadedFile("the mayor.png", picture.getvalue())
    page = record("preview", file=photo, source="", page="", quote="", date="some day")
    assert "We have a PNG picture of 1 kB." in words(page)  # chosen once, whatever else is wrong
    staff.post(RECORD, {**fields(page), "date": "4 November 2026", "publish": ""})
    signature = Signature.objects.get(council__code="SHF")
    public = f"/evidence/{signature.evidence_file_id}/"
    assert client.get(public).status_code == 404
    given = staff.get(f"{RECORD}file/{signature.evidence_file_id}/")
    assert given.headers["Content-Disposition"].startswith("attachment")
    signature.evidence_file_is_public = True
    signature.correct("The council agreed.")
    forget_everything()
    assert public in client.get("/councils/sheffield/").content.decode()
    given = client.get(public)
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    signature.retract("It was Rotherham.")
    assert client.get(public).status_code == 404


@pytest.mark.promise(33)
def test_minutes_made_to_harm_are_kept_as_their_page_alone_and_a_form_is_refused(record, staff):
    def harmful(writer, page):
        put(page, Annots=[link(RUNS), link(LAUNCHES)])
        put(writer.root_object, OpenAction=RUNS)

    def form(writer, page):
        put(writer.root_object, AcroForm={"/XFA": ["x", "y"]})

    minutes = SimpleUploadedFile("minutes.pdf", document(harmful))
    page = record("preview", file=minutes, source="", page="", quote="", date="some day")
    assert "We have a PDF of 1 kB." in words(page)
    (kept,) = EvidenceFile.objects.all()
    given = staff.get(f"{RECORD}file/{kept.pk}/").content
    assert given.startswith(b"%PDF-")
    assert [bad for bad in (b"JavaScript", b"Launch", b"OpenAction") if bad in given] == []
    page = record("preview", file=SimpleUploadedFile("form.pdf", document(form)))
    assert "This PDF is a form, or a collection of files. Print it to a new PDF" in words(page)


def test_a_file_of_no_fact_is_deleted_after_two_days(db):
    left = EvidenceFile.objects.keep(b"left", FileKind.PDF)
    purge_all(timezone.now())
    assert EvidenceFile.objects.filter(pk=left.pk).exists()
    purge_all(timezone.now() + dt.timedelta(days=3))
    assert not EvidenceFile.objects.exists()


@pytest.mark.promise(6)
def test_what_is_kept_until_a_day_becomes_public_with_its_log_line_and_alerts(
    record, staff, client, today_is, sheffield
):
    request(record_on().by_id[sheffield.pk], "ann@example.org")
    Wish.objects.update(confirmed_at=timezone.now())
    page = record("preview", public_from="1 December 2026")
    assert "Public from 1 December 2026" in words(page)
    assert "Sheffield signed the Runaways’ Charter" in page.content.decode()  # as it will be
    page = staff.post(RECORD, {**fields(page), "publish": ""}, follow=True)
    assert "Kept until 1 December 2026" in words(page)
    assert "1 person asked to be told when Sheffield signs." in words(page)
    address = f"{RECORD}signature/{Signature.objects.get(council=sheffield).pk}/correct/"
    typed = {**fields(staff.get(address)), "page": "9", "publish": ""}
    assert staff.post(address, typed).status_code == 302  # no reason is needed
    for see in ("/councils/sheffield/", "/changes/", "/data/changes.json"):
        assert "page 9" not in client.get(see).content.decode()
    night()
    assert Wish.objects.exists()
    assert publish_due(timezone.now()) == 0

    today_is("2026-12-01", "03:30")
    assert [publish_due(timezone.now()) for _ in range(2)] == [1, 0]
    forget_everything()
    assert "Leader of the Council" in words(client.get("/councils/sheffield/"))
    line = Change.objects.get(what__contains="Sheffield City Council signed")
    assert (str(line.on), "page 9" in line.why) == ("2026-12-01", True)
    night()
    assert not Wish.objects.exists()


def test_the_night_publishes_nothing_that_has_no_day_but_one_press_does(
    record, staff, client, sheffield, today_is
):
    record(public_from="1 December 2026")
    Signature.objects.filter(council=sheffield).update(public_from=None)  # as a list leaves it
    today_is("2027-06-01", "03:30")
    assert publish_due(timezone.now()) == 0
    assert not Signature.objects.standing().filter(council=sheffield).exists()
    today_is("2026-11-26")  # somebody is still signed in
    chosen = {"action": "publish", "_selected_action": [sheffield.signatures.get().pk]}
    for _ in range(2):  # the second time there is nothing to do
        staff.post("/admin/councils/signature/", chosen)
    forget_everything()
    assert "Leader of the Council" in words(client.get("/councils/sheffield/"))
    assert Change.objects.filter(council=sheffield).count() == 1


def test_what_the_record_speaks_against_by_then_stays_a_draft(record, staff, sheffield, today_is):
    record(public_from="1 December 2026")
    Signature.objects.filter(council=sheffield).update(source="", source_url="https://x.example")
    Council.objects.filter(pk=sheffield.pk).update(kind="district")
    today_is("2026-12-01", "03:30")
    with pytest.raises(ValueError, match="does not run children’s services"):
        publish_due(timezone.now())
    assert not Signature.objects.standing().filter(council=sheffield).exists()
    assert not Change.objects.filter(council=sheffield).exists()


def test_what_was_never_public_is_undone_without_a_word(record, staff):
    record(public_from="1 December 2026")
    signature = Signature.objects.get(council__code="SHF")
    address = f"{RECORD}signature/{signature.pk}/"
    assert "on record already" in words(record())  # a second one is seen, though it waits
    assert staff.get(f"{address}retract/").status_code == 404
    assert "Nothing of it was public." in words(staff.post(address, follow=True))
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
    (address,) = [address for address, text in desk.items() if text == "Record a signature"]
    page = staff.get(address)
    assert "I was in the <b>gallery</b>." in words(page)
    filled = fields(page)
    assert (filled["council"], filled["source_url"]) == ("Sheffield City Council", link)
    typed = {**filled, "date": "4 November 2026", "quote": "It was signed."}
    shown = staff.post(RECORD, {**typed, "preview": ""})
    assert "I was in the <b>gallery</b>." in words(shown)
    assert Task.objects.open().filter(pk=task.pk).exists()
    done = staff.post(RECORD, {**fields(shown), "publish": ""}, follow=True)
    assert "Its task is closed." in words(done)
    task.refresh_from_db()
    assert task.outcome == "On record: Sheffield City Council signed on 4 November 2026."


def test_a_task_that_is_a_colleagues_stays_theirs(record, staff, sheffield, django_user_model):
    maya = django_user_model.objects.create(username="maya@example.org", is_staff=True)
    task = Task.objects.create(council=sheffield, kind="signed", text="It signed.")
    task.take(maya)
    done = record(task=task.pk)
    assert "Its task stays as it is. It is maya@example.org’s: tell them." in words(
        staff.get(done["Location"])
    )
    assert Task.objects.open().filter(pk=task.pk).exists()
