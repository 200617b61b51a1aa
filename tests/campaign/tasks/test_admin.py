import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaign.outbox.mime import readable
from campaign.outbox.models import OutgoingMessage
from campaign.sign_up.models import SignUp
from campaign.staff import roles
from campaign.tasks.models import Task, TaskKind
from councils.models import Council
from tests.seen import fields, links, words

TIPS = "/admin/tasks/task/"


def url_of(task):
    return f"{TIPS}{task.pk}/change/"


@pytest.fixture
def ed(db):
    return User.objects.get_or_create(username="ed@example.org")[0]


@pytest.fixture
def bea(db):
    """Bea, who does all that Ed does."""
    user = User.objects.create(username="bea@example.org", email="bea@example.org", is_staff=True)
    roles.give(user, "editor", "supporter care")
    return user


@pytest.fixture
def letters_to(db):
    """Return a function that reads what one address was sent last."""

    def read(address):
        email = OutgoingMessage.objects.filter(recipient=address).latest("pk")
        subject, text = readable(bytes(email.content))
        return f"{subject} {text}"

    return read


@pytest.fixture
def task(sheffield):
    return Task.objects.create(
        council=sheffield, kind="signed", text="It signed <b>in May</b>.", email="anna@example.org"
    )


def test_what_is_said_to_be_wrong_is_corrected_or_moved_from_its_task(staff, db):
    kent = Council.objects.get(code="KEN")
    signature = kent.signatures.standing().get()
    wrong = Task.objects.create(council=kent, kind="wrong", text="It was Medway.")
    for act in ("correct", "move"):
        [address] = [each for each in links(staff.get(url_of(wrong))) if f"/{act}/" in each]
        assert f"/signature/{signature.pk}/" in address
        assert "It was Medway." in words(staff.get(address))
    told = Task.objects.create(council=kent, kind="signed", text="It signed.")
    assert not [each for each in links(staff.get(url_of(told))) if "/move/" in each]


def test_the_list_shows_what_there_is_to_do_unless_others_are_chosen(staff, task):
    assert "It signed <b>in May</b>." in words(staff.get(TIPS))
    closed = {"act": "closed", "text": "Found the minutes."}
    assert "Closed." in words(staff.post(f"{TIPS}{task.pk}/change/", closed, follow=True))
    assert "0 in all" in words(staff.get(TIPS))
    for state in ("done", "all"):
        assert "Sheffield City Council" in words(staff.get(f"{TIPS}?state={state}"))


def test_a_task_closed_twice_keeps_what_the_first_person_wrote(staff, task):
    maya = User.objects.create(username="maya@example.org", is_staff=True)
    task.finish("Asked the council.", maya)
    answer = staff.post(f"{TIPS}{task.pk}/change/", {"act": "closed", "text": "Rang them."})
    assert "This has already been dealt with, by maya@example.org on" in words(answer)
    assert "Rang them." not in [step.text for step in task.steps.all()]
    with pytest.raises(ValidationError, match="already been dealt with"):
        task.finish()


def test_a_task_is_taken_noted_put_off_and_closed_and_shows_who_did_what(
    staff, task, today_is, client
):
    today_is("2026-11-24")
    address = f"{TIPS}{task.pk}/change/"
    assert "<b>in May" not in staff.get(address).content.decode()
    staff.post(address, {"act": "taken", "text": "", "until": ""})
    assert "It is yours." in words(staff.get(address))
    staff.post(address, {"act": "noted", "text": "Rang; they ring back."})
    staff.post(address, {"act": "put_off", "until": "2026-12-01", "text": "Their clerk is away."})
    assert "0 in all" in words(staff.get(TIPS))
    assert "1 in all" in words(staff.get(TIPS + "?state=put_off"))
    today_is("2026-12-02")
    client.force_login(User.objects.get(username="ed@example.org"))
    assert "1 in all" in words(client.get(TIPS))
    client.post(address, {"act": "closed", "text": "It signed in June.", "kind": "wrong"})
    page = words(client.get(address))
    done = ["took it", "noted", "Rang; they ring back.", "put it off", "To 1 December 2026."]
    done += ["Their clerk is away.", "closed it", "It signed in June."]
    places = [page.index(text) for text in done]
    assert places == sorted(places)
    assert "Closed on 2 December 2026." in page
    assert "Put it off" not in page
    task.refresh_from_db()
    assert (task.outcome, task.kind) == ("It signed in June.", "signed")


