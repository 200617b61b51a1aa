"""What Olu tells us is put on record by the one screen, and the message closed with it."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation
from campaign.sign_up.models import SignUp, SignUpOutcome
from campaign.staff import roles
from campaign.tasks.models import Task
from councils.models import Change, Event, Signature
from tests.campaign.sign_up.conftest import DECIDE, OLU
from tests.campaign.sign_up.letters_to_olu import last_letter
from tests.conftest import forget_everything
from tests.recording import preview_and_publish
from tests.seen import fields, links, words

TASKS = "/admin/tasks/task/"
SHEFFIELD = "/councils/sheffield/"
MINUTES = "https://democracy.sheffield.gov.uk/item7"
ASKS_MORE = "The officer’s message does not show it."


@pytest.fixture(autouse=True)
def november(today_is):
    today_is("2026-11-25")


@pytest.mark.promise(25)
def test_a_signature_is_read_beside_the_officers_words_published_and_the_officer_thanked_once(
    client, staff, written, record
):
    sign_up = written("signed", day="by 19/9/2013", evidence="Minutes, item 7", link=MINUTES)
    page = record(sign_up, "Record a signature", "preview", signed_role="Leader")
    seen = words(page)
    assert "From the council’s own mail. That shows that somebody there wrote, no more." in seen
    assert "Olu Ade" in seen
    assert "Sheffield City Council signed by 19 September 2013." in seen
    assert "The officer gets" in seen and "/share/sheffield.png" in seen
    typed = {**fields(page), "thanks_words": "Dear Olu,"}
    done = words(staff.post("/admin/record/", typed | {"publish": ""}, follow=True))
    assert "The message is closed, and its officer thanked." in done
    assert not Task.objects.open().exists()
    forget_everything()
    public = words(client.get(SHEFFIELD))
    assert "Signed by 19 September 2013" in public and "Olu" not in public
    assert "hasn’t confirmed it" not in public  # its own minutes show it
    thanks = last_letter()
    assert thanks.startswith("Dear Olu, Thank you. We’ve checked what you told us")
    assert "/embed/?council=sheffield" in thanks
    assert "Sheffield City Council signed the Runaways’ Charter" in thanks
    late = typed | {"shows": "decided", "date": "20 November 2026"}
    refused = words(preview_and_publish(staff, "/admin/record/", late))
    assert "ed@example.org accepted this already, on 25 November 2026." in refused
    assert not Event.objects.exists() and last_letter() == thanks
    signature = Signature.objects.get(council__slug="sheffield")
    undone = staff.post(f"/admin/record/signature/{signature.pk}/", follow=True)
    assert "was told that it is on the page: write to them" in words(undone)
    assert DECIDE.format(sign_up.pk) in links(undone)


@pytest.mark.promise(6)
def test_the_officers_own_word_shows_no_signature_and_no_withdrawal(
    written, record, sheffield, sign
):
    told = written("signed", day="4 November 2013", evidence="I was there")
    assert ASKS_MORE in words(record(told, "Record a signature"))
    assert not Signature.objects.filter(council=sheffield).exists()
    record(told, "Record a signature", confirmed_by="Democratic services")
    signature = Signature.objects.get(council=sheffield)
    assert signature.confirmed_on == dt.date(2026, 11, 25)
    assert signature.source == (
        "Democratic services of Sheffield City Council confirmed it to us at an address that we"
        " found ourselves. A message from the council’s Head of children’s services."
    )
    withdraws = written("refuses", text="We withdraw.")
    assert ASKS_MORE in words(record(withdraws, "It has withdrawn", council_words="We withdraw."))
    record(withdraws, "It has withdrawn", source_url=MINUTES, council_words="We withdraw.")
    assert Event.objects.get(kind="withdrawn").council_words == "We withdraw."


@pytest.mark.promise(27)
@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("confirm", "It confirms"),
        ("wrong", "It disputes"),
        ("reply", "Put its words beside"),
        ("wants", "Record that it says"),
        ("progress", "Record what it has done"),
    ],
)
def test_nothing_from_another_address_is_published_as_the_councils_word(
    written, record, sheffield, sign, kind, link
):
    signature = sign(sheffield, "2026-11-20")
    told = {"text": "No.", "reply": "We act.", "commitment": "count", "day": "20 November 2026"}
    sign_up = written(kind, email="olu@sheffield-gov.uk", **told)
    page = words(record(sign_up, link))
    assert "Not from the council’s own mail. Nothing shows who wrote." in page
    assert ASKS_MORE in page
    signature.refresh_from_db()
    assert (signature.confirmed_on, signature.disputed_on) == (None, None)
    assert not Event.objects.exists()


def test_a_no_leads_to_the_form_that_says_no(written, record, sheffield):
    page = record(
        written("refuses", text="We will not sign.", day="20 November 2026"),
        "Record that it says no",
    )
    assert "The message is closed" in words(page)
    assert Event.objects.get(council=sheffield).kind == "refuses"


def test_a_councils_message_is_taken_and_an_old_tab_takes_it_from_nobody(staff, written, client):
    sign_up = written("wants")
    address = DECIDE.format(sign_up.pk)
    assert "Nobody has taken it." in words(staff.get(address))
    taken = words(staff.post(address, {"take": ""}, follow=True))
    assert "It is yours." in taken and "Take it" not in taken
    bea = User.objects.create(username="bea@example.org", email="bea@example.org", is_staff=True)
    roles.give(bea, "editor")
    client.force_login(bea)
    refused = words(client.post(address, {"take": ""}, follow=True))
    assert "Since you opened this page ed@example.org has taken it." in refused
    assert "Take it over from ed@example.org" in refused
    ed = User.objects.get(username="ed@example.org")
    assert "It is yours." in words(client.post(address, {"take": str(ed.pk)}, follow=True))
    assert OutgoingMessage.objects.filter(recipient="ed@example.org").exists()
    assert Task.objects.get().taken_by == bea


@pytest.mark.promise(26)
def test_what_is_typed_to_the_officer_comes_back_as_somebody_takes_the_message(staff, written):
    address = DECIDE.format(written("refuses").pk)
    typed = fields(staff.get(address)) | {"words": "No minutes say so.", "take": ""}
    taken = staff.post(address, typed, follow=True)
    assert words(taken).count("It is yours.") == 2  # as what was done, and as whose it is
    assert fields(taken)["words"].strip() == "No minutes say so."
    shown = staff.post(address, fields(taken) | {"decline": ""})
    assert "Is it right?" in words(shown) and "No minutes say so." in words(shown)


def test_what_is_typed_stays_where_a_colleague_has_decided_the_message_meanwhile(staff, written):
    sign_up = written("refuses")
    address = DECIDE.format(sign_up.pk)
    typed = fields(staff.get(address)) | {"words": "No minutes say so.", "take": ""}
    bea = User.objects.create(username="bea@example.org", email="bea@example.org", is_staff=True)
    sign_up.decide(SignUpOutcome.DECLINED, bea)
    page = staff.post(address, typed, follow=True)
    assert "bea@example.org declined this already" in words(page)
    assert "It is yours." not in words(page)
    assert fields(page)["words"].strip() == "No minutes say so."


@pytest.mark.parametrize("button", ["ask", "decline", "thank"])
@pytest.mark.parametrize("done", ["taken", "asked"])
def test_an_old_tab_says_what_a_colleague_did_and_asks_once(staff, written, button, done, today_is):
    sign_up = written("refuses")
    address = DECIDE.format(sign_up.pk)
    old_tab = fields(staff.get(address)) | {"words": "No minutes say so.", button: ""}
    shown = fields(staff.post(address, old_tab)) | {button: ""}  # the email was read, too
    bea = User.objects.create(username="bea@example.org", email="bea@example.org", is_staff=True)
    roles.give(bea, "editor")
    client = Client()
    client.force_login(bea)
    if done == "taken":
        client.post(address, {"take": ""})
        says = "bea@example.org has taken it."
    else:
        asked = client.post(address, fields(client.get(address)) | {"words": "Why?", "ask": ""})
        client.post(address, fields(asked) | {"ask": ""})
        says = "The officer was asked back on 25 November 2026"
    sent = OutgoingMessage.objects.count()
    today_is("2026-11-25", "12:05")
    refused = staff.post(address, shown)
    assert f"Since you opened this page: {says}" in words(refused)
    assert OutgoingMessage.objects.count() == sent
    sign_up.refresh_from_db()
    assert sign_up.decided_at is None
    again = staff.post(address, fields(refused) | {button: ""})
    assert "Is it right?" in words(again) and "No minutes say so." in words(again)
    staff.post(address, fields(again) | {button: ""})
    assert "No minutes say so." in last_letter()


def test_an_officer_is_not_asked_back_from_an_old_tab_once_a_colleague_has_decided(
    staff, written, django_user_model
):
    sign_up = written("refuses")
    address = DECIDE.format(sign_up.pk)
    old_tab = fields(staff.get(address)) | {"words": "Who decided?", "ask": ""}
    maya = django_user_model.objects.create(username="maya@example.org")
    sign_up.decide(SignUpOutcome.ACCEPTED, maya)
    late = staff.post(address, old_tab)
    assert "maya@example.org accepted this already, on 25 November 2026." in words(late)
    assert fields(late)["words"].strip() == "Who decided?"


@pytest.mark.parametrize("email", ["olu@sheffield.gov.uk", "olu@sheffield-gov.uk"])
def test_what_an_officer_says_is_another_councils_is_moved_or_taken_back_from_the_message(
    written, record, sheffield, sign, email
):
    signature = sign(sheffield, "2026-11-20")
    wrong = written("wrong", text="That is Rotherham’s.", email=email)
    moved = {"council": "Rotherham", "reason": "The minutes are Rotherham’s."}
    page = words(record(wrong, f"It belongs to another council: {signature}", **moved))
    assert "The message is closed, and its officer thanked." in page
    signature.refresh_from_db()
    assert signature.council.short_name == "Rotherham"

    other = sign(sheffield, "2026-11-21")
    wrong = written("wrong", text="We never signed.", email=email)
    record(wrong, f"Take it back: {other}", reason="The minutes are a draft.")
    other.refresh_from_db()
    wrong.refresh_from_db()
    assert other.retracted_on and wrong.outcome == "accepted"


def test_the_council_that_wrote_is_not_proposed_as_the_other_one(written, staff, sheffield, sign):
    signature = sign(sheffield, "2026-11-20")
    wrong = written("wrong", text="That is Rotherham’s.")
    offered = links(staff.get(DECIDE.format(wrong.pk)))
    text = f"It belongs to another council: {signature}"
    form = staff.get(next(place for place, shown in offered.items() if shown == text))
    assert fields(form)["council"] == ""


def move(staff, fact, council):
    address = f"/admin/record/{fact._meta.model_name}/{fact.pk}/move/"
    typed = {"council": council, "reason": "The officer wrote of Rotherham."}
    return words(preview_and_publish(staff, address, fields(staff.get(address)) | typed))


@pytest.mark.promise(6)
def test_what_a_councils_word_alone_shows_never_becomes_another_councils(
    written, record, staff, sheffield
):
    told = written("signed", day="4 November 2013", evidence="I was there")
    record(told, "Record a signature", confirmed_by="Democratic services")
    signature = Signature.objects.get(council=sheffield)
    answer = move(staff, signature, "Rotherham")
    assert "Only Sheffield City Council’s own word shows it" in answer
    signature.refresh_from_db()
    assert signature.council == sheffield


@pytest.mark.promise(6)
def test_a_councils_word_never_becomes_another_councils_document_that_we_do_not_have(
    written, record, staff, sheffield
):
    record(written("wants"), "Record that it says", source_kind="document", date="November 2026")
    event = Event.objects.get(council=sheffield)
    assert "Only Sheffield City Council’s own word shows it" in move(staff, event, "Rotherham")
    event.refresh_from_db()
    assert event.council == sheffield


@pytest.mark.promise(6)
def test_minutes_that_are_moved_leave_behind_which_council_confirmed_them(
    written, record, staff, sheffield, client
):
    told = written("signed", day="4 November 2013", evidence="Item 9")
    shown = {"source_url": MINUTES, "source": "Cabinet, item 9", "source_kind": "minutes"}
    record(told, "Record a signature", confirmed_by="Democratic services", **shown)
    move(staff, Signature.objects.get(council=sheffield), "Rotherham")
    forget_everything()
    page = words(client.get("/councils/rotherham/"))
    assert "4 November 2013" in page
    assert "Sheffield City Council confirmed it" not in page
    assert "Cabinet, item 9" in page
    assert "message from the council’s" not in page


@pytest.mark.promise(6)
def test_a_quote_below_a_link_that_is_moved_leaves_behind_which_council_confirmed_it(
    written, record, staff, sheffield, client
):
    told = written("signed", day="4 November 2013", evidence="Item 9")
    shown = {"source_url": MINUTES, "source": "", "source_kind": "minutes", "quote": "We sign."}
    record(told, "Record a signature", confirmed_by="Democratic services", **shown)
    move(staff, Signature.objects.get(council=sheffield), "Rotherham")
    forget_everything()
    page = words(client.get("/councils/rotherham/"))
    assert "“We sign.”" in page
    assert "confirmed it to us" not in page


@pytest.mark.promise(6)
def test_a_council_and_its_roles_speak_for_no_other_council(written, record, sheffield):
    told = written("signed", day="4 November 2013", evidence="I was there")
    refused = record(
        told, "Record a signature", council="Leeds", confirmed_by="Democratic services"
    )
    assert "Sheffield City Council wrote this, and speaks for itself alone." in words(refused)
    assert not Signature.objects.filter(council__slug="leeds").exists()


@pytest.mark.promise(6)
def test_an_officer_is_not_named_in_a_note_either(written, record, sheffield):
    told = written("signed", day="4 November 2013", evidence="I was there")
    refused = record(
        told,
        "Record a signature",
        confirmed_by="Democratic services",
        note=f"{told.officer} sent it.",
    )
    assert "This names the officer. Name the role: it is public." in words(refused)
    assert not Signature.objects.filter(council=sheffield).exists()


@pytest.mark.parametrize(
    ("act", "typed", "says"),
    [
        ("dispute", {}, "It is done already: The council disputes it. Why: It is Rotherham’s."),
        ("confirm", {}, "It is done already: The council confirms it. Why: It is Rotherham’s."),
        ("move", {"council": "Rotherham"}, "It is done already: It belongs to another council."),
        ("correct", {"date": "Nov 2026"}, "It is on record already."),
        ("retract", {}, "It has been taken back already."),
    ],
)
def test_an_act_that_a_message_opened_pressed_twice_is_done_once_and_says_so(
    written, staff, sheffield, sign, act, typed, says
):
    signature = sign(sheffield, "2026-11-20")
    wrong = written("wrong", text="That is Rotherham’s.")
    there = f"/admin/record/signature/{signature.pk}/{act}/"
    opened = fields(staff.get(f"{there}?message={wrong.pk}"))
    filled = opened | {"reason": "It is Rotherham’s."} | typed
    seen = fields(staff.post(there, filled | {"preview": ""})) | {"publish": ""}
    first = words(staff.post(there, seen, follow=True))
    assert "The message is closed, and its officer thanked." in first
    changes = Change.objects.count()
    again = staff.post(there, seen, follow=True)
    assert says in words(again)
    assert again.redirect_chain[-1][0] == f"/admin/record/signature/{signature.pk}/"
    assert Change.objects.count() == changes


def test_public_words_may_not_name_the_officer(written, record, sheffield, sign):
    sign(sheffield, "2026-11-01")
    sign_up = written("progress", text="We count.", commitment="count", day="20 November 2026")
    for source in ("Olu Ade told us", OLU):
        page = record(sign_up, "Record what it has done", source=source)
        assert "This names the officer." in words(page), source
    assert not Event.objects.exists()


def test_what_it_wants_and_confirms_goes_on_record(written, record, sheffield, sign):
    record(written("wants"), "Record that it says", date="20 November 2026")
    assert Event.objects.get(kind="intends").text == (
        "Sheffield wrote that it will sign the Runaways’ Charter."
    )
    signature = sign(sheffield, "2026-11-21")
    record(written("confirm"), "It confirms")
    signature.refresh_from_db()
    assert signature.confirmed_on == dt.date(2026, 11, 25)


def test_a_council_disputes_what_is_on_record_until_staff_settle_it(
    staff, client, written, record, sheffield, sign, add_event, add_progress
):
    says = "The council disputes this; we are checking (since 25 November 2026)."
    signature = sign(sheffield, "2026-11-01")
    add_event(sheffield, "contacted", on="2026-11-02")
    for fact in (signature, add_progress(sheffield, "count", on="2026-11-03")):
        wrong = written("wrong", text="Nobody here said so.")
        record(wrong, f"It disputes: {fact}", reason="Nobody here said so.")
        assert "Here’s a badge for your website" not in last_letter()  # nothing to show
        forget_everything()
        assert words(client.get(SHEFFIELD)).count(says) == 2, fact
        address = f"/admin/record/{fact._meta.model_name}/{fact.pk}/"
        settle = f"{address}settle/"
        assert settle in links(staff.get(address))
        settled = fields(staff.get(settle)) | {"reason": "Its minutes say so."}
        preview_and_publish(staff, settle, settled)
        forget_everything()
        assert says not in words(client.get(SHEFFIELD))
    assert Change.objects.filter(why="Nobody here said so.").count() == 2


def test_what_is_wrong_is_corrected_from_the_message_and_no_free_word_is_filled_in(
    staff, client, written, sheffield, sign
):
    signature = sign(sheffield, "2026-11-01")
    ask = "Ask Jo Hill on 07700 900123."
    for kind in ("wrong", "signed", "progress", "refuses"):
        sign_up = written(kind, text=ask, evidence=ask, day="2013", commitment="count")
        for there in links(staff.get(DECIDE.format(sign_up.pk))):
            if there.startswith("/admin/record/") and "message=" in there:
                opened = staff.get(there)
                assert ask in words(opened) and ask not in " ".join(fields(opened).values())
    sign_up = written("wrong", text="It was the day before.")
    offered = links(staff.get(DECIDE.format(sign_up.pk)))
    (there,) = [to for to, text in offered.items() if text == f"Correct it: {signature}"]
    typed = {**fields(staff.get(there)), "date": "31 October 2026", "reason": "Its minutes say so."}
    done = preview_and_publish(staff, there.partition("?")[0], typed, follow=True)
    assert "The message is closed, and its officer thanked." in words(done)
    assert last_letter().startswith("Thank you. We’ve checked what you told us and dealt with it.")
    assert "Our public log says: - Corrected: Sheffield City Council" in last_letter()
    forget_everything()
    assert "Signed on 31 October 2026" in words(client.get(SHEFFIELD))


def test_staff_ask_decline_or_thank_in_their_own_words_and_nothing_goes_on_record(
    client, written, answer
):
    before = client.get(SHEFFIELD).content
    sign_up = written("refuses", text="I am Olu Ade, and we do not want to sign.")
    assert "Write what the officer should read." in words(answer(sign_up, "decline"))
    answer(sign_up, "ask", "Which committee decided?")
    assert "Which committee decided?" in last_letter()
    assert Task.objects.open().exists()
    answer(sign_up, "decline", "No committee has decided so far.")
    assert "No committee has decided so far." in last_letter()
    assert "/complaints/" in last_letter()
    assert not Task.objects.open().exists()
    answer(written("letters", text="At most three a day."), "thank", "You get three a day now.")
    assert last_letter().startswith("You get three a day now. Thank you. We’ve checked what you")
    forget_everything()
    assert client.get(SHEFFIELD).content == before


@pytest.mark.promise(26)
@pytest.mark.parametrize("button", ["thank", "decline"])
def test_a_message_is_decided_only_once_and_nothing_typed_is_lost(
    written, answer, django_user_model, button
):
    sign_up = written("refuses")
    maya = django_user_model.objects.create(username="maya@example.org")
    sign_up.decide(SignUpOutcome.ACCEPTED, maya)
    sent = OutgoingMessage.objects.count()
    late = answer(sign_up, button, "No, thank you.")
    assert "maya@example.org accepted this already, on 25 November 2026." in words(late)
    assert fields(late)["words"].strip() == "No, thank you."
    assert OutgoingMessage.objects.count() == sent


def test_a_message_declined_by_mistake_is_opened_again_from_its_own_page(
    staff, written, answer, today_is
):
    sign_up = written("refuses")
    (task,) = task_numbers()
    answer(sign_up, "decline", "This is another council’s.")
    page = staff.get(DECIDE.format(sign_up.pk))
    assert "Open it again" in words(page) and "Decline kindly" not in words(page)
    opened = staff.post(DECIDE.format(sign_up.pk), {"open_again": ""}, follow=True)
    assert "It is open again, and its task is yours." in words(opened)
    assert "Decline kindly" in words(opened)
    assert task_numbers() == [task]
    again = staff.post(DECIDE.format(sign_up.pk), {"open_again": ""}, follow=True)
    assert "It is open already." in words(again)
    today_is("2026-11-25", "12:05")
    answer(sign_up, "decline", "Sorry: no committee has decided.")
    assert "Sorry: no committee has decided." in last_letter()
    assert task_numbers() == []


def test_a_task_leads_to_the_councils_message_which_alone_closes_it(staff, written, answer):
    sign_up = written("signed", day="2013", evidence="Minutes, item 7")
    arrived(sign_up, "Ask in March.")
    listed = links(staff.get(TASKS))
    tasks = [there for there in listed if there.startswith(TASKS) and "/change/" in there]
    opened = [words(staff.get(there, follow=True)) for there in tasks]
    assert len(opened) == 2
    for page in opened:
        assert "Minutes, item 7" in page and "Ask in March." in page and "Close it" not in page
    answer(sign_up, "thank")
    assert not Task.objects.open().exists()
    assert "We’ve checked what you told us" in last_letter()
    arrived(sign_up, "Thanks!")  # later words are a task of their own
    (late,) = task_numbers()
    assert "Thanks!" in words(staff.get(f"{TASKS}{late}/change/"))
    assert "Closed." in words(
        staff.post(f"{TASKS}{late}/change/", {"act": "closed", "text": "Read."}, follow=True)
    )


def arrived(sign_up, text):
    """Let the officer answer our email."""
    SignUp.on_arrival(OutgoingMessage(subject=sign_up), ParsedMail(MailKind.PERSON, text=text))


def task_numbers():
    return list(Task.objects.open().values_list("pk", flat=True))


def test_an_unconfirmed_message_is_not_shown_to_staff(staff, write):
    write()
    message = SignUp.objects.get()
    assert staff.get(DECIDE.format(message.pk)).status_code in (302, 404)
    assert "0 in all" in words(staff.get("/admin/sign_up/signup/"))
    assert "Olu" not in words(staff.get(f"/admin/record/?message={message.pk}"))


@pytest.mark.promise(27)
def test_readers_see_nothing_of_the_officer_and_supporter_care_puts_nothing_on_record(
    client, written
):
    sign_up = written("letters", text="At most three a day.")
    address = DECIDE.format(sign_up.pk)
    for name, role in (("rita", "reader"), ("cora", "supporter care")):
        user = User.objects.create(username=f"{name}@example.org")
        roles.give(user, role)
        client.force_login(user)
        status = client.get(address).status_code
        assert status == (403 if role == "reader" else 200)
        if role == "reader":
            assert client.post(address, {"thank": "", "words": "x"}).status_code == 403
        assert client.get(f"/admin/record/?message={sign_up.pk}").status_code == 403
    page = client.get(address)
    assert "A recorder or an editor does so." in words(page)
    assert "Hold its letters until a day" in words(page)
    assert not [link for link in links(page) if link.startswith("/admin/record")]
    shown = client.post(address, {"words": "Which page is it?", "ask": ""})
    client.post(address, fields(shown) | {"ask": ""})
    sign_up.refresh_from_db()
    assert sign_up.asked_back_at


def test_a_signature_without_a_document_is_a_question_for_staff_and_no_fact(staff, written, record):
    sign_up = written("signed", day="4 November 2013")
    task = Task.objects.get()
    assert "It names no document: ask for one." in task.text
    assert str(task.due_on) == "2026-12-09"  # ten working days
    page = record(sign_up, "Record a signature", "preview")
    assert "Nothing goes on record without evidence." in words(page)
    assert not Signature.objects.filter(council__slug="sheffield").exists()


def test_an_officer_is_told_by_when_somebody_answers(client, written):
    sign_up = written("wants", text="We want to sign.")
    page = words(client.get(f"/sign/confirm/{sign_up.token}/"))
    assert "Somebody here answers by 9 December 2026." in page


def test_an_email_to_an_officer_is_shown_before_it_goes_and_goes_as_it_was_shown(staff, written):
    sign_up = written("refuses", text="We do not want to sign.")
    address = DECIDE.format(sign_up.pk)
    before = OutgoingMessage.objects.count()
    for button, says in (
        ("thank", "We’ve checked what you told us and dealt with it."),
        ("decline", "We can’t use your message yet, because: No minutes say so."),
        ("ask", "No minutes say so. Just reply to this email."),
    ):
        shown = staff.post(address, {"words": "No minutes say so.", button: ""})
        assert "Is it right?" in words(shown) and says in words(shown)
        changed = fields(shown) | {"words": "No papers say so.", button: ""}
        assert "Is it right?" in words(staff.post(address, changed))
        other = "ask" if button == "thank" else "thank"
        assert "Is it right?" in words(staff.post(address, fields(shown) | {other: ""}))
    sign_up.refresh_from_db()
    assert sign_up.decided_at is None and sign_up.asked_back_at is None
    assert OutgoingMessage.objects.count() == before
    shown = staff.post(address, {"words": "No minutes say so.", "decline": ""})
    staff.post(address, fields(shown) | {"decline": ""})
    assert OutgoingMessage.objects.count() == before + 1
    assert "No minutes say so." in last_letter()


@pytest.mark.promise(23)
@pytest.mark.parametrize("button", ["", "thank"], ids=["waits", "closed"])
def test_what_olu_writes_is_passed_on_as_a_call_for_help_from_its_own_page(
    staff, written, answer, button
):
    Organisation.objects.create(pk=1, safeguarding_email="lead@example.org")
    sign_up = written("wrong", text="Your page names the wrong year.")
    if button:
        answer(sign_up, button)
    address = DECIDE.format(sign_up.pk)
    assert "Might a child need help now?" in words(staff.get(address))
    typed = {"call": "", "words": "Dear Olu, wait."}
    passed_on = staff.post(address, typed, follow=True)
    told = "Tell them yourself as well: the person responsible for safeguarding."
    assert f"an email about it is on its way. {told}" in words(passed_on)
    if not button:  # what was typed is not lost
        assert "Dear Olu, wait." in passed_on.content.decode()
    call = Task.objects.open_calls().get()
    told = OutgoingMessage.objects.get(recipient="lead@example.org").content.decode()
    assert "Your page names the wrong year." in told and OLU in told
    assert "1 email that may be a call for help: read now" in words(staff.get("/admin/"))
    again = words(staff.post(address, {"call": ""}, follow=True))
    assert "It has been passed on as a call for help already." in again
    # Neither a decision closes it nor does its end decide anything.
    if not button:
        answer(sign_up, "thank")
        assert Task.objects.open_calls().exists()
    closed = words(staff.post(f"{TASKS}{call.pk}/change/", {"act": "nothing"}, follow=True))
    assert "Closed. See it" in closed and "silent" not in closed, "a person wrote it"
    assert not Task.objects.open_calls().exists()
    assert not Task.objects.marked_as_nothing(timezone.now() - dt.timedelta(days=30)).exists()


def test_what_was_typed_is_kept_by_a_call_for_help_if_a_colleague_closed_the_message(
    staff, written, answer
):
    sign_up = written("wrong", text="Your page names the wrong year.")
    tab = fields(staff.get(DECIDE.format(sign_up.pk)))
    answer(sign_up, "thank")
    typed = tab | {"call": "", "words": "Dear Olu, wait."}
    passed_on = staff.post(DECIDE.format(sign_up.pk), typed, follow=True)
    assert "Passed on as a call for help, and an email" in words(passed_on)
    assert "Dear Olu, wait." in passed_on.content.decode()
