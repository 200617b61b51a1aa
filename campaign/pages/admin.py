from django import forms
from django.contrib import admin
from django.urls import resolve

from campaign.pages import loading
from campaign.pages.models import Organisation, Page


class PageForm(forms.ModelForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if self.instance.pk is None and resolve(f"/{slug}/").view_name != "page":
            raise forms.ValidationError(
                "The site has another page at this address. Choose another."
            )
        return slug


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    form = PageForm
    list_display = ["title", "slug", "changed_at"]
    search_fields = ["title", "slug", "body"]
    fields = ["title", "slug", "description", "lead", "body"]

    def get_readonly_fields(self, request, obj=None):
        # Addresses of pages are linked from everywhere; a page keeps the one it was made with.
        return ["slug"] if obj else []

    def save_model(self, request, obj, form, change):
        obj.shipped_digest = ""  # from now on it is the staff's, and loading leaves it alone
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        # Every page of the site links to those that ship, whoever wrote their words.
        ships = obj is not None and obj.slug in loading.slugs()
        return super().has_delete_permission(request, obj) and not ships


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["__str__", "charity_number", "email"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Organisation.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)
