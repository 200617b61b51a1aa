"""The screen for one person's data. An email address is only sent by POST, so no log has it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from campaign.letters.models import Letter
from campaign.privacy.personal_data import ACCOUNTS, Person, stays
from campaign.staff.models import AuditEntry
from campaign.supporters.models import SuppressedAddress
from campaign.supporters.suppression import suppress_address
from councils.forms import EmailAddressField
from councils.page_cache import for_one_visitor

LATELY = 20
"""Erasures that are shown, the newest first."""
REASONS = (
    "the person asked for it",
    "it is about a child",
    "it should not have been kept",
    "a court or an authority asked for it",
)


class PersonForm(forms.Form):
    """The person whose data to look for."""

    email = EmailAddressField(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "size": 40}),
        help_text="The address that the person gave us. Nothing is sent to it.",
    )


class ErasureForm(PersonForm):
    """Why a person is to be erased, and a tick that confirms it."""

    email = EmailAddressField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *((reason, reason) for reason in REASONS)],
        help_text="Kept in the audit log. Who was erased is not.",
    )
    sure = forms.BooleanField(
        label="I have checked that this is the right person. It cannot be undone.",
        error_messages={"required": "Tick this to show that you are sure."},
    )


@sensitive_post_parameters()
def person_view(request: HttpRequest) -> HttpResponse:
    """Find a person by email; show, export or erase what is held."""
    if not request.user.has_perm("supporters.erase_person"):
        raise PermissionDenied
    form = PersonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, form)
    person = Person(form.cleaned_data["email"])
    if "export" in request.POST:
        entries = sum(person.held().values())
        said = f"all about one person, {entries} entries"
        AuditEntry.objects.record(AuditEntry.Kind.EXPORT, request.user, said)
        file = HttpResponse(person.as_file(), content_type="application/zip")
        file.headers["Content-Disposition"] = 'attachment; filename="person.zip"'
        return for_one_visitor(file)
    if "erase" in request.POST:
        return erase(request, form, person)
    if "never" in request.POST:
        suppress_address(person.email)
        messages.success(request, "We never write to this address again.")
    if "lift" in request.POST:
        SuppressedAddress.objects.for_email(person.email).delete()
        messages.success(request, "We may write to this address again.")
    return page(request, form, person, ErasureForm(initial={"email": person.email}))


def erase(request: Any, form: PersonForm, person: Person) -> HttpResponse:
    erasing = ErasureForm(request.POST)
    if not erasing.is_valid():
        return page(request, form, person, erasing)
    said = f"{erasing.cleaned_data['reason']}, {person.erase()} entries"
    AuditEntry.objects.record(AuditEntry.Kind.ERASED, request.user, said)
    messages.success(request, f"Erased: {said}.")
    held = person.held()
    if any(kind not in stays() for kind in held):
        messages.warning(request, "Some are being sent right now: check again in a minute.")
    if ACCOUNTS in held:
        messages.warning(
            request,
            "The staff account stays, with its lines in the audit log: disable it first.",
        )
    return HttpResponseRedirect(reverse("admin:privacy_person"))


def page(
    request: HttpRequest,
    form: PersonForm,
    person: Person | None = None,
    erasing: ErasureForm | None = None,
) -> HttpResponse:
    """Show what is held about a person, or when somebody was erased: no name stands there."""
    context = {
        **admin.site.each_context(request),
        "title": "A person: find, export, erase",
        "form": form,
        "person": person,
        "erasing": erasing,
    }
    if person:
        context |= {
            "held": person.held(),
            "letters": Letter.objects.for_email(person.email),
            "is_never_written_to": SuppressedAddress.objects.for_email(person.email).exists(),
        }
    else:
        context["erased"] = AuditEntry.objects.filter(kind=AuditEntry.Kind.ERASED)[:LATELY]
    return for_one_visitor(render(request, "admin/privacy/person.html", context))