def test_each_step_says_what_it_needs_and_keeps_what_was_typed(staff, task, today_is):
    today_is("2026-11-24")
    Task.objects.filter(pk=task.pk).update(due_on=dt.date(2026, 11, 26))
    address = f"{TIPS}{task.pk}/change/"
    for typed, answer in (
        ({"act": "closed"}, "Say what came of it"),
        ({"act": "noted"}, "Write the note"),
        ({"act": "put_off"}, "Choose the day"),
        ({"act": "put_off", "until": "2026-11-24"}, "Choose a day after today"),
        ({"act": "put_off", "until": "2026-11-27"}, "It has to be done by 26 November 2026"),
        ({"text": "So far so good"}, "Select one of the buttons"),
    ):
        page = staff.post(address, typed)
        assert answer in words(page)
        assert typed.get("text", "") in page.content.decode()
    assert not task.steps.exists()


@pytest.fixture
def complaint(sheffield):
    """A complaint of Olu's that nobody has taken."""
    row = Task(council=sheffield, text="Our page is wrong.", name="Olu", email="olu@example.org")
    row.receive_complaint()
    return row


BUTTONS = ("taken", "given", "given_back", "put_off", "noted", "call", "no_call", "nothing", "look")


@pytest.mark.parametrize("act", BUTTONS)
def test_whatever_button_is_pressed_a_note_and_an_answer_are_kept(
    staff, ed, complaint, bea, today_is, act
):
    today_is("2026-11-24")
    Task.objects.filter(pk=complaint.pk).update(due_on=dt.date(2026, 12, 24))
    if act == "given_back":
        complaint.take(ed)
    if act == "no_call":
        complaint.pass_on(ed)
    typed = {"text": "Olu rang twice.", "answer": "We corrected\nthe day.", "act": act}
    chosen = typed | {"to": bea.pk, "until": "2026-12-01"}
    pressed = staff.post(url_of(complaint), chosen)
    if act in ("taken", "given"):  # the email that it sends is shown first
        pressed = staff.post(url_of(complaint), fields(pressed) | chosen)
    if act == "look":
        assert fields(pressed)["text"].strip() == typed["text"]
        assert fields(pressed)["answer"].strip() == typed["answer"]
        return
    page = staff.get(url_of(complaint))
    assert pressed.status_code == 302
    assert "Olu rang twice." in words(page)
    assert "ed@example.org wrote an answer, not sent yet" in words(page)
    if act != "nothing":
        assert fields(page)["answer"].strip() == typed["answer"]
    staff.post(url_of(complaint), typed)  # the second press
    assert complaint.steps.filter(text=typed["answer"]).count() == 1


@pytest.mark.parametrize("act", BUTTONS[:-1] + ("closed",))
def test_whatever_button_is_pressed_a_note_beside_a_message_is_kept(
    staff, ed, task, bea, today_is, act
):
    today_is("2026-11-24")
    if act == "given_back":
        task.take(ed)
    if act == "no_call":
        task.pass_on(ed)
    typed = {"text": "Anna rang twice.", "act": act, "to": bea.pk, "until": "2026-12-01"}
    assert staff.post(url_of(task), typed).status_code == 302
    assert "Anna rang twice." in words(staff.get(url_of(task)))


@pytest.mark.parametrize("act", ["", "given", "put_off", "given_back", "no_call", "closed"])
def test_a_button_that_is_refused_leaves_both_boxes_as_they_were(staff, complaint, act):
    typed = {"text": "Olu rang twice.", "answer": "We did.", "act": act}
    if act == "closed":
        complaint.finish("Done by a colleague.")
        typed["seen"] = "not what was shown"
    again = staff.post(url_of(complaint), typed)
    assert fields(again)["text"].strip() == typed["text"]
    assert fields(again)["answer"].strip() == typed["answer"]


