"""A child's name was recorded, and it is taken out wherever it stands, also after a restore."""

import datetime as dt
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.ledger import ledger
from campaign.operations.management.commands import after_restore
from campaign.outbox.mime import readable
from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.pages.models import NewsItem, Page
from campaign.staff import roles
from campaign.staff.models import AuditEntry
from campaign.taken_out import versions
from campaign.tasks.models import Task
from councils.models import Change, DraftList, Event, ListKind, Signature
from tests.conftest import forget_everything
from tests.recording import preview_and_publish
from tests.seen import fields, links, words

RECORD = "/admin/record/"
NAME = "Jamie F."
TEXT = "After 14-year-old Jamie F. of Crook ran away, the council decided to sign."
DECIDED = {
    "shows": "decided",
    "council": "Sheffield",
    "date": "4 November 2026",
    "text": TEXT,
    "source_url": "https://democracy.sheffield.gov.uk/ieListDocuments.aspx?CId=123",
    "source": "Minutes of the Cabinet, item 7",
    "quote": "The family of Jamie F. was heard.",
}
TAKEN = "Words taken out by us on 26 November 2026: they could show who somebody is."
PUBLIC = ("/changes/", "/councils/sheffield/", "/data/changes.atom", "/feed.atom",
          "/data/changes.csv", "/data/changes.json", "/data/events.csv", "/data/events.json",
          "/data/signatures.csv")  # fmt: skip


@pytest.fixture
def on_record(staff, today_is):
    """Ed records a decision with a child's name in it; return the fact."""
    today_is("2026-11-26")
    filled = fields(staff.get(RECORD)) | DECIDED
    asked = staff.post(RECORD, filled | {"publish": ""})
    preview_and_publish(staff, RECORD, fields(asked))
    return Event.objects.get(council__code="SHF")


@pytest.fixture
def ada(db):
    user = User(username="ada@example.org", email="ada@example.org")
    roles.give(user, "administrator")
    return user


@pytest.fixture
def taken_out(staff):
    """Return a function that takes words out of something on Ed's screen."""

    def take(kind, row, said=NAME, **more):
        address = f"/admin/words/{kind}/{row.pk}/"
        found = staff.post(address, {"words": said, "why": "identity", "look": ""})
        keys = found.context["form"].elsewhere if found.context["is_found"] else []
        typed = {"words": said, "why": "identity", "text": [text.key for text in keys]}
        return staff.post(address, typed | more | {"take": ""}, follow=True)

    return take


def read(client, address):
    forget_everything()
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def everything_kept():
    """Return every text that the database keeps of the record, its history and its lists."""
    rows = [Event, Signature, Change, LogEntry, DraftList, Task]
    return " ".join(str(row) for model in rows for row in model.objects.values_list())


@pytest.mark.promise(35)
def test_a_name_that_was_recorded_corrected_and_undone_stands_nowhere_any_more(
    on_record, staff, taken_out, client, ada
):
    DraftList.objects.create(
        kind=ListKind.SIGNATURES, name="Pasted", by="ed@example.org",
        lines=[{"number": 1, "brought": [["note", TEXT]], "cells": {"council": "Leeds"}}],
    )  # fmt: skip
    staff.post(f"{RECORD}event/{on_record.pk}/", follow=True)  # Undo
    assert NAME in read(client, "/changes/")
    before = dict(Change.objects.values_list("pk", "council"))

    (line, *_) = Change.objects.all()
    screen = staff.get("/admin/councils/change/")
    assert f"/admin/councils/change/{line.pk}/change/" in links(screen)
    screen = staff.get(f"/admin/councils/change/{line.pk}/change/", follow=True)
    assert TEXT in words(screen) and "Only words go" in words(screen)
    done = taken_out("change", line)
    assert "Taken out of" in words(done)

    for address in PUBLIC:
        assert NAME not in read(client, address), address
    assert "Jamie" not in everything_kept()
    assert dict(Change.objects.values_list("pk", "council")) == before
    log = words(client.get("/changes/"))
    assert TAKEN in log and "The mistake was ours." in log
    assert "Sheffield City Council: “says it will sign”, on 4 November 2026." in log
    assert f"Minutes of the Cabinet, item 7: {TAKEN}" in log
    rows = json.loads(read(client, "/data/changes.json"))["changes"]
    assert [row["redacted"] for row in rows] == [True, True]
    assert ",true" in read(client, "/data/changes.csv")
    on_record.refresh_from_db()
    assert (on_record.text, on_record.source_url) == (TAKEN, DECIDED["source_url"])
    assert on_record.when.words == "on 4 November 2026"
    assert DraftList.objects.get().lines[0]["cells"] == {"council": "Leeds"}


