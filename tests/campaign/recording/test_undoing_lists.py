"""Undo of a list: what it put on record is taken back, but for what a colleague changed since."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.privacy.personal_data import purge_all
from councils.models import Change, Contact, Edition, EventKind, EvidenceFile, FileKind, Signature
from tests.conftest import forget_everything
from tests.lists import CONTACTS, KENT, LEADER, LEEDS, LINKED, SHEFFIELD, SIGNATURES, ticks
from tests.seen import links, words

pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.promise(6)
def test_a_correction_by_a_list_is_undone_in_public(bring, press, client, kent):
    was = kent.signatures.values().get()
    why = "The BBC said so on the day."
    page = press(bring(SHEFFIELD, KENT, head=LINKED), "publish", take=[2, 3], reason=why)
    undone = words(press(page, "undo"))
    assert "Undone: 2 signatures. What stood there before is back." in undone
    now = kent.signatures.values().get()
    assert {**now, "changed_at": None} == was
    change = Change.objects.filter(council=kent).latest("pk")
    assert change.why == "A list changed it by mistake, and it was put back within a day."
    forget_everything()
    assert "by 3 December 2012" in words(client.get("/councils/kent/"))


def test_two_signatures_that_followed_one_another_are_undone_the_last_one_first(bring, press):
    first = "Sheffield,2012,The BBC,news,https://news.example/1"
    better = "Sheffield,July 2012,The minutes,minutes,https://minutes.example/2"
    page = press(bring(first, better, head=LINKED), "publish", out=[3])
    page = press(press(page, "again"), "publish", take=[3], reason="The minutes have the month.")
    sheffield = Signature.objects.filter(council__code="SHF")
    assert sheffield.get().source_url == "https://minutes.example/2"
    assert "stays" not in words(press(page, "undo"))
    assert sheffield.get().retracted_on


def test_a_file_that_a_list_replaced_is_kept_until_undo_no_longer_puts_it_back(bring, press, kent):
    file = EvidenceFile.objects.keep(b"%PDF-1.7 a copy", FileKind.PDF)
    kent.signatures.update(evidence_file=file)
    forget_everything()
    page = press(bring(KENT, head=LINKED), "publish", take=[2], reason="The BBC said so.")
    assert kent.signatures.get().evidence_file is None
    EvidenceFile.objects.update(kept_at=timezone.now() - dt.timedelta(days=9))
    purge_all(timezone.now())
    assert "What stood there before is back." in words(press(page, "undo"))
    assert kent.signatures.get().evidence_file == file


@pytest.mark.parametrize("since", ["corrected", "disputed", "taken back"])
def test_a_correction_that_was_changed_since_stays(bring, press, kent, since):
    page = press(bring(KENT, head=LINKED), "publish", take=[2], reason="The BBC said so.")
    signature = kent.signatures.get()
    if since == "corrected":
        signature.note = "Read twice."
        signature.correct("A note was missing.")
        why = "it was changed since"
    elif since == "disputed":
        signature.dispute("The cabinet never met that day.")
        why = "it is disputed, or that was settled, since"
    else:
        signature.retract("It never signed.")
        why = "It is undone already"
    said = words(press(page, "undo"))
    assert why in said and "What stood there before is back" not in said
    assert kent.signatures.get().when.words == "on 3 December 2012"


def test_what_was_undone_or_finished_by_mistake_is_taken_up_again_at_once(
    bring, press, staff, client
):
    undone = press(press(bring(SHEFFIELD, LEEDS), "publish"), "undo")
    (later,) = [to for to, text in links(staff.get(SIGNATURES)).items() if "2 sign" in text]
    assert "2 left out" in words(staff.get(later))  # also after going elsewhere
    again = press(undone, "again")
    assert "2 ready as typed" in words(again) and "left out" not in words(again)
    left = press(again, "leave")
    assert "go on with the list after all" in words(left)
    (back,) = [to for to, text in links(left).items() if "2 sign" in text]
    again = press(staff.get(back, follow=True), "again")
    assert "2 published. Public pages show it now." in words(press(again, "publish"))
    forget_everything()
    assert "4 November 2026" in words(client.get("/councils/sheffield/"))


def test_undo_of_a_list_says_which_line_stays_public(bring, press, client, sheffield):
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    sheffield.signatures.get().dispute("The cabinet never met that day.")
    said = words(press(page, "undo"))
    assert "Undone: 1 signature. Line 2, Sheffield City Council signed on 4 Nov" in said
    assert "stays: it is disputed, or that was settled, since." in said
    assert "None is public now" not in said
    forget_everything()
    assert "4 November 2026" in words(client.get("/councils/sheffield/"))
    assert "No signature found" in words(client.get("/councils/leeds/"))


def test_a_dispute_that_was_settled_ends_undo_of_a_list_as_it_does_of_one(
    bring, press, staff, sheffield
):
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    signature = sheffield.signatures.get()
    signature.dispute("It wrote to us.")
    signature.settle_dispute("Its minutes say so.")
    alone = staff.get(f"/admin/record/signature/{signature.pk}/").content.decode()
    assert ">Undo<" not in alone
    said = words(press(page, "undo"))
    assert "Undone: 1 signature." in said and "stays: it was changed since" in said
    assert sheffield.signatures.standing().exists()


def test_undo_of_a_list_says_that_a_withdrawal_rests_on_a_line(
    bring, press, client, sheffield, add_event
):
    page = press(bring(SHEFFIELD, LEEDS), "publish")
    add_event(sheffield, "withdrawn", on="2026-11-20", council_words="We withdraw.")
    said = words(press(page, "undo"))
    assert "stays: what came later rests on it, so take that back first." in said
    assert "changed since" not in said and "None is public now" not in said


def test_undoing_a_list_leaves_the_one_signature_that_another_fact_rests_on(
    bring, press, sheffield, add_event
):
    Edition.objects.create(published_on="2026-10-01", title="The second edition")
    page = bring("Sheffield,2013,A page,news", SHEFFIELD)
    page = press(page, "publish")
    add_event(sheffield, EventKind.REAFFIRMED, "2026-11-24")
    undone = words(press(page, "undo"))
    assert "Undone: 1 signature." in undone
    assert sheffield.signatures.standing().count() == 1


def test_buttons_of_a_list_pressed_twice_say_what_the_first_press_did(bring, press, sheffield):
    page = bring(SHEFFIELD, "Leeds,soon,A page,news")
    press(page, "publish")
    again = press(page, "publish")
    assert "What was ticked is on record already." in words(again)
    assert "1 published from this list" in words(again)  # and can be undone still
    assert "Undone: 1 signature." in words(press(again, "undo"))
    assert "It is undone already" in words(press(again, "undo"))
    assert not sheffield.signatures.standing().exists()


def test_a_list_of_contacts_is_undone_to_what_stood_before(contacts, press, staff, kent):
    press(contacts(LEADER), "publish")
    Contact.objects.get().record_delivery_problem("fails", "550 No such mailbox")
    was = Contact.objects.values().get()
    page = contacts(LEADER.replace("old@", "new@"), "Kent,Director,1 High Street,a letter,20/11/26")
    page = press(page, "publish", take=[2, 3])
    assert "2 recorded from this list" in words(page)
    assert "On record for less than a day: open it to undo it" in words(staff.get(CONTACTS))
    undone = words(press(page, "undo"))
    assert "Undone: 2 contacts. What stood there before is back." in undone
    assert Contact.objects.values().get() == was  # that its mail comes back is known again
    assert "It is undone already" in words(press(page, "undo"))
    history = words(staff.get(f"/admin/councils/contact/{was['id']}/history/"))
    assert "A list changed it by mistake, and it was put back within a day." in history
    again = press(page, "again")
    assert ticks(again)["change"] == [2]


def test_a_list_of_new_contacts_that_is_undone_says_that_no_letter_goes_there(contacts, press):
    undone = words(press(press(contacts(LEADER), "publish"), "undo"))
    assert "Undone: 1 contact. No letter goes to them now." in undone


def test_what_a_colleague_changed_since_is_not_put_back_and_named(contacts, press, staff, kent):
    page = press(contacts(LEADER, "Kent,Director,1 High Street,a letter,20/11/2026"), "publish")
    contact = Contact.objects.get(channel="email")
    contact.email = "mended@kent.gov.uk"
    contact.update()
    page = press(page, "undo")
    said = words(page)
    assert "Undone: 1 contact. Line 2, Leader of the Council, Kent County Council by email" in said
    assert "stays: it was changed since." in said
    assert f"/admin/councils/contact/{contact.pk}/change/" in links(page)
    assert Contact.objects.get().email == "mended@kent.gov.uk"


def test_a_contact_that_a_colleague_deleted_since_is_not_made_again(contacts, press, kent):
    press(contacts(LEADER), "publish")
    page = press(contacts(LEADER.replace("old@", "new@")), "publish", take=[2])
    Contact.objects.get().remove()
    assert "It is undone already" in words(press(page, "undo"))
    assert not Contact.objects.exists()


def test_two_lines_that_followed_one_another_are_undone_the_last_one_first(contacts, press, kent):
    page = contacts(LEADER, LEADER.replace("old@", "new@"))
    page = press(page, "publish", out=[3])
    page = press(press(page, "again"), "publish", take=[3])
    assert Contact.objects.get().email == "new@kent.gov.uk"
    assert "Undone: 2 contacts." in words(press(page, "undo"))
    assert not Contact.objects.exists()


def test_a_list_is_undone_for_a_day_and_no_longer(contacts, press, staff, monkeypatch, kent):
    page = press(contacts(LEADER), "publish")
    monkeypatch.setattr("campaign.recording.undoing_lists.UNDO_FOR", dt.timedelta(0))
    assert "recorded from this list" not in words(staff.get(CONTACTS))
    assert "more than a day ago" in words(press(page, "undo"))
    assert Contact.objects.exists()


@pytest.mark.promise(25)
def test_a_list_that_waited_long_can_be_undone_for_a_whole_day(
    bring, press, today_is, client, editor, sheffield
):
    page = bring(SHEFFIELD, "Leeds,soon,A page,news")
    today_is("2027-01-23")
    client.force_login(editor)
    published = press(page, "publish", take=[2])
    assert "1 published" in words(published)
    purge_all(timezone.now() + dt.timedelta(hours=15))  # that night
    client.force_login(editor)
    assert "Undone: 1 signature." in words(press(published, "undo"))
    assert not sheffield.signatures.standing().exists()