def test_a_note_beside_an_answer_is_kept_as_it_is_sent_and_after(staff, complaint, letters_to):
    typed = {"text": "I fear she is right.", "answer": "We corrected it.", "act": "look"}
    shown = staff.post(url_of(complaint), typed)
    staff.post(url_of(complaint), fields(shown) | {"act": "closed"})
    assert "I fear" not in letters_to("olu@example.org")
    page = words(staff.get(url_of(complaint)))
    assert page.index("I fear she is right.") < page.index("We corrected it.")
    staff.post(url_of(complaint), {"act": "noted", "text": "She rang to thank us."})
    page = words(staff.get(url_of(complaint)))
    assert "She rang to thank us." in page and "Closed on" in page


def test_a_complaint_is_given_to_nobody_who_may_not_read_it(staff, complaint, bea):
    roles.give(bea, "editor")
    refused = staff.post(url_of(complaint), {"act": "given", "to": bea.pk})
    assert "Choose somebody from the list." in words(refused)
    complaint.refresh_from_db()
    assert complaint.taken_by is None


def test_a_colleague_goes_on_with_the_answer_that_was_begun(staff, complaint, bea, client):
    typed = {"act": "given", "to": bea.pk, "answer": "We are looki"}
    shown = staff.post(url_of(complaint), typed)
    staff.post(url_of(complaint), fields(shown) | typed)
    client.force_login(bea)
    begun = fields(client.get(url_of(complaint))) | {"act": "look"}
    assert begun["answer"].strip() == "We are looki"
    shown = client.post(url_of(complaint), begun | {"answer": "We are looking."})
    client.post(url_of(complaint), fields(shown) | {"act": "closed"})
    assert complaint.draft == ""


def test_a_task_is_taken_over_from_a_colleague_who_is_away(staff, task):
    task.take(User.objects.create(username="maya@example.org", is_staff=True))
    address = f"{TIPS}{task.pk}/change/"
    seen = staff.get(address)
    assert "Take it over from maya@example.org" in words(seen)
    taken = words(staff.post(address, fields(seen) | {"act": "taken"}, follow=True))
    assert "It is yours. maya@example.org, who had it, gets an email." in taken
    assert "ed@example.org took it , " in taken and "It was maya@example.org’s." in taken


HANDS = ("taken", "given", "given_back", "put_off", "closed", "nothing")


@pytest.mark.promise(26)
@pytest.mark.parametrize("act", HANDS)
@pytest.mark.parametrize("seen_as", ["nobody’s", "mine"])
def test_an_old_tab_asks_before_it_touches_the_task_of_a_colleague(
    staff, task, ed, bea, letters_to, today_is, act, seen_as
):
    today_is("2026-11-24")
    if seen_as == "mine":
        task.take(ed)
    typed = {"act": act, "text": "Found it.", "to": "", "until": "2026-12-01"}
    if act == "given":
        typed["to"] = User.objects.create(username="cy@example.org", is_staff=True).pk
        roles.give(User.objects.get(pk=typed["to"]), "editor")
    tab = fields(staff.get(url_of(task)))
    Task.objects.get(pk=task.pk).take(bea)
    asked = staff.post(url_of(task), tab | typed)
    assert "bea@example.org has taken it since you opened this page." in words(asked)
    assert fields(asked)["text"].strip() == "Found it."
    task.refresh_from_db()
    assert (task.taken_by, task.done_at, task.put_off_to) == (bea, None, None)
    assert staff.post(url_of(task), fields(asked) | typed).status_code == 302
    page = words(staff.get(url_of(task)))
    assert "Found it." in page
    if act == "put_off":
        return
    assert "It was bea@example.org’s." in page
    told = letters_to("bea@example.org")
    assert "A task of yours has changed hands" in told and url_of(task) in told


