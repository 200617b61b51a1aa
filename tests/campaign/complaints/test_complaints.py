import datetime as dt
import email
import email.policy

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaign.complaints.models import Complaint
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from campaign.tasks.models import Task
from campaign.working_days import working_days_after
from tests.seen import fields, words

ADDRESS = "/admin/complaints/complaint/{}/change/"


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


def last_email():
    row = OutgoingMessage.objects.order_by("id").last()
    return email.message_from_bytes(bytes(row.content), policy=email.policy.default).get_content()


def test_a_complaint_gets_a_number_and_deadlines_and_becomes_a_task(complain):
    page = words(complain(is_about_personal_data="on"))
    complaint = Complaint.objects.get()
    assert f"Its number is 2026-{complaint.pk} ." in page
    assert "By 1 December 2026 we’ll email you" in page  # Tuesday, two working days later
    assert "by 29 December 2026 you’ll have our answer" in page  # past two bank holidays
    assert "By law we must tell you by 27 December 2026" in page
    (task,) = Task.objects.all()
    assert task.text.startswith(f"Complaint 2026-{complaint.pk}: acknowledge it by 1 December 2026")
    assert "Olu" not in task.text + task.email


def test_the_form_says_how_long_a_complaint_is_kept_as_the_privacy_page_does(client, db):
    assert "We keep your complaint for 6 months after we’ve answered." in words(
        client.get("/complaints/")
    )
    assert "until 6 months after our answer" in words(client.get("/privacy/"))


def test_a_complaint_gets_an_owner_and_its_sender_is_told_the_outcome(complain, staff, editor):
    complain()
    complaint = Complaint.objects.get()
    address = ADDRESS.format(complaint.pk)
    assert "Our page is wrong." in words(staff.get(address))
    staff.post(address, {"take": ""})
    staff.post(address, {"take": ""})
    complaint.refresh_from_db()
    assert complaint.owner == editor
    assert OutgoingMessage.objects.count() == 1
    assert "You’ll have our answer by 29 December 2026." in " ".join(last_email().split())
    assert "Say what came of it" in words(staff.post(address, {"answer": ""}))
    staff.post(address, {"answer": "", "outcome": "We corrected the day."})
    assert "We corrected the day." in last_email()
    assert not Task.objects.open().exists()
    late = staff.post(address, {"answer": "", "outcome": "Again."})
    assert fields(late)["outcome"].strip() == "Again."  # what was typed is not lost
    late = words(staff.post(address, {"take": ""}))
    assert "It has been answered already, by ed@example.org, on 27 November 2026." in late
    complaint.refresh_from_db()
    assert complaint.outcome == "We corrected the day."


def test_a_complaint_is_taken_from_a_colleague_by_who_saw_that_it_is_theirs(
    complain, staff, editor
):
    complain()
    complaint, maya = Complaint.objects.get(), User.objects.create(username="maya@example.org")
    address = ADDRESS.format(complaint.pk)
    opened = fields(staff.get(address))
    complaint.acknowledge(maya.pk)
    for button in ("take", "answer"):
        late = staff.post(address, {**opened, "outcome": "We corrected it.", button: ""})
        assert "maya@example.org has taken it since you opened this page" in words(late)
        assert "We corrected it." in fields(late)["outcome"]
    assert "I take it over from maya@example.org" in words(late)
    staff.post(address, {**fields(late), "take": ""})
    complaint.refresh_from_db()
    assert (complaint.owner, complaint.closed_at) == (editor, None)


def test_the_complaint_form_loses_nothing_typed_and_is_guarded_like_the_other_forms(
    complain, client
):
    page = complain(text="", name="Olu & co", email="nowhere")
    assert page.status_code == 422
    assert (fields(page)["name"], fields(page)["about"]) == ("Olu & co", "sheffield")
    page = words(complain(text="I ran away and I have nowhere to sleep tonight", name=""))
    assert "116 000" in page and "Enter your name" not in page  # nobody is corrected now
    assert complain(website_2="x").status_code == 422
    assert not Complaint.objects.exists()
    assert [complain().status_code for _ in range(7)][-1] == 429


def test_a_complaint_can_be_found_and_erased_and_is_deleted_half_a_year_after_its_answer(complain):
    complain()
    complaint, now = Complaint.objects.get(), timezone.now()
    assert Person("Olu@sheffield.gov.uk").held()["complaints"] == 1
    purge_all(now + dt.timedelta(days=400))
    assert Complaint.objects.exists()  # still open
    complaint.close("We corrected it.")
    purge_all(now + dt.timedelta(days=183))
    assert not Complaint.objects.exists()
    assert not Task.objects.exists()
    complain()
    Person("olu@sheffield.gov.uk").erase("editor", "asked")
    assert not Complaint.objects.exists()


def test_working_days_are_monday_to_friday():
    assert working_days_after(dt.date(2026, 11, 25), 2) == dt.date(2026, 11, 27)
    assert working_days_after(dt.date(2026, 11, 28), 2) == dt.date(2026, 12, 1)
