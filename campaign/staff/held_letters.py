"""The screen on which staff read letters before they go: for harm, not for whether they agree."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign.letters.emails import signed_text
from campaign.letters.models import Letter, LetterQuerySet
from campaign.letters.recipient import recipient_for, takes_letters
from councils.models.logged import leave_line
from councils.record import record_on

SHOWN = 50
"""Letters on one screen, the oldest first: what is dealt with makes room for the next."""
READY_REASONS = (
    "the link asks people to log in or pay",
    "it threatens someone",
    "it names a child",
    "it’s advertising",
    "the council’s status has changed since you wrote",
)


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
        return why


def held_letters_view(request: HttpRequest) -> HttpResponse:
    """Show the letters that wait to be read; send those that are ticked, or say why not."""
    user: Any = request.user
    if not user.has_perm("letters.change_letter"):
        raise PermissionDenied
    form = HeldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        letters = form.cleaned_data["letters"].select_related("council")
        decide(request, letters, form.cleaned_data["why"] if "decline" in request.POST else "")
        return HttpResponseRedirect(request.get_full_path())
    waiting = Letter.objects.to_read()
    if code := request.GET.get("council"):
        waiting = waiting.filter(council__code=code)
    record = record_on()
    context = {
        **admin.site.each_context(request),
        "title": "Letters to read before they go",
        "form": form,
        "ticked": request.POST.getlist("letters"),
        "letters": [
            (letter, signed_text(letter), record.by_id[letter.council_id])
            for letter in waiting[:SHOWN]
        ],
        "more": max(0, waiting.count() - SHOWN),
        "ready_reasons": READY_REASONS,
        "index": reverse("admin:index"),
    }
    return render(request, "admin/staff/held_letters.html", context)


def decide(request: HttpRequest, letters: LetterQuerySet, why: str) -> None:
    """Send letters, or turn them down with a reason; say how many, and log which."""
    record, done = record_on(), 0
    for letter in letters:
        row = record.by_id[letter.council_id]
        to = recipient_for(row)
        if not why and row.status != letter.status_at_drafting and letter.ask_again():
            messages.warning(request, f"{row.name} has changed: we’ve asked the writer again.")
            continue
        may_go = to.mailbox and takes_letters(record, row)
        if letter.turn_down(why) if why else may_go and letter.let_go(to):
            leave_line(request, letter, f"Read, and not sent: {why}" if why else "Read, and sent")
            done += 1
        elif may_go or why:
            messages.warning(request, f"{letter} was dealt with, or stopped by its writer.")
        else:
            messages.error(request, f"{letter} still waits: we have no checked address now.")
    if done:
        said = "The writer has their text and your reason." if why else "It’s going."
        messages.success(request, said if done == 1 else f"{done} letters. {said}")
