"""The steps before the site opens, and the page on which an administrator opens it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import models
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
from councils.saves import changes_of, refuse_if_stale

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


def steps() -> list[Step]:
    return [*steps_of_organisation(), *steps_of_opening()]


def steps_for(user: User | AnonymousUser) -> list[Step]:
    return [step if user.has_perm(step.permission) else replace(step, url="") for step in steps()]


def steps_of_organisation() -> Iterator[Step]:
    row = Organisation.current()
    pk = row.pk
    form = reverse(f"admin:pages_organisation_{'change' if pk else 'add'}", args=[pk] if pk else [])
    named = bool(row.name.strip() and row.charity_number.strip())
    first = Step("Who runs the site, and its charity number", named, f"{form}#id_name")
    for step in (
        first,
        field_step("An address for the public", row, "email", form),
        field_step("A press contact", row, "press_contact", form),
        field_step("An address for safeguarding", row, "safeguarding_email", form),
    ):
        yield replace(step, permission=f"pages.{'change' if pk else 'add'}_organisation")


def steps_of_opening() -> Iterator[Step]:
    opening, form = Opening.current(), reverse("admin:opening")
    yield field_step("Who answers for personal data", opening, "data_contact", form)
    yield field_step("Who answers for safeguarding", opening, "safeguarding_contact", form)
    yield field_step("When email is read", opening, "mail_hours", form)
    read_and_meant = "How long things are kept and how to complain: read and meant"
    yield field_step(read_and_meant, opening, "words_checked", form)
    tested = is_mail_tested()
    yield Step("A test email was accepted by the mail server", tested, f"{form}#id_test")
    yield field_step("Restoring a backup was rehearsed", opening, "restore_rehearsed_on", form)
    reached, total = councils_reached()
    yield Step(
        f"Councils that can be written to: {reached} of {total}",
        2 * reached >= total or opening.few_contacts_accepted,
        reverse("admin:councils_contact_changelist"),
        "councils.view_contact",
    )


def field_step(words: str, row: models.Model, name: str, form: str) -> Step:
    """Return the step of filling in a field of a row, in the form at an address."""
    value = getattr(row, name)
    filled = bool(value.strip() if isinstance(value, str) else value)
    return Step(words, filled, f"{form}#id_{name}")


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
            leave_line(request, opening, changes_of(form))
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
