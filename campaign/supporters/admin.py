"""Suppressed addresses, and how many people wait for which council. No list shows an address."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from campaign.supporters.models import SuppressedAddress, SuppressionReason
from campaign.supporters.suppression import (
    is_suppressed,
    suppress_address,
    suppress_domain,
    unconfirmed_at,
    unsuppress,
)
from campaign.supporters.update_admin import UpdateAdmin
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly
from councils.forms import EmailAddressField

__all__ = ["SuppressedAddressAdmin", "UpdateAdmin"]


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


def wishes_in_words(number: int) -> str:
    return (
        "1 unconfirmed wish is deleted"
        if number == 1
        else f"{number} unconfirmed wishes are deleted"
    )


@admin.register(SuppressedAddress)
class SuppressedAddressAdmin(ReadOnly, ModelAdmin):
    """The list holds hashes: to look an address up, staff type it in."""

    section, list_name = "People", "Addresses we never write to"
    empty_words = (
        "No address is listed. When somebody asks us never to write, select “Add or "
        "check an address” above."
    )
    list_display = ["__str__", "reason"]
    list_filter = ["reason"]
    change_list_template = "admin/supporters/suppressed_address_change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.address_view)
        return [
            path("address/", view, name="supporters_suppressedaddress_address"),
            *super().get_urls(),
        ]

    def may_edit(self, request: HttpRequest) -> bool:
        return request.user.has_perm("supporters.add_suppressedaddress")

    def address_view(self, request: HttpRequest) -> HttpResponse:
        """Check one address, add it to the list, or take it off again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = AddressForm(request.POST or None)
        is_listed = unconfirmed = None
        if request.method == "POST" and form.is_valid():
            email = form.cleaned_data["email"]
            is_seen = not email.startswith("@") or request.POST.get("seen") == email
            if "remove" in request.POST or ("add" in request.POST and is_seen):
                return self.change(request, email)
            if "add" in request.POST:
                unconfirmed = len(unconfirmed_at(email))
            else:
                is_listed = is_suppressed(email)
        context = {
            **self.admin_site.each_context(request),
            "title": "Add or check an address",
            "opts": self.opts,
            "form": form,
            "is_listed": is_listed,
            "unconfirmed": unconfirmed,
            "may_edit": self.may_edit(request),
        }
        return render(request, "admin/supporters/address.html", context)

    def change(self, request: HttpRequest, email: str) -> HttpResponse:
        if not self.may_edit(request):
            raise PermissionDenied
        if "add" in request.POST and email.startswith("@"):
            number = suppress_domain(email)
            note = f"{email} is on the list. {wishes_in_words(number)}, and emails are stopped."
        elif "add" in request.POST:
            suppress_address(email, SuppressionReason.STAFF)
            note = (
                "The address is on the list. Its alerts are deleted, and emails to it are stopped."
            )
        elif unsuppress(email):
            note = "Taken off the list."
        else:
            note = "The address was not on the list."
        self.message_user(request, note, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:supporters_suppressedaddress_changelist"))
