"""A letter's private page: where it stands, and what its writer can do. Only its link opens it."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign import rate_limits
from campaign.http.cross_site import is_cross_site
from campaign.letters import answers, follow_up, incoming
from campaign.letters.answers import AnswerForm
from campaign.letters.draft_context import DraftContext
from campaign.letters.models import Letter, State
from campaign.letters.share_links import share_links
from campaign.letters.status_text import status_text
from campaign.letters.views.confirming import by_mail, page_of
from campaign.letters.views.unlisted import as_too_many
from campaign.letters.views.writing import see_other
from campaign.tasks.models import Task
from councils.dates import format_local_date
from councils.safeguarding.call_for_help import sounds_like_a_call_for_help


@by_mail
def private_letter(request, writing):
    """Where a letter stands; a POST says what became of it, stops it or deletes it."""
    letter = writing.letter
    if letter.is_anonymised:
        context = page_of(writing) | {"may_have_arrived": letter.may_have_arrived}
        return render(request, "letters/deleted.html", context, status=410)
    if letter.is_open and not letter.is_late():
        return HttpResponseRedirect(reverse("letters:confirm", args=[letter.token]))
    if request.method != "POST":
        return page(request, writing)
    if is_cross_site(request):
        return page(request, writing, status=403, foreign=True)
    return STEPS.get(request.POST.get("step"), page)(request, writing)


def say_answered(request, writing):
    """Keep whether the council answered: the button that was pressed says it."""
    writing.letter.record_answered(request.POST["step"])
    return back_to(writing.letter, "answered")


def paste_answer(request, writing):
    """Take the council's answer, as its reader pastes it: a task for staff, shown to nobody."""
    letter, form = writing.letter, AnswerForm(request.POST)
    if "go_on" not in request.POST and sounds_like_a_call_for_help(request.POST.get("answer", "")):
        return page(request, writing, answer=form, call_for_help=True)
    if not form.is_valid():
        return page(request, writing, status=422, answer=form)
    verdict = rate_limits.ask("tip", request, council=letter.council.code)
    if verdict.refused:
        return as_too_many(page(request, writing, answer=form, verdict=verdict), verdict)
    if not Task.objects.has_room():
        return page(request, writing, status=503, answer=form, is_full=True)
    letter.record_answered("yes")
    answers.add_answer(letter, form.cleaned_data["answer"])
    return see_other(f"{letter.private_url}?shown#answered")


def say_self_sent(request, writing):
    writing.letter.mark_self_sent()
    return back_to(writing.letter, "self-sent")


def write_again(request, writing):
    """Begin a second letter that names the day of the first."""
    if not follow_up.is_offered(writing.letter):
        return back_to(writing.letter)
    begun = follow_up.begin(writing.letter, writing.record)
    row = writing.record.by_id[begun.council_id]
    return see_other(DraftContext(begun, writing.record, row).address())


def stop(request, writing):
    """Stop a letter that has not been handed over; if it just was, the page says so."""
    if writing.letter.cancel():
        return back_to(writing.letter)
    writing.letter.refresh_from_db()
    return page(request, writing, status=409, too_late=True)


def delete(request, writing):
    """Delete its words and its writer now, here; what the council has stays with the council."""
    if writing.letter.anonymise():
        return back_to(writing.letter)
    writing.letter.refresh_from_db()
    return page(request, writing, status=409, on_its_way=True)


STEPS = {
    **dict.fromkeys(("yes", "no", "not_yet"), say_answered),
    "answer": paste_answer,
    "self_sent": say_self_sent,
    "again": write_again,
    "stop": stop,
    "delete": delete,
}


def back_to(letter: Letter, part: str = ""):
    return see_other(letter.private_url + (f"#{part}" if part else ""))


def page(request, writing, status=200, **context):
    letter, row = writing.letter, writing.row
    came_in = incoming.replies_passed_on(letter)
    went = letter.state == State.ACCEPTED and not letter.is_test
    context = {"answer": AnswerForm(), "answer_taken": "shown" in request.GET} | context
    context |= page_of(writing) | {
        "status_text": status_text(letter, row),
        "share_links": share_links(row),
        "came_in": came_in,
        "asks_for_answer": went or letter.answered or came_in,
        "may_have_arrived": letter.may_have_arrived,
        "can_write_again": follow_up.is_offered(letter),
        "may_be_stopped": letter.state in (State.QUEUED, State.SENDING, State.DEFERRED),
        "words_go": letter.text_deleted_by and format_local_date(letter.text_deleted_by),
        "person_goes": letter.details_deleted_by and format_local_date(letter.details_deleted_by),
    }
    return render(request, "letters/private.html", context, status=status)
