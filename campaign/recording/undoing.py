"""Undo: what was recorded within a day is taken back.

Nobody is written to: whoever pressed Undo reads which officer was thanked for it, and which task
was closed with it, to put that right.
"""

import datetime as dt

from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from campaign.recording.fact_pages import MODELS, address_of, fact_or_404, lead_to
from campaign.recording.led_here import FROM_TASK, thanked_line
from campaign.sign_up.models import SignUp
from campaign.tasks.models import Task
from councils.models import Signature
from councils.models.dated import DatedFact
from councils.models.logged import history_of, leave_line
from councils.record import record_version

UNDO_FOR = dt.timedelta(days=1)
"""How long Undo is offered. Later, a mistake is taken back with a reason of its own."""
UNDONE = "It was recorded by mistake, and taken back within a day."


def can_be_undone(fact: DatedFact) -> bool:
    """Whether it was never public, or is as it was recorded within the last day.

    Not one that was changed since: only the change may be wrong, and that is corrected again.
    """
    if fact.published_at is None:
        return True
    if fact.retracted_on or (isinstance(fact, Signature) and fact.events_resting_on_it()):
        return False
    if fact.changed_at:
        return False
    return fact.published_at > timezone.now() - UNDO_FOR


def was_undone_while_waiting(kind: str, pk: int) -> bool:
    """Whether what had this address was deleted by Undo before it was public."""
    model = MODELS.get(kind)
    return model is not None and history_of(model(pk=pk)).filter(action_flag=DELETION).exists()


def warn_who_was_thanked(request: HttpRequest, fact: DatedFact) -> None:
    """Say which officer was thanked for this fact, if one was, and lead to their message."""
    lines = history_of(fact).values_list("change_message", flat=True)
    for message in SignUp.objects.filter(council=fact.council_id):
        if thanked_line(message) in lines:
            said = format_html(
                "{} of {} was told that it is on the page: <a href='{}'>write to them</a>.",
                message.role,
                message.council,
                message.desk_url,
            )
            messages.warning(request, said)


def warn_of_closed_task(request: HttpRequest, fact: DatedFact) -> None:
    """Say which task this fact closed, if it did, and lead there: whoever told us still waits."""
    for line in history_of(fact).filter(change_message__startswith=FROM_TASK):
        number = line.change_message.removeprefix(FROM_TASK).rstrip(".")
        if not number.isdecimal():  # somebody typed it
            continue
        for task in Task.objects.done().filter(pk=number):
            said = format_html(
                "The task that led to it is still closed: <a href='{}'>{}</a>."
                " If it waits for somebody, select “Open it again” there.",
                task.desk_url,
                task,
            )
            messages.warning(request, said)


def undo(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take back what was recorded within the last day; delete what was never public.

    A second press waits for the first to end, and leads to what that did.
    """
    with transaction.atomic():
        fact = fact_or_404(request, kind, pk, lock=True)
        if fact.retracted_on:
            return lead_to(request, fact)
        if fact.waits:
            delete_waiting(request, fact)
            return HttpResponseRedirect(reverse("admin:record"))
        undo_public(request, fact)
    record_version.forget()
    return HttpResponseRedirect(address_of(fact))


def delete_waiting(request: HttpRequest, fact: DatedFact) -> None:
    """Delete what was never public; its history keeps a line, so that an old tab learns of it."""
    said = f"Undone: {fact}. Nothing of it was public."
    warn_who_was_thanked(request, fact)
    warn_of_closed_task(request, fact)
    leave_line(request, fact, "Undone before it was public.", DELETION)
    fact.delete()
    messages.success(request, said)


def undo_public(request: HttpRequest, fact: DatedFact) -> None:
    """Take a public fact back, or say why that is no longer done by Undo."""
    if not can_be_undone(fact):
        messages.error(request, "This can no longer be undone. Correct it, or take it back.")
        return
    said = f"Undone: {fact}. It is no longer on record."
    try:
        take_back(request, fact)
    except ValidationError as error:  # a colleague was quicker with what rests on it
        messages.error(request, " ".join(error.messages))
        return
    warn_who_was_thanked(request, fact)
    warn_of_closed_task(request, fact)
    messages.success(request, said)


@transaction.atomic
def take_back(request: HttpRequest, fact: DatedFact) -> None:
    """Take a fact back as a mistake of ours, with a line in its history; raise ValidationError."""
    fact.retract(UNDONE)
    leave_line(request, fact, UNDONE, CHANGE)
