"""Django's admin classes, for mypy with their type parameters, which they do not take at run time.

``ModelForm`` stands in ``councils/forms.py``, for public pages too.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from councils.forms import ModelForm

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    StackedInline = admin.StackedInline[Any, Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    StackedInline = admin.StackedInline
    InlineFormSet = forms.BaseInlineFormSet


class UpdatesAndRemoves(ModelAdmin):
    """An admin page that saves with a row's ``update`` and deletes with its ``remove``."""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        obj.update()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.remove()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            row.remove()
