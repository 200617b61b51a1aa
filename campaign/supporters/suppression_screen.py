"""The screen of the addresses that we never write to. Nobody can read who is on the list."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaign.supporters.models import SuppressedAddress, SuppressionReason
from campaign.supporters.suppression import (
    address_hashes,
    is_suppressed,
    suppress_address,
    suppress_domain,
)
from councils.forms import EmailAddressField


class AddressOrDomainField(EmailAddressField):
    """One address, or ``@example.org`` for every address of a domain."""

    default_error_messages = {
        "invalid": "Enter an address like name@example.org, or @example.org for everybody there."
    }

    def to_python(self, value: Any) -> str:
        return re.sub(r"\A\*(?=@)", "", super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(f"everybody{value}" if value.startswith("@") else value)
        if "*" in value:
            raise forms.ValidationError(self.error_messages["invalid"])


class AddressForm(forms.Form):
    """One address or domain. It is sent by POST, so that no log holds it."""

    email = AddressOrDomainField(
        label="Email address or domain",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email", "size": 40}),
        help_text="The whole address, or @ and a domain for everybody there. Nothing is sent to it,"
        " and no log holds it.",
    )


def address_view(request: HttpRequest) -> HttpResponse:
    """Check one address, add it to those we never write to, or take it off again.

    What is kept is hashes: nobody can read who is on the list.
    """
    user, pressed = request.user, request.POST
    if not user.has_perm("supporters.view_suppressedaddress"):
        raise PermissionDenied
    may_edit = user.has_perm("supporters.add_suppressedaddress")
    form = AddressForm(pressed or None)
    context = {
        **admin.site.each_context(request),
        "title": "Addresses we never write to",
        "form": form,
        "may_edit": may_edit,
        "number": SuppressedAddress.objects.count(),
    }
    if form.is_valid():
        email = form.cleaned_data["email"]
        # A whole domain is listed at the second press, once staff have read what that means.
        is_seen = not email.startswith("@") or pressed.get("seen") == email
        if "remove" in pressed or ("add" in pressed and is_seen):
            if not may_edit:
                raise PermissionDenied
            messages.success(request, change_list(email, pressed))
            return redirect("admin:suppressed_address")
        asks = "add" in pressed
        context |= {"asks": asks, "is_listed": None if asks else is_suppressed(email)}
    return render(request, "admin/supporters/address.html", context)


def change_list(email: str, pressed: Any) -> str:
    """Put an address or a domain on the list or take it off; return what was done."""
    if "remove" in pressed:
        listed = SuppressedAddress.objects.filter(address_hash__in=address_hashes(email))
        return "Taken off the list." if listed.delete()[0] else "The address was not on the list."
    if email.startswith("@"):
        suppress_domain(email)
        return f"{email} is on the list, and emails to it are stopped."
    suppress_address(email, SuppressionReason.STAFF)
    return "The address is on the list. Its wishes are deleted, and emails to it are stopped."
