"""Contacts in the admin, entered one by one or from a spreadsheet."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from councils.admin import contact_import
from councils.admin.bases import UpdatesAndRemoves
from councils.admin.imports import ListForm
from councils.admin.worded_filters import narrowed
from councils.changelog.history_lines import leave_lines_of_import
from councils.dates import today
from councils.forms import EmailAddressField
from councils.models import Contact, Role
from councils.record import record_on

LARGEST = 200_000
"""The largest sheet that is accepted, in bytes: many times the contacts of all councils."""


class SheetForm(ListForm):
    """A file to load, or the text of a sheet that has been previewed or pasted."""

    largest = LARGEST


FreshFilter = narrowed(
    "last check",
    "check",
    usable=("Checked, in use", lambda contacts: contacts.usable()),
    overdue=("Due for a new check, not used", lambda contacts: contacts.overdue()),
    with_delivery_problem=(
        "With a delivery problem",
        lambda contacts: contacts.with_delivery_problem(),
    ),
)


@admin.register(Contact)
class ContactAdmin(UpdatesAndRemoves):
    list_display = [
        "council",
        "role",
        "where",
        "checked_on",
        "check_again_on",
        "in_use",
        "delivery_problem",
    ]
    formfield_overrides = {models.EmailField: {"form_class": EmailAddressField}}
    readonly_fields = ["delivery_problem_since", "delivery_problem_detail"]
    list_filter = [FreshFilter, "role", "channel"]
    search_fields = ["council__name", "email", "url"]
    autocomplete_fields = ["council"]
    change_list_template = "admin/councils/contact_change_list.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Contact]:
        return super().get_queryset(request).select_related("council")

    @admin.display(description="where")
    def where(self, obj: Contact) -> str:
        return obj.email or obj.url or obj.address.splitlines()[0]

    @admin.display(description="in use", boolean=True)
    def in_use(self, obj: Contact) -> bool:
        return obj.is_usable(today())

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "sheet/", self.admin_site.admin_view(self.sheet_view), name="councils_contact_sheet"
        )
        return [own, *super().get_urls()]

    def sheet_view(self, request: HttpRequest) -> HttpResponse:
        """Preview what a sheet would do; apply it as a whole when "apply" is sent."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = SheetForm(request.POST or None, request.FILES or None)
        sheet = None
        if request.method == "POST" and form.is_valid():
            sheet = contact_import.read(form.cleaned_data["text"], record_on(), request.POST)
            if "apply" in request.POST and sheet.is_good:
                with transaction.atomic():
                    batch = sheet.apply(request.user.get_username())
                    if batch:
                        leave_lines_of_import(request, batch)
                count = batch.rows.count() if batch else 0
                noun = "contact" if count == 1 else "contacts"
                self.message_user(request, f"{count} {noun} added or changed.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:councils_contact_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Load a spreadsheet of contacts",
            "opts": self.opts,
            "form": form,
            "sheet": sheet,
            "text": form.cleaned_data["text"] if sheet else "",
            "columns": contact_import.COLUMNS,
            "roles": Role.labels,
            "leave_out": contact_import.LEAVE_OUT,
        }
        return render(request, "admin/councils/contact_sheet.html", context)
