"""The desk's own screens: letters to read before they go, and switches."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaign.letters.emails import finished_letter
from campaign.letters.models import Letter
from campaign.letters.recipient import recipient_for
from campaign.letters.states import State
from campaign.outbox.models import MailSettings
from councils.dates import midnight, today
from councils.models.logged import leave_line
from councils.record import record_on

SHOWN = 50
"""Letters on one screen, the oldest first: what is dealt with makes room for the next."""
ASK_LATER = "its council has changed, and no email leaves that could ask its writer."


class HeldForm(forms.Form):
    """What is done with the letters that are ticked, of which some may be dealt with meanwhile."""

    letters = forms.ModelMultipleChoiceField(
        Letter.objects.all(),
        help_text="Those that are sent, or given back.",
        error_messages={"required": "Tick at least one letter."},
    )
    why = forms.CharField(
        label="Reason (the writer sees this)",
        required=False,
        max_length=300,
        help_text="It ends the sentence “We’re not going to send your letter, because …”.",
        widget=forms.TextInput(attrs={"list": "ready-reasons", "size": 80}),
    )

    def clean_why(self) -> str:
        why: str = self.cleaned_data["why"].strip().rstrip(".")
        if "decline" in self.data and not why:
            raise forms.ValidationError("Say why: the writer sees it.")
        return why if "decline" in self.data else ""


def held_letters_view(request: HttpRequest) -> HttpResponse:
    """Show the letters that wait to be read; send those that are ticked, or say why not.

    They are read for harm, not for whether we agree.
    """
    user: Any = request.user
    if not user.has_perm("letters.change_letter"):
        raise PermissionDenied
    form = HeldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        for letter in form.cleaned_data["letters"].select_related("council"):
            decide(request, letter, form.cleaned_data["why"])
        return HttpResponseRedirect(request.path)
    waiting = Letter.objects.to_read()
    record = record_on()
    context = {
        **admin.site.each_context(request),
        "title": "Letters to read before they go",
        "form": form,
        "ticked": request.POST.getlist("letters"),
        "letters": [
            (letter, finished_letter(letter), record.by_id[letter.council_id])
            for letter in waiting[:SHOWN]
        ],
        "more": max(0, waiting.count() - SHOWN),
        "mail": MailSettings.current(),
    }
    return render(request, "admin/staff/held_letters.html", context)


def decide(request: HttpRequest, letter: Letter, why: str) -> None:
    """Send a letter that staff have read, or turn it down with a reason; say and log which."""
    if not why:
        let_go(request, letter)
    elif letter.turn_down(why):
        leave_line(request, letter, f"Read, and not sent: {why}")
        messages.success(request, f"{letter}. The writer has their text and your reason.")
    else:
        say_dealt_with(request, letter)


def let_go(request: HttpRequest, letter: Letter) -> None:
    """Send a letter that staff have read, if it can still go as it is.

    Its writer is asked first if the status of its council has changed meanwhile.
    """
    row = record_on().by_id[letter.council_id]
    to = recipient_for(row)
    if letter.status_has_changed and MailSettings.current().paused:
        messages.error(request, f"{letter} still waits: {ASK_LATER}")
    elif letter.status_has_changed and letter.stop_and_ask_again():
        messages.warning(request, f"{row.name} has changed: {what_became_of(letter)}")
    elif not letter.can_go:
        messages.error(request, f"{letter} still waits: we have no checked address now.")
    elif letter.let_go(to):
        leave_line(request, letter, "Read, and sent")
        messages.success(request, f"{letter}. It’s going.")
    else:
        say_dealt_with(request, letter)


def what_became_of(letter: Letter) -> str:
    if letter.state == State.CANCELLED:
        return "we can’t email the writer, so it isn’t sent. Its page says why."
    return "we’ve asked the writer again."


def say_dealt_with(request: HttpRequest, letter: Letter) -> None:
    messages.warning(request, f"{letter} was dealt with, or stopped by its writer.")


@require_POST
def switch_view(request: HttpRequest) -> HttpResponse:
    """Turn a switch of email, or let more through until midnight when we are in the news."""
    turn = request.POST.get("turn")
    user = request.user
    needed = "go_live" if turn in ("live", "test") else "change_mailsettings"
    if not user.has_perm(f"outbox.{needed}"):
        raise PermissionDenied
    back_to = "held_letters" if turn in ("read", "unread") else "index"
    tonight = midnight(today() + dt.timedelta(days=1))
    turned: dict[str | None, tuple[dict[str, Any], str]] = {
        "pause": (
            {"paused": True},
            "No email leaves now, but for calls for help and what is about the site’s health.",
        ),
        "resume": ({"paused": False}, "Email leaves again."),
        "live": ({"live": True}, "Letters may go to councils."),
        "test": ({"live": False}, "No letter goes to a council now."),
        "busy": ({"busy_until": tonight}, "Five times as much is let through until midnight."),
        "usual": ({"busy_until": None}, "The usual limits are in force again."),
        "read": (
            {"own_words_read_until": tonight},
            "Letters with a link or mostly in people’s words wait for one of us until midnight.",
        ),
        "unread": (
            {"own_words_read_until": None},
            "Letters in people’s own words go again. Those that wait stay here.",
        ),
    }
    if turn not in turned:
        return HttpResponseBadRequest("There is no such switch.")
    fields, said = turned[turn]
    mail, _ = MailSettings.objects.update_or_create(pk=1, defaults=fields)
    leave_line(request, mail, said)
    messages.success(request, said)
    if turn == "live" and not mail.is_live:
        messages.warning(request, mail.letters_now)
    return HttpResponseRedirect(reverse(f"admin:{back_to}"))
