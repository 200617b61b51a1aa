"""The screen for staff on which a contact that no longer works is mended, once."""

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from campaign.letters.new_address import NewAddressForm
from councils.models import Channel, Contact

PERMISSIONS = ("councils.change_contact", "outbox.change_outgoingmessage")


def new_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the new address of a contact, and send there what came back or waits."""
    user = request.user
    if not isinstance(user, User) or not user.has_perms(PERMISSIONS):
        raise PermissionDenied
    contact = get_object_or_404(Contact, pk=pk, channel=Channel.EMAIL)
    form = NewAddressForm(request.POST or None, contact=contact)
    if request.method == "POST" and form.is_valid():
        number = form.save(user)
        model_admin = admin.site.get_model_admin(Contact)
        model_admin.log_change(request, contact, f"New address; {number} letters sent again")
        letters = "1 letter goes" if number == 1 else f"{number} letters go"
        messages.success(request, f"The address is changed. {letters} there again.")
        return HttpResponseRedirect(reverse("admin:councils_contact_change", args=[pk]))
    context = admin.site.each_context(request) | {
        "title": "This address no longer works",
        "opts": contact._meta,
        "contact": contact,
        "form": form,
    }
    return TemplateResponse(request, "admin/letters/new_address.html", context)
