"""Contacts in the admin, entered one by one or from a spreadsheet."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.urls import URLPattern, path, reverse

from councils.admin import contact_import
from councils.admin.bases import UpdatesAndRemoves
from councils.admin.imports import list_screen
from councils.admin.worded_filters import narrowed
from councils.dates import today
from councils.forms import EmailAddressField
from councils.models import Contact, ImportBatch, Role

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
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        context = {
            "title": "Load a spreadsheet of contacts",
            "columns": contact_import.COLUMNS,
            "roles": Role.labels,
        }
        template = "admin/councils/contact_sheet.html"
        return list_screen(self, request, contact_import.read, applied, template, context)


def applied(sheet: contact_import.Sheet, batch: ImportBatch | None) -> tuple[str, str]:
    count = batch.rows.count() if batch else 0
    said = f"{count} contact{pluralize(count)} added or changed."
    return said, reverse("admin:councils_contact_changelist")
