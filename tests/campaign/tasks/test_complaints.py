import datetime as dt
import email
import email.policy

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.inbox.process import process
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from campaign.staff import roles
from campaign.tasks.models import Task
from tests.seen import fields, words

ADDRESS = "/admin/tasks/task/{}/change/"


@pytest.fixture
def complain(client, db, today_is):
    """Return a function that sends the form on a Friday, with valid fields by default."""
    today_is("2026-11-27")

    def send(**typed):
        filled = {
            "text": "Our page is wrong.",
            "about": "sheffield",
            "name": "Olu Ade",
            "email": "olu@sheffield.gov.uk",
            **typed,
        }
        return client.post("/complaints/", filled)

    return send


def to_sender():
    """What went to whoever complained: staff are emailed as well."""
    return OutgoingMessage.objects.filter(purpose="complaint").order_by("id")


def last_email():
    row = to_sender().last()
    return email.message_from_bytes(bytes(row.content), policy=email.policy.default).get_content()


def answer(browser, address, text):
    """Write an answer, see it as the email that it will be, and send it."""
    shown = browser.post(address, {"act": "look", "answer": text})
    return browser.post(address, fields(shown) | {"act": "closed"})


def take(browser, address):
    """Take a complaint, see the email that says so, and send it."""
    shown = browser.post(address, {"act": "taken"})
    return browser.post(address, fields(shown) | {"act": "taken"}, follow=True)


def test_a_complaint_gets_a_number_and_deadlines_and_becomes_a_task(complain):
    page = words(complain(is_about_personal_data="on"))
    task = Task.objects.get()
    assert f"Its number is 2026-{task.pk} ." in page
    assert "By 1 December 2026 we’ll email you" in page  # Tuesday, two working days later
    assert "by 29 December 2026 you’ll have our answer" in page  # past two bank holidays
    assert "By law we must tell you by 27 December 2026" in page


def test_staff_are_emailed_of_a_complaint_at_once_with_its_legal_day_and_none_of_its_words(
    complain, editor
):
    complain(is_about_personal_data="on")
    task = Task.objects.get()
    row = OutgoingMessage.objects.get(purpose="staff", recipient=editor.email)
    told = email.message_from_bytes(bytes(row.content), policy=email.policy.default)
    text = " ".join(told.get_content().split())
    assert told["Subject"] == f"Complaint {task.number} came"
    assert "by law its sender must know by 27 December 2026 that it has arrived" in text
    assert "Say who has it by 1 December 2026" in text
    assert "Answer it by 29 December 2026" in text
    assert ADDRESS.format(task.pk) in text
    assert "Our page is wrong" not in text and "Olu" not in text


def test_a_complaint_comes_although_an_account_has_no_address(complain, editor):
    editor.email, editor.username = "", "ed the editor"
    editor.save()
    assert complain().status_code == 200
    assert Task.objects.exists()


def test_who_takes_a_complaint_tells_its_sender_and_so_does_who_answers_it(complain, staff):
    complain()
    task = Task.objects.get()
    address = ADDRESS.format(task.pk)
    page = words(staff.get(address))
    assert "Our page is wrong." in page and "Our answer is due by 29 December 2026." in page
    assert "It is yours." in words(take(staff, address))
    assert to_sender().count() == 1
    assert "You’ll have our answer by 29 December 2026." in " ".join(last_email().split())
    assert "Write the answer first" in words(staff.post(address, {"act": "closed"}))
    answer(staff, address, "We corrected the day.")
    assert "We corrected the day." in last_email()
    late = answer(staff, address, "Again.")
    assert fields(late)["answer"].strip() == "Again."  # what was typed is not lost
    assert "This has already been dealt with, by ed@example.org on 27 November 2026" in words(late)
    assert to_sender().count() == 2


@pytest.mark.parametrize("act", ["taken", "given"])
def test_the_email_that_a_complaint_has_arrived_is_seen_before_it_goes(complain, staff, act):
    complain()
    bea = User.objects.create(username="bea@example.org", email="bea@example.org", is_staff=True)
    roles.give(bea, "supporter care")
    task = Task.objects.get()
    address = ADDRESS.format(task.pk)
    take_it = "Take it and tell whoever complained"
    opened = words(staff.get(address))
    assert "you see that email first" in opened and take_it in opened
    typed = {"act": act, "to": bea.pk, "text": "Bea knows it.", "answer": "We are looki"}
    shown = staff.post(address, typed)
    page = words(shown)
    assert "This email goes. Is it right? To olu@sheffield.gov.uk:" in page
    assert "You’ll have our answer by 29 December 2026." in page
    # Once it was selected, the button that sends the email is the only one that takes it.
    assert (take_it in page) is (act == "given")
    kept = fields(shown)
    assert (kept["text"].strip(), kept["answer"].strip()) == ("Bea knows it.", "We are looki")
    task.refresh_from_db()
    assert task.taken_by is None and not to_sender().exists()
    assert staff.post(address, kept | {"act": act, "to": bea.pk}).status_code == 302
    assert "one person here is looking into it" in " ".join(last_email().split())
    task.refresh_from_db()
    assert task.taken_by is not None and to_sender().count() == 1
    assert "you see that email first" not in words(staff.get(address))


