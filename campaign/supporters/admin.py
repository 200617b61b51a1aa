"""Who must not be written to, and how many wait for which council. No list shows an address."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from campaign.supporters.models import Alert, SuppressedAddress, Why
from campaign.supporters.suppression import may_be_written_to_again, may_write_to, never_write_to
from councils.admin.read_only import ReadOnly


class AddressForm(forms.Form):
    """One address. It is sent by POST, so that it stands in no log."""

    email = forms.EmailField(
        label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "off", "size": 40})
    )


@admin.register(SuppressedAddress)
class SuppressedAddressAdmin(ReadOnly, admin.ModelAdmin):
    """The list holds hashes: to look one up, its address is typed in."""

    list_display = ["__str__", "why"]
    list_filter = ["why"]
    change_list_template = "admin/supporters/do_not_write_change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.address_view)
        own = path("address/", view, name="supporters_suppressedaddress_address")
        return [own, *super().get_urls()]

    def may_add(self, request) -> bool:
        return request.user.has_perm("supporters.add_suppressedaddress")

    def address_view(self, request):
        """Check one address, put it on the list, or take it off again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = AddressForm(request.POST or None)
        on_the_list = None
        if request.method == "POST" and form.is_valid():
            email = form.cleaned_data["email"]
            if "add" in request.POST or "remove" in request.POST:
                return self.change(request, email)
            on_the_list = not may_write_to(email)
        context = {
            **self.admin_site.each_context(request),
            "title": "Never write to an address",
            "opts": self.opts,
            "form": form,
            "on_the_list": on_the_list,
            "may_add": self.may_add(request),
        }
        return render(request, "admin/supporters/address.html", context)

    def change(self, request, email: str):
        if not self.may_add(request):
            raise PermissionDenied
        if "add" in request.POST:
            never_write_to(email, Why.STAFF)
            said = "The address is on the list. Its alerts are deleted, and mail to it is stopped."
        else:
            was_there = may_be_written_to_again(email)
            said = "Taken off the list." if was_there else "The address was not on the list."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:supporters_suppressedaddress_changelist"))


@admin.register(Alert)
class AlertAdmin(ReadOnly, admin.ModelAdmin):
    """How many wait for which council, without their addresses: to find one, see “A person”."""

    list_display = ["council", "said_yes", "created_at"]
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["council"]
    search_fields = ["council__name"]
    fields = ["council", "said_yes", "basis", "wording", "source", "created_at", "confirmed_at"]
    readonly_fields = fields

    @admin.display(description="confirmed", boolean=True)
    def said_yes(self, obj):
        return obj.is_confirmed