def test_enter_in_a_date_presses_no_button_of_ours(staff, task, ed, today_is):
    today_is("2026-11-24")
    task.take(ed)
    page = staff.get(url_of(task)).content.decode()
    form = page[page.index('name="owner"') :]
    first = re.search(r"<button[^>]*>", form)[0]
    assert "name=" not in first, "Enter presses the first button of a form"
    typed = {"until": "2026-12-01", "text": "Their clerk is away."}
    again = staff.post(url_of(task), fields(staff.get(url_of(task))) | typed)
    assert "Select one of the buttons." in words(again)
    assert fields(again)["text"].strip() == typed["text"]
    assert fields(again)["until"] == typed["until"]
    assert not Task.objects.open_calls().exists()


def test_a_note_and_a_call_for_help_wait_for_nobody(staff, task, bea, letters_to):
    tab = fields(staff.get(url_of(task)))
    task.take(bea)
    assert staff.post(url_of(task), tab | {"act": "noted", "text": "Rang."}).status_code == 302
    assert staff.post(url_of(task), tab | {"act": "call", "text": "Now."}).status_code == 302
    assert "has passed it on as a call for help" in letters_to("bea@example.org")


def test_the_look_at_an_answer_does_not_hide_that_a_colleague_has_the_complaint(
    staff, complaint, bea
):
    tab = fields(staff.get(url_of(complaint)))
    complaint.take(bea)
    shown = staff.post(url_of(complaint), tab | {"act": "look", "answer": "We did."})
    asked = staff.post(url_of(complaint), fields(shown) | {"act": "closed"})
    assert "bea@example.org has taken it since" in words(asked)
    assert fields(asked)["answer"].strip() == "We did."


def test_of_two_who_take_one_task_at_the_same_moment_one_is_told(task, ed, bea):
    of_ed = Task.objects.get(pk=task.pk)
    Task.objects.get(pk=task.pk).take(bea)
    with pytest.raises(ValidationError, match="It has just changed hands"):
        of_ed.take(ed)
    with pytest.raises(ValidationError, match="It has just changed hands"):
        of_ed.finish("Found it.", ed)


def test_whoever_gives_a_task_away_or_closes_their_own_is_sent_nothing(staff, task, ed, bea):
    staff.post(url_of(task), {"act": "taken"})
    staff.post(url_of(task), {"act": "given", "to": bea.pk})
    Task.objects.get(pk=task.pk).finish("Settled by itself.")
    subjects = OutgoingMessage.objects.filter(purpose="staff")
    assert not [one for one in subjects if "changed hands" in readable(bytes(one.content))[0]]


def test_a_councils_answer_leads_to_the_recording_screen_with_the_council_filled_in(
    staff, sheffield
):
    task = Task.objects.create(council=sheffield, kind="reply", text="It says it will sign.")
    page = staff.get(f"{TIPS}{task.pk}/change/")
    (address,) = [link for link in links(page) if link.startswith("/admin/record/?task")]
    form = staff.get(address).context["form"]
    filled = {"shows": "other", "kind": "reply", "council": "Sheffield City Council"}
    assert {name: form[name].value() for name in filled} == filled


@pytest.mark.promise(27)
def test_a_task_is_given_to_a_named_colleague_who_is_told_and_given_back(
    staff, task, bea, letters_to
):
    page = staff.get(url_of(task))
    assert "Give it to" in words(page)
    given = staff.post(url_of(task), {"act": "given", "to": bea.pk, "text": "She knows Kent."})
    assert given.status_code == 302
    task.refresh_from_db()
    assert task.taken_by == bea
    page = staff.get(url_of(task))
    assert "To bea@example.org. She knows Kent." in words(page)
    told = letters_to("bea@example.org")
    assert "gave you a task" in told and url_of(task) in told
    staff.post(url_of(task), fields(page) | {"act": "given_back"})
    task.refresh_from_db()
    assert task.taken_by is None
    assert "Nobody has taken it." in words(staff.get(url_of(task)))
    again = words(staff.post(url_of(task), {"act": "given_back"}))
    assert "Nobody has taken it: there is nothing to give back." in again


