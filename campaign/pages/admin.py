"""Pages and the organisation in the admin."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import resolve

from campaign.pages import loading
from campaign.pages.models import Organisation, Page

if TYPE_CHECKING:  # at run time Django's classes take no parameter
    PageModelForm = forms.ModelForm[Page]
    PageModelAdmin = admin.ModelAdmin[Page]
    OrganisationModelAdmin = admin.ModelAdmin[Organisation]
else:
    PageModelForm = forms.ModelForm
    PageModelAdmin = OrganisationModelAdmin = admin.ModelAdmin


class PageForm(PageModelForm):
    """A page; a new one may not take the address of another page of the site."""

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk is None and resolve(f"/{slug}/").view_name != "page":
            raise forms.ValidationError(
                "The site has another page at this address. Choose another."
            )
        return slug


@admin.register(Page)
class PageAdmin(PageModelAdmin):
    form = PageForm
    list_display = ["title", "slug", "changed_at"]
    search_fields = ["title", "slug", "body"]
    fields = ["title", "slug", "description", "lead", "body"]

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        # Pages are linked from everywhere, so a page keeps its address.
        return ["slug"] if obj else []

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        obj.shipped_digest = ""  # so that loading leaves the edited page alone
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        # Every page of the site links to those that ship, whoever wrote their words.
        ships = obj is not None and obj.slug in loading.slugs()
        return super().has_delete_permission(request, obj) and not ships


@admin.register(Organisation)
class OrganisationAdmin(OrganisationModelAdmin):
    list_display = ["__str__", "charity_number", "email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Organisation.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
