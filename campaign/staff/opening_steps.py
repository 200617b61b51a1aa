"""The steps before the site opens, and the page on which an administrator opens it."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.pages.models import Opening, Organisation
from campaign.staff import emails
from campaign.staff.models import AuditEntry
from councils.forms import ModelForm
from councils.models import Contact
from councils.models.logged import leave_line
from councils.record import record_on
from councils.saves import refuse_if_stale

TEST_KEY = "opening-test"


@dataclass(frozen=True)
class Step:
    """One requirement, whether it is met, and the field or list where it can be met.

    For somebody who may not open that, the address is empty.
    """

    words: str
    is_done: bool
    url: str
    permission: str = "pages.change_opening"


class OpeningForm(ModelForm):
    """Who is responsible for what, and what has been read, tested and accepted."""

    class Meta:
        model = Opening
        fields = [
            *("data_contact", "safeguarding_contact", "mail_hours", "words_checked"),
            *("restore_rehearsed_on", "few_contacts_accepted"),
        ]
        widgets = {
            "restore_rehearsed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }
        help_texts = {
            "words_checked": "Tick it once everybody named above has read that page.",
            "restore_rehearsed_on": "Ask whoever runs the server to restore one, and see it work.",
            "few_contacts_accepted": "Needed only while that is so: see the list above.",
        }

    def clean_restore_rehearsed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["restore_rehearsed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return day


OF_THE_ORGANISATION = {
    "email": "An address for the public",
    "press_contact": "A press contact",
    "safeguarding_email": "An address for safeguarding",
}
OF_THE_OPENING = {
    "data_contact": "Who answers for personal data",
    "safeguarding_contact": "Who answers for safeguarding",
    "mail_hours": "When email is read",
    "words_checked": "How long things are kept and how to complain: read and meant",
    "restore_rehearsed_on": "Restoring a backup was rehearsed",
}
"""The fields that must be filled in, and what each step is called."""


def steps() -> list[Step]:
    row, opening, here = Organisation.current(), Opening.current(), reverse("admin:opening")
    verb, pk = ("change", [row.pk]) if row.pk else ("add", [])
    form, may = reverse(f"admin:pages_organisation_{verb}", args=pk), f"pages.{verb}_organisation"
    named = is_filled(row.name) and is_filled(row.charity_number)
    reached, total = councils_reached()
    return [
        Step("Who runs the site, and its charity number", named, f"{form}#id_name", may),
        *(
            Step(words, is_filled(getattr(row, name)), f"{form}#id_{name}", may)
            for name, words in OF_THE_ORGANISATION.items()
        ),
        *(
            Step(words, is_filled(getattr(opening, name)), f"{here}#id_{name}")
            for name, words in OF_THE_OPENING.items()
        ),
        Step("A test email was accepted by the mail server", is_mail_tested(), f"{here}#id_test"),
        Step(
            f"Councils that can be written to: {reached} of {total}",
            2 * reached >= total or opening.few_contacts_accepted,
            reverse("admin:councils_contact_changelist"),
            "councils.view_contact",
        ),
    ]


def is_filled(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def steps_for(user: User | AnonymousUser) -> list[Step]:
    return [step if user.has_perm(step.permission) else replace(step, url="") for step in steps()]


def is_mail_tested() -> bool:
    """Whether the mail server took a test. Without a server, email only goes to files."""
    tests = OutgoingMessage.objects.filter(key__startswith=TEST_KEY)
    return tests.filter(state=MessageState.ACCEPTED, is_test=False, bounced_at=None).exists()


def councils_reached() -> tuple[int, int]:
    """Return the number of responsible councils with a usable contact, and of all of them."""
    record = record_on()
    responsible = {row.id for row in record.councils}
    reached = set(Contact.objects.for_letters().values_list("council_id", flat=True))
    return len(responsible & reached), len(responsible)


def opening_view(request: HttpRequest) -> HttpResponse:
    """Show the page to fill in what is missing, test email and open the site."""
    user: Any = request.user
    if not user.is_superuser:
        raise PermissionDenied
    opening = Opening.current()
    form = OpeningForm(request.POST or None, instance=opening)
    version = refuse_if_stale(request, opening, form)
    if request.method == "POST" and form.is_valid():
        form.save()
        if form.has_changed():
            labels = [str(form.fields[name].label) for name in form.changed_data]
            leave_line(request, opening, f"Changed: {', '.join(labels)}.")
        if "test" in request.POST:
            key = f"{TEST_KEY}:{timezone.now():%Y%m%d%H%M%S}"
            emails.send(user, key, "A test of the mail", "The mail of this website works.")
            messages.success(request, "A test email is on its way to you.")
        return HttpResponseRedirect(open_if_asked(request, user))
    context = {
        **admin.site.each_context(request),
        "title": "Opening the site",
        "form": form,
        "steps": steps(),
        "opening": opening,
        "version": version,
        "may_open": all(step.is_done for step in steps()),
    }
    return render(request, "admin/staff/opening.html", context)


def open_if_asked(request: HttpRequest, user: Any) -> str:
    """Open the site if that button was selected and nothing is missing; return the next address."""
    opening = Opening.current()
    if "open" not in request.POST:
        messages.success(request, "Saved.")
    elif missing := [step.words for step in steps() if not step.is_done]:
        messages.error(request, f"Still missing: {'; '.join(missing)}.")
    elif opening.opened_at is None:
        opening.open(by=user.get_username())
        AuditEntry.objects.record(AuditEntry.Kind.OPENED, user)
        messages.success(request, "The site is open.")
        return reverse("admin:index")
    return reverse("admin:opening")