def test_whoever_works_alone_reads_why_a_task_can_be_given_to_nobody(staff, task, bea):
    alone = "Nobody else here may see to it yet."
    assert alone not in words(staff.get(url_of(task)))
    bea.delete()
    assert alone in words(staff.get(url_of(task)))


def test_a_task_given_to_nobody_in_particular_is_asked_about_and_keeps_what_was_typed(staff, task):
    page = staff.post(url_of(task), {"act": "given", "text": "Somebody else, please."})
    assert "Choose the colleague to whom you give it." in words(page)
    assert "Somebody else, please." in page.content.decode()


def test_the_list_has_the_oldest_promise_first_as_the_desk_has(staff, today_is):
    today_is("2026-11-20")
    for name, day in (("Newer", "2026-11-18"), ("Older", "2026-11-10")):
        at = timezone.make_aware(dt.datetime.fromisoformat(f"{day}T12:00"))
        Task.objects.create(kind=TaskKind.WRONG, text=name, created_at=at)
    Task.objects.create(kind=TaskKind.WRONG, text="Due", due_on=dt.date(2026, 11, 12))
    page = words(staff.get("/admin/tasks/task/"))
    assert page.index("Older") < page.index("Due") < page.index("Newer")


def test_a_task_closed_by_mistake_is_opened_again_with_what_was_noted(staff, task, letters_to):
    closed = staff.post(url_of(task), {"act": "closed", "text": "Found nothing."}, follow=True)
    assert links(closed)[url_of(task)] == "See it"
    assert "Open it again" in words(staff.get(url_of(task)))
    for _ in range(2):  # pressed twice
        again = words(staff.post(url_of(task), {"act": "reopened"}, follow=True))
        assert "It is yours." in again and "Found nothing." in again
    assert "It is open already." in again
    assert "It signed" in words(staff.get(TIPS))
    staff.post(url_of(task), {"act": "closed", "text": "Found it after all."})
    task.refresh_from_db()
    assert task.outcome == "Found it after all."


def test_a_complaint_that_was_answered_is_opened_again_and_answered_a_second_time(
    staff, complaint, bea
):
    def send(text):
        shown = staff.post(url_of(complaint), {"act": "look", "answer": text})
        assert staff.post(url_of(complaint), fields(shown) | {"act": "closed"}).status_code == 302
        return words(shown)

    to_olu = OutgoingMessage.objects.filter(recipient="olu@example.org").order_by("pk")
    send("It was the 3rd.")
    assert "The email that went stays" in words(staff.get(url_of(complaint)))
    opened = staff.post(url_of(complaint), {"act": "reopened"}, follow=True)
    assert "It is open again, and yours. Whoever complained keeps the email" in words(opened)
    assert fields(opened)["answer"].strip() == ""
    assert "tell whoever complained that it has arrived" not in words(opened)
    assert "We’ve looked again into your complaint" in send("It was the 4th after all.")
    first, second = [" ".join(readable(bytes(one.content))[1].split()) for one in to_olu]
    assert "We’ve looked into" in first and "It was the 3rd." in first
    assert "We’ve looked again into" in second and "It was the 4th after all." in second
    page = words(staff.get(url_of(complaint)))
    told = ["It was the 3rd.", "opened it again", "It was the 4th after all."]
    assert [page.index(one) for one in told] == sorted(page.index(one) for one in told)
    staff.post(url_of(complaint), {"act": "reopened"})  # and handed over: Olu hears nothing new
    staff.post(url_of(complaint), {"act": "given", "to": bea.pk})
    assert to_olu.count() == 2


def test_a_matter_settled_elsewhere_is_not_opened_again(staff, task):
    task.finish("The signature went on record.")
    assert "Open it again" not in words(staff.get(url_of(task)))
    refused = words(staff.post(url_of(task), {"act": "reopened"}))
    assert "This cannot be opened again." in refused