def test_words_that_stand_in_one_text_are_said_to_be_taken_out_of_one(kent, taken_out):
    task = Task.objects.create(council=kent, kind="wrong", text=f"{NAME} is named by you.")
    assert "Taken out of 1 text. Public pages follow now." in words(taken_out("task", task))


@pytest.mark.promise(35)
def test_the_audit_log_and_the_administrators_hear_of_it_without_the_words(
    on_record, taken_out, ada
):
    taken_out("event", on_record)
    entry = AuditEntry.objects.get(kind="redacted")
    assert entry.account == "ed@example.org" and "they could show who somebody is" in entry.text
    assert f"event {on_record.pk}" in entry.text and "Jamie" not in entry.text
    email = OutgoingMessage.objects.get(recipient="ada@example.org")
    subject, text = readable(bytes(email.content))
    assert subject == "Words were taken out" and "ed@example.org took words out of" in text
    assert "Jamie" not in text


def test_a_correction_that_the_log_quotes_half_a_name_of_goes_too(on_record, staff, taken_out):
    long = f"{'The council heard many people in the town hall on that evening, ' * 2}"[:106]
    Event.objects.filter(pk=on_record.pk).update(text=f"{long} and Jamie F. of Crook spoke.")
    on_record.refresh_from_db()
    on_record.text = "The council decided to sign."
    on_record.correct("A name stood in it.")
    line = Change.objects.first()
    assert "Jam" in line.what and NAME not in line.what
    on_record.refresh_from_db()
    Event.objects.filter(pk=on_record.pk).update(text=f"{long} and Jamie F. of Crook spoke.")
    taken_out("event", on_record)
    line.refresh_from_db()
    assert "Jam" not in line.what and line.what.endswith("now “The council decided to sign.”.")


def test_words_that_are_not_there_or_too_common_or_a_councils_name_are_refused(
    on_record, taken_out, staff, kent
):
    assert "These words are not in it." in words(taken_out("event", on_record, "Tom"))
    on_record.text = "Sheffield decided."
    on_record.save()
    assert "This is a council’s name, and stays." in words(
        taken_out("event", on_record, "Sheffield")
    )
    for _ in range(70):
        Change.objects.note(kent, "recorded", "Sheffield decided.", "Because.")
    assert "Copy more of them" in words(taken_out("event", on_record, "decided"))
    on_record.refresh_from_db()
    assert on_record.text == "Sheffield decided."
    kents = Signature.objects.get(council=kent)
    assert "about 32 councils. Copy more" in words(taken_out("signature", kents, "page 2"))


def test_what_is_taken_out_of_a_councils_own_words_is_not_said_to_be_its_own(
    on_record, taken_out, client
):
    Event.objects.filter(pk=on_record.pk).update(council_words=f"{NAME} spoke well.")
    taken_out("event", on_record)
    assert f"[{TAKEN}]" in words(client.get("/councils/sheffield/"))


def test_what_is_unticked_stays(on_record, staff):
    other = Change.objects.note(on_record.council, "recorded", "Jamie F. is the Leader.", "It is.")
    address = f"/admin/words/event/{on_record.pk}/"
    found = staff.post(address, {"words": NAME, "why": "identity", "look": ""})
    assert "Untick what should stay." in words(found)
    staff.post(address, {"words": NAME, "why": "identity", "take": ""})
    other.refresh_from_db()
    assert other.what == "Jamie F. is the Leader." and other.redacted_at is None


def test_a_legal_reason_is_the_administrators_alone(on_record, staff, taken_out, client, ada):
    taken_out("event", on_record, why="legal")
    on_record.refresh_from_db()
    assert on_record.text == TEXT
    client.force_login(ada)
    address = f"/admin/words/event/{on_record.pk}/"
    assert "for a legal reason" in words(client.get(address))
    client.post(address, {"words": NAME, "why": "legal", "take": ""})
    on_record.refresh_from_db()
    assert on_record.text == "Words taken out by us on 26 November 2026: for a legal reason."


