"""Undo: what was recorded within the last day is taken back, and who was thanked is named."""

import datetime as dt

from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from campaign.recording.fact_pages import address_of, lead_to
from campaign.sign_up.models import SignUp
from councils.models import Signature
from councils.models.dated import DatedFact
from councils.models.logged import leave_line

UNDO_FOR = dt.timedelta(days=1)
"""How long Undo is offered. Later, a mistake is taken back with a reason of its own."""
UNDONE = "It was recorded by mistake, and taken back within a day."


def can_be_undone(fact: DatedFact) -> bool:
    """Whether it was never public, or is as it was recorded within the last day.

    What was changed since may be right but for that: it is corrected again, not taken back whole.
    """
    if fact.published_at is None:
        return True
    if fact.retracted_on or (isinstance(fact, Signature) and fact.events_resting_on_it()):
        return False
    if fact.changed_at:
        return False
    return fact.published_at > timezone.now() - UNDO_FOR


def history_of(fact: DatedFact) -> QuerySet[LogEntry]:
    kind = ContentType.objects.get_for_model(fact)
    return LogEntry.objects.filter(content_type=kind, object_id=str(fact.pk))


def thanked_line(message: SignUp) -> str:
    """Return what the history of a fact says of the message that showed it."""
    return f"Shown by message {message.pk} of the council, whose officer was thanked."


def say_who_was_told(request: HttpRequest, fact: DatedFact) -> None:
    """Lead to the council's message whose officer was thanked for this fact, if one was."""
    lines = history_of(fact).values_list("change_message", flat=True)
    for message in SignUp.objects.filter(council=fact.council_id):
        if thanked_line(message) in lines:
            said = format_html(
                "{} of {} was told that it is on the page: <a href='{}'>write to them</a>.",
                *(message.role, message.council, message.desk_url),
            )
            messages.warning(request, said)


def undo(request: HttpRequest, fact: DatedFact) -> HttpResponse:
    """Take back what was recorded within the last day; delete what was never public."""
    if fact.retracted_on:
        return lead_to(request, fact)
    before = str(fact)
    if fact.waits:
        say_who_was_told(request, fact)
        leave_line(request, fact, "Undone before it was public.", DELETION)
        fact.delete()
        messages.success(request, f"Undone: {before}. Nothing of it was public.")
        return HttpResponseRedirect(reverse("admin:record"))
    if can_be_undone(fact):
        say_who_was_told(request, fact)
        take_back(request, fact)
        messages.success(request, f"Undone: {before}. It is no longer on record.")
    else:
        messages.error(request, "This can no longer be undone. Correct it, or take it back.")
    return HttpResponseRedirect(address_of(fact))


def take_back(request: HttpRequest, fact: DatedFact) -> None:
    fact.retract(UNDONE)
    leave_line(request, fact, UNDONE, CHANGE)