def test_whoever_may_not_take_the_second_look_does_not_open_it_again(staff, complaint, ed, bea):
    complaint.finish("It was right.", bea)
    Task.objects.filter(pk=complaint.pk).update(not_by=ed)
    refused = words(staff.post(url_of(complaint), {"act": "reopened"}))
    assert "somebody else takes a second look" in refused


def test_a_call_that_was_called_none_by_mistake_is_heard_again(staff, db):
    call = Task.objects.add_call_for_help(None, "I ran away", "anna@example.org", "one")
    since = timezone.now() - dt.timedelta(days=30)
    staff.post(url_of(call), {"act": "nothing"})
    assert Task.objects.marked_as_nothing(since).exists()
    staff.post(url_of(call), {"act": "reopened"})
    assert not Task.objects.marked_as_nothing(since).exists()
    assert Task.objects.open_calls().exists()
    staff.post(url_of(call), {"act": "nothing"})
    assert Task.objects.marked_as_nothing(since).exists()


def test_what_was_put_off_comes_back_once_somebody_takes_it(staff, task, bea):
    later = timezone.localdate() + dt.timedelta(days=20)
    staff.post(url_of(task), {"act": "put_off", "until": later.isoformat()})
    assert "0 in all" in words(staff.get(TIPS))
    staff.post(url_of(task), {"act": "taken"})
    assert "It signed" in words(staff.get(TIPS))


def test_ones_own_task_put_off_to_a_wrong_day_comes_back_in_one_press(staff, task, today_is):
    today_is("2026-11-24")
    staff.post(url_of(task), {"act": "taken"})
    assert "Bring it back now" not in words(staff.get(url_of(task)))
    staff.post(url_of(task), {"act": "put_off", "until": "2026-12-01"})
    page = staff.get(url_of(task))
    assert "Bring it back now" in words(page) and "Take it" not in words(page)
    staff.post(url_of(task), fields(page) | {"act": "taken"})
    task.refresh_from_db()
    assert task.put_off_to is None


def test_the_desk_leads_to_the_tasks_of_whoever_reads_it(staff, task):
    assert "Yours:" not in words(staff.get("/admin/"))
    staff.post(url_of(task), {"act": "taken"})
    desk = links(staff.get("/admin/"))
    (mine,) = [to for to, text in desk.items() if text == "Yours: 1 task"]
    assert "It signed" in words(staff.get(mine))


@pytest.mark.promise(26)
@pytest.mark.parametrize("act", [*BUTTONS, "closed", "reopened", ""])
def test_a_task_erased_while_one_types_gives_back_every_word(staff, complaint, act):
    typed = fields(staff.get(url_of(complaint))) | {"act": act}
    typed |= {"text": "Olu rang <twice>.", "answer": "We corrected\nthe day."}
    Task.objects.filter(pk=complaint.pk).erase()
    page = staff.post(url_of(complaint), typed)
    assert page.status_code == 404
    assert "That task has been erased" in words(page) and "copy it now" in words(page)
    assert links(page)[TIPS] == "See the tasks"
    shown = page.content.decode()
    assert "Olu rang &lt;twice&gt;." in shown and "We corrected\nthe day." in shown
    assert shown.count("<textarea") == 2  # and not the mark of whose it was


def test_a_task_that_is_a_councils_message_again_keeps_a_note_and_refuses_the_rest(staff, kent):
    message = SignUp.objects.create(
        council=kent, kind="letters", text="Hold them.", officer="Olu", role="Officer",
        email="olu@kent.gov.uk", confirmed_at=timezone.now(),
    )  # fmt: skip
    task = message.add_task("Kent writes.")
    refused = staff.post(url_of(task), {"act": "closed", "text": "Nothing to do."})
    assert "Open the council’s message" in words(refused)
    assert fields(refused)["text"].strip() == "Nothing to do."
    staff.post(url_of(task), {"act": "noted", "text": "The clerk rings back."})
    assert task.steps.get().text == "The clerk rings back."