def test_the_screen_names_pages_with_the_words_and_shows_no_complaint_to_a_recorder(
    on_record, client, kent
):
    page = Page.objects.create(slug="story", title="A story", description="x", body=TEXT)
    page.body = "Corrected."
    page.save()
    complaint = Task(council=kent, text=f"You named {NAME}!", name="Anna", email="a@home.example")
    complaint.receive_complaint()
    rita = User(username="rita@example.org")
    roles.give(rita, "recorder")
    client.force_login(rita)
    found = client.post(f"/admin/words/event/{on_record.pk}/", {"words": NAME, "why": "identity"})
    seen = words(found)
    assert "You named" not in seen and "1 more have them that your role may not change" in seen
    assert "now or in an earlier version" in seen and "A story" in seen


# Messages, pages, emails


@pytest.mark.promise(35)
def test_a_call_for_help_keeps_its_words_until_its_task_is_closed(staff, taken_out, kent, editor):
    task = Task.objects.create(council=kent, kind="call", text=f"{NAME} needs help.", key="call:7")
    page = staff.get(f"/admin/words/task/{task.pk}/")
    assert "whoever helps needs every word" in words(page)
    staff.post(f"/admin/words/task/{task.pk}/", {"words": NAME, "why": "identity", "take": ""})
    task.refresh_from_db()
    assert task.text == f"{NAME} needs help."
    task.finish("The police know.", editor)
    taken_out("task", task)
    task.refresh_from_db()
    assert NAME not in task.text and task.text.startswith("Words taken out by us")


def test_a_message_that_was_passed_on_as_a_call_keeps_its_words_too(staff, taken_out, kent, editor):
    task = Task.objects.create(council=kent, kind="wrong", text=f"{NAME} needs help.")
    staff.post(f"/admin/tasks/task/{task.pk}/change/", {"act": "call"})
    other = Task.objects.create(council=kent, kind="wrong", text=f"{NAME} again.")
    taken_out("task", other)
    task.refresh_from_db()
    assert task.text == f"{NAME} needs help."


def test_who_may_not_change_the_record_takes_words_out_of_a_message_alone(
    on_record, client, kent, taken_out
):
    task = Task.objects.create(council=kent, kind="wrong", text=f"{NAME} is named by you.")
    cara = User(username="cara@example.org")
    roles.give(cara, "supporter care")
    client.force_login(cara)
    assert client.get(f"/admin/words/event/{on_record.pk}/").status_code == 403
    taken_out("task", task)
    task.refresh_from_db()
    on_record.refresh_from_db()
    assert NAME not in task.text and on_record.text == TEXT


@pytest.mark.promise(35)
def test_a_queued_email_with_the_words_waits_for_a_person_and_a_letter_does_not(
    on_record, staff, taken_out
):
    for purpose in ("update", "letter"):
        mail = EmailMessage("News", f"It says: {TEXT}", None, ["sam@home.example"])
        OutgoingMessage.objects.queue(purpose, purpose, "sam@home.example", mail)
    taken_out("event", on_record)
    held, letter = (OutgoingMessage.objects.get(key=key) for key in ("update", "letter"))
    ready = OutgoingMessage.objects.sendable(MailSettings.current())
    assert held not in ready and letter in ready
    assert TEXT.split(",")[0] in readable(bytes(letter.content))[1]
    assert "1 email with words that were taken out: send or cancel" in words(staff.get("/admin/"))
    chosen = {"action": "let_go", "_selected_action": held.pk, "sure": "yes"}
    staff.post("/admin/outbox/outgoingmessage/?for_you=waits", chosen)
    assert held in OutgoingMessage.objects.sendable(MailSettings.current())


