"""An email that may be a call for help: who is told, and what its sender is sent."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from campaign.confirmation import new_token
from campaign.inbox.process import process
from campaign.letters.models import Letter
from campaign.operations import closing
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.pages.models import Organisation
from campaign.privacy.personal_data import purge_all
from campaign.supporters.suppression import suppress_address
from campaign.tasks.models import Task, TaskKind
from tests.campaign.letters.conftest import ANNA
from tests.campaign.safeguarding.conftest import CALL, CHILD, HEAD, LEAD, TO_US, email, sent_to
from tests.seen import words

pytestmark = pytest.mark.django_db


@pytest.mark.promise(23)
def test_a_call_for_help_is_a_task_and_the_person_responsible_is_emailed_at_once():
    assert process(email(CALL), TO_US) == "may be a call for help: staff were told"
    task = Task.objects.get()
    assert (task.kind, task.council, task.email) == (TaskKind.CALL, None, CHILD)
    assert CALL in task.text
    [told] = sent_to(LEAD)
    assert CALL in told
    assert CHILD in told
    assert reverse("admin:tasks_task_change", args=[task.pk]) in told


def test_the_sender_gets_the_helplines_and_nothing_that_shows_why():
    process(email(CALL), TO_US)
    [answer] = sent_to(CHILD)
    for words_of_ours in ("People read this on weekdays", "116 000", "0800 1111", "999"):
        assert words_of_ours in answer
    assert "0808 800 5000" in answer
    assert "Subject: Your email to Make Runaways Safe" in answer
    assert "Auto-Submitted: auto-replied" in answer
    assert "In-Reply-To: <1@mail.example>" in answer  # it stands where Kit looks for an answer
    assert "ran away" not in answer


def test_the_task_says_when_the_helplines_went(staff, today_is):
    today_is("2026-11-24", "12:00")
    process(email(CALL), TO_US)
    process(email(f"{CALL}, please", number=2), TO_US)
    process(email(CALL, number=3, sender="no-reply@school.example"), TO_US)
    first, again, machine = Task.objects.order_by("pk")
    page = "/admin/tasks/task/{}/change/"
    assert "The helplines wait to go to its sender." in words(staff.get(page.format(first.pk)))
    OutgoingMessage.objects.filter(recipient=CHILD).update(
        state="accepted", attempts=1, outcome_at=timezone.now()
    )
    went = "The helplines went to its sender on 24 November 2026, 12:00."
    assert went in words(staff.get(page.format(first.pk)))
    assert f"{went} They go to one mailbox once a day." in words(staff.get(page.format(again.pk)))
    assert "The helplines were not sent" in words(staff.get(page.format(machine.pk)))


def test_the_same_email_handed_over_twice_is_one_task_and_two_emails_of_one_day_one_answer():
    process(email(CALL), TO_US)
    process(b"Received: by another server\r\n" + email(CALL), TO_US)
    assert Task.objects.count() == len(sent_to(LEAD)) == len(sent_to(CHILD)) == 1
    process(email(f"{CALL}, please answer", number=2), TO_US)
    assert Task.objects.count() == len(sent_to(LEAD)) == 2
    assert len(sent_to(CHILD)) == 1


@pytest.mark.parametrize("fields", ["Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n"])
def test_a_machine_is_heard_and_not_answered(fields):
    process(email(CALL, fields=fields), TO_US)
    assert Task.objects.count() == len(sent_to(LEAD)) == 1
    assert sent_to(CHILD) == []


def test_a_mailing_list_or_a_suppressed_sender_is_heard_but_not_answered():
    process(email(CALL, fields="List-Id: <list.example>\r\n"), TO_US)
    suppress_address("anna@mail.example")
    process(email(CALL, number=2, sender="anna@mail.example"), TO_US)
    assert Task.objects.count() == len(sent_to(LEAD)) == 2
    assert sent_to(CHILD) == sent_to("anna@mail.example") == []


def test_an_answer_about_a_letter_is_heard_and_still_passed_on(letter_to_kent):
    letter, message = letter_to_kent
    answer = email(CALL, sender="officer@kent.example")
    assert "person" in process(answer, f"bounces+{message.token}@bounces.runaways.example")
    call = Task.objects.get(kind=TaskKind.CALL)
    assert call.council_id == letter.council_id
    assert message.incoming_messages.count() == 1
    assert len(sent_to(LEAD)) == 1


@pytest.fixture
def letter_to_kent(kent):
    now = timezone.now()
    letter = Letter.objects.create(
        **ANNA,
        council=kent,
        status_at_drafting="not_signed",
        state="accepted",
        token=new_token(),
        asked_at=now,
        confirmed_at=now,
        outcome_at=now,
    )
    message = OutgoingMessage.objects.queue(
        "letter",
        f"letter:{letter.pk}",
        "lead@kent.example",
        EmailMessage("Will Kent sign?", "Dear councillor", to=["lead@kent.example"]),
        on_behalf=letter.email,
        subject=letter,
    )
    message.state, message.attempts, message.outcome_at = MessageState.ACCEPTED, 1, timezone.now()
    message.save()
    return letter, message


@pytest.mark.parametrize("sender", ["kid+{}@mail.example", "K.id+{}@googlemail.com"])
def test_one_mailbox_gets_the_helplines_once_a_day_however_many_names_it_has(sender, today_is):
    today_is("2026-11-24")
    for number in range(10):
        process(email(CALL, number=number, sender=sender.format(number)), TO_US)
    answers = OutgoingMessage.objects.filter(purpose="helplines")
    assert (Task.objects.count(), answers.count()) == (10, 1)
    today_is("2026-11-25", "12:01")
    process(email(CALL, number=10, sender=sender.format(10)), TO_US)
    assert answers.count() == 2


def test_a_call_for_help_comes_first_on_the_desk_and_in_the_list(staff, kent):
    process(email(CALL), TO_US)
    Task.objects.create(council=kent, kind=TaskKind.WRONG, text="The name is misspelt.")
    desk = words(staff.get("/admin/"))
    first = desk.index("email that may be a call for help: read now")
    assert first < desk.index("message that a page has a mistake")
    tasks = words(staff.get("/admin/tasks/task/"))
    assert tasks.index(CALL) < tasks.index("The name is misspelt.")
    assert CALL in words(
        staff.get(f"/admin/tasks/task/{Task.objects.get(kind=TaskKind.CALL).pk}/change/")
    )


@pytest.mark.promise(23)
def test_staff_pass_a_message_on_and_it_is_the_same_as_a_call_that_was_heard(staff, kent):
    message = Task.objects.create(
        council=kent, kind=TaskKind.WRONG, text="Sam is at 3 Mill Lane.", email=CHILD
    )
    Task.objects.create(council=kent, kind=TaskKind.WRONG, text="The name is misspelt.")
    address = reverse("admin:tasks_task_change", args=[message.pk])
    seen = words(staff.get(address))
    assert "This is a call for help" in seen
    assert "If it was none after all, the task can be made what it was before" in seen
    staff.post(address, {"act": "taken"})
    answer = words(staff.post(address, {"act": "call"}, follow=True))
    assert "Passed on as a call for help, and an email" in answer
    assert answer.index("Sam is at 3 Mill Lane.") < answer.index("The name is misspelt.")
    assert "1 email that may be a call for help: read now" in words(staff.get("/admin/"))
    page = words(staff.get(address))
    assert "Read it now." in page and "Nobody has taken it." in page
    assert "ed@example.org noted" in page and "Might a child need help now?" not in page
    [told] = sent_to(LEAD)
    assert all(part in told for part in ("Kent", "Sam is at 3 Mill Lane.", CHILD, address))
    assert sent_to(CHILD) == []  # whether to write back, a person judges


@pytest.mark.promise(23)
@pytest.mark.parametrize(
    ("named", "who"),
    [
        ({"safeguarding_email": LEAD}, "the person responsible for safeguarding"),
        ({"email": "us@example.org"}, "us@example.org, as nobody is named as responsible"),
        ({}, "the administrators, as nobody is named as responsible"),
    ],
)
def test_a_page_says_truly_who_is_emailed_of_a_call(staff, kent, named, who, ada):
    Organisation.objects.update(**{"safeguarding_email": "", "email": ""} | named)
    message = Task.objects.create(council=kent, kind=TaskKind.WRONG, text="Sam is at 3 Mill Lane.")
    address = reverse("admin:tasks_task_change", args=[message.pk])
    assert f"an email about it goes at once to {who}" in words(staff.get(address))
    answer = words(staff.post(address, {"act": "call"}, follow=True))
    assert f"Tell them yourself as well: {who}" in answer
    reached = named.get("safeguarding_email") or named.get("email") or ada.email
    assert len(sent_to(reached)) == 1
    assert f"do not answer: tell {who}" in words(staff.get(address))
    assert f"Tell {who}" in words(staff.post(address, {"act": "no_call"}, follow=True))


def test_a_complaint_that_is_a_call_for_help_is_passed_on_and_keeps_its_days(staff, kent):
    complaint = Task(council=kent, text="Nobody looks for my niece.", email=CHILD)
    complaint.receive_complaint()
    address = reverse("admin:tasks_task_change", args=[complaint.pk])
    staff.post(address, {"act": "call"})
    assert "Nobody looks for my niece." in sent_to(LEAD)[0]
    assert "Our answer is due by" in words(staff.get(address))


@pytest.mark.parametrize("kind", [TaskKind.WRONG, TaskKind.COMPLAINED])
def test_what_was_passed_on_by_mistake_is_made_what_it_was_before_on_its_own_page(
    staff, kent, kind, today_is
):
    today_is("2026-11-25", "12:00")
    message = Task(council=kent, kind=kind, text="The name is misspelt.", email=CHILD)
    message.save()
    address = reverse("admin:tasks_task_change", args=[message.pk])
    staff.post(address, {"act": "call"})
    page = words(staff.get(address))
    assert "Read it now." in page
    assert "It was no call for help: make it what it was before" in page
    assert "Might a child need help now?" not in page
    twice = staff.post(address, {"act": "call"})
    assert "It has been passed on as a call for help already." in words(twice)
    assert len(sent_to(LEAD)) == 1
    back = words(staff.post(address, {"act": "no_call"}, follow=True))
    assert "It is what it was before. Tell the person responsible" in back
    assert "Might a child need help now?" in back
    message.refresh_from_db()
    assert (message.kind, Task.objects.open_calls().exists()) == (kind, False)
    today_is("2026-11-25", "12:05")
    staff.post(address, {"act": "call"})
    assert len(sent_to(LEAD)) == 2


@pytest.mark.parametrize("whose", ["ed", "ada", "nobody"])
def test_what_was_no_call_after_all_is_theirs_again_who_had_it(staff, kent, editor, ada, whose):
    message = Task.objects.create(council=kent, kind=TaskKind.WRONG, text="A misspelt name.")
    address = reverse("admin:tasks_task_change", args=[message.pk])
    if whose == "ed":
        message.take(editor)
    if whose == "ada":
        message.give(ada, editor)
    staff.post(address, {"act": "call", "owner": "", "text": "Now."})
    assert "Nobody has taken it." in words(staff.get(address))
    back = words(staff.post(address, {"act": "no_call", "owner": ""}, follow=True))
    if whose == "nobody":
        assert "Nobody has taken it." in back
        return
    if whose == "ed":
        assert "It is ed@example.org’s again." in back and "It is yours." in back
        return
    assert f"It is {ada}’s again." in back
    assert any("A task of yours is back" in told for told in sent_to(ada.email))


def test_whoever_took_a_call_keeps_what_it_was_before(staff, kent, editor, ada):
    message = Task.objects.create(council=kent, kind=TaskKind.WRONG, text="A misspelt name.")
    message.take(editor)
    message.pass_on(editor)
    message.take(ada)
    message.pass_back(ada)
    message.refresh_from_db()
    assert message.taken_by == ada


def test_who_takes_a_call_at_that_moment_keeps_it_from_whoever_had_the_message(
    staff, kent, editor, ada
):
    message = Task.objects.create(council=kent, kind=TaskKind.WRONG, text="A misspelt name.")
    message.take(editor)
    message.pass_on(editor)
    stale = Task.objects.get(pk=message.pk)
    Task.objects.get(pk=message.pk).take(ada)
    with pytest.raises(ValidationError, match="It has just changed hands"):
        stale.pass_back(editor)
    message.refresh_from_db()
    assert message.taken_by == ada and message.is_call


def test_an_answer_of_a_council_to_our_question_can_be_passed_on_too(staff, kent):
    answer = Task.objects.create(council=kent, kind=TaskKind.ASKED, text="Sam is at 3 Mill Lane.")
    address = reverse("admin:tasks_task_change", args=[answer.pk])
    assert "Might a child need help now?" in words(staff.get(address))


def test_an_email_that_was_heard_is_no_message_that_staff_passed_on(staff, kent):
    call = Task.objects.add_call_for_help(kent.pk, CALL, CHILD, "call:1")
    address = reverse("admin:tasks_task_change", args=[call.pk])
    assert "It was no call for help: close it" in words(staff.get(address))
    refused = staff.post(address, {"act": "no_call"})
    assert "Nobody here passed this on" in words(refused)
    assert Task.objects.open_calls().exists()


# Children whose email could be taken for none, and strangers who would silence the alarm


@pytest.mark.parametrize(
    "mail",
    [
        HEAD + f"Subject: {CALL}\r\n\r\n",
        HEAD + f"Subject: {CALL}\r\nContent-Type: text/html\r\n\r\n<html><br></html>",
        HEAD.replace(f"From: {CHILD}\r\n", "") + f"Subject: hi\r\n\r\n{CALL}",
        HEAD.replace(CHILD, "kit") + f"Subject: hi\r\n\r\n{CALL}",
        HEAD.replace(CHILD, '"kit@home"@mail.example') + f"Subject: hi\r\n\r\n{CALL}",
        HEAD + f"Subject: hi\r\nContent-Type: text/plain; name=text_0.txt\r\n\r\n{CALL}",
        HEAD
        + "Subject: hi\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type:"
        f' text/plain; name="text_0.txt"\r\n\r\n{CALL}\r\n--b--',
        HEAD + f"Subject: Re: hi\r\n\r\nOn 3 March 2026 at 10:00 Us wrote:\r\n> Hi\r\n\r\n{CALL}",
        HEAD + f"Subject: Fwd: Undelivered Mail Returned to Sender\r\n\r\n{CALL}",
        HEAD + f"Subject: Undelivered Mail Returned to Sender\r\n\r\n{CALL}",
        HEAD + f"Subject: hi\r\nDisposition-Notification-To: {CHILD}\r\n\r\n{CALL}",
        HEAD + f"Subject: Automatic reply: hi\r\n\r\n{CALL}",
        HEAD + f"Subject: hi\r\nReply-To: {TO_US}\r\n\r\n{CALL}",
        HEAD + f"Subject: hi\r\nX-Priority: 1\r\nPrecedence: normal\r\n\r\n{CALL}",
        HEAD + f"Subject: hi\r\n\r\n>:( {CALL}",
    ],
)
def test_a_call_is_heard_however_the_email_is_made(mail):
    process(mail.encode(), TO_US)
    assert len(sent_to(LEAD)) == 1
    assert CALL in Task.objects.get(kind=TaskKind.CALL).text


def test_two_children_with_the_same_words_and_no_message_id_are_both_heard():
    for child in ("kit@mail.example", "sam@mail.example"):
        process(f"From: {child}\r\nTo: {TO_US}\r\nSubject: hi\r\n\r\n{CALL}\r\n".encode(), TO_US)
    assert len(sent_to(LEAD)) == len(Task.objects.all()) == 2


@pytest.mark.parametrize(
    "spelling",
    ["KIT@gmail.com", "k.i.t@gmail.com", "kit@gmail.com.", "kit@ｇmail.com", "kit@GMAIL。com",
     "kit+a+b@googlemail.com", '"kit"@gmail.com', "kit(a child)@gmail.com", "<kit@gmail.com>",
     "kit@gmai\u00adl.com", "kit@gmail.com, kit+2@gmail.com", "kit..@gmail.com",
     "kit.@gmail.com", ".kit@gmail.com"],
)  # fmt: skip
def test_every_spelling_of_one_mailbox_gets_one_answer_and_none_once_it_is_listed(spelling):
    process(email(CALL, sender="kit@gmail.com"), TO_US)
    process(email(CALL, number=2, sender=spelling), TO_US)
    process(email("Where is the list of councils?", number=3, sender="kit@gmail.com"), TO_US)
    process(email("Where is the list of councils?", number=4, sender=spelling), TO_US)
    purposes = OutgoingMessage.objects.exclude(recipient=LEAD).values_list("purpose", flat=True)
    assert sorted(purposes) == ["helplines", "lost_link"]
    suppress_address("kit@gmail.com")
    OutgoingMessage.objects.all().delete()
    process(email(CALL, number=5, sender=spelling), TO_US)
    assert OutgoingMessage.objects.exclude(recipient=LEAD).count() == 0


@pytest.mark.parametrize(
    "ours",
    [
        TO_US,
        TO_US.upper(),
        TO_US.replace("@", "+1@"),
        "bounces+t0kent0ken@bounces.runaways.example",
        "answers+t0kent0ken@bounces.runaways.example",
        f"a@b.example\r\nReply-To: {TO_US}",
    ],
)
def test_the_site_never_writes_to_itself(ours):
    process(email(CALL, sender=ours), TO_US)
    process(email("Where is the list of councils?", number=2, sender=ours), TO_US)
    assert (
        list(
            OutgoingMessage.objects.exclude(purpose="safeguarding").values_list(
                "recipient", flat=True
            )
        )
        == []
    )


# How long it is kept


@pytest.mark.promise(23)
def test_a_call_that_nobody_has_dealt_with_does_not_vanish_and_a_closed_one_does(ada):
    process(email(CALL), TO_US)
    now = timezone.now()
    purge_all(now + dt.timedelta(days=400))
    assert CALL in Task.objects.get().text
    Task.objects.get().finish("The council has her.", ada)
    purge_all(now + dt.timedelta(days=180))
    assert CALL in Task.objects.get().text
    purge_all(now + dt.timedelta(days=183))
    assert not Task.objects.exists()


@pytest.mark.promise(23)
def test_an_answer_passed_on_as_a_call_keeps_its_words_until_somebody_has_dealt_with_it(ada, kent):
    soon = timezone.now() + dt.timedelta(days=10)
    answer = Task.objects.add_answer(kent.pk, "Your letter says that Kit is afraid.", soon)
    answer.pass_on(ada)
    purge_all(soon + dt.timedelta(days=300))
    answer.refresh_from_db()
    assert "Kit is afraid" in answer.text
    answer.finish("We have told the council.", ada)
    purge_all(timezone.now() + dt.timedelta(days=20))
    answer.refresh_from_db()
    assert "Kit is afraid" not in answer.text


def test_a_message_passed_on_by_mistake_goes_after_its_own_days(ada, kent):
    tip = Task.objects.create(council=kent, kind=TaskKind.WRONG, text="The address is wrong.")
    tip.pass_on(ada)
    tip.pass_back(ada)
    purge_all(timezone.now() + dt.timedelta(days=183))
    assert not Task.objects.exists()


@pytest.mark.promise(23)
def test_closing_the_campaign_erases_no_call_that_nobody_has_dealt_with(ada):
    process(email(CALL), TO_US)
    closing.erase_everybody(timezone.now())
    assert CALL in Task.objects.get().text
    stays = closing.rehearse(timezone.now())["stays"]
    assert stays["calls for help that nobody has dealt with"] == 1