def test_a_note_is_ours_alone_and_an_answer_is_seen_as_the_email_before_it_goes(complain, staff):
    complain()
    to_olu = OutgoingMessage.objects.filter(recipient="olu@sheffield.gov.uk")
    address = ADDRESS.format(Task.objects.get().pk)
    page = words(staff.get(address))
    assert "Whoever complained reads this, by email." in page and "Only we read it." in page
    note = {"text": "Olu is right, I fear.", "answer": "We corrected the day."}
    staff.post(address, note | {"act": "noted"})
    assert not to_olu.exists()

    for act in ("look", "closed"):  # nobody has seen it
        shown = staff.post(address, note | {"act": act})
        page = words(shown)
        assert "This email goes. Is it right?" in page and "To olu@sheffield.gov.uk:" in page
        assert "This is what we found: We corrected the day." in page
        assert fields(shown)["text"].strip() == note["text"]
        assert not to_olu.exists()
    other = fields(shown) | {"act": "closed", "answer": "We did not."}
    assert "We did not." in words(staff.post(address, other))
    assert not to_olu.exists()
    again = staff.post(address, fields(shown) | {"act": "look"})  # to look twice sends nothing
    assert not to_olu.exists()
    staff.post(address, fields(again) | {"act": "closed"})
    sent = " ".join(last_email().split())
    assert "We corrected the day." in sent and "I fear" not in sent
    assert sent.split("This is what we found:")[1][:22] in page
    assert Task.objects.get().outcome == "We corrected the day."


def test_who_is_not_content_gets_a_second_look_by_somebody_else(complain, staff):
    complain()
    address = ADDRESS.format(Task.objects.get().pk)
    answer(staff, address, "We corrected the day.")
    OutgoingMessage.objects.update(state="accepted", attempts=1, outcome_at=timezone.now())
    answered = to_sender().get()
    reply = b"From: olu@sheffield.gov.uk\nSubject: Re: yours\n\nThe day is still wrong.\n"
    process(reply, to=answered.envelope_sender)
    again = Task.objects.get(done_at=None)
    address = ADDRESS.format(again.pk)
    page = words(staff.get(address))
    assert "The day is still wrong." in page
    assert "A second look: not by ed@example.org" in page
    for act in ("taken", "closed"):
        refused = staff.post(address, {"act": act, "answer": "As before."})
        assert "You answered this before: somebody else takes a second look." in words(refused)
    again.take(User.objects.create(username="maya@example.org"))
    assert to_sender().count() == 2


def test_a_complaint_opened_again_has_a_new_day_for_our_answer_and_shows_the_first(complain, staff):
    complain(is_about_personal_data="on")
    Task.objects.update(  # it came on Thursday 1 October
        created_at=dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC),
        due_on="2026-10-05",
        answer_on="2026-10-29",
        legal_on="2026-10-31",
    )
    address = ADDRESS.format(Task.objects.get().pk)
    take(staff, address)
    answer(staff, address, "We corrected the day.")
    opened = words(staff.post(address, {"act": "reopened"}, follow=True))
    assert "To be done by 29 December 2026." in opened
    assert "Our answer is due by 29 December 2026, counted from when it was opened" in opened
    assert "when it came, that was 29 October 2026." in opened
    assert "By law its sender is told by 31 October 2026 that it has arrived: that was" in opened
    assert "Our answer was due by 29 October 2026; now by 29 December 2026." in opened
    assert "It is open already." in words(staff.post(address, {"act": "reopened"}))
    assert to_sender().count() == 2  # nobody is written to for it


def test_the_complaint_form_loses_nothing_typed_and_is_guarded_like_the_other_forms(
    complain, client
):
    page = complain(text="", name="Olu & co", email="nowhere")
    assert page.status_code == 422
    assert (fields(page)["name"], fields(page)["about"]) == ("Olu & co", "sheffield")
    page = words(complain(text="I ran away and I have nowhere to sleep tonight", name=""))
    assert "116 000" in page and "Enter your name" not in page  # nobody is corrected now
    assert complain(website_2="x").status_code == 422
    assert not Task.objects.exists()
    assert [complain().status_code for _ in range(7)][-1] == 429


def test_a_complaint_can_be_found_and_erased_and_is_deleted_half_a_year_after_its_answer(complain):
    complain()
    task, now = Task.objects.get(), timezone.now()
    held = "messages from visitors, and complaints"
    assert Person("Olu@sheffield.gov.uk").held()[held] == 1
    purge_all(now + dt.timedelta(days=400))
    assert Task.objects.exists()  # still open
    task.finish("We corrected it.")
    purge_all(now + dt.timedelta(days=180))
    assert Task.objects.exists()
    purge_all(now + dt.timedelta(days=183))
    assert not Task.objects.exists()
    complain()
    Person("olu@sheffield.gov.uk").erase()
    assert not Task.objects.exists()