@pytest.mark.promise(35)
def test_earlier_versions_of_a_page_and_of_news_are_erased_once_it_is_corrected(staff, ada):
    page = Page.objects.create(slug="story", title="A story", description="x", body=TEXT)
    page.is_published, page.body = True, "The council decided."
    page.save()
    item = NewsItem.objects.create(title=NAME, slug="item", summary="x", is_published=True)
    form = f"/admin/pages/newsitem/{item.pk}/change/"
    staff.post(form, fields(staff.get(form)) | {"title": "A child"})
    assert item in versions.with_words(NAME)
    for kind, row in (("page", page), ("newsitem", item)):
        form = staff.get(f"/admin/pages/{kind}/{row.pk}/change/")
        address = f"/admin/words/{kind}/{row.pk}/versions/"
        assert links(form)[address] == "Erase earlier versions"
        assert "Correct the text first" in words(staff.get(address))
        staff.post(address, {"why": "identity"})
    assert [version.body for version in page.history.all()] == ["The council decided."]
    assert [version.title for version in item.history.all()] == ["A child"]
    assert not versions.with_words(NAME)
    assert not LogEntry.objects.filter(object_repr__contains="Jamie").exists()
    assert AuditEntry.objects.filter(kind="redacted").count() == 2


# After a restore


@pytest.fixture
def restored_after(settings):
    """Return a function that does something, brings rows back, and settles the old state."""

    def restore(act, *rows):
        made_at = timezone.now()
        old = [type(row).objects.get(pk=row.pk) for row in rows]
        act()
        for row in old:
            type(row).objects.bulk_update(
                [row],
                [
                    field.name
                    for field in row._meta.concrete_fields
                    if not field.primary_key and not field.generated
                ],
            )
        hashes = ledger.hashes_since(ledger.read([settings.LEDGER]), made_at)
        for apply in after_restore.LEDGER_KINDS[ledger.Noted.REDACTED]:
            apply(hashes["redacted"])
        forget_everything()

    return restore


@pytest.mark.promise(35)
def test_a_restore_takes_the_words_out_again_and_never_out_of_another_row(
    on_record, taken_out, restored_after, client, settings
):
    line = Change.objects.get()
    restored_after(lambda: taken_out("event", on_record), on_record, line)
    assert NAME not in read(client, "/changes/") and NAME not in read(
        client, "/councils/sheffield/"
    )
    line.refresh_from_db()
    assert "“says it will sign”, on 4 November 2026." in line.what
    on_record.refresh_from_db()
    assert on_record.redacted_at and on_record.text == TAKEN

    # Another row, that has got the number of that one in a database that went back.
    later = timezone.now() + dt.timedelta(hours=1)
    other = {"text": "Another fact.", "recorded_at": later, "redacted_at": None}
    Event.objects.filter(pk=on_record.pk).update(**other)
    again = ledger.hashes_since(ledger.read([settings.LEDGER]), timezone.now())["redacted"]
    for apply in after_restore.LEDGER_KINDS[ledger.Noted.REDACTED]:
        apply(again)
    on_record.refresh_from_db()
    assert on_record.text == "Another fact."
    assert "Jamie" not in settings.LEDGER.read_text()


def test_a_restore_of_another_day_says_the_day_on_which_the_words_were_taken_out(
    on_record, taken_out, restored_after, today_is
):
    def take_out_and_wait():
        taken_out("event", on_record)
        today_is("2026-12-04")

    restored_after(take_out_and_wait, on_record, Change.objects.get())
    on_record.refresh_from_db()
    assert on_record.text == TAKEN
    assert "4 December" not in Change.objects.get().what


def test_a_restore_leaves_no_page_as_it_was_before_its_correction(
    staff, restored_after, today_is, client
):
    today_is("2026-11-26")
    page = Page.objects.create(
        slug="story", title="A story", description="x", body=TEXT, is_published=True
    )
    about = Page.objects.get(slug="about")

    def correct_and_erase():
        today_is("2026-11-26", "13:00")
        page.body = "The council decided."
        page.save()
        staff.post(f"/admin/words/page/{page.pk}/versions/", {"why": "identity"})
        page.history.all().delete()  # the old state knows no newer version
        page.history.bulk_create([old])

    old = page.history.get()
    restored_after(correct_and_erase, page)
    assert client.get("/story/").status_code == 404
    page.refresh_from_db()
    assert "Jamie" not in page.body
    assert not page.history.filter(body__contains="Jamie").exists()
    assert Page.objects.get(slug="about").body == about.body


def test_a_restore_leaves_no_item_of_news_as_it_was_before_its_correction(
    staff, restored_after, today_is, client
):
    today_is("2026-11-26")
    item = NewsItem.objects.create(title="News", slug="n", summary=TEXT, is_published=True)
    (old,) = item.history.all()

    def correct_and_erase():
        today_is("2026-11-26", "13:00")
        form = f"/admin/pages/newsitem/{item.pk}/change/"
        staff.post(form, fields(staff.get(form)) | {"summary": "The council decided."})
        staff.post(f"/admin/words/newsitem/{item.pk}/versions/", {"why": "identity"})
        item.history.all().delete()  # the old state knows no newer version
        item.history.bulk_create([old])

    restored_after(correct_and_erase, item)
    assert client.get("/news/n/").status_code == 404
    item.refresh_from_db()
    assert "Jamie" not in item.summary
    assert not item.history.filter(summary__contains="Jamie").exists()


# Before it is published


@pytest.mark.promise(35)
def test_words_that_could_show_who_a_child_is_are_marked_and_asked_about_once(staff, today_is):
    today_is("2026-11-26")
    filled = fields(staff.get(RECORD)) | DECIDED | {"quote": ""}
    asked = staff.post(RECORD, filled | {"preview": ""})
    assert "<mark>14-year-old Jamie F. of Crook</mark>" in asked.text
    assert not Event.objects.exists()
    seen = staff.post(RECORD, fields(asked) | {"preview": ""})
    assert "Is this right? Nothing is saved yet" in words(seen)
    other = fields(seen) | {"text": "The daughter, Kayleigh, was heard."}
    assert "<mark>daughter, Kayleigh</mark>" in staff.post(RECORD, other | {"publish": ""}).text
    staff.post(RECORD, fields(seen) | {"publish": ""})
    assert Event.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("pages/notice", {"text": TEXT, "starts_on": "2026-11-26", "until": "2026-11-27"}),
        ("pages/newsitem", {"title": "x", "slug": "x", "day": "2026-11-26", "summary": TEXT}),
        ("pages/page", {"title": "x", "slug": "xyz", "description": "x", "body": TEXT}),
        ("councils/pause", {"starts_on": "2026-11-26", "until": "2026-11-27", "reason": TEXT,
                            "holds": "letters", "asked_by": "us", "for_whom": "all"}),
    ],
)  # fmt: skip
def test_every_form_of_public_words_asks_once(staff, today_is, address, typed):
    today_is("2026-11-26")
    form = f"/admin/{address}/add/"
    asked = staff.post(form, fields(staff.get(form)) | typed)
    assert "Could this show who a child is" in words(asked)
    assert staff.post(form, fields(asked)).status_code == 302


def test_a_line_of_a_list_is_asked_about_in_its_place(staff, today_is):
    today_is("2026-11-26")
    pasted = "council\tdate\tlink\twords\nSheffield\t4 November 2026\thttps://democracy."
    pasted += "sheffield.gov.uk/ieListDocuments.aspx?CId=1\tHer daughter Kayleigh was heard."
    page = staff.post("/admin/record/lists/signatures/", {"pasted": pasted}, follow=True)
    assert "Could this show who a child is" in words(page)
    address = page.redirect_chain[-1][0]
    mark = page.context["groups"]["WRONG"][0].form.child_asked
    page = staff.post(address, {"look": "", "line-2-child_asked": mark})
    assert "Could this show" not in words(page)
    assert "1 ready, mended or read otherwise" in words(page)


def test_a_restore_leaves_a_page_alone_that_was_corrected_before_its_backup(
    staff, today_is, settings
):
    today_is("2026-11-26")
    page = Page.objects.create(slug="story", title="A story", description="x", body=TEXT)
    page.body, page.is_published = "The council decided.", True
    page.save()
    staff.post(f"/admin/words/page/{page.pk}/versions/", {"why": "identity"})
    today_is("2026-11-26", "14:00")
    page.body = "The council decided to sign."
    page.save()
    lines = ledger.hashes_since(ledger.read([settings.LEDGER]), timezone.now())
    for apply in after_restore.LEDGER_KINDS[ledger.Noted.REDACTED]:
        apply(lines["redacted"])
    page.refresh_from_db()
    assert page.is_published and page.body == "The council decided to sign."
